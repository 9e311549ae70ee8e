import {
  decide,
  likelierOf,
  optionsFor,
  probabilityThat,
} from "../src/answering/confidence/decide.ts";
import type { AdditiveModel, Calibrator } from "../src/calibration/calibrator.ts";
import { readFor } from "./reading.ts";
import { order } from "./records.ts";
import type { Written } from "./records.ts";

const none: AdditiveModel = { bias: -9, terms: {} };

const calibratorOf = (model: Partial<Calibrator["model"]>): Calibrator => ({
  ...{ version: "test", fittedOn: [], figures: {} },
  thresholds: [{ target: 0.9, threshold: 0.5, promised: false, labels: 0, missing: 0 }],
  model: { fields: none, excerpt: none, ...model },
});

/** The more words a part has, the likelier its answer is right. */
const byWords: AdditiveModel = {
  bias: 0,
  terms: { words: { mean: 0.2, deviation: 0.1, weight: 1 } },
};

const open = { open: order };

test("an answer to several parts is as sure as that of the least sure one", () => {
  const calibrator = calibratorOf({ fields: byWords });
  const long = "which salesperson signed this large sunny order";
  const sure = (question: string): number =>
    decide(readFor(question, [order], open), calibrator, 0.5).confidence.probability;
  expect(sure(`${long}?`)).toBeGreaterThan(sure("Who is the customer?"));
  expect(sure(`Who is the customer and ${long}?`)).toBeCloseTo(sure("Who is the customer?"), 3);
});

test("a part that nothing may answer leaves the whole question without an answer of fields", () => {
  const whole = optionsFor(readFor("Who is the customer and when was it ordered?", [order], open));
  expect(whole.fields).toHaveLength(2);
  const half = optionsFor(
    readFor("Who is the customer and what is the phone of Zanzibar?", [order], open),
  );
  expect(half.fields).toBeUndefined();
});

test("a sentence answers no question of several parts, as it would leave some out unsaid", () => {
  const said = (question: string): unknown =>
    optionsFor(readFor(question, [noted], { open: noted })).excerpt;
  expect(said("Who is the customer at the harbour?")).toBeDefined();
  expect(said("Who is the customer at the harbour and when was it signed?")).toBeUndefined();
});

test("what is less sure than the threshold is not given, and what is as sure is", () => {
  const reading = readFor("Who is the customer?", [order], open);
  const calibrator = calibratorOf({ fields: { bias: 0, terms: {} } });
  expect(decide(reading, calibrator, 0.5)).toMatchObject({
    ...{ isGiven: true, confidence: { probability: 0.5, threshold: 0.5 } },
  });
  const { isGiven, option, confidence } = decide(reading, calibrator, 0.51);
  expect(isGiven).toBe(false);
  expect(option).toBeDefined();
  expect(confidence.threshold).toBe(0.51);
});

test("without anything to quote nothing is given, however low the threshold", () => {
  const { isGiven, option, confidence } = decide(readFor("Who?", []), calibratorOf({}), 0);
  expect([isGiven, option]).toEqual([false, undefined]);
  expect(confidence.probability).toBeLessThan(0.1);
});

const noted: Written = {
  ...order,
  messages: [["2026-03-03T09:00:00", "The customer is the hotel at the old harbour."]],
};

test("sentences are quoted where they are clearly likelier than a field, and not else", () => {
  const reading = readFor("Who is the customer?", [noted], { open: noted });
  const kindWith = (fields: number, excerpt: number): string | undefined => {
    const model = { fields: { bias: fields, terms: {} }, excerpt: { bias: excerpt, terms: {} } };
    return decide(reading, calibratorOf(model), 0.5).option?.kind;
  };
  expect(kindWith(0, 2)).toBe("excerpt");
  expect(kindWith(2, 0)).toBe("fields");
  expect(kindWith(0, 0.1)).toBe("fields");
});

test("of two, what is there is taken where the other isn't", () => {
  const likely = (it: number): number => it;
  expect(likelierOf(undefined, 0.2, likely)).toBe(0.2);
  expect(likelierOf(0.1, undefined, likely)).toBe(0.1);
  expect(likelierOf<number>(undefined, undefined, likely)).toBeUndefined();
  expect(likelierOf(0.5, 0.54, likely)).toBe(0.5);
  expect(likelierOf(0.5, 0.56, likely)).toBe(0.56);
});

test("a calibrator fitted on answers of this database is told from one that isn't", () => {
  const reading = readFor("Who is the customer?", [order], open);
  const calibrator = calibratorOf({});
  expect(decide(reading, calibrator, 0.5).confidence.provisional).toBe(true);
  const own = { ...calibrator, fittedOn: [{ name: "reviews", rows: 40, own: true }] };
  expect(decide(reading, own, 0.5).confidence.provisional).toBe(false);
});

test("reasons come strongest first", () => {
  const question = "When was the large order of Zanzibar Holdings confirmed?";
  const { reasons } = decide(readFor(question, [order]), calibratorOf({}), 0).confidence;
  const strengths = reasons.map((it) => Math.abs(it.weight));
  expect(strengths).toEqual(strengths.toSorted((left, right) => right - left));
  expect(reasons).toContainEqual(
    expect.objectContaining({
      code: "terms_missing",
      params: { terms: expect.stringContaining("zanzibar") as string },
    }),
  );
});

test("the open record is told as the reason where nothing else was meant", () => {
  const codes = (question: string): string[] =>
    decide(readFor(question, [order], open), calibratorOf({}), 0).confidence.reasons.map(
      (it) => it.code,
    );
  expect(codes("Who is the customer?")).toContain("open_record");
  expect(codes("Who is the customer of S00021?")).not.toContain("open_record");
  expect(codes("Who is the customer of S00021?")).toContain("exact_identifier");
});

test("features are numbers, and the same for the same question", () => {
  const question = "Who is the customer and what did they order?";
  const featuresOf = (): object[] =>
    (optionsFor(readFor(question, [order], open)).fields ?? []).map((it) => it.features);
  for (const features of featuresOf()) {
    for (const [name, it] of Object.entries(features))
      expect([name, Number.isFinite(it)]).toEqual([name, true]);
  }
  expect(featuresOf()).toEqual(featuresOf());
  const [option] = optionsFor(readFor(question, [order], open)).fields ?? [];
  if (!option) throw new Error("Nothing is to be answered.");
  expect(probabilityThat(option, calibratorOf({}))).toBeCloseTo(1 / (1 + Math.exp(9)), 6);
});
