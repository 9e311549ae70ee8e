import { optionsFor } from "../src/ask/decide.ts";
import type { Option } from "../src/ask/confidence.ts";
import { confidence } from "../src/ask/confidence.ts";
import { maxExcerpt } from "../src/ask/excerpt.ts";
import type { Focus } from "../src/ask/fit.ts";
import { passages } from "../src/ask/passages.ts";
import { readQuestion } from "../src/ask/question.ts";
import { shipped } from "../src/calibration/shipped.ts";
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
  { similarity = 0.85, rarities = {} }: { similarity?: number | null; rarities?: object } = {},
): Option | undefined {
  const focuses = records.map(({ resModel, resId }, at): Focus => ({
    ...{ resModel, resId, open: false, cited: false, score: 0.5 },
    hits: [
      {
        section: "fields",
        words: 0.5,
        similarity,
        strength: strengths[at] ?? 0.1,
        above: { similarity: 0.02, words: 0.1 },
      },
    ],
  }));
  const asked = readQuestion(question, ["en_US"]);
  const known = new Map(Object.entries(rarities) as [string, number][]);
  const read = passages(records.map(permitted), asked, focuses, known);
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

test("what the index knows of a word that no record read has moves no figure", () => {
  const figures = (bluebird: number): object | undefined => {
    const rarities = { blade: 4, sharpened: 5, bluebird };
    // Shares of what all words could reach, as the index knows them.
    const mass = 4 + 5 + bluebird;
    const option = excerptOf("Is the Bluebird blade sharpened?", [manual, other], undefined, {
      rarities,
    });
    const { bm25 = 0, bm25Lead = 0, bm25AboveAll = 0, ...others } = option?.features ?? {};
    return { ...others, bm25: bm25 / mass, bm25Lead: bm25Lead / mass, above: bm25AboveAll / mass };
  };
  expect(Object.keys(figures(9) ?? {})).toContain("unknown");
  const [rare, hidden] = [figures(9), figures(3)] as Record<string, number>[];
  for (const [name, value] of Object.entries(rare ?? {})) {
    if (name === "bm25Sum") continue;
    expect([name, hidden?.[name]]).toEqual([name, expect.closeTo(value, 8)]);
  }
});

test("without vectors nothing is said of meaning", () => {
  const reasons = (similarity: number | null): string[] => {
    const option = excerptOf("Who made the old blade?", [manual, other], undefined, { similarity });
    return option ? confidence(option, shipped, 0.5).reasons.map((it) => it.code) : [];
  };
  expect(reasons(0.85)).toEqual(expect.arrayContaining([expect.stringMatching(/^meaning_/)]));
  expect(reasons(null).length).toBeGreaterThan(0);
  expect(reasons(null)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^meaning_/)]));
});

test("a word that no record has is named, and one that another record has isn't", () => {
  const termsOf = (question: string): unknown => {
    const option = excerptOf(question, [manual, other]);
    const reasons = option ? confidence(option, shipped, 0.5).reasons : [];
    return reasons.find((it) => it.code === "terms_missing")?.params;
  };
  expect(termsOf("Who made the old Bluebird blade?")).toEqual({ terms: "bluebird" });
  expect(termsOf("Who made the old blade, and is it oiled?")).toBeUndefined();
});

test("what Odoo notes by itself is no answer", () => {
  const created: Written = {
    ...other,
    resModel: "crm.lead",
    fields: [],
    messages: [["2026-03-01T09:00:00", "The belt of the lathe has been created."]],
  };
  const said = excerptOf("What about the belt of the lathe?", [created], [1]);
  expect(quotesOf(said)).toEqual(["The belt of the lathe has been created."]);
  const noted = excerptOf("What about the belt of the lathe?", [{ ...created, noted: true }], [1]);
  expect(noted).toBeUndefined();
});
