import { sentencesOf } from "../src/answering/extractive/excerpt.ts";
import { endsWithNumber } from "../src/answering/extractive/linking.ts";
import { withoutEmptyCells } from "../src/indexing/extract/pages.ts";
import { estimateTokens } from "../src/model/tokens.ts";
import { readQuestion } from "../src/question/question.ts";
import type { Question } from "../src/question/question.ts";
import { sentences } from "../src/text/sentences.ts";
import { growth } from "./growth.ts";
import { readFor } from "./reading.ts";
import type { Written } from "./records.ts";

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
  const askedIn = ({ parts }: Question): unknown =>
    parts.map(({ asks, words }) => [[...asks], words.map(({ word }) => word)]);
  expect(askedIn(wide)).toEqual(askedIn(read));
  expect(wide.parts).toHaveLength(2);
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
  const weigh = (length: number): unknown => {
    const body = "The crate is heavy. ".repeat(length / 20);
    const article: Written = {
      ...{ resModel: "knowledge.article", resId: 1, name: "Crates" },
      fields: [["body", "Body", body, "html"]],
    };
    return sentencesOf(readFor("When is the crate due?", [article]));
  };
  expect(growth(weigh, 10_000)).toBeLessThan(most);
});

test("tokens of a word without end are estimated in a time that follows its length", () => {
  const estimate = (length: number): number => estimateTokens(`${"a".repeat(length)} b2`);
  expect(growth(estimate, 20_000)).toBeLessThan(most);
  expect(estimateTokens("invoice a8f5f167")).toBe(Math.ceil(7 * 0.33 + 8));
});

test("the end of a row is found in a time that follows its length", () => {
  const row = (length: number): string => `Desk${" · ".repeat(length / 3)}`;
  expect(growth((length) => withoutEmptyCells(`${row(length)}x`), 20_000)).toBeLessThan(most);
  expect(withoutEmptyCells(row(30))).toBe("Desk");
  expect(withoutEmptyCells(`${row(6)}10 `)).toBe("Desk ·  · 10");
});

test("the number at the end of a name is found in a time that follows its length", () => {
  const ends = (length: number): boolean =>
    endsWithNumber(`${"1".repeat(length)}x`, { number: "1" });
  expect(growth(ends, 20_000)).toBeLessThan(most);
});
