import { optionsFor } from "../src/ask/decide.ts";
import type { Option } from "../src/ask/confidence.ts";
import { maxExcerpt } from "../src/ask/excerpt.ts";
import type { Focus } from "../src/ask/fit.ts";
import { passages } from "../src/ask/passages.ts";
import { readQuestion } from "../src/ask/question.ts";
import { permitted } from "./records.ts";
import type { Written } from "./records.ts";

const manual: Written = {
  resModel: "knowledge.article",
  resId: 1,
  name: "Sawmill manual",
  fields: [
    [
      "body",
      "Body",
      "The blade is changed by two people. The old blade was made by Stihl in Waiblingen. " +
        "After 40 hours of work it has to be sharpened. Sharpening takes place in the workshop.",
      "html",
    ],
  ],
};

const other: Written = {
  resModel: "knowledge.article",
  resId: 2,
  name: "Lathe manual",
  fields: [
    ["body", "Body", "The lathe is oiled every week. Its belt was changed in 2019.", "html"],
  ],
};

function excerptOf(
  question: string,
  records: Written[],
  strengths: number[] = [1, 0.4],
): Option | undefined {
  const focuses = records.map(({ resModel, resId }, at): Focus => ({
    ...{ resModel, resId, open: false, cited: false, score: 0.5 },
    hits: [
      {
        section: "fields",
        words: 0.5,
        similarity: 0.85,
        strength: strengths[at] ?? 0.1,
        above: { similarity: 0.02, words: 0.1 },
      },
    ],
  }));
  const read = passages(records.map(permitted), readQuestion(question, ["en_US"]), focuses);
  return optionsFor(read, "2026-03-10").options.find((it) => it.kind === "excerpt");
}

const quotesOf = (option: Option | undefined): string[] =>
  option?.given?.evidence.map((it) => it.quote) ?? [];

test("the sentence that says it is quoted, word by word", () => {
  const option = excerptOf("After how many hours must the blade be sharpened?", [manual, other]);
  expect(quotesOf(option)).toContain("After 40 hours of work it has to be sharpened.");
  for (const quote of quotesOf(option)) expect(manual.fields?.[0]?.[2]).toContain(quote);
  expect(option?.given?.evidence.every((it) => it.resId === 1)).toBe(true);
});

test("words and sort of thing asked decide, where the search is undecided", () => {
  const quotes = quotesOf(excerptOf("When was the belt changed?", [manual, other], [1, 0.9]));
  // Whose belt, the sentence before says.
  expect(quotes).toEqual(["The lathe is oiled every week.", "Its belt was changed in 2019."]);
});

test("a sentence longer than an answer is cut at words, around what was asked", () => {
  const filler = "and so on with what nobody asked for ".repeat(12);
  const long: Written = {
    ...manual,
    fields: [
      [
        "body",
        "Body",
        `It is said ${filler}that the zebra weighs 300 kilos ${filler}in all.`,
        "html",
      ],
    ],
  };
  const option = excerptOf("How much does the zebra weigh?", [long]);
  const text = option?.given?.parts.map((it) => it.text).join("") ?? "";
  expect(text.length).toBeLessThanOrEqual(maxExcerpt);
  expect(text).toContain("zebra weighs 300 kilos");
  expect(text.endsWith(" …")).toBe(true);
  for (const quote of quotesOf(option)) expect(long.fields?.[0]?.[2]).toContain(quote);
});

test("without prose, or over many records, nothing is quoted so", () => {
  const bare: Written = { ...manual, fields: [["user_id", "Owner", "Marc Demo", "many2one"]] };
  expect(excerptOf("Who changes the blade?", [bare])).toBeUndefined();
});
