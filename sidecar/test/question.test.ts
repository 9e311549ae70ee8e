import { maxParts, readQuestion } from "../src/question/question.ts";
import type { Question } from "../src/question/question.ts";
import { questionIdentifiers } from "../src/text/identifiers.ts";
import { growth, quickest } from "./growth.ts";

const read = (text: string, lang = "en_US", before: string[] = []): Question =>
  readQuestion(text, [lang, "en_US"], before);

/** Each part with what it asks for. */
const partsOf = (text: string, lang?: string): [string, string[]][] =>
  read(text, lang).parts.map((it) => [it.text, [...it.asks].sort()]);

const wordsOf = (text: string, lang?: string): string[] =>
  read(text, lang).words.map((it) => it.word);

test.each<[string, string, string[]]>([
  ["en_US", "Who signed the lease?", ["person"]],
  ["en_US", "When does the ferry leave?", ["time"]],
  ["en_US", "Since when are we waiting?", ["time"]],
  ["en_US", "Where is the crate?", ["place"]],
  ["en_US", "How much does it weigh?", ["amount"]],
  ["en_US", "How many crates are there?", ["count"]],
  ["en_US", "Why was it sent back?", ["reason"]],
  ["en_US", "How was it packed?", ["manner"]],
  ["en_US", "Which crate is broken?", ["choice"]],
  ["de_DE", "Wer hat den Vertrag unterschrieben?", ["person"]],
  ["de_DE", "Wann fährt die Fähre?", ["time"]],
  ["de_DE", "Wie viel wiegt es?", ["amount"]],
  ["de_DE", "Wie viele Kisten sind es?", ["count"]],
  ["de_DE", "Welche Kiste ist kaputt?", ["choice"]],
  ["es_ES", "¿Quién firmó el contrato?", ["person"]],
  ["es_ES", "¿Cuándo sale el barco?", ["time"]],
  ["es_ES", "¿Cuántas cajas hay?", ["count"]],
  ["es_ES", "¿Dónde está la caja?", ["place"]],
  ["fr_FR", "Qui a signé le bail ?", ["person"]],
  ["fr_FR", "Quand part le bateau ?", ["time"]],
  ["it_IT", "Quando parte il traghetto?", ["time"]],
  ["nl_NL", "Wanneer vertrekt de boot?", ["time"]],
  ["pt_PT", "Quando parte o barco?", ["time"]],
])("in %s “%s” asks for %j", (lang, text, asks) => {
  expect(partsOf(text, lang)).toEqual([[text, asks]]);
});

test("a question in another language than the asker's is read in its own", () => {
  expect(partsOf("Wann fährt die Fähre?", "en_US")).toEqual([["Wann fährt die Fähre?", ["time"]]]);
  expect(read("Wann fährt die Fähre?").languages).toEqual(["de", "en"]);
  expect(read("When does the ferry leave?", "de_DE").languages).toEqual(["en", "de"]);
});

test.each([
  ["Was it signed?", "en"],
  ["Was the crate sent back?", "en"],
  ["Any comment on the crate?", "en"],
  ["When did the crates come?", "en"],
  ["Wie hoch ist die Miete?", "de"],
  ["Was kostet die Kiste?", "de"],
  ["Welche Stadt hat The Ferry Group?", "de"],
  ["Wie heeft het huurcontract getekend?", "nl"],
  ["Qual é o total?", "pt"],
  ["Quale cassa si è rotta?", "it"],
  ["Comment l'a-t-on emballé ?", "fr"],
  ["¿Cómo se llama el barco?", "es"],
])("“%s” is taken for %s", (text, language) => {
  expect(read(text).languages[0]).toBe(language);
});

test.each<[string, string, string[]]>([
  [
    "en_US",
    "Who signed the lease and when does it end?",
    ["Who signed the lease and", "when does it end?"],
  ],
  [
    "en_US",
    "Who signed it, in which town, and for how much?",
    ["Who signed it,", "in which town, and", "for how much?"],
  ],
  ["en_US", "Who signed it? When does it end?", ["Who signed it?", "When does it end?"]],
  ["en_US", "Who signed it. When does it end", ["Who signed it.", "When does it end"]],
  ["de_DE", "Wer fährt mit und wann geht es los?", ["Wer fährt mit und", "wann geht es los?"]],
  ["es_ES", "¿Quién firmó y cuándo vence?", ["¿Quién firmó y", "cuándo vence?"]],
])("in %s “%s” has a part for each interrogative", (lang, text, parts) => {
  expect(partsOf(text, lang).map(([part]) => part)).toEqual(parts);
});

test.each([
  ["en_US", "Who signed the lease of Mr. Miller and of his wife?"],
  ["en_US", "Which crates and boxes are broken?"],
  ["de_DE", "Welche Kisten und Schachteln sind kaputt?"],
  ["es_ES", "¿Qué cajas y bolsas están rotas?"],
  ["en_US", "the total of S00012, and the ferry"],
])("in %s “%s” asks for one thing", (lang, text) => {
  expect(partsOf(text, lang)).toHaveLength(1);
});

test("what asks nothing belongs to what asks: a greeting to what follows, thanks to what was before", () => {
  expect(partsOf("Hello there! Who signed the lease?")).toEqual([
    ["Hello there! Who signed the lease?", ["person"]],
  ]);
  expect(partsOf("I am writing about the lease. Who signed it?")).toEqual([
    ["I am writing about the lease. Who signed it?", ["person"]],
  ]);
  expect(partsOf("Guten Tag! Wer hat unterschrieben?", "de_DE")).toHaveLength(1);
  expect(partsOf("Who signed the lease? Many thanks!")).toEqual([
    ["Who signed the lease? Many thanks!", ["person"]],
  ]);
  // A question all the same: what was asked before is asked of another one.
  expect(partsOf("Who signed for Azure? And for Trelian?")).toHaveLength(2);
});

test("a long question has no more parts than an answer", () => {
  const text = "Who signed, when, where, why, how, and which crate, and how many?";
  expect(read(text).parts).toHaveLength(maxParts);
});

test("what is answered by yes or no begins with its verb", () => {
  const isPolar = (text: string, lang?: string): boolean | undefined =>
    read(text, lang).parts[0]?.isPolar;
  expect(isPolar("Is the crate broken?")).toBe(true);
  expect(isPolar("Ist die Kiste kaputt?", "de_DE")).toBe(true);
  expect(isPolar("¿Está rota la caja?", "es_ES")).toBe(true);
  expect(isPolar("Which crate is broken?")).toBe(false);
  expect(isPolar("crate broken")).toBe(false);
});

test("words of closed classes are none of what is asked about", () => {
  expect(wordsOf("Who is the one that has signed all of these leases for us?")).toEqual([
    "signed",
    "leases",
  ]);
  expect(wordsOf("Wer hat für uns alle diese Verträge unterschrieben?", "de_DE")).toEqual([
    "verträge",
    "unterschrieben",
  ]);
  expect(wordsOf("¿Quién ha firmado todos estos contratos?", "es_ES")).toEqual([
    "firmado",
    "contratos",
  ]);
});

test("each word stands once, in the order of the question", () => {
  expect(wordsOf("the crate, the lid of the crate and the Crate")).toEqual(["crate", "lid"]);
});

test("a language without a file of closed classes is read by its words alone", () => {
  const { parts, words } = readQuestion("Vem har skrivit på hyresavtalet?", ["sv_SE"]);
  expect(parts).toHaveLength(1);
  expect(parts[0]?.asks.size).toBe(0);
  expect(words.map((it) => it.word)).toContain("hyresavtalet");
});

test("words of a script without spaces are found, codes among them", () => {
  const { words } = readQuestion("订单S00012的总额是多少？", ["zh_CN"]);
  expect(words.map((it) => it.word)).toEqual(expect.arrayContaining(["订单", "s00012", "总额"]));
  const long = readQuestion(`${"我们在北京的新办公室需要地毯".repeat(10)}订单`, ["zh_CN"]);
  expect(long.words.map((it) => it.word)).toEqual(expect.arrayContaining(["地毯", "订单"]));
});

test.each<[string, string[]]>([
  ["FURN_8888", ["furn", "8888"]],
  ["HP-500", ["hp", "500"]],
  ["INV/2026/00017", ["inv", "2026", "00017"]],
  ["S00021", ["s00021"]],
  ["3.5mm", ["3", "5mm"]],
])("the code %s is one word, with its parts", (code, pieces) => {
  for (const text of [`What about ${code}?`, `(${code}) is broken`, `Is it “${code}”.`]) {
    const word = read(text).words.find((it) => it.pieces.length > 0);
    expect(word).toMatchObject({
      word: code.toLowerCase(),
      pieces,
      isName: true,
      number: undefined,
    });
  }
});

test("an identifier names its record in whatever case it is written", () => {
  for (const code of ["S00021", "s00021", "S-00021"]) {
    expect(read(`What about ${code}?`).words[0]?.identifiers).toEqual(
      questionIdentifiers("S00021"),
    );
  }
  const [address] = read("Who is ann@a.example.com?").words;
  expect(address?.identifiers).toEqual(questionIdentifiers("ann@a.example.com"));
  expect(read("What about the crate?").words[0]?.identifiers).toEqual([]);
});

test("a phone number is one word, however it is written", () => {
  for (const text of ["Who has +32 2 290 34 90?", "Who has 0032 (2) 290-34.90?"]) {
    const [word, ...others] = read(text).words;
    expect(others).toEqual([]);
    expect(word).toMatchObject({ isName: true, number: undefined });
    const [plain = ""] = questionIdentifiers("0032/2290-3490");
    expect(word?.identifiers).toContain(plain);
  }
});

test("a date beside a number is no phone number", () => {
  expect(wordsOf("crates of 12/05/2026 13 ferry")).toEqual(["crates", "12/05/2026", "13", "ferry"]);
});

test("digits alone are a number, without their zeros", () => {
  const numberOf = (text: string): (string | undefined)[] =>
    read(text).words.flatMap((it) => (it.number === undefined ? [] : [it.number]));
  expect(numberOf("the total of order 12")).toEqual(["12"]);
  expect(numberOf("the total of order 00012?")).toEqual(["12"]);
  expect(numberOf("order 0")).toEqual(["0"]);
  expect(numberOf("the total of S00012 and HP-500 and 2.5 on 15 May")).toEqual([]);
});

test.each<[string, string, string[]]>([
  ["en_US", "What did Edith Sanchez sign?", ["edith", "sanchez"]],
  ["en_US", "Is there an ETA or VAT for the Gemini crate?", ["gemini"]],
  // Where a sentence begins, every word has a capital.
  ["en_US", "Crates of whom? Leases of whom? Ferries!", []],
  ["en_US", "Hello! Which crate is it? Total of it. Where?", []],
  ["en_US", "WHO SIGNED THE LEASE OF THE FERRY", []],
  ["en_US", "Who Signed The Lease Of The Ferry?", []],
  ["en_US", "Lease Azure Interior", ["azure", "interior"]],
  ["en_US", "the crate 12", ["12"]],
  ["de_DE", "Welche Kiste hat die Firma gekauft?", []],
  ["es_ES", "¿Qué firmó Marta?", ["marta"]],
])("in %s the names in “%s” are %j", (lang, text, names) => {
  const found = read(text, lang).words.filter((it) => it.isName);
  expect(found.map((it) => it.word)).toEqual(names);
});

test("a question tells whether it points at what is open, and whether it says “not”", () => {
  expect(read("Who signed this?")).toMatchObject({ points: true, isNegated: false });
  expect(read("Which lease was not signed?")).toMatchObject({ isNegated: true });
  expect(read("Wer hat das nicht unterschrieben?", "de_DE")).toMatchObject({
    ...{ points: true, isNegated: true },
  });
  expect(read("Which leases were signed?")).toMatchObject({ points: false, isNegated: false });
});

test("the question before is known, as far as there was one", () => {
  expect(read("And when?", "en_US", ["Who signed?", "What?"]).before).toBe("Who signed?");
  expect(read("And when?").before).toBeUndefined();
});

test("nothing but blanks and marks has one part, without words", () => {
  for (const text of ["", "   ", "?!", "...", "\n\n"]) {
    const { parts, words } = read(text);
    expect([text, parts.length, words]).toEqual([text, 1, []]);
  }
});

const many = (piece: string) => (length: number) => piece.repeat(Math.ceil(length / piece.length));

test.each<[string, (length: number) => string]>([
  ["blanks", many(" ")],
  ["one word", many("a")],
  ["“what and what”", many("what and ")],
  ["“who, who”", many("who, ")],
  ["question marks", many("? ")],
  ["“a.b.c.”", many("a.b.c.")],
  ["dots in a word", (length) => `a${".".repeat(length)}b`],
  ["dashes before a word", (length) => `${"-".repeat(length)}b`],
  ["digits", many("1234567890")],
  ["“@”", many("@")],
  ["addresses", many("a@b.c ")],
  ["capitals", many("Ab ")],
  ["ideographs", many("我们在北京的新办公室需要地毯")],
  ["marks of accents", many("e\u0301")],
  [
    "different words",
    (length) => Array.from({ length: length / 6 }, (_, at) => `w${at}x`).join(" "),
  ],
])("a question of %s is read quickly, in proportion to its length", (_what, text) => {
  const lengths = [4_000, 40_000].map(text);
  read(lengths[0] ?? "");
  expect(quickest(() => read(lengths[0] ?? ""))).toBeLessThan(250);
  const work = (length: number): unknown => read(text(length));
  expect(growth(work, 4_000)).toBeLessThan(40);
});
