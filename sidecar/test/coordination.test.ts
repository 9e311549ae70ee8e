import { optionsFor } from "../src/answering/confidence/decide.ts";
import { labelsIn } from "../src/answering/extractive/reading.ts";
import { withCoordinated } from "../src/question/coordination.ts";
import { readQuestion } from "../src/question/question.ts";
import { growth } from "./growth.ts";
import { readFor } from "./reading.ts";
import { depot, order, permitted } from "./records.ts";
import type { Written } from "./records.ts";

const labelled = (records: Written[]) => records.map((it) => labelsIn([permitted(it)]));

const contact: Written = {
  ...{ resModel: "res.partner", resId: 15, name: "Azure Interior", modelLabel: "Contact" },
  fields: [
    ["phone", "Phone", "(870)-931-0505", "char"],
    ["email", "Email", "azure@example.com", "char"],
    ["vat", "Tax ID", "US12345677", "char"],
    ["ref", "Internal Reference", "AZ1", "char"],
    ["name", "Name", "Azure Interior", "char"],
    ["street", "Invoice Address", "Main St 1", "char"],
    ["street2", "Delivery Address", "Main St 2", "char"],
    ["invoice", "Invoice", "INV/1", "char"],
  ],
};

const partsOf = (text: string, records = [contact], lang = "en_US"): string[] =>
  withCoordinated(readQuestion(text, [lang, "en_US"]), labelled(records)).parts.map(
    (it) => it.text,
  );

test.each([
  ["phone and email of Azure Interior", ["phone of Azure Interior", "email of Azure Interior"]],
  ["What is the phone and the e-mail?", ["What is the phone?", "What is the e-mail?"]],
  [
    "Can I have Azure Interior's tax ID & its phones, please?",
    ["Can I have Azure Interior's tax ID, please?", "Can I have Azure Interior's phones, please?"],
  ],
  ["Internal reference, email, and phone?", ["Internal reference?", "email?", "phone?"]],
])("“%s” asks for each label by itself", (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
});

test.each([
  ["de_DE", "Wie lauten Telefon und E-Mail von Azure Interior?", ["Telefon", "E-Mail"]],
  [
    "es_ES",
    "¿Cuál es el teléfono y el correo electrónico de Azure?",
    ["teléfono", "correo electrónico"],
  ],
  ["fr_FR", "Quel est le téléphone et l'e-mail d'Azure ?", ["téléphone", "e-mail"]],
])("in %s “%s” does as well", (lang, text, labels) => {
  const record: Written = {
    ...contact,
    fields: labels.map((it, at) => [`field_${at}`, it, "1", "char"]),
  };
  const parts = partsOf(text, [record], lang);
  expect(parts).toHaveLength(2);
  expect(parts.map((part) => labels.filter((it) => part.includes(it)))).toEqual(
    labels.map((it) => [it]),
  );
});

test.each([
  "What is the name and address of Azure Interior?",
  "What is the phone and the fax of Azure Interior?",
  "What is the price of the Bolt and Nut Kit?",
  "Who works for Smith and Sons?",
  "What is the phone and the phone?",
  "Who wrote the email and when was the phone call?",
  "What is the invoice and delivery address?",
  "What is the phone, email, tax ID and internal reference?",
  "Phone and",
  "and, and",
])("“%s” is not torn apart", (text) => {
  const { parts } = readQuestion(text, ["en_US"]);
  expect(partsOf(text)).toEqual(parts.map((it) => it.text));
});

test("labels of two records are those of no one thing", () => {
  const text = "What is the phone and email?";
  expect(partsOf(text)).toHaveLength(2);
  const [phone = [], email = []] = [contact.fields?.slice(0, 1), contact.fields?.slice(1)];
  const apart = [
    { ...contact, fields: phone },
    { ...contact, resId: 16, fields: email },
  ];
  expect(partsOf(text, apart)).toEqual([text]);
});

/** What would be answered, by words alone. */
const answersTo = (text: string, open: Written): string[] | undefined => {
  const reading = readFor(text, [open, order], { open });
  const question = withCoordinated(reading.question, labelled([open, order]));
  return optionsFor({ ...reading, question }).fields?.flatMap(({ answer }) =>
    answer.parts.map((it) => it.text),
  );
};

test("each part is chosen as if it were asked alone", () => {
  const both = answersTo("What is the phone and the email?", depot);
  expect(both).toEqual(["Phone: +32 2 290 34 90", "Email: olga@depot.example.com"]);
  expect(both).toEqual(
    ["phone", "email"].flatMap((it) => answersTo(`What is the ${it}?`, depot) ?? []),
  );
});

test("where one of them is empty nothing is half answered", () => {
  const open: Written = {
    ...depot,
    fields: depot.fields?.filter(([, label]) => label !== "Phone") ?? [],
    quiet: [["phone", "Phone", "", "char"]],
  };
  expect(answersTo("What is the email?", open)).toEqual(["Email: olga@depot.example.com"]);
  expect(answersTo("What is the phone and the email?", open)).toBeUndefined();
});

test("a question of labels without end is read in a time that follows its length", () => {
  for (const filling of ["phone and ", "phone and email, ", "phone, ", "and the "]) {
    const read = (length: number): unknown =>
      partsOf(`What is the ${filling.repeat(length / filling.length)}of Azure Interior?`);
    expect(growth(read, 2_000)).toBeLessThan(40);
  }
});
