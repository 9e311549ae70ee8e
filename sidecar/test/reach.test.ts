import { choose } from "../src/answering/extractive/choose.ts";
import { reachable } from "../src/answering/extractive/reach.ts";
import type { Reached, Reading } from "../src/answering/extractive/read-all.ts";
import { keyOf } from "../src/store/search.ts";
import { mayBe, readFor, valuesFor } from "./reading.ts";
import { lumbersOrder, permitted } from "./records.ts";
import type { Written } from "./records.ts";

const azure: Written = {
  ...{ resModel: "res.partner", resId: 62, name: "Lumber Inc", modelLabel: "Contact" },
  isParty: true,
  fields: [["city", "City", "Fremont", "char"]],
};
const asked = "Which city is it for?";
const targetsOf = (reading: Reading): string[] =>
  reachable(reading.linked, choose(reading)).map((it) => `${keyOf(it)} by ${it.label}`);

test("is reached by its many2one from what is open, spoken of, or named; those of persons first", () => {
  const customer = `${keyOf({ resModel: "res.partner", resId: 62 })} by Customer`;
  const open = targetsOf(readFor(asked, [lumbersOrder], { open: lumbersOrder }));
  expect(open).toContain(customer);
  expect(open).toHaveLength(2);
  expect(targetsOf(readFor(asked, [lumbersOrder], { cited: [lumbersOrder] }))).toContain(customer);
  expect(targetsOf(readFor("Which city is S00063 for?", [lumbersOrder]))).toContain(customer);
  expect(targetsOf(readFor("Which city is order 63 for?", [lumbersOrder]))).toContain(customer);
});

test("is not reached from what the search merely found, nor without a name to show", () => {
  expect(targetsOf(readFor(asked, [lumbersOrder]))).toEqual([]);
  const untold: Written = {
    ...lumbersOrder,
    fields: [["partner_id", "Customer", "Lumber Inc", "many2one", "res.partner"]],
  };
  expect(targetsOf(readFor(asked, [untold], { open: untold }))).toEqual([]);
});

test("is one of four at most, however many there are", () => {
  const wide: Written = {
    ...lumbersOrder,
    fields: Array.from({ length: 9 }, (_, at) => [
      ...([`x_${at}_id`, `Link ${at}`, `Target ${at}`, "many2one"] as const),
      ...(["x.model", 100 + at] as const),
    ]),
  };
  expect(targetsOf(readFor(asked, [wide], { open: wide }))).toHaveLength(4);
});

const reached: Reached[] = [
  {
    record: permitted(azure),
    from: keyOf({ resModel: lumbersOrder.resModel, resId: lumbersOrder.resId }),
    label: "Customer",
  },
];

test("may answer, and is said by its own name", () => {
  const reading = readFor(asked, [lumbersOrder], { open: lumbersOrder, reached });
  const city = mayBe(reading).find((it) => it.label === "City");
  expect(city).toMatchObject({ values: ["Fremont"], features: { reached: 1 } });
  expect(city?.of.via).toMatchObject({ label: "Customer" });
});

test("answers nothing for a name that neither it nor its source has", () => {
  const of = (question: string): string[] =>
    valuesFor(question, [lumbersOrder], { open: lumbersOrder, reached });
  expect(of("Which city is Zanzibar in?")).not.toContain("Fremont");
  expect(of("Which city is Lumber Inc in?")).toContain("Fremont");
  expect(of("Which city is S00063 for?")).toContain("Fremont");
});

test("is left out where what led to it is not among those read", () => {
  const from = keyOf({ resModel: "sale.order", resId: 999 });
  const stray = reached.map((it) => ({ ...it, from }));
  const reading = readFor(asked, [lumbersOrder], { open: lumbersOrder, reached: stray });
  expect(reading.linked.map((it) => it.read.record.name)).toEqual(["S00063"]);
});
