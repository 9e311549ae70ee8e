import { confidenceIn } from "../src/answering/confidence/confidence.ts";
import { optionsFor } from "../src/answering/confidence/decide.ts";
import type { Option } from "../src/answering/confidence/decide.ts";
import { maxExcerpt } from "../src/answering/extractive/excerpt.ts";
import { shipped } from "../src/calibration/shipped.ts";
import type { Reason } from "../src/contract.ts";
import { growth } from "./growth.ts";
import { readFor } from "./reading.ts";
import type { Around } from "./reading.ts";
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

interface Search {
  strengths?: number[];
  similarity?: number | null;
  rarities?: object;
}

function around({ strengths = [1, 0.4], similarity = 0.85, rarities = {} }: Search): Around {
  return {
    rarities: new Map(Object.entries(rarities) as [string, number][]),
    hitsOf: (at) => [
      {
        ...{ section: "fields", words: 0.5, similarity, strength: strengths[at] ?? 0.1 },
        above: { similarity: 0.02, words: 0.1 },
      },
    ],
  };
}

const excerptOf = (question: string, records: Written[], search: Search = {}): Option | undefined =>
  optionsFor(readFor(question, records, around(search))).excerpt;

/** Why an excerpt is as sure as it is. */
function reasonsOf(question: string, records: Written[], search: Search = {}): Reason[] {
  const read = readFor(question, records, around(search));
  const options = optionsFor(read);
  // Whatever it is sure of: nothing is said instead of an answer.
  return confidenceIn(read, options, options.excerpt, shipped, 0).reasons;
}

const quotesOf = (option: Option | undefined): string[] =>
  option?.answer.evidence.map((it) => it.quote) ?? [];

test("the sentence that says it is quoted, word by word", () => {
  const option = excerptOf("After how many hours must the blade be sharpened?", [manual, other]);
  expect(quotesOf(option)).toContain("After 40 hours of work it has to be sharpened.");
  for (const quote of quotesOf(option)) expect(manual.fields?.[0]?.[2]).toContain(quote);
  expect(option?.answer.evidence.every((it) => it.resId === 1)).toBe(true);
});

test("words and sort of thing asked decide, where the search is undecided", () => {
  const quotes = quotesOf(
    excerptOf("When was the belt changed?", [manual, other], { strengths: [1, 0.9] }),
  );
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
  const text = option?.answer.parts.map((it) => it.text).join("") ?? "";
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
    const option = excerptOf("Is the Bluebird blade sharpened?", [manual, other], { rarities });
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
  const codes = (similarity: number | null): string[] =>
    reasonsOf("Who made the old blade?", [manual, other], { similarity }).map((it) => it.code);
  expect(codes(0.85)).toEqual(expect.arrayContaining([expect.stringMatching(/^meaning_/)]));
  expect(codes(null).length).toBeGreaterThan(0);
  expect(codes(null)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^meaning_/)]));
});

test("a word that no record has is named, and one that another record has isn't", () => {
  const termsOf = (question: string): unknown =>
    reasonsOf(question, [manual, other]).find((it) => it.code === "terms_missing")?.params;
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
  const said = excerptOf("What about the belt of the lathe?", [created]);
  expect(quotesOf(said)).toEqual(["The belt of the lathe has been created."]);
  const noted = excerptOf("What about the belt of the lathe?", [{ ...created, noted: true }]);
  expect(noted).toBeUndefined();
});

const inBody = (text: string): Written => ({ ...manual, fields: [["body", "Body", text, "html"]] });

test("of a long text without a full stop the part with the question's words is quoted, literally", () => {
  const words = Array.from({ length: 12_000 }, (_, at) => `word${at}`);
  const text = [...words.slice(0, 7_000), "the ferry leaves at nine", ...words.slice(7_000)].join(
    " ",
  );
  const option = excerptOf("When does the ferry leave?", [inBody(text)]);
  expect(quotesOf(option)).toEqual([expect.stringContaining("the ferry leaves at nine")]);
  expect(text).toContain(quotesOf(option)[0]);
  expect(option?.answer.parts[0]?.text.length).toBeLessThanOrEqual(maxExcerpt);
});

test("a long run without a space is quoted in part as well", () => {
  const option = excerptOf("What about the blade?", [inBody(`The blade: ${"x".repeat(2_000)}`)]);
  expect(option?.answer.parts[0]?.text.length).toBeLessThanOrEqual(maxExcerpt);
});

test("twenty thousand sentences beside it don't hide the one that says it", () => {
  const text = "It is oiled by two. ".repeat(20_000);
  const option = excerptOf("Where was the old blade made?", [manual, inBody(text)]);
  expect(quotesOf(option)).toContain("The old blade was made by Stihl in Waiblingen.");
});

test.each([
  ["a line without a full stop", (length: number) => "lorem ipsum ".repeat(length / 12)],
  ["short sentences", (length: number) => "It is oiled. ".repeat(length / 13)],
  ["initials", (length: number) => "A. B. C. ".repeat(length / 9)],
  ["capitals", (length: number) => "The Large Blade Of Waiblingen ".repeat(length / 30)],
  ["figures", (length: number) => "1.5 2.5 ".repeat(length / 8)],
  ["dots", (length: number) => "....... ".repeat(length / 8)],
])("prose of %s is read in proportion to its length", (_what, text) => {
  const work = (length: number): unknown =>
    excerptOf("Who oils the Large Blade, and when?", [inBody(text(length))]);
  expect(growth(work, 10_000)).toBeLessThan(40);
});
