import { shipped } from "../src/calibration/shipped.ts";
import { decide } from "../src/ask/decide.ts";
import type { Focus } from "../src/ask/fit.ts";
import { closestRecords } from "../src/ask/gate.ts";
import { nearnessByRecord } from "../src/ask/nearness.ts";
import type { Nearness } from "../src/ask/nearness.ts";
import type { PermittedRecord } from "../src/ask/permit.ts";
import { passages } from "../src/ask/passages.ts";
import { readQuestion } from "../src/ask/question.ts";
import { carpets, order, permitted } from "./records.ts";
import type { Written } from "./records.ts";

const backups: Written = {
  resModel: "crm.lead",
  resId: 40,
  name: "Info about services",
  modelLabel: "Lead",
  messages: [
    [
      "2026-03-03T09:00:00",
      "Here is what we precisely need:",
      "weekly backups, every Monday",
      "a total capacity of about 2 TB",
      "Best regards,",
    ],
  ],
};
const approval: Written = {
  ...order,
  messages: [["2026-03-03T09:00:00", "I will sign as soon as I get my manager's approval."]],
};

interface Around {
  open?: Written;
  near?: [Written, Nearness][];
}

function ask(question: string, records: PermittedRecord[], { open, near = [] }: Around) {
  const focuses = records.map(({ resModel, resId }): Focus => {
    const is = (it: Written): boolean => it.resModel === resModel && it.resId === resId;
    return {
      resModel,
      resId,
      open: open !== undefined && is(open),
      cited: false,
      near: near.find(([it]) => is(it))?.[1],
      score: 0.2,
    };
  });
  const read = passages(records, readQuestion(question, ["en_US"]), focuses);
  const { option, confidence } = decide(read, "2026-03-10", shipped, 0.5);
  return {
    quotes:
      confidence.probability < 0.5 ? [] : (option.given?.evidence.map((it) => it.quote) ?? []),
    probability: confidence.probability,
    closest: closestRecords(read).map((it) => it.name),
  };
}

const first = (lead: number): Nearness => ({
  sections: [{ section: "message:1", prominence: 1 }],
  lead,
});

const terabytes = "How many terabytes does the customer require for backups?";

test("what stands out by its meaning is quoted, the sentence with the sort of value asked", () => {
  const records = [carpets, backups].map(permitted);
  const { quotes, probability } = ask(terabytes, records, { near: [[backups, first(0.4)]] });
  expect(quotes).toEqual(["a total capacity of about 2 TB"]);
  expect(probability).toBeGreaterThan(0.5);
  // Without the vectors, nothing of it is said.
  expect(ask(terabytes, records, {}).probability).toBeLessThan(0.5);
});

test("what is hardly nearer than another record is not quoted", () => {
  const records = [carpets, backups].map(permitted);
  expect(ask(terabytes, records, { near: [[backups, first(0.05)]] }).probability).toBeLessThan(0.5);
});

test("a record that lacks a name of the question doesn't answer, however near it is", () => {
  const records = [carpets, backups].map(permitted);
  const near: Around["near"] = [[backups, first(1)]];
  const asked = "How many terabytes does Marlowe Bank require for backups?";
  expect(ask(asked, records, { near }).probability).toBeLessThan(0.5);
});

test("of a record that the question names, only the sort of value asked is quoted", () => {
  const desk: Written = {
    resModel: "product.template",
    resId: 6,
    name: "Large Desk",
    fields: [["description_sale", "Sales Description", "Minimalist wooden desk", "text"]],
  };
  const near: Nearness = { sections: [{ section: "fields", prominence: 1 }], lead: 1 };
  const asked = "How long is the warranty of the Large Desk?";
  expect(ask(asked, [desk, carpets].map(permitted), { near: [[desk, near]] }).quotes).toEqual([]);
});

test("of the open record, the section that is near answers; one that is far doesn't", () => {
  const records = [approval, carpets].map(permitted);
  const asked = "Who has to agree first?";
  const near = (prominence: number): Around => ({
    open: approval,
    near: [[approval, { sections: [{ section: "message:1", prominence }], lead: 0 }]],
  });
  expect(ask(asked, records, near(1)).quotes).toEqual([
    "I will sign as soon as I get my manager's approval.",
  ]);
  expect(ask(asked, records, near(0.3)).quotes).not.toContain(
    "I will sign as soon as I get my manager's approval.",
  );
});

test("an entry of Odoo's own is passed over for the next near section", () => {
  const desk = permitted({
    resModel: "product.template",
    resId: 6,
    name: "Meeting Table",
    fields: [["description_sale", "Sales Description", "Seats 10–12 for discussions", "text"]],
    messages: [["2026-03-03T09:00:00", "Product created with 1 variant"]],
  });
  const logged: PermittedRecord = {
    ...desk,
    sections: desk.sections.map((section) => ({
      ...section,
      lines: section.lines.filter((it) => it.field !== "author_id"),
    })),
  };
  const near: Nearness = {
    sections: [
      { section: "message:1", prominence: 1 },
      { section: "fields", prominence: 0.9 },
    ],
    lead: 0.5,
  };
  const written: Written = { resModel: "product.template", resId: 6, name: "Meeting Table" };
  const { quotes } = ask("How many people fit around the Meeting Table?", [logged], {
    near: [[written, near]],
  });
  expect(quotes).toEqual(["Sales Description: Seats 10–12 for discussions"]);
});

test("meaning changes nothing where a field answers, and says less than one", () => {
  const records = [carpets, backups].map(permitted);
  const asked = "What is the expected revenue of the quote for 150 carpets?";
  const without = ask(asked, records, {});
  expect(without.quotes).toEqual(["Expected Revenue: $ 40,000"]);
  const { quotes, probability } = ask(asked, records, { near: [[backups, first(1)]] });
  expect({ quotes, probability }).toEqual({
    quotes: without.quotes,
    probability: without.probability,
  });
  expect(ask(terabytes, records, { near: [[backups, first(1)]] }).probability).toBeLessThan(
    without.probability,
  );
});

test("records are close by meaning without a word in common", () => {
  const records = [carpets, backups].map(permitted);
  const asked = "Quelle sauvegarde faut-il prévoir ?";
  expect(ask(asked, records, {}).closest).toEqual([]);
  expect(ask(asked, records, { near: [[backups, first(0.4)]] }).closest).toEqual([backups.name]);
});

test("nearness is told in the question's own spread, by record and section", () => {
  const hit = (resId: number, section: string, similarity: number | null) => ({
    chunk: `${resId} ${section}`,
    document: resId,
    resModel: "crm.lead",
    resId,
    record: `crm.lead ${resId}`,
    section,
    bm25: 0,
    similarity,
  });
  const near = nearnessByRecord([
    hit(1, "fields", 0.8),
    hit(2, "fields", 0.9),
    hit(2, "fields", 0.85),
    hit(1, "message:1", 0.85),
    hit(3, "header", null),
  ]);
  expect(near.get("crm.lead 2")?.lead).toBeCloseTo(0.5);
  expect(near.get("crm.lead 1")?.lead).toBe(0);
  expect(near.get("crm.lead 1")?.sections.map((it) => it.section)).toEqual(["message:1"]);
  expect(near.get("crm.lead 1")?.sections[0]?.prominence).toBeCloseTo(0.5);
  expect(near.has("crm.lead 3")).toBe(false);
});
