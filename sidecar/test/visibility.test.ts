import { Visibility } from "../src/retrieval/visibility.ts";
import type { Asker, Finder } from "../src/retrieval/visibility.ts";
import { searchVisible } from "../src/retrieval/visible-search.ts";
import type { VisibleHits } from "../src/retrieval/visible-search.ts";
import { replace } from "../src/indexing/replace.ts";
import type { Ids } from "../src/store/visible-documents.ts";
import { hash64 } from "../src/text/hash.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { openTestGeneration } from "./generations.ts";

/** More than any search over all looks at. */
const records = 1_200;
const model = "res.partner";
let db: TestDatabase;
let generation: number;

beforeAll(async () => {
  db = await createDatabase();
  ({ id: generation } = await openTestGeneration(db.pool));
  const all = Array.from({ length: records }, (_, at) => at + 1);
  for (; all.length > 0;) await Promise.all(all.splice(0, 8).map(index));
  // Long indexed: what is younger than a hint is another matter.
  await db.pool.query("update document set indexed_at = now() - interval '1 hour'");
}, 60_000);

afterAll(() => db.drop());

/** A record with the word that every test asks for. */
async function index(resId: number): Promise<void> {
  await replace(db.pool, generation, {
    resModel: model,
    resId,
    name: `Partner ${resId}`,
    version: 1,
    deleted: false,
    lang: "en_US",
    sections: [
      {
        section: "fields",
        kind: "fields",
        date: null,
        lines: [{ text: `Partner ${resId} sells carpets`, value: null, type: null }],
      },
    ],
  });
}

/** An Odoo that counts what it is asked. `many` stands for a user who finds more than it tells. */
class CountingOdoo implements Finder {
  found: Set<number>;
  checks: number[][] = [];
  lists = 0;
  readonly #many: boolean;

  constructor(found: Iterable<number>, many = false) {
    this.found = new Set(found);
    this.#many = many;
  }

  visible(ids: Ids): Promise<Ids> {
    const asked = ids[model] ?? [];
    this.checks.push(asked);
    return Promise.resolve({ [model]: asked.filter((id) => this.found.has(id)) });
  }

  allVisible(atMost: number): Promise<Ids | undefined> {
    this.lists += 1;
    const few = !this.#many || atMost > 10_000;
    return Promise.resolve(few ? { [model]: [...this.found] } : undefined);
  }
}

const visibility = new Visibility();

function find(odoo: CountingOdoo, who: Partial<Asker> = {}): Promise<VisibleHits> {
  const asker = { uid: 2, companyIds: [1], odoo, visibility, ...who };
  const terms = [{ term: hash64("carpet"), weight: 1, word: 0 }];
  const sought = { generation: { id: generation, dimensions: null }, terms, vector: null };
  return searchVisible(db.pool, sought, [], asker, new AbortController().signal);
}

const ids = ({ hits }: VisibleHits): number[] =>
  hits.map((hit) => hit.resId).sort((left, right) => left - right);

test("who finds few records is searched for among these alone", async () => {
  const odoo = new CountingOdoo([3, 390]);
  expect(ids(await find(odoo, { uid: 10 }))).toEqual([3, 390]);
  expect(odoo.checks).toEqual([[3, 390]]);
});

test("Odoo is asked for the list once within seconds, for each user and companies of his", async () => {
  const odoo = new CountingOdoo([3]);
  await find(odoo, { uid: 11 });
  await find(odoo, { uid: 11 });
  expect(odoo.lists).toBe(1);
  await find(odoo, { uid: 11, companyIds: [1, 2] });
  await find(odoo, { uid: 12 });
  expect(odoo.lists).toBe(3);
});

test("questions at once ask for one list, and one that ends takes no other with it", async () => {
  const odoo = new CountingOdoo([1, 2, 3]);
  const asker = { uid: 31, companyIds: [1], odoo };
  const ended = new AbortController();
  const lists = Promise.withResolvers<undefined>();
  const failing: Finder = {
    visible: (ids) => odoo.visible(ids),
    allVisible: async () => {
      await lists.promise;
      throw new Error("ended");
    },
  };
  const listFor = (finder: Finder, signal: AbortSignal): Promise<unknown> =>
    visibility.documents(db.pool, generation, { ...asker, odoo: finder }, signal);
  const first = listFor(failing, ended.signal);
  const others = [1, 2, 3].map(() => listFor(odoo, new AbortController().signal));
  ended.abort();
  lists.resolve(undefined);
  await expect(first).rejects.toThrow("ended");
  for (const documents of await Promise.all(others)) {
    expect(documents).toMatchObject({
      ids: [expect.anything(), expect.anything(), expect.anything()],
    });
  }

  const together = new CountingOdoo([4]);
  await Promise.all(
    Array.from({ length: 8 }, () =>
      visibility.documents(
        db.pool,
        generation,
        { uid: 32, companyIds: [1], odoo: together },
        new AbortController().signal,
      ),
    ),
  );
  expect(together.lists).toBe(1);
});

test("whoever waits for a list that another asked for can be stopped meanwhile", async () => {
  const odoo = new CountingOdoo([1, 2, 3]);
  const lists = Promise.withResolvers<undefined>();
  const slow: Finder = {
    visible: (ids) => odoo.visible(ids),
    allVisible: async (atMost) => {
      await lists.promise;
      return odoo.allVisible(atMost);
    },
  };
  const asker = { uid: 77, companyIds: [1], odoo: slow };
  const stop = new AbortController();
  const first = visibility.documents(db.pool, generation, asker, new AbortController().signal);
  const waiting = visibility.documents(db.pool, generation, asker, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: "stopped" });
  lists.resolve(undefined);
  expect(await first).toMatchObject({ chunks: 3 });
});

test("a right taken away counts at once, whatever the hint says", async () => {
  const odoo = new CountingOdoo([3, 4]);
  expect(ids(await find(odoo, { uid: 13 }))).toEqual([3, 4]);
  odoo.found = new Set([4]);
  expect(ids(await find(odoo, { uid: 13 }))).toEqual([4]);
  expect(odoo.lists).toBe(1);
});

test("a record that was indexed after the hint is found, if it is the asker's, and else not", async () => {
  const odoo = new CountingOdoo([3]);
  await find(odoo, { uid: 14 });
  await index(records + 1);
  await index(records + 2);
  odoo.found.add(records + 1);
  expect(ids(await find(odoo, { uid: 14 }))).toEqual([3, records + 1]);
  expect(odoo.lists).toBe(1);
});

test("a hidden record that was just indexed moves no figure, and Odoo is asked about it once", async () => {
  const odoo = new CountingOdoo([3, 4]);
  const before = await find(odoo, { uid: 20 });
  expect(before.hits).toHaveLength(2);
  await index(records + 3);
  expect(await find(odoo, { uid: 20 })).toEqual(before);
  expect(await find(odoo, { uid: 20 })).toEqual(before);
  expect(odoo.checks.flat().filter((id) => id === records + 3)).toHaveLength(1);
  odoo.found.add(records + 3);
  await index(records + 3);
  expect(ids(await find(odoo, { uid: 20 }))).toEqual([3, 4, records + 3]);
});

test("who finds many is never left with less than he may find", async () => {
  // More others with the same word come first than a search over all looks at.
  const odoo = new CountingOdoo([1_195, 1_196, 1_197], true);
  expect(ids(await find(odoo, { uid: 15 }))).toEqual([1_195, 1_196, 1_197]);
  expect(odoo.lists).toBe(2);
});

test("no id is checked twice for one question", async () => {
  const odoo = new CountingOdoo([1_195], true);
  await find(odoo, { uid: 16 });
  const checked = odoo.checks.flat();
  expect(new Set(checked).size).toBe(checked.length);
});

test("who finds nothing is given nothing", async () => {
  expect(ids(await find(new CountingOdoo([]), { uid: 17 }))).toEqual([]);
});
