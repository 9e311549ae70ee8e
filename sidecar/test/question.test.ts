import { readQuestion } from "../src/ask/question.ts";
import type { Question } from "../src/ask/question.ts";

const read = (text: string, lang = "en_US"): Question =>
  readQuestion(text, [lang, "en_US", "de_DE"]);
const asks = (text: string, lang?: string): string[][] =>
  read(text, lang).clauses.map((clause) => clause.targets.map((type) => type.name));

test.each([
  ["en_US", "Who is the contact?", "contact"],
  ["de_DE", "Wer ist der Ansprechpartner?", "contact"],
  ["es_ES", "¿Quién es el contacto?", "contact"],
  ["fr_FR", "Qui est l'interlocuteur ?", "contact"],
  ["en_US", "How much money could this bring in?", "expected_revenue"],
  ["de_DE", "Wie viel könnte uns das einbringen?", "expected_revenue"],
  ["es_ES", "¿Cuánto dinero podría aportar?", "expected_revenue"],
  ["fr_FR", "Combien cela pourrait-il rapporter ?", "expected_revenue"],
  ["en_US", "Who do we buy it from?", "vendor"],
  ["de_DE", "Bei wem haben wir das bestellt?", "vendor"],
  ["es_ES", "¿A quién se lo compramos?", "vendor"],
  ["fr_FR", "Chez qui l'avons-nous acheté ?", "vendor"],
  ["en_US", "Who looks after it?", "responsible"],
  ["de_DE", "Wer kümmert sich darum?", "responsible"],
  ["es_ES", "¿Quién se ocupa de esto?", "responsible"],
  ["fr_FR", "Qui s'en occupe ?", "responsible"],
])("in %s, “%s” asks for %s", (lang, text, type) => {
  expect(asks(text, lang).flat()).toContain(type);
});

test("a question in another language than the asker's is understood", () => {
  expect(asks("Wer ist der Lieferant?", "en_US")).toEqual([["vendor"]]);
});

test("a compound question is read as its clauses, each with what it asks", () => {
  expect(asks("Who is the contact and what do they want?")).toEqual([["contact"], ["want"]]);
  expect(asks("Wer ist der Ansprechpartner und was wünscht er?", "de_DE")).toEqual([
    ["contact"],
    ["want"],
  ]);
});

test("what belongs to a role is asked for, not the role", () => {
  expect(asks("What is the email of the contact?")).toEqual([["email"]]);
});

test("a private phone number is not asked for as any phone number", () => {
  const [clause] = read("What is Anita's private phone number?").clauses;
  expect(clause?.targets.map((type) => type.name)).toEqual(["private_contact"]);
  expect(clause?.alternatives.map((type) => type.name)).not.toContain("phone");
});

test("words of asking name nothing, names keep every word", () => {
  const { about } = read("What is the expected revenue of Modern Open Space?");
  expect(about.map((word) => word.word)).toEqual(["modern", "open", "space"]);
  expect(about.every((word) => word.distinctive)).toBe(true);
});

test("an identifier is one word, in whatever spelling", () => {
  for (const text of ["When was S00021 ordered?", "when was s-00021 ordered"]) {
    const [word, ...rest] = read(text).about;
    expect(rest).toEqual([]);
    expect(word?.identifiers.length).toBeGreaterThan(0);
  }
});

test("a word where names stand is told from a verb that nobody listed", () => {
  const naming = (text: string): [string, boolean][] =>
    read(text).about.map((word) => [word.word, word.naming]);
  expect(naming("expected revenue of xyzcorp")).toEqual([["xyzcorp", true]]);
  expect(naming("who frobnicates this")).toEqual([["frobnicates", false]]);
});

test.each([
  ["en_US", "How many orders do we have?"],
  ["en_US", "What is the total of all invoices?"],
  ["en_US", "What is the total of all orders?"],
  ["en_US", "How many sales orders does Azure Interior have?"],
  ["en_US", "How many invoices are open?"],
  ["en_US", "How many unpaid vendor bills are there from Wood Corner?"],
  ["en_US", "How many of our opportunities are from Tokyo?"],
  ["en_US", "What is the number of open tasks?"],
  ["en_US", "What is the total of Lumber Inc's quotations?"],
  ["de_DE", "Wie viele Aufträge hat Azure Interior?"],
  ["de_DE", "Wie viele offene Rechnungen gibt es?"],
  ["de_DE", "Wie hoch ist die Summe der Angebote?"],
  ["es_ES", "¿Cuántos pedidos de venta tiene Azure Interior?"],
  ["es_ES", "¿Cuál es el número de facturas pendientes?"],
  ["fr_FR", "Combien d'opportunités avons-nous ?"],
  ["de_DE", "Wie viele Aufträge haben wir?"],
  ["es_ES", "¿Cuántos pedidos tenemos?"],
  ["fr_FR", "Combien de commandes avons-nous ?"],
])("in %s, “%s” asks over many records", (lang, text) => {
  expect(read(text, lang).aggregate).toBe(true);
});

test.each([
  ["en_US", "How many hours were ordered on S00021?"],
  ["en_US", "How many units of the Customizable Desk are on the orders?"],
  ["en_US", "How many lamps did our customers order?"],
  ["en_US", "How many lamps invoiced to LightsUp were returned?"],
  ["en_US", "What is the total of the order?"],
  ["en_US", "What is the number of the invoice?"],
  ["de_DE", "Wie viele Lampen wurden auf Rechnungen gesetzt?"],
  ["de_DE", "Wie hoch ist die Summe der Rechnung?"],
  ["es_ES", "¿Cuál es el número de pedido?"],
  ["es_ES", "¿Cuántas sillas pedimos?"],
  ["fr_FR", "Combien de chaises commandons-nous ?"],
])("in %s, “%s” asks of one record", (lang, text) => {
  expect(read(text, lang).aggregate).toBe(false);
});

test("how high one amount is asks over no others", () => {
  expect(read("Wie hoch ist der erwartete Umsatz?", "de_DE").aggregate).toBe(false);
});

test("“which order” asks for a record, whoever else is named in it", () => {
  const [clause] = read("Which order of Lumber Inc contains a desk?").clauses;
  expect([...(clause?.which ?? [])]).toContain("sale.order");
  expect(clause?.targets).toEqual([]);
});

test("a role picked by “which” is what is asked, not what stands beside it", () => {
  expect(asks("Which vendor sent us the bill with the reference 4711?")).toEqual([["vendor"]]);
});

test("an invoice is a document, and asks for no invoicing status", () => {
  const question = read("How many lamps did we invoice to them?");
  expect(question.clauses[0]?.targets.map((type) => type.name)).toEqual(["how_many"]);
  expect([...question.models]).toEqual(["account.move"]);
});

test("how many is asked, not from whom", () => {
  expect(asks("How many tons of sand did we order from Ready Mat?")).toEqual([["how_many"]]);
});

test("a word of asking within a name asks for nothing", () => {
  expect(asks("How much is Virtual Home Staging?").flat()).not.toContain("stage");
});

test("of several amounts the particular one is asked", () => {
  expect(asks("What is the total amount before taxes?")).toEqual([["untaxed"]]);
  expect(asks("How much is left to pay in total?")).toEqual([["amount_due"]]);
});

test("the interrogative tells the language, though the name in it is of another", () => {
  const question = read("In welcher Stadt sitzt The Jackson Group?", "en_US");
  expect(question.languages[0]).toBe("de");
  expect(question.clauses[0]?.targets.map((type) => type.name)).toEqual(["city"]);
});

test("a number is also looked for as a quantity is written", () => {
  const [chairs] = read("Who bought 15 chairs?").about;
  expect(chairs).toMatchObject({ word: "15", figures: ["15.00", "15,00"] });
});

test.each([
  ["en_US", "What about Keith Byrd?"],
  ["en_US", "And Keith Byrd?"],
  ["de_DE", "Und Keith Byrd?"],
  ["de_DE", "Und was ist mit Keith Byrd?"],
  ["es_ES", "¿Y Keith Byrd?"],
  ["es_ES", "¿Qué hay de Keith Byrd?"],
  ["fr_FR", "Et Keith Byrd ?"],
])("in %s, “%s” asks of him what was asked before, however often", (lang, text) => {
  const before = ["And Randall Lewis?", "What is the wage of Anita Oliver?"];
  const { clauses } = readQuestion(text, [lang, "en_US"], before);
  expect(clauses.map(({ targets }) => targets.map((type) => type.name))).toEqual([["wage"]]);
  expect(clauses[0]?.about.map((it) => it.word)).toEqual(["keith", "byrd"]);
});

test("what asks by itself is no continuation, and what was counted before is counted again", () => {
  const names = (text: string, before: string[]): string[][] =>
    readQuestion(text, ["en_US"], before).clauses.map(({ targets }) =>
      targets.map((type) => type.name),
    );
  expect(names("And when is it due?", ["What is the wage of Anita Oliver?"])).toEqual([
    ["deadline"],
  ]);
  expect(names("Keith Byrd", ["What is the wage of Anita Oliver?"])).toEqual([[]]);
  expect(names("What about Keith Byrd?", [])).toEqual([[]]);
  expect(readQuestion("And LightsUp?", ["en_US"], ["How many orders do we have?"]).aggregate).toBe(
    true,
  );
});
