import { asksOf, LabelMatch, valueType } from "../src/answering/extractive/label-match.ts";
import type { LabelMatchWeights } from "../src/answering/extractive/label-match.ts";
import type { Asks } from "../src/question/closed-class/closed-class.ts";
import { blankWeights, packed } from "./label-weights.ts";

const nothing = [0, 0, 0, 0];

/** Two dimensions: the first number of a question calls for the second of a label. */
const weights: LabelMatchWeights = {
  ...blankWeights(2),
  questionMap: packed([2, 0], 0.5),
  labelMap: packed([0, 1], 2),
  words: [2, 1],
  types: ["unknown", "char", "date", "party"],
  typeBias: [0, 0.25, 0.5, 0],
  // After count and amount come person and time.
  typeAsks: [nothing, nothing, [0, 0, -2, 3], [0, -1, 4, 0]],
  typeMap: packed([...nothing, ...nothing]),
};

const part = (...asks: Asks[]): { asks: Set<Asks>; isPolar: boolean } => ({
  ...{ asks: new Set(asks), isPolar: false },
});

const across = Float32Array.from([1, 0]);
const up = Float32Array.from([0, 1]);

interface Label {
  vector?: Float32Array;
  type?: string;
  ofLabel?: number;
  ofQuestion?: number;
}

function logitOf(
  asked: Float32Array | undefined,
  label: Label,
  { changes = {}, asks = [] }: { changes?: Partial<LabelMatchWeights>; asks?: Asks[] } = {},
): number {
  const match = new LabelMatch({ ...weights, ...changes });
  return match.logit(match.question(asked, part(...asks)), {
    ...{ vector: undefined, type: "unknown", ofLabel: 0, ofQuestion: 0, ...label },
  });
}

test("a label is matched by what was learned of its direction, not by likeness alone", () => {
  expect(logitOf(across, { vector: up })).toBeCloseTo(2, 6);
  expect(logitOf(across, { vector: across })).toBe(0);
  // Likeness alone would turn the order round.
  const changes = { cosine: 1, questionMap: packed([0, 0]) };
  expect(logitOf(across, { vector: up }, { changes })).toBe(0);
  expect(logitOf(across, { vector: across }, { changes })).toBe(1);
});

test("what all questions, or all labels, have in common says nothing", () => {
  expect(logitOf(across, { vector: up }, { changes: { questionMean: [1, 0] } })).toBe(0);
  expect(logitOf(across, { vector: up }, { changes: { labelMean: [0, 1] } })).toBe(0);
});

test("a label that is seldom asked for stands behind one that often is", () => {
  const changes = { label: [3, -1] };
  expect(logitOf(up, { vector: across }, { changes })).toBe(3);
  expect(logitOf(up, { vector: up }, { changes })).toBe(-1);
});

test("without vectors words and types choose", () => {
  expect(logitOf(undefined, { ofLabel: 1, ofQuestion: 0.5 })).toBe(2.5);
  expect(logitOf(undefined, { vector: up, type: "date" }, { asks: ["time"] })).toBe(4.5);
  expect(logitOf(undefined, { vector: up, type: "char" }, { asks: ["time"] })).toBe(-0.75);
  expect(logitOf(across, { type: "date" }, { asks: ["time"] })).toBe(4.5);
});

test("words and types are added to what the vectors say", () => {
  const label = { vector: up, type: "party", ofLabel: 0.5 };
  expect(logitOf(across, label, { asks: ["person"] })).toBeCloseTo(2 + 3 + 1, 6);
});

test("a vector of another dimension says nothing, of the question as of the label", () => {
  const long = Float32Array.from([1, 0, 0]);
  expect(logitOf(long, { vector: long, type: "char" })).toBe(0.25);
  expect(logitOf(long, { vector: up, type: "char" })).toBe(0.25);
  expect(logitOf(across, { vector: long, type: "char" })).toBe(0.25);
});

test("what a question means may call for a type", () => {
  const changes = { typeMap: packed([0, 0, 6, 0, ...nothing], 0.5) };
  expect(logitOf(across, { type: "date" }, { changes })).toBe(3.5);
  expect(logitOf(up, { type: "date" }, { changes })).toBe(0.5);
});

test("a type that was never seen is weighed as an unknown one", () => {
  const changes = { typeBias: [-1.5, 0, 0, 0] };
  expect(logitOf(undefined, { type: "reference" }, { changes })).toBe(-1.5);
});

test("people and organisations are a type of their own, and lists are one", () => {
  expect(valueType("many2one", true)).toBe("party");
  expect(valueType("many2one", false)).toBe("many2one");
  expect(valueType("one2many", false)).toBe("many2many");
  expect(valueType("many2many", true)).toBe("many2many");
  expect(valueType("char", true)).toBe("char");
  expect(valueType(null, false)).toBe("unknown");
});

test("what a part asks for is told as one of ten, several where it asks for several", () => {
  const at = (asks: number[]): number[] => [...asks.keys()].filter((it) => asks[it] === 1);
  expect(at(asksOf(part("person")))).toEqual([2]);
  expect(at(asksOf(part("count", "time")))).toEqual([0, 3]);
  expect(at(asksOf({ ...part(), isPolar: true }))).toEqual([8]);
  expect(at(asksOf(part()))).toEqual([9]);
  expect(asksOf(part())).toHaveLength(10);
});
