import { answer } from "../src/ask/answer.ts";
import type { Answer } from "../src/ask/answer.ts";
import { confidence } from "../src/ask/confidence.ts";
import type { Focus } from "../src/ask/fit.ts";
import { closestRecords, gate } from "../src/ask/gate.ts";
import { passages } from "../src/ask/passages.ts";
import type { Passages } from "../src/ask/passages.ts";
import { readQuestion } from "../src/ask/question.ts";
import type { Confidence } from "../src/contract.ts";
import { carpets, mitchell, order, permitted, purchase } from "./records.ts";
import type { Written } from "./records.ts";

const today = new Date("2026-03-10T12:00:00Z");

interface Turn {
  read: Passages;
  given: Answer | undefined;
  confidence: Confidence;
  text: string;
}

/** What happens to a question once its records are permitted. */
function ask(
  question: string,
  records: Written[],
  { open, lang = "en_US" }: { open?: Written; lang?: string } = {},
): Turn {
  const asked = readQuestion(question, [lang, "en_US"]);
  const focuses = records.map(({ resModel, resId, name }): Focus => ({
    resModel,
    resId,
    open: open?.resModel === resModel && open.resId === resId,
    cited: false,
    identified: false,
    // What retrieval tells of a record whose name is an order number.
    identifiers: asked.about
      .filter((word) => word.forms.includes(name.toLowerCase()))
      .flatMap((word) => word.identifiers),
    score: 0.5,
  }));
  const read = passages(records.map(permitted), asked, focuses);
  const given = gate(read).open ? answer(read) : undefined;
  return {
    read,
    given,
    confidence: confidence(read, given, 0.5, today).confidence,
    text: given?.parts.map((part) => part.text).join("\n") ?? "",
  };
}

test.each([
  ["How much money could this bring in?", "Expected Revenue: $ 40,000"],
  ["Who looks after it?", "Salesperson: Marc Demo"],
  ["When is it expected to close?", "Expected Closing: 05/15/2026"],
  ["How far along are we?", "Stage: Qualified"],
])("“%s” about the open lead is answered by “%s”, whose words it doesn't use", (question, line) => {
  const { text, confidence: sure } = ask(question, [carpets, order], { open: carpets });
  expect(text).toBe(line);
  expect(sure.probability).toBeGreaterThan(0.5);
});

test("each clause of a compound question is answered, with evidence of its own", () => {
  const { given } = ask("Who is the contact and what do they want?", [carpets], { open: carpets });
  expect(given?.parts.map((part) => part.text)).toEqual([
    "Contact Name: Erik N. French",
    expect.stringContaining("We would like 150 carpets"),
  ]);
  expect(given?.parts.map((part) => part.evidence)).toEqual([[1], [2, 3]]);
});

test("a partner on a purchase order is whom we buy from", () => {
  const { text } = ask("Who do we buy P00003 from?", [purchase, order]);
  expect(text).toBe("Vendor: Wood Corner");
});

test("the rows of an order answer what was ordered", () => {
  const { given, text } = ask("What did they order?", [order], { open: order });
  expect(text).toContain("Office Chair Black");
  expect(text).toContain("Large Cabinet");
  expect(given?.evidence.map((it) => it.section)).toEqual([
    "line:order_line:1",
    "line:order_line:2",
  ]);
});

test("every quote stands literally in the section it is said to be from", () => {
  const all = [carpets, order, purchase, mitchell];
  for (const [question, open] of [
    ["Who is the contact and what do they want?", carpets],
    ["What did they order?", order],
    ["What is the total of S00021?", undefined],
    ["What was sent on Tuesday?", carpets],
  ] as const) {
    const { given } = ask(question, all, open ? { open } : {});
    expect(given?.evidence.length).toBeGreaterThan(0);
    for (const it of given?.evidence ?? []) {
      const record = all.find((other) => other.resModel === it.resModel);
      const section =
        record && permitted(record).sections.find((other) => other.section === it.section);
      expect(section?.lines.map((line) => line.text).join("\n")).toContain(it.quote);
    }
  }
});

test("two records that the question names are quoted side by side, each by its name", () => {
  const other: Written = {
    ...order,
    resId: 22,
    name: "S00022",
    fields: [["amount_total", "Total", "$ 53,000.00", "monetary"]],
  };
  const { text, given } = ask("What is the total of S00021 and S00022?", [order, other, purchase]);
  expect(text).toContain("S00021 – Total: $ 17,250.00");
  expect(text).toContain("S00022 – Total: $ 53,000.00");
  expect(given?.parts).toHaveLength(2);
});

test("an answer stays within 600 characters and four parts", () => {
  const long: Written = {
    ...carpets,
    messages: [
      [
        "2026-03-03T09:00:00",
        Array.from({ length: 60 }, (_, at) => `We would like carpet number ${at} in blue.`).join(
          " ",
        ),
      ],
    ],
  };
  const { given, text } = ask(
    "Who is the contact and what do they want and when is it due and who is responsible and how much is it worth?",
    [long],
    { open: long },
  );
  expect(given?.parts.length).toBeLessThanOrEqual(4);
  expect(text.length).toBeLessThanOrEqual(600);
});

test("a German question about a record in English is answered in the record's words", () => {
  const { text, confidence: sure } = ask(
    "Wie hoch ist der erwartete Umsatz von Quote for 150 carpets?",
    [carpets, order],
    { lang: "de_DE" },
  );
  expect(text).toBe("Expected Revenue: $ 40,000");
  expect(sure.probability).toBeGreaterThan(0.5);
});

test("what no permitted field holds is not answered by a neighbour of it", () => {
  const { confidence: sure, given } = ask("What is Mitchell Admin's wage?", [mitchell, carpets]);
  expect(given).toBeUndefined();
  expect(sure.probability).toBeLessThan(0.5);
  const phone = ask("What is Mitchell Admin's private phone number?", [mitchell]);
  expect(phone.text).not.toContain("555");
});

test("a record that few may read, asked for by its name, is not answered by one much like it", () => {
  const { confidence: sure } = ask("What is the expected revenue of Quote for 600 Chairs?", [
    carpets,
    order,
  ]);
  expect(sure.probability).toBeLessThan(0.5);
  expect(sure.reasons[0]?.code).toBe("terms_missing");
});

test("nor by the record that happens to be open", () => {
  for (const question of [
    "What is the total of S00099?",
    "What is the expected revenue of Modern Open Space?",
    "expected revenue of xyzcorp",
  ]) {
    const { confidence: sure } = ask(question, [carpets], { open: carpets });
    expect(sure.probability).toBeLessThan(0.5);
  }
});

test("a count over many records is refused, with the closest records to show", () => {
  const { read, given } = ask("How many orders does Azure Interior have?", [order]);
  expect(given).toBeUndefined();
  expect(gate(read)).toEqual({ open: false, why: "over_many" });
  expect(closestRecords(read).map((it) => it.name)).toEqual(["S00021"]);
});

test("nothing permitted is nothing answered", () => {
  const { read, confidence: sure } = ask("Who is the contact?", []);
  expect(gate(read).open).toBe(false);
  expect(sure.probability).toBeLessThan(0.1);
  expect(closestRecords(read)).toEqual([]);
});

test("a field without a record that is named or open is not enough", () => {
  const { confidence: sure } = ask("What is the expected revenue?", [carpets, order]);
  expect(sure.probability).toBeLessThan(0.5);
});

test("an old message says how old it is", () => {
  const old: Written = {
    ...carpets,
    messages: [["2024-09-10T09:00:00", "We would like 150 carpets in two lots for our offices."]],
  };
  const { confidence: sure } = ask("What do they want?", [old], { open: old });
  expect(sure.reasons).toContainEqual(
    expect.objectContaining({ code: "old_evidence", params: { months: 18 } }),
  );
});

test("reasons come strongest first and speak of the question's words only", () => {
  const { confidence: sure } = ask("What is the expected revenue of Zanzibar Holdings?", [carpets]);
  const strengths = sure.reasons.map((reason) => Math.abs(reason.weight));
  expect(strengths).toEqual([...strengths].sort((left, right) => right - left));
  const terms = sure.reasons.find((reason) => reason.code === "terms_missing")?.params?.terms;
  expect(terms).toBe("zanzibar, holdings");
});

test("the same question over the same records gives the same turn, in whatever order they come", () => {
  const question = "Who is the salesperson of Azure Interior's order?";
  const records = [carpets, order, purchase, mitchell];
  const one = ask(question, records);
  const two = ask(question, records.toReversed());
  expect(two.given?.parts).toEqual(one.given?.parts);
  expect(two.confidence).toEqual(one.confidence);
});
