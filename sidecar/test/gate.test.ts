import { confidenceIn } from "../src/answering/confidence/confidence.ts";
import { optionsFor } from "../src/answering/confidence/decide.ts";
import { closestRecords, gate } from "../src/answering/confidence/gate.ts";
import { shipped } from "../src/calibration/shipped.ts";
import { readFor } from "./reading.ts";
import type { Around } from "./reading.ts";
import { depot, lumber, lumbersOrder, order, purchase } from "./records.ts";
import type { Written } from "./records.ts";

test("a count over many records, where one of the model was read", () => {
  const { question, linked } = readFor("How many sales orders are there?", [order]);
  expect(gate(question, linked)).toMatchObject({ why: "over_many" });
  const other = readFor("How many cabinets are there?", [order]);
  expect(gate(other.question, other.linked)).toEqual({ why: "answerable" });
});

test("the list that would show it is told", () => {
  const reading = readFor("How many sales orders are there?", [order]);
  const options = optionsFor(reading);
  expect(confidenceIn(reading, options, undefined, shipped, 0.5).reasons).toEqual([
    { code: "over_many", weight: -10, params: { model: "sale.order", label: "Sales Order" } },
  ]);
});

test("nothing permitted is nothing answered", () => {
  const reading = readFor("Who is the contact?", []);
  const options = optionsFor(reading);
  expect(options).toMatchObject({ opened: { why: "nothing_permitted" }, excerpt: undefined });
  expect(options.fields).toBeUndefined();
  expect(closestRecords(options.opened, reading, options.choices)).toEqual([]);
});

test("what is counted may be written with a capital", () => {
  const { question, linked } = readFor("How many Sales Orders are there?", [order]);
  expect(gate(question, linked)).toMatchObject({ why: "over_many" });
});

describe("the closest records beside one that is open", () => {
  const invoice: Written = {
    ...{ resModel: "account.move", resId: 5, name: "INV/2026/00005", modelLabel: "Journal Entry" },
    fields: [
      ["invoice_origin", "Source Document", "S00021", "char"],
      ["amount_total", "Total", "$ 99.00", "monetary"],
    ],
    quiet: [["partner_id", "Customer", "", "many2one", "res.partner"]],
  };
  const others = [order, lumbersOrder, purchase, lumber, depot];
  const closest = (
    question: string,
    records = [...others, invoice],
    around: Around = { open: invoice },
  ): string[] => {
    const reading = readFor(question, records, around);
    const { opened, choices } = optionsFor(reading);
    return closestRecords(opened, reading, choices).map(({ name }) => name);
  };
  const firstOf = (question: string, more: Written[] = []): string | undefined =>
    closest(question, [...others, ...more, invoice])[0];

  test("the open one is first, also where it has no word of the question", () => {
    for (const question of ["Who is the customer?", "Which shelves?", "Zebra?"]) {
      expect([question, firstOf(question)]).toEqual([question, "INV/2026/00005"]);
    }
    expect(closest("Who is the customer?").length).toBeGreaterThan(1);
  });

  test("one that may not be read is not shown, and one that isn't open is no closer for it", () => {
    expect(closest("Who is the customer?", others)).not.toContain("INV/2026/00005");
    expect(closest("Who is the customer?", undefined, {})[0]).not.toBe("INV/2026/00005");
  });

  test("one that the question names is before the open one", () => {
    for (const [question, name] of [
      ["Who signed S00063?", "S00063"],
      ["Who signed s 00063?", "S00063"],
      ["Who signed order 63?", "S00063"],
      ["Who does lumber inc belong to?", "Lumber Inc"],
      // The invoice bears it as its source, and is named by its own number.
      ["Who signed S00021?", "S00021"],
    ] as const) {
      expect([question, ...closest(question).slice(0, 2)]).toEqual([
        ...[question, name, "INV/2026/00005"],
      ]);
    }
    expect(firstOf("What is the stage of olga@depot.example.com?")).toBe("Shelves for the depot");
    expect(firstOf("Who signed INV/2026/00005?")).toBe("INV/2026/00005");
  });

  test("a part of a name names nothing, and a label is asked of the open one", () => {
    expect(firstOf("Who chose the shelves?")).toBe("INV/2026/00005");
    const tag: Written = { resModel: "res.partner.category", resId: 1, name: "Customer" };
    expect(firstOf("Who is the customer?", [tag])).toBe("INV/2026/00005");
    expect(firstOf("Who is the vendor?", [{ ...tag, name: "Vendor" }])).toBe("Vendor");
  });

  test("the open one is shown however many are named", () => {
    const namesakes = [1, 2, 3, 4, 5].map((resId): Written => ({
      ...order,
      resId,
      name: "Lumber Inc",
    }));
    expect(closest("Who signs for Lumber Inc?", [...namesakes, invoice])).toEqual([
      ...["Lumber Inc", "Lumber Inc", "Lumber Inc", "INV/2026/00005"],
    ]);
  });
});
