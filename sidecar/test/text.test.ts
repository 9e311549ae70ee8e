import { anyDate } from "../src/text/dates.ts";
import { questionIdentifiers, recordIdentifiers } from "../src/text/identifiers.ts";
import { sentences } from "../src/text/sentences.ts";
import { guessLanguage, indexTerms, stems, words } from "../src/text/tokenize.ts";
import { questionWords } from "./question-words.ts";

/** Whether a question asked under these languages shares a term with a text of one language. */
function meets(question: string, languages: string[], text: string, code: string): boolean {
  const indexed = new Set(stems(text, code));
  return questionWords(question, languages).some((word) =>
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

test("a record bears what identifies it, not what its rows and messages mention", () => {
  const section = (kind: string, field: string | null, value: string) => ({
    kind,
    lines: [{ text: value, value, field }],
  });
  const own = recordIdentifiers("S00021", [section("fields", "client_order_ref", "PO-77123")]);
  const mentioning = recordIdentifiers("S00021", [
    section("fields", "client_order_ref", "PO-77123"),
    section("fields", "note", "see S00044"),
    section("line", "name", "[FURN_0001] Desk"),
    section("message", null, "as in S00042, mail jane@example.com"),
  ]);
  expect(mentioning).toEqual(own);
  expect(own).toHaveLength(2);
});

test("a date is told from other figures by its form or the month's name", () => {
  for (const text of [
    "2026-03-10",
    "10/03/2026",
    "10. März 2026",
    "March 10",
    "3rd of May",
    "10 de marzo",
    "le 5 août",
    "Sept. 1999",
  ]) {
    expect([text, anyDate.test(text)]).toEqual([text, true]);
  }
  for (const text of ["We need 12 desks", "page 12", "12 marbles", "it may rain"]) {
    expect([text, anyDate.test(text)]).toEqual([text, false]);
  }
});
