import { confidenceIn } from "../src/answering/confidence/confidence.ts";
import { optionsFor } from "../src/answering/confidence/decide.ts";
import { closestRecords, gate } from "../src/answering/confidence/gate.ts";
import { shipped } from "../src/calibration/shipped.ts";
import { readFor } from "./reading.ts";
import { order } from "./records.ts";

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
  expect(closestRecords(options.opened, reading.linked, options.choices)).toEqual([]);
});

test("what is counted may be written with a capital", () => {
  const { question, linked } = readFor("How many Sales Orders are there?", [order]);
  expect(gate(question, linked)).toMatchObject({ why: "over_many" });
});
