import { choose } from "../src/answering/extractive/choose.ts";
import type { Scored } from "../src/answering/extractive/choose.ts";
import type { QuestionVectors } from "../src/question/vectors.ts";
import { mayBe, readFor } from "./reading.ts";
import { depot, lumber } from "./records.ts";

const axis = (at: number): Float32Array =>
  Float32Array.from([0, 1, 2, 3], (it) => (it === at ? 1 : 0));
const labels = new Map([
  ["Email", axis(0)],
  ["Phone", axis(1)],
  ["Stage", axis(2)],
  ["Lead", axis(3)],
]);
const near = (at: number): QuestionVectors => ({
  ...{ question: axis(at), parts: [axis(at)], completed: undefined },
});
const ranksOf = (vectors?: QuestionVectors): Record<string, number> =>
  Object.fromEntries(
    mayBe(
      readFor("How do I reach them?", [depot], {
        open: depot,
        labels,
        ...(vectors ? { vectors } : {}),
      }),
    )
      .filter((it) => it.kind === "field")
      .map((it) => [it.label, it.features.labelRank ?? 0]),
  );

test("the label nearest to the question is first of its record's", () => {
  expect(ranksOf(near(1)).Phone).toBe(1);
  expect(ranksOf(near(1)).Email).toBeLessThan(1);
  expect(ranksOf(near(0)).Email).toBe(1);
});

test("without vectors none is first, and that is known", () => {
  expect(ranksOf()).toEqual({ Email: 0, Phone: 0, Stage: 0 });
  const [any] = mayBe(readFor("How do I reach them?", [depot], { open: depot }));
  expect(any?.features.labelUnknown).toBe(1);
});

test("each part of a question has its own", () => {
  const vectors: QuestionVectors = {
    question: axis(2),
    parts: [axis(0), axis(1)],
    completed: undefined,
  };
  const reading = readFor("Where do we write, and which number do we call?", [depot], {
    ...{ open: depot, labels, vectors },
  });
  const firsts = choose(reading).map(({ scored }) =>
    scored
      .filter((it) => it.kind === "field" && it.features.labelFirst === 1)
      .map((it) => it.label),
  );
  expect(firsts).toEqual([["Email"], ["Phone"]]);
});

test("a follow-up that only names another one takes up what was asked before", () => {
  const vectors: QuestionVectors = { question: axis(3), parts: [axis(3)], completed: axis(0) };
  const before = ["What is the email of the depot?"];
  const email = (question: string): Scored | undefined =>
    mayBe(readFor(question, [lumber], { labels, vectors, before })).find(
      (it) => it.label === "Email",
    );
  expect(email("And Lumber Inc?")?.features).toMatchObject({ takenUpRank: 1, labelRank: 0 });
  expect(email("And the phone of Lumber Inc?")?.features).toMatchObject({ takenUpRank: 0 });
});
