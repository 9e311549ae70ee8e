import { sentencesOf } from "../src/ask/excerpt.ts";
import { passages } from "../src/ask/passages.ts";
import { readQuestion } from "../src/ask/question.ts";
import { estimateTokens } from "../src/model/tokens.ts";
import { sentences } from "../src/text/sentences.ts";
import { growth } from "./growth.ts";
import { permitted } from "./records.ts";

/** Ten times as much takes about ten times as long; the square of it would be a hundred times. */
const most = 40;

test("a question is read in a time that follows its length, blanks and commas included", () => {
  for (const filling of [" ", ", ", "and ", "what, "]) {
    const read = (length: number): unknown =>
      readQuestion(`What is due${filling.repeat(length / filling.length)}today?`, ["en_US"]);
    expect(growth(read, 4_000)).toBeLessThan(most);
  }
});

test("blanks between its words change nothing of a question", () => {
  const wide = readQuestion("Who is the contact   and \t  what do they want?", ["en_US"]);
  const read = readQuestion("Who is the contact and what do they want?", ["en_US"]);
  expect(wide.clauses).toEqual(read.clauses);
});

test("a paragraph of abbreviations is cut in a time that follows its length", () => {
  expect(growth((length) => sentences("a. b. ".repeat(length / 6), "en"), 20_000)).toBeLessThan(
    most,
  );
  expect(sentences("Mr. Baker came on the 3rd. He left.", "en")).toEqual([
    "Mr. Baker came on the 3rd.",
    "He left.",
  ]);
});

test("prose of many sentences is weighed in a time that follows its length", () => {
  const question = readQuestion("When is the crate due?", ["en_US"]);
  const weigh = (length: number): unknown => {
    const body = "The crate is heavy. ".repeat(length / 20);
    const record = permitted({
      ...{ resModel: "knowledge.article", resId: 1, name: "Crates" },
      fields: [["body", "Body", body, "html"]],
    });
    return sentencesOf(passages([record], question, []));
  };
  expect(growth(weigh, 10_000)).toBeLessThan(most);
});

test("tokens of a word without end are estimated in a time that follows its length", () => {
  const estimate = (length: number): number => estimateTokens(`${"a".repeat(length)} b2`);
  expect(growth(estimate, 20_000)).toBeLessThan(most);
  expect(estimateTokens("invoice a8f5f167")).toBe(Math.ceil(7 * 0.33 + 8));
});
