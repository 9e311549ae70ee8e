import { guessLanguage } from "../src/question/language.ts";
import { readQuestion } from "../src/question/question.ts";
import { anyDate, monthAlone } from "../src/text/dates.ts";
import { questionIdentifiers, recordIdentifiers } from "../src/text/identifiers.ts";
import { sentences } from "../src/text/sentences.ts";
import { indexTerms, stems, words } from "../src/text/tokenize.ts";
import { growth } from "./growth.ts";

/** Whether a question asked under these languages shares a term with a text of one language. */
function meets(question: string, languages: string[], text: string, code: string): boolean {
  const indexed = new Set(stems(text, code));
  return readQuestion(question, languages).words.some((word) =>
    word.forms.some((form) => indexed.has(form)),
  );
}

test.each([
  ["deliveries", "en_US", "the delivery is delayed", "en_US"],
  ["Lieferungen", "de_DE", "eine Lieferung nach Köln", "de_DE"],
  ["entregas", "es_ES", "la entrega del pedido", "es_ES"],
  ["livraisons", "fr_FR", "la livraison de tapis", "fr_FR"],
])("%s is found in another inflection in %s", (question, asker, text, code) => {
  expect(meets(question, [asker], text, code)).toBe(true);
});

test.each(["Müller", "Muller", "Mueller", "MÜLLER", "Mu\u0308ller"])(
  "a German name is found as %s",
  (spelling) => {
    expect(meets(spelling, ["en_US", "de_DE"], "Angebot für Müller", "de_DE")).toBe(true);
  },
);

test("a word without its accent or with ss for ß is found", () => {
  expect(meets("direccion", ["es_ES"], "dirección de entrega", "es_ES")).toBe(true);
  expect(meets("Strasse", ["de_DE"], "Neue Straße 5", "de_DE")).toBe(true);
});

test("Chinese, Japanese and Thai words are found though nothing divides them", () => {
  expect(meets("北京办公室", ["zh_CN"], "我们在北京的新办公室需要地毯", "zh_CN")).toBe(true);
  expect(meets("会議室の椅子", ["ja_JP"], "東京の会議室に椅子が必要です", "ja_JP")).toBe(true);
  expect(meets("เก้าอี้", ["th_TH"], "ต้องการเก้าอี้สำนักงานใหม่", "th_TH")).toBe(true);
  expect(meets("上海", ["zh_CN"], "我们在北京的新办公室需要地毯", "zh_CN")).toBe(false);
});

test("a document in one language is found by a question of an asker of another", () => {
  expect(meets("Lieferungen", ["en_US", "de_DE"], "eine Lieferung", "de_DE")).toBe(true);
  expect(guessLanguage("Wann wird die Ware geliefert?", ["en_US"])).toBe("de");
  expect(guessLanguage("¿Cuándo llega el pedido?", ["en_US"])).toBe("es");
  expect(guessLanguage("S00021", ["en_US"])).toBeUndefined();
});

test("possessives, elisions and full-width letters leave the plain word", () => {
  expect(words("The customer's wish, l’adresse, ＡＢＣ１２", "en_US")).toEqual([
    "the",
    "customer",
    "wish",
    "l",
    "adresse",
    "abc12",
  ]);
});

test("language codes of Odoo that are no BCP 47 tag don't stop anything", () => {
  expect(stems("нова столица", "sr@latin").length).toBeGreaterThan(0);
  expect(stems("words", "not a code")).toEqual(["word"]);
});

test("terms are counted by hash, without stopwords", () => {
  const { counts, length } = indexTerms("the carpet and the carpets", "en_US");
  expect([...counts.values()]).toEqual([2]);
  expect(length).toBe(2);
  expect([...counts.keys()][0]).toMatch(/^-?\d+$/);
});

test("sentences are literal parts of the paragraph, and abbreviations end none", () => {
  const paragraph = "Mr. Miller of Azure Inc. called. He wants 20 desks! By when? e.g. May.";
  const found = sentences(paragraph, "en_US");
  expect(found).toEqual([
    "Mr. Miller of Azure Inc. called.",
    "He wants 20 desks!",
    "By when?",
    "e.g. May.",
  ]);
  for (const sentence of found) expect(paragraph).toContain(sentence);
  expect(sentences("Lieferung z. B. am 3. Mai. Danke.", "de_DE")).toEqual([
    "Lieferung z. B. am 3. Mai.",
    "Danke.",
  ]);
  expect(sentences("我们需要地毯。什么时候？", "zh_CN")).toHaveLength(2);
});

test("dates, amounts and small numbers name no record", () => {
  expect(
    questionIdentifiers("20 desks for 40,000.00 before 12/05/2026 or 2026-11-24 in room 12"),
  ).toEqual([]);
});

/** A section of one line. */
const lineOf = (kind: string, type: string | null, value: string) => ({
  kind,
  lines: [{ text: value, value, type }],
});

test("a record bears what identifies it, not what its rows, texts and messages mention", () => {
  const own = recordIdentifiers("S00021", [lineOf("fields", "char", "PO-77123")]);
  const mentioning = recordIdentifiers("S00021", [
    lineOf("fields", "char", "PO-77123"),
    lineOf("fields", "text", "see S00044"),
    lineOf("fields", "many2one", "[FURN_0001] Desk"),
    lineOf("line", "char", "[FURN_0001] Desk"),
    lineOf("message", null, "as in S00042, mail jane@example.com"),
  ]);
  expect(mentioning).toEqual(own);
  expect(own).toHaveLength(2);
});

test.each([
  ["INV/2026/00017", "INV/2026/00017"],
  ["S00021, S00022, S00023, S00024, P00007", "s00024"],
  ["601647855631", "601647855631"],
  ["Erik N. French from Trelian <erik@trelian.example.com>", "erik@trelian.example.com"],
  ["+1 (870) 931-0505 (in the mornings, or else the office)", "0018709310505"],
  ["BE0477472701", "be 0477472701"],
])("a field of one line that holds “%s” is found by “%s”, whatever its name", (value, asked) => {
  const borne = recordIdentifiers("Azure Interior", [lineOf("fields", "char", value)]);
  expect(questionIdentifiers(asked).some((it) => borne.includes(it))).toBe(true);
});

test("a code in the middle of a longer line is a mention", () => {
  const borne = recordIdentifiers("Azure Interior", [
    lineOf("fields", "char", "As agreed on the phone after S00044 had been sent"),
  ]);
  expect(borne).toEqual([]);
});

test("addresses are found wherever they stand, one right behind another too", () => {
  const one = (text: string): string[] => questionIdentifiers(text);
  expect(one("write to ann@a.example.com or to bob@b.example.com.")).toEqual(
    [...one("ann@a.example.com"), ...one("bob@b.example.com")].sort(),
  );
  expect(one("ann@a.example.com,bob@b.example.com")).toHaveLength(2);
  for (const text of ["@home", "ann@", "ann@home", "a @ b.com"])
    expect([text, one(text)]).toEqual([text, []]);
});

test.each([
  [
    "identifiers of a long run without “@”",
    (length: number) => questionIdentifiers("a".repeat(length)),
  ],
  ["identifiers of joints", (length: number) => questionIdentifiers("a.b-c_".repeat(length / 6))],
  ["identifiers of digits", (length: number) => questionIdentifiers("1.000".repeat(length / 5))],
  ["sentences of initials", (length: number) => sentences("A. B. C. ".repeat(length / 9), "en")],
  [
    "sentences of ordinals",
    (length: number) => sentences("Am 1. und 2. ".repeat(length / 13), "de"),
  ],
  ["sentences of blanks", (length: number) => sentences(`A.${" ".repeat(length)}b`, "en")],
])("%s take time in proportion to their length", (_what, work) => {
  expect(growth(work, 20_000)).toBeLessThan(40);
});

test.each([
  "2026-03-10",
  "10/03/2026",
  "10.3.26",
  "March 10",
  "3rd of May",
  "10th Sep",
  "Sept. 1999",
  "10. März 2026",
  "am 3. Dez. 2026",
  "10 de marzo",
  "7 de septiembre de 2026",
  "le 5 août",
  "1 févr. 2026",
  "il 5 maggio",
  "5 maart 2026",
  "9 de março",
])("“%s” is a date", (text) => {
  expect(anyDate.test(text)).toBe(true);
});

test.each([
  "We need 12 desks",
  "page 12",
  "12 marbles",
  "12 marchers",
  "it may rain",
  "mars and venus",
  "version 12.3",
  "10 decades",
])("“%s” is none", (text) => {
  expect(anyDate.test(text)).toBe(false);
});

test("a month says when without a day, unless its name is a word as well", () => {
  for (const text of ["in October", "im Oktober", "en septiembre", "em fevereiro", "in gennaio"]) {
    expect([text, monthAlone.test(text)]).toEqual([text, true]);
  }
  for (const text of ["it may rain", "a march through the marshes", "mars"]) {
    expect([text, monthAlone.test(text)]).toEqual([text, false]);
  }
});

test("sentences of many abbreviations and blanks are literal parts, in order and without a gap", () => {
  const paragraph = "Mr. A. B. Miller   of\n Azure Inc. (St. Gallen)  called.   He left.\u00a0 ";
  const found = sentences(paragraph, "en");
  expect(found).toEqual(["Mr. A. B. Miller   of", "Azure Inc. (St. Gallen)  called.", "He left."]);
});
