import { confidenceIn } from "../src/answering/confidence/confidence.ts";
import { optionsFor } from "../src/answering/confidence/decide.ts";
import { closestRecords, gate } from "../src/answering/confidence/gate.ts";
import { shipped } from "../src/calibration/shipped.ts";
import { sha256 } from "../src/text/hash.ts";
import type { Scored } from "../src/answering/extractive/choose.ts";
import { mayBe, readFor, valuesFor } from "./reading.ts";
import type { Around } from "./reading.ts";
import { depot, lumber, lumbersOrder, order, purchase } from "./records.ts";
import type { Written } from "./records.ts";

describe("whose value it is", () => {
  const asked = "What is the email of Lumber Inc?";

  test("a record whose notes mention a company never gives its own email for the company's", () => {
    expect(valuesFor(asked, [depot], { open: depot })).toEqual([]);
    expect(valuesFor("What is the email?", [depot], { open: depot })).toContain(
      "olga@depot.example.com",
    );
  });

  test("the company's own record gives it, the one that mentions it still doesn't", () => {
    const values = valuesFor(asked, [depot, lumber], { open: depot });
    expect(values).toContain("sales@lumber.example.com");
    expect(values).not.toContain("olga@depot.example.com");
  });

  test("a document of the company's gives what it says of itself", () => {
    expect(valuesFor("What is the total of Lumber Inc?", [lumbersOrder])).toContain("$ 410.00");
  });

  test("whoever is unknown gets nothing from the record that is open", () => {
    expect(valuesFor("What is the phone number of Zanzibar?", [depot], { open: depot })).toEqual(
      [],
    );
    expect(valuesFor("What is the phone number?", [depot], { open: depot })).toContain(
      "+32 2 290 34 90",
    );
  });

  test("what is empty on the open record is not answered by another record's", () => {
    const open: Written = {
      ...depot,
      quiet: [["partner_id", "Customer", "", "many2one", "res.partner"]],
    };
    const asks = "Who is the Customer?";
    const [first] = mayBe(readFor(asks, [open, order], { open })).filter((it) => it.isUnfilled);
    expect(first?.label).toBe("Customer");
    expect(valuesFor(asks, [open, order], { open })).not.toContain("Azure Interior");
    expect(valuesFor("Who is the Customer of S00021?", [open, order], { open })).toContain(
      "Azure Interior",
    );
    expect(valuesFor(asks, [depot, order], { open: depot })).toContain("Azure Interior");
  });

  test("a value or a label that has the name itself is about it", () => {
    expect(valuesFor("Is the stage Won?", [depot], { open: depot })).toContain("Won");
  });

  test("a code that another record bears is not answered by this one", () => {
    const asks = "What is the total of S00063?";
    expect(valuesFor(asks, [order, lumbersOrder], { open: order })).toContain("$ 410.00");
    expect(valuesFor(asks, [order, lumbersOrder], { open: order })).not.toContain("$ 17,250.00");
    expect(valuesFor(asks, [order], { open: order })).toEqual([]);
  });
});

describe("which record a number names", () => {
  const twelve: Written = { ...order, resId: 12, name: "S00012" };
  const dozen: Written = {
    ...{ ...order, resId: 99, name: "S00099" },
    fields: [["amount_total", "Total", "12", "monetary"]],
    rows: ["Large Cabinet · Quantity: 12.00"],
  };
  const asked = "What is the total of order 12?";

  test("“order 12” is S00012, and no record that holds the figure", () => {
    const values = valuesFor(asked, [dozen, twelve]);
    expect(values).toContain("$ 17,250.00");
    expect(values).not.toContain("12");
    expect(valuesFor("What is the total of order 0012?", [dozen, twelve]).sort()).toEqual(
      values.toSorted(),
    );
  });

  test("the number that names it is no word that it lacks", () => {
    expect(readFor(asked, [twelve, dozen]).linked.map((it) => it.found.get("12"))).toEqual([
      "name",
      undefined,
    ]);
  });

  test("where none has it in its name, a figure may be meant", () => {
    expect(valuesFor("Which order has a total of 12?", [dozen])).toContain("12");
  });

  test("the number of another record's name is none of an order's", () => {
    const quote: Written = { ...depot, resId: 13, name: "Quote for 12 carpets" };
    const question = "What is the stage of the quote for 12 carpets?";
    expect(valuesFor(question, [twelve, quote])).toContain("Won");
    expect(readFor(question, [twelve, quote]).linked.map((it) => it.isNumbered)).not.toContain(
      true,
    );
  });

  test("nor is that of a date, or a part of a phone number", () => {
    for (const question of [
      "Who comes on 12 May?",
      "Is it due by 12/05/2026?",
      "Call +49 12 345 12",
    ]) {
      const [linked] = readFor(question, [twelve]).linked;
      expect([question, linked?.isNumbered]).toEqual([question, false]);
    }
    expect(valuesFor("What is the email since 12 May?", [depot], { open: depot })).toContain(
      "olga@depot.example.com",
    );
  });

  test("a number in the middle of a name or of digits alone is none at its end", () => {
    for (const name of ["S12/2026", "12", "S00112", "Room 12"]) {
      const [linked] = readFor(asked, [{ ...twelve, name }]).linked;
      expect([name, linked?.isNumbered]).toEqual([name, false]);
    }
    for (const name of ["S00012", "WH/OUT/0012", "INV/2026/00012 (Azure)", "s12"]) {
      const [linked] = readFor(asked, [{ ...twelve, name }]).linked;
      expect([name, linked?.isNumbered]).toEqual([name, true]);
    }
  });

  test("of two that bear it, one is asked back for, unless a word says which is meant", () => {
    const other: Written = { ...purchase, resId: 12, name: "P00012" };
    const records = [twelve, other, dozen];
    const namesOf = (question: string, around?: Around): string[] | undefined => {
      const reading = readFor(question, records, around);
      const opened = gate(reading.question, reading.linked);
      return opened.why === "several_fit"
        ? closestRecords(opened, reading, []).map((it) => it.name)
        : undefined;
    };
    expect(namesOf("What is the total of 12?")).toEqual(["P00012", "S00012"]);
    // Both are orders.
    expect(namesOf(asked)).toEqual(["P00012", "S00012"]);
    expect(namesOf("What is the total of purchase order 12?")).toEqual(["P00012", "S00012"]);
    expect(namesOf("What is the total of purchase 12?")).toBeUndefined();
    expect(namesOf(asked, { open: twelve })).toBeUndefined();
  });

  test("the word that says which is meant keeps the other one out", () => {
    const other: Written = { ...purchase, resId: 12, name: "P00012" };
    const values = valuesFor("What is the total of purchase 12?", [twelve, other]);
    expect(values).toContain("$ 255.00");
    expect(values).not.toContain("$ 17,250.00");
  });

  test("who is asked back is given nothing, and told why", () => {
    const other: Written = { ...purchase, resId: 12, name: "P00012" };
    const reading = readFor(asked, [twelve, other]);
    const options = optionsFor(reading);
    expect([options.fields, options.excerpt]).toEqual([undefined, undefined]);
    expect(confidenceIn(reading, options, undefined, shipped, 0.5).reasons).toEqual([
      { code: "which_one", weight: -10 },
    ]);
  });
});

describe("labels that nobody embedded yet", () => {
  const vector = Float32Array.from({ length: 384 }, () => 1 / Math.sqrt(384));
  const vectors = { question: vector, parts: [vector], completed: undefined };
  const chosen = (known: string[]): Scored[] =>
    mayBe(
      readFor("How much is it?", [depot], {
        ...{ open: depot, vectors },
        labels: new Map(known.map((label) => [label, vector])),
      }),
    );
  const all = chosen([]).map((it) => it.label);

  test("are not compared with those that have their vector: words and types choose", () => {
    const [first = ""] = all;
    expect(all.length).toBeGreaterThan(2);
    expect(chosen([first]).map((it) => it.features)).toEqual(chosen([]).map((it) => it.features));
    expect(chosen([first]).every((it) => it.features.wordsOnly === 1)).toBe(true);
  });

  test("are compared once all have theirs", () => {
    expect(chosen(all).every((it) => it.features.wordsOnly === 0)).toBe(true);
  });
});

describe("what was quoted last", () => {
  const quotedBefore = new Set([sha256("Email: olga@depot.example.com")]);

  test("doesn't answer another question again", () => {
    const values = valuesFor("And the phone?", [depot], { open: depot, quotedBefore });
    expect(values).toContain("+32 2 290 34 90");
    expect(values).not.toContain("olga@depot.example.com");
  });

  test("does where it was another's, or nothing was", () => {
    const other = new Set([sha256("Email: olga@other.example.com")]);
    expect(valuesFor("And the email?", [depot], { open: depot, quotedBefore: other })).toContain(
      "olga@depot.example.com",
    );
  });
});
