import { optionsFor } from "../src/answering/confidence/decide.ts";
import { fieldsAnswer } from "../src/answering/extractive/quotation.ts";
import { labelsIn } from "../src/answering/extractive/reading.ts";
import { mayBe, readFor } from "./reading.ts";
import { depot, lumber, order, permitted, purchase } from "./records.ts";
import type { Written } from "./records.ts";

test("every quote stands literally in the section it is said to be from", () => {
  for (const question of ["Who is the customer?", "What did they order?", "What is the total?"]) {
    const { fields = [] } = optionsFor(readFor(question, [order, purchase], { open: order }));
    const quotes = fields.flatMap(({ answer }) => answer.evidence);
    expect(quotes.length).toBeGreaterThan(0);
    for (const it of quotes) {
      const record = [order, purchase].find((one) => one.resModel === it.resModel) ?? order;
      const section = permitted(record).sections.find((one) => one.section === it.section);
      expect(section?.lines.map((line) => line.text).join("\n")).toContain(it.quote);
    }
  }
});

test("two parts that one line answers say it once", () => {
  const [best] = mayBe(readFor("What is the total?", [order], { open: order }));
  if (!best) throw new Error("Nothing is to be chosen.");
  const { parts, evidence } = fieldsAnswer([best, best]);
  expect([parts.length, evidence.length]).toEqual([1, 1]);
  expect(parts[0]?.evidence).toEqual(evidence.map(({ n }) => n));
});

test("values of two records stand beside each other with their records' names", () => {
  const totals = mayBe(readFor("What are the totals?", [order, purchase])).filter(
    (it) => it.label === "Total",
  );
  expect(
    fieldsAnswer(totals)
      .parts.map((it) => it.text)
      .sort(),
  ).toEqual(["P00003 – Total: $ 255.00", "S00021 – Total: $ 17,250.00"]);
});

test("labels are those of fields, columns and models, and no field's own name", () => {
  const row: Written = {
    ...order,
    rows: [[["product_uom_qty", "Quantity", "10.00", "float"]]],
    quiet: [["x_studio_permit_id", "Building Permit", "", "char"]],
  };
  const labels = labelsIn([permitted(row)]);
  for (const it of ["Sales Order", "Customer", "Quantity", "Building Permit"]) {
    expect(labels).toContain(it);
  }
  for (const it of ["partner_id", "product_uom_qty", "Order Lines, line 1", ""]) {
    expect(labels).not.toContain(it);
  }
});

test("an identifier that stands in no permitted section names nothing, whatever the index knows", () => {
  const hidden: Written = { ...depot, fields: [["stage_id", "Stage", "Won", "many2one"]] };
  const isIdentified = (it: Written): boolean | undefined =>
    readFor("Who has the number +32 2 290 34 90?", [it]).linked[0]?.isIdentified;
  expect([isIdentified(depot), isIdentified(hidden)]).toEqual([true, false]);
});

test("the same question over the same records gives the same choice, in whatever order they come", () => {
  const records = [depot, lumber, order];
  const best = (some: Written[]): unknown[] =>
    mayBe(readFor("What is the email of Lumber Inc?", some)).map((it) => [it.label, it.values]);
  expect(new Set(best(records.toReversed()).map(String))).toEqual(
    new Set(best(records).map(String)),
  );
});
