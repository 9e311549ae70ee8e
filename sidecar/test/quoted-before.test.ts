import { quotedBefore } from "../src/turn/quoted-before.ts";

const section = { resModel: "crm.lead", resId: 31, section: "fields" };
const earlier = [
  { ...section, turn: 0, quotes: ["a", "b"] },
  { ...section, turn: 1, quotes: ["c"] },
];

test("what the last turn quoted, and it alone, answers no other question", () => {
  const taken = { question: "And when?", askedBefore: ["Who is it?"], earlier };
  expect([...quotedBefore(taken)]).toEqual(["a", "b"]);
});

test("who asks the same once more gets the same again", () => {
  const taken = { question: "who  is it?", askedBefore: ["Who is it? ", "And when?"], earlier };
  expect(quotedBefore(taken).size).toBe(0);
  expect(quotedBefore({ ...taken, askedBefore: [] }).size).toBe(2);
});
