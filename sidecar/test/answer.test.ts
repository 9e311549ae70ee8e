import type { Answer } from "../src/ask/answer.ts";
import { confidence } from "../src/ask/confidence.ts";
import type { Focus } from "../src/ask/fit.ts";
import { optionsFor } from "../src/ask/decide.ts";
import { thresholdFor } from "../src/calibration/calibrator.ts";
import { shipped } from "../src/calibration/shipped.ts";
import { closestRecords, gate, reasonOf } from "../src/ask/gate.ts";
import { passages } from "../src/ask/passages.ts";
import type { Passages } from "../src/ask/passages.ts";
import { readQuestion } from "../src/ask/question.ts";
import type { Confidence } from "../src/contract.ts";
import { carpets, mitchell, order, permitted, purchase } from "./records.ts";
import type { Written } from "./records.ts";

const today = "2026-03-10";

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
  const focuses = records.map(({ resModel, resId }): Focus => ({
    resModel,
    resId,
    open: open?.resModel === resModel && open.resId === resId,
    cited: false,
    score: 0.5,
  }));
  const read = passages(records.map(permitted), asked, focuses);
  const { options } = optionsFor(read, today);
  const [option] = options;
  const { given } = option;
  return {
    read,
    given,
    confidence: confidence(option, shipped, 0.5),
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

test("an identifier that stands in no permitted section names nothing, whatever the index knows", () => {
  const question = "Who has the number (555)-233-3393?";
  const withPhone = ask(question, [mitchell, carpets]);
  expect(closestRecords(withPhone.read).map((it) => it.resId)).toContain(mitchell.resId);
  expect(withPhone.text).toContain("Mitchell Admin");

  const fields = mitchell.fields?.filter(([field]) => field !== "work_phone") ?? [];
  const without = ask(question, [{ ...mitchell, fields }, carpets]);
  expect(closestRecords(without.read)).toEqual([]);
  expect(without.read.fits.map((fit) => fit.coverage)).toEqual([0, 0]);
  expect(without.given).toBeUndefined();
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

test("instead of a count, the list that shows it is offered", () => {
  const reasonFor = (question: string, records: Written[], open?: Written): unknown => {
    const { read } = ask(question, records, open && { open });
    return reasonOf(gate(read), read);
  };
  expect(reasonFor("How many orders does Azure Interior have?", [order, azure])).toMatchObject({
    code: "over_many",
    params: { model: "sale.order", partner: azure.resId },
  });
  expect(reasonFor("How many orders do they have?", [order, azure], azure)).toMatchObject({
    params: { model: "sale.order", partner: azure.resId },
  });
  expect(reasonFor("How many orders are there?", [order])).toMatchObject({
    code: "over_many",
    params: { model: "sale.order" },
  });
  // Orders are of two models, and none was read; invoices are of one.
  expect(reasonFor("How many orders are there?", [azure])).toEqual(
    expect.objectContaining({ code: "over_many", params: {} }),
  );
  expect(reasonFor("How many invoices are open?", [azure])).toMatchObject({
    params: { model: "account.move" },
  });
});

test("where more records fit equally than can be shown, it is asked which one is meant", () => {
  const orders = [1, 2, 3, 4, 5].map((at): Written => ({
    ...order,
    resId: 300 + at,
    name: `S0030${at}`,
  }));
  const { read, given } = ask("What is the total of the Azure order?", orders);
  expect(given).toBeUndefined();
  expect(reasonOf(gate(read), read)).toMatchObject({ code: "which_one" });
  expect(closestRecords(read).map((it) => it.name)).toEqual(orders.map((it) => it.name));
  // The customer fits best, and has no total.
  const beside = ask("What is the total of the Azure Interior order?", [azure, ...orders]).read;
  expect(beside.fits[0]?.read.record.name).toBe(azure.name);
  expect(reasonOf(gate(beside), beside)).toMatchObject({ code: "which_one" });
  expect(closestRecords(beside).map((it) => it.name)).toEqual(orders.map((it) => it.name));
});

test("who asks for one of three is asked which; who asks for all of them gets all three", () => {
  const orders = [1, 2, 3].map((at): Written => ({
    ...order,
    resId: 300 + at,
    name: `S0030${at}`,
  }));
  const one = ask("What is the total of the Azure order?", orders);
  expect(one.given).toBeUndefined();
  expect(reasonOf(gate(one.read), one.read)).toMatchObject({ code: "which_one" });
  expect(closestRecords(one.read).map((it) => it.name)).toEqual(orders.map((it) => it.name));
  for (const many of [
    "When are the Azure orders to be delivered?",
    "Wann werden die Aufträge von Azure geliefert?",
  ]) {
    const cited = ask(many, orders).given?.used.map((it) => it.fit.read.record.name);
    expect([many, ...new Set(cited)]).toEqual([many, ...orders.map((it) => it.name)]);
  }
});

test("a sentence doesn't answer from one of three either", () => {
  const leads = [1, 2, 3].map((at): Written => ({
    ...carpets,
    resId: 400 + at,
    name: `Carpets, lot ${at}`,
  }));
  const given = (question: string): (Answer | undefined)[] =>
    optionsFor(ask(question, leads).read, today).options.map((it) => it.given);
  expect(given("What would they like in the Trelian opportunity?")).toEqual([undefined]);
  expect(given("What would they like in the Trelian opportunities?")).not.toContain(undefined);
});

test("the record that was nearly answered from is the closest", () => {
  const { read } = ask("Who made the carpets of the offices in Lyon?", [purchase, order, carpets]);
  const nearly = ask("How much money could this bring in?", [carpets], { open: carpets }).given;
  expect(closestRecords(read, nearly)[0]?.resId).toBe(carpets.resId);
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

const azure: Written = {
  resModel: "res.partner",
  resId: 15,
  name: "Azure Interior",
  modelLabel: "Contact",
  fields: [
    ["name", "Name", "Azure Interior", "char"],
    ["city", "City", "Fremont", "char"],
  ],
};
const invoice: Written = {
  resModel: "account.move",
  resId: 7,
  name: "INV/00007",
  modelLabel: "Journal Entry",
  fields: [
    ["partner_id", "Customer", "Azure Interior", "many2one", "res.partner"],
    ["amount_total", "Total", "$ 31,750.00", "monetary"],
    ["amount_residual", "Amount Due", "$ 1,250.00", "monetary"],
  ],
};
const storeManager: Written = {
  resModel: "res.partner",
  resId: 18,
  name: "Wood Corner, Ron Gibson",
  modelLabel: "Contact",
  fields: [
    ["name", "Name", "Ron Gibson", "char"],
    ["function", "Job Position", "Store Manager", "char"],
    ["parent_id", "Related Company", "Wood Corner", "many2one", "res.partner"],
  ],
};

test("what somebody owes stands on his invoice, not on him", () => {
  const { text, confidence: sure } = ask("How much does Azure Interior still owe us?", [
    azure,
    invoice,
  ]);
  expect(text).toBe("Amount Due: $ 1,250.00");
  expect(sure.probability).toBeGreaterThan(0.5);
});

test("but a document's own status is not said of whom it names", () => {
  const lead: Written = {
    resModel: "crm.lead",
    resId: 44,
    name: "New shelves",
    modelLabel: "Lead/Opportunity",
    fields: [
      ["partner_id", "Customer", "Azure Interior", "many2one", "res.partner"],
      ["stage_id", "Stage", "Qualified", "many2one", "crm.stage"],
    ],
  };
  expect(ask("What is the stage of Azure Interior?", [azure, lead]).given).toBeUndefined();
  expect(ask("What is the stage of New shelves?", [azure, lead]).text).toBe("Stage: Qualified");
});

test("which order it is, is answered by its name and by the row that tells why", () => {
  const { given } = ask("Which order contains a Large Cabinet?", [order, purchase]);
  expect(given?.evidence.map((it) => [it.resModel, it.section])).toEqual([
    ["sale.order", "header"],
    ["sale.order", "line:order_line:2"],
  ]);
});

test("how many is answered by the row of what is counted, and by no other", () => {
  const { given } = ask("How many Large Cabinets did Azure Interior order?", [order, azure]);
  expect(given?.evidence.map((it) => it.section)).toEqual(["line:order_line:2"]);
});

test("who has an occupation is answered by the person, not by a relation of that name", () => {
  const { text } = ask("Who is the Store Manager at Wood Corner?", [storeManager, purchase]);
  expect(text).toContain("Ron Gibson");
  expect(text).toContain("Store Manager");
});

test("a value that the question has itself is no answer to it", () => {
  const { text } = ask("Who is the vendor of Wood Corner?", [purchase]);
  expect(text).not.toContain("Wood Corner");
});

test("the open record is meant, though a word of the question is in another one's name", () => {
  const other: Written = { ...order, resId: 99, name: "Samples for Lyon", rows: [] };
  const { text } = ask("When were the samples sent?", [other, carpets], { open: carpets });
  expect(text).not.toContain("Order Date");
});

test("who did what no record speaks of is not answered by whoever stands in it", () => {
  const { confidence: sure } = ask("Who vandalised S00021?", [order]);
  expect(sure.probability).toBeLessThan(thresholdFor(shipped, 0.9));
});

test("of two values offered the record's own is the answer", () => {
  const deposit: Written = {
    resModel: "product.template",
    resId: 38,
    name: "Deposit",
    modelLabel: "Product",
    fields: [["type", "Product Type", "Service", "selection"]],
  };
  const { text } = ask("Is Deposit a service or goods?", [deposit, order]);
  expect(text).toBe("Product Type: Service");
});

test("a field that no table knows is found by its label", () => {
  const task: Written = {
    resModel: "project.task",
    resId: 3,
    name: "Lift",
    modelLabel: "Task",
    fields: [["x_studio_permit", "Building Permit", "Granted in 2024", "char"]],
  };
  const { text } = ask("What is the building permit of Lift?", [task, carpets]);
  expect(text).toBe("Building Permit: Granted in 2024");
});

test("who has to do what a message speaks of is answered by the message", () => {
  const written: Written = {
    ...order,
    messages: [["2026-03-03T09:00:00", "I will confirm it as soon as my manager approves."]],
  };
  const { text } = ask("Who must approve it?", [written], { open: written });
  expect(text).toBe("I will confirm it as soon as my manager approves.");
});

test("a colour is read from a description that names one, and from no other", () => {
  const chair: Written = {
    resModel: "product.template",
    resId: 5,
    name: "Office Chair",
    modelLabel: "Product",
    fields: [["description_sale", "Sales Description", "Comfortable yellow chair", "text"]],
  };
  const bin: Written = {
    ...chair,
    resId: 14,
    name: "Pedal Bin",
    fields: [["description_sale", "Sales Description", "Soft-close bin for offices", "text"]],
  };
  expect(ask("Which colour is the Office Chair?", [chair, bin]).text).toContain("yellow");
  expect(ask("Which colour is the Pedal Bin?", [chair, bin]).given).toBeUndefined();
});

test("names of two records that share words with the one asked for don't answer together", () => {
  const [one, two] = ["Room 2: Decoration", "Room 1: Paint"].map((name, at): Written => ({
    resModel: "project.task",
    resId: 16 + at,
    name,
    modelLabel: "Task",
    fields: [["user_ids", "Assignees", "Mitchell Admin", "many2many", "res.users"]],
  })) as [Written, Written];
  const { confidence: sure } = ask("Who is responsible for Room 2: Paint?", [one, two]);
  expect(sure.probability).toBeLessThan(0.5);
});

test.each([
  ["Delivery has to be before 15 May, in two lots.", true],
  ["Delivery has to be soon.", false],
  ["We met your colleague on 15 May.", false],
])("a date asked for is quoted from an email that gives it: “%s”", (sentence, answers) => {
  const written: Written = {
    resModel: "crm.lead",
    resId: 32,
    name: "Meeting rooms",
    messages: [["2026-03-03T09:00:00", "We need 48 chairs.", sentence]],
  };
  const { text } = ask("When do they need it?", [written], { open: written });
  expect(text).toBe(answers ? sentence : "");
});

test("a page of an attachment is quoted, with its place", () => {
  const lead: Written = {
    resModel: "crm.lead",
    resId: 47,
    name: "Juniper Hall",
    modelLabel: "Lead/Opportunity",
    fields: [["user_id", "Salesperson", "Marc Demo", "many2one", "res.users"]],
    pages: [["Offer 4711"], ["The penalty for late delivery is two percent a week."]],
  };
  const question = "What is the penalty for late delivery to Juniper Hall?";
  const { given, text } = ask(question, [lead, carpets]);
  expect(text).toBe("The penalty for late delivery is two percent a week.");
  expect(given?.evidence[0]).toMatchObject({
    section: "attachment:7:2",
    place: "attachment offer.pdf, page 2",
  });
});

test("prose is quoted in at most 300 characters, whatever it is quoted for", () => {
  const crate = (resId: number): Written => ({
    resModel: "product.template",
    resId,
    name: `Transport crate ${resId}`,
    fields: [
      [
        "description",
        "Description",
        `The crate carries 40 pallets ${"and so on with the load of the day ".repeat(12)}.`,
        "html",
      ],
    ],
  });
  const asked = "How many pallets do the transport crate 1 and transport crate 2 carry?";
  const { text } = ask(asked, [crate(1), crate(2)]);
  expect(text).toContain("40 pallets");
  expect(text.length).toBeLessThanOrEqual(300);
});

const clinics: Written = {
  resModel: "crm.lead",
  resId: 45,
  name: "Furniture for six meeting rooms",
  fields: [
    ["partner_id", "Contact", "Northgate Clinics, Helen Ashworth", "many2one", "res.partner"],
  ],
  messages: [["2026-03-01T09:00:00", "We need 6 large tables and 48 chairs, and 5 lamps."]],
};

test.each([
  ["How many chairs does Northgate Clinics need?", "We need 6 large tables and 48 chairs"],
  ["How many tables does Northgate Clinics need?", "We need 6 large tables"],
  ["How many meeting rooms does Northgate Clinics furnish?", ""],
])("“%s” is answered by a number beside the thing, or not at all", (question, quote) => {
  for (const open of [undefined, clinics]) {
    const { text } = ask(question, [clinics, order], open ? { open } : {});
    if (quote === "") expect(text).toBe("");
    else expect(text).toContain(quote);
  }
});

test("a record that fits as well as another covers the question by itself, where it alone has what was asked", () => {
  const paid: Written = {
    resModel: "account.move",
    resId: 10,
    name: "INV/2026/00008",
    fields: [["partner_id", "Customer", "OpenWood", "many2one", "res.partner"]],
  };
  const due: Written = {
    ...{ ...paid, resId: 11, name: "INV/2026/00009" },
    fields: [...(paid.fields ?? []), ["invoice_date_due", "Due Date", "11/29/2026", "date"]],
  };
  const { read, text } = ask("When is it due for OpenWood?", [paid, due]);
  expect(text).toBe("Due Date: 11/29/2026");
  expect(read.ties).toBe(true);
  const [{ features }] = optionsFor(read, today).options;
  expect(features).toMatchObject({ coverage: 1, notCovered: 0 });
});
