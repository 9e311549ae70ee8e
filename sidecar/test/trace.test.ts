import type { AskEvent, Evidence } from "../src/contract.ts";
import { OdooUnavailableError } from "../src/errors.ts";
import { Trace } from "../src/trace/trace.ts";
import { AnswerStream } from "../src/turn/answer-stream.ts";

const made = (): Trace => new Trace("r-1", null);
const lead = (...sections: [string, string][]) => ({
  ...{ resModel: "crm.lead", resId: 31 },
  sections: sections.map(([section, hash]) => ({ section, hash })),
});

test("sections of further rounds are added, and none is overwritten", () => {
  const trace = made();
  trace.read([lead(["fields", "a"], ["message:1", "b"])]);
  trace.read([lead(["fields", "other"], ["message:2", "c"])]);
  expect(trace.sections.map(({ section, hash }) => `${section} ${hash}`)).toEqual([
    "fields a",
    "message:1 b",
    "message:2 c",
  ]);
});

test("a failure is placed in the innermost stage it came from, and one that was survived is not meant", async () => {
  const trace = made();
  const failing = (stage: string, reason: string) =>
    trace.stage(stage, () => Promise.reject(new OdooUnavailableError(reason)));
  await failing("labels", "survived").catch(() => undefined);
  await trace.stage("answer", () => failing("reach", "timeout")).catch(() => undefined);
  expect(trace.failedAt).toBe("reach");
  expect(trace.stages.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
    "labels odoo_unavailable:survived",
    "answer odoo_unavailable:timeout",
    "reach odoo_unavailable:timeout",
  ]);
});

test("an error that a stage makes of another one is that stage's", async () => {
  const trace = made();
  const outer = trace.stage("answer", async () => {
    await trace
      .stage("labels", () => Promise.reject(new OdooUnavailableError("inner")))
      .catch(() => Promise.reject(new OdooUnavailableError("outer")));
  });
  await expect(outer).rejects.toMatchObject({ reason: "outer" });
  expect(trace.failedAt).toBe("answer");
});

test("rounds of a stage are summed, and what was lacked first is what counts", async () => {
  const trace = made();
  for (const round of [1, 2]) await trace.stage("answer", () => Promise.resolve(round));
  await trace.calls.note("odoo", "visible", () => Promise.resolve());
  trace.lack("retrieve", "embedder_unavailable");
  trace.lack("labels", "database_unavailable");
  expect(Object.keys(trace.timings)).toEqual(["answer", "visible"]);
  expect(trace.summary()).toMatchObject({
    ...{ requestId: "r-1", sections: 0, calls: 1, failedCalls: [] },
    lacked: { stage: "retrieve", code: "embedder_unavailable" },
  });
});

const source = (n: number): Evidence => ({
  ...{ resModel: "crm.lead", resId: 31, name: "Carpets", modelLabel: "Lead" },
  ...{ n, section: "fields", place: "Contact Name", quote: "Erik N. French" },
});

test("text leaves in pieces, each source once and before its words, and is recorded as a whole", () => {
  const events: AskEvent[] = [];
  const answer = new AnswerStream((event) => events.push(event));
  answer.cite(source(1));
  answer.write(0, "Erik ", [1]);
  answer.cite(source(2));
  answer.cite(source(1));
  answer.write(0, "French", [1, 2]);
  expect(events.map((it) => (it.type === "text" ? it.delta : it.type))).toEqual([
    "evidence",
    "Erik ",
    "evidence",
    "French",
  ]);
  expect(answer.parts).toEqual([{ text: "Erik French", evidence: [1, 2] }]);
  expect(answer.evidence.map(({ n }) => n)).toEqual([1, 2]);
});
