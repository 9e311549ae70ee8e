import {
  fittedSmallTalk,
  likeliestKind,
  recogniseSmallTalk,
  smallTalkKinds,
} from "../src/question/small-talk.ts";
import type { SmallTalk } from "../src/question/small-talk.ts";

const { model, weights } = fittedSmallTalk;

/** Of length 1, where the kind is likeliest; `sign` -1: where it is least likely. */
function vectorOf(kind: SmallTalk, sign = 1): Float32Array {
  const { vector } = weights[kind];
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (sign * value) / length);
}

const hello = { text: "Hello there", vector: vectorOf("greeting"), model };

test.each(smallTalkKinds)("a vector that is of the kind %s is recognised", (kind) => {
  expect(recogniseSmallTalk({ ...hello, vector: vectorOf(kind) })).toBe(kind);
  expect(recogniseSmallTalk({ ...hello, vector: vectorOf(kind, -1) })).not.toBe(kind);
});

test("nothing is recognised without a vector, of another embedder, or of other dimensions", () => {
  expect(recogniseSmallTalk(hello)).toBe("greeting");
  expect(recogniseSmallTalk({ ...hello, vector: null })).toBeUndefined();
  expect(recogniseSmallTalk({ ...hello, model: "voyage-3.5" })).toBeUndefined();
  expect(recogniseSmallTalk({ ...hello, model: undefined })).toBeUndefined();
  const shorter = hello.vector.subarray(1);
  expect(recogniseSmallTalk({ ...hello, vector: shorter })).toBeUndefined();
});

test.each([
  ["is long", "hello ".repeat(14)],
  ["names a record", "Hello S00021"],
  ["has a figure", "Hello 12"],
  ["has a figure of another script", "Hello ١٢"],
  ["names an address", "hello@example.com"],
  ["is a sign", "?"],
  ["is empty", ""],
])("a text that %s is no small talk, whatever its vector says", (_, text) => {
  expect(recogniseSmallTalk({ ...hello, text })).toBeUndefined();
});

test("blanks around a text don't make it long", () => {
  expect(recogniseSmallTalk({ ...hello, text: `${" ".repeat(90)}Hello\n` })).toBe("greeting");
});

test("below the threshold nothing is recognised", () => {
  const { probability } = likeliestKind(fittedSmallTalk, hello.vector);
  const at = (threshold: number): SmallTalk | undefined =>
    recogniseSmallTalk(hello, { ...fittedSmallTalk, threshold });
  expect(at(probability)).toBe("greeting");
  expect(at(probability + 1e-6)).toBeUndefined();
});

test("a logit that no number holds is a probability still", () => {
  const of = (bias: number): (typeof weights)["thanks"] => ({ bias, vector: [] });
  const low = of(-2_000);
  const all = { greeting: low, goodbye: low, thanks: low, identity: low, ability: low };
  const nothing = new Float32Array();
  expect(likeliestKind({ weights: { ...all, thanks: of(2_000) }, others: [low] }, nothing)).toEqual(
    {
      kind: "thanks",
      probability: 1,
    },
  );
  expect(likeliestKind({ weights: all, others: [] }, nothing).probability).toBe(0);
  const near = { weights: { ...all, thanks: of(2_000) }, others: [of(3_000)] };
  expect(likeliestKind(near, nothing).probability).toBe(0);
});
