import { choose } from "../src/answering/extractive/choose.ts";
import { LabelMatch } from "../src/answering/extractive/label-match.ts";
import { noVectors } from "../src/question/vectors.ts";
import type { QuestionVectors } from "../src/question/vectors.ts";
import { blankWeights } from "./label-weights.ts";
import { readFor } from "./reading.ts";
import { depot, lumber } from "./records.ts";
import type { Written } from "./records.ts";

const axis = (at: number): Float32Array =>
  Float32Array.from([0, 1, 2, 3], (it) => (it === at ? 1 : 0));
const labels = new Map([
  ["Email", axis(0)],
  ["Phone", axis(1)],
  ["Stage", axis(2)],
  ["Lead", axis(3)],
  ["Contact", axis(3)],
]);
const near = (at: number): QuestionVectors => ({
  ...{ question: axis(at), parts: [axis(at)], completed: undefined },
});

/** Likeness of the vectors, words that are shared, and nothing else. */
const match = new LabelMatch({ ...blankWeights(4), cosine: 10, words: [2, 0] });

/** Labels of fields that stand first in their record, for each part. */
const firstsFor = (question: string, vectors: QuestionVectors = noVectors): string[][] =>
  choose(readFor(question, [depot], { open: depot, labels, vectors }), match).map(({ scored }) =>
    scored
      .filter((it) => it.kind === "field" && it.features.labelFirst === 1)
      .map((it) => it.label),
  );

test("the label that fits the question is first of its record's", () => {
  expect(firstsFor("How do I reach them?", near(1))).toEqual([["Phone"]]);
  expect(firstsFor("How do I reach them?", near(0))).toEqual([["Email"]]);
});

test("without vectors words say which is first", () => {
  expect(firstsFor("What is their phone?")).toEqual([["Phone"]]);
  expect(firstsFor("What is their email?")).toEqual([["Email"]]);
});

test("each part of a question has its own", () => {
  const vectors = { question: axis(2), parts: [axis(0), axis(1)], completed: undefined };
  const question = "Where do we write, and which number do we call?";
  expect(firstsFor(question, vectors)).toEqual([["Email"], ["Phone"]]);
});

test("a follow-up that only names another one takes up what was asked before", () => {
  const vectors: QuestionVectors = { question: axis(3), parts: [axis(3)], completed: axis(0) };
  const before = ["What is the email of the depot?"];
  const record: Written = {
    ...lumber,
    fields: [...(lumber.fields ?? []), ["phone", "Phone", "+1 412 555 0150", "char"]],
  };
  const featuresOf = (question: string, label: string): Record<string, number> => {
    const reading = readFor(question, [record], { labels, vectors, before });
    const all = choose(reading, match).flatMap(({ scored }) => scored);
    return all.find((it) => it.label === label)?.features ?? {};
  };
  const bare = featuresOf("And Lumber Inc?", "Phone");
  expect(bare.takesUpLog).toBeLessThan(featuresOf("And Lumber Inc?", "Email").takesUpLog ?? 0);
  for (const name of ["labelLog", "labelFirst", "followsLog"]) {
    expect(Math.abs(bare[name] ?? 1)).toBe(0);
  }
  const other = featuresOf("And the phone of Lumber Inc?", "Phone");
  expect(other.takesUpLog).toBeCloseTo(0, 9);
  expect(other.followsLog).toBeLessThan(-5);
});
