import { readQuestion } from "../src/question/question.ts";
import { currentGeneration } from "../src/store/generations.ts";
import { pointersOf } from "../src/permission/pointers.ts";
import { retrieve } from "../src/retrieval/retrieve.ts";
import type { Candidate } from "../src/retrieval/candidates.ts";
import type { Asked, Finding, Retrieved } from "../src/retrieval/retrieve.ts";
import { Visibility } from "../src/retrieval/visibility.ts";
import { replace } from "../src/indexing/replace.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { openTestGeneration } from "./generations.ts";
import { carpets, mitchell, order, purchase, sectionsOf } from "./records.ts";
import type { Written } from "./records.ts";

let db: TestDatabase;
let generation: number;

beforeAll(async () => {
  db = await createDatabase();
  const { id } = await openTestGeneration(db.pool);
  generation = id;
  for (const written of [carpets, order, purchase, mitchell]) await index(written);
});

afterAll(() => db.drop());

async function index(written: Written): Promise<void> {
  const { resModel, resId, name } = written;
  const sections = sectionsOf(written);
  await replace(db.pool, generation, {
    resModel,
    resId,
    name,
    sections,
    version: 1,
    deleted: false,
    lang: "en_US",
  });
}

type Odoo = Finding["asker"]["odoo"];

/** An Odoo whose asker finds many records: those of which this is true; its own search finds none. */
function finder(finds: (resModel: string, resId: number) => boolean): Odoo {
  return {
    visible: (ids) =>
      Promise.resolve(
        Object.fromEntries(
          Object.entries(ids).map(([model, some]) => [
            model,
            some.filter((id) => finds(model, id)),
          ]),
        ),
      ),
    allVisible: () => Promise.resolve(undefined),
    search: () => Promise.resolve([]),
  };
}

const everything = finder(() => true);
const never = new AbortController().signal;

async function find(
  question: string,
  more: Partial<Asked> = {},
  odoo = everything,
  signal = never,
): Promise<Retrieved> {
  const asked: Asked = { openRecord: undefined, earlier: [], ...more };
  const finding = { asker: { uid: 2, companyIds: [1], odoo }, visibility: new Visibility() };
  const current = await currentGeneration(db.pool);
  if (!current) throw new Error("Nothing is indexed.");
  const read = readQuestion(question, ["en_US"]);
  return await retrieve(db.pool, current, read, null, asked, finding, signal);
}

const named = (candidates: Candidate[]): string[] =>
  candidates.map((it) => `${it.resModel},${it.resId}`);

test("the open record comes first, even where the words are another's", async () => {
  const { candidates } = await find("Which cabinet was ordered?", {
    openRecord: { resModel: "crm.lead", resId: 31 },
  });
  expect(named(candidates).slice(0, 2)).toEqual(["crm.lead,31", "sale.order,21"]);
  expect(candidates[0]?.legs).toEqual({ open: 1, cited: 0, identifier: 0, found: 0 });
});

test("an identifier in any spelling finds its record before any words do", async () => {
  for (const spelling of ["S00021", "s-00021", "s 00021"]) {
    const { candidates } = await find(`carpets salesperson ${spelling}`);
    expect(candidates[0]).toMatchObject({ resModel: "sale.order", resId: 21, identified: true });
  }
});

test("what an earlier turn cited is a candidate of a follow-up without words of its own", async () => {
  const { candidates } = await find("And when was that?", {
    earlier: [{ resModel: "sale.order", resId: 21, section: "fields" }],
  });
  expect(candidates[0]).toMatchObject({ resModel: "sale.order", resId: 21, cited: true });
});

test("a word of a message finds its record and points to the message", async () => {
  const { candidates } = await find("Who got the samples?");
  expect(named(candidates)).toEqual(["crm.lead,31"]);
  expect(candidates[0]?.sections).toEqual(["message:2"]);
});

test("what the asker cannot find changes neither candidates nor scores", async () => {
  const withoutOrder = finder((model) => model !== "sale.order");
  const hidden = await find("salesperson carpets chair S00021", {}, withoutOrder);
  expect(named(hidden.candidates)).toEqual(["crm.lead,31"]);
  // Best of those visible, whatever the hidden one scores.
  expect(hidden.candidates[0]?.legs.found).toBe(1);
  expect(hidden.candidates[0]?.identified).toBe(false);
});

test("the same question gives the same candidates in the same order", async () => {
  const [one, two] = await Promise.all([find("salesperson order"), find("salesperson order")]);
  expect(two.candidates).toEqual(one.candidates);
});

test("the first candidates are read whole, the others by what was hit", async () => {
  const { candidates } = await find("carpets, S00021, Wood Corner and Mitchell's department");
  expect(candidates).toHaveLength(4);
  const pointers = pointersOf(candidates);
  expect(pointers.filter((it) => it.section === "*")).toHaveLength(3);
  expect(pointers.filter((it) => it.resId === candidates[3]?.resId)).toContainEqual(
    expect.objectContaining({ section: "fields" }),
  );
});

test("an abort ends the search before the next statement", async () => {
  await expect(find("carpets", {}, everything, AbortSignal.abort())).rejects.toThrow();
});

test("what Odoo itself finds by the number of an order is a candidate, as far as the asker finds it", async () => {
  const sought: string[][] = [];
  const odoo: Odoo = {
    ...everything,
    search: (words) => {
      sought.push(words);
      return Promise.resolve([{ resModel: "sale.order", resId: 21, words: [0] }]);
    },
  };
  const { candidates } = await find("What is the total of order 21?", {}, odoo);
  expect(sought).toEqual([["021"]]);
  expect(candidates[0]).toMatchObject({ resModel: "sale.order", resId: 21, identified: false });
  expect(candidates[0]?.legs.identifier).toBeGreaterThan(0);
  // A phone number ends no order's name, and without a number nothing is asked of Odoo.
  await find("Who has the number 5552333393?", {}, odoo);
  await find("Which cabinet was ordered?", {}, odoo);
  expect(sought).toHaveLength(1);
});

test("a company's contacts do not crowd out what it ordered", async () => {
  for (let resId = 200; resId < 215; resId += 1) {
    const name = `Azure Interior, Contact ${resId}`;
    await index({
      resModel: "res.partner",
      resId,
      name,
      modelLabel: "Contact",
      fields: [["parent_id", "Related Company", "Azure Interior", "many2one", "res.partner"]],
    });
  }
  const { candidates } = await find("What did Azure Interior have delivered?");
  expect(named(candidates)).toContain("sale.order,21");
});

test("the record that words are surest of is among those read, behind many that have them more often", async () => {
  const materials = "lime, slate and marble";
  const crowd = ["sale.order", "purchase.order", "account.move"].flatMap((resModel) =>
    Array.from({ length: 5 }, (_, at): Written => ({
      ...{ resModel, resId: 300 + at, name: `B0000${at}` },
      // Each section less surely, all of them together more so.
      messages: ["01", "02", "03"].map((day): [string, string] => [
        `2026-03-${day}T09:00:00`,
        `${materials}, as agreed with the haulier`,
      ]),
      noted: true,
    })),
  );
  const surest: Written = {
    ...{ resModel: "crm.lead", resId: 310, name: "B00010" },
    fields: [["note", "Note", materials, "text"]],
  };
  for (const written of [...crowd, surest]) await index(written);
  const { candidates } = await find("Which one has lime, slate and marble?");
  const at = named(candidates).indexOf("crm.lead,310");
  // Twelve are read; behind it are still some that have more speaking for them.
  expect(at).toBeLessThan(12);
  expect(candidates[at]?.legs.found).toBeLessThan(candidates[at + 1]?.legs.found ?? 0);
});
