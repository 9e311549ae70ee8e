import { insertEmbeddings, chunksWithoutVector } from "../src/store/embeddings.ts";
import { currentGeneration } from "../src/store/generations.ts";
import type { Generation } from "../src/store/generations.ts";
import { search } from "../src/store/search.ts";
import type { Hit } from "../src/store/search.ts";
import { replace } from "../src/indexing/replace.ts";
import { hash64 } from "../src/text/hash.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { openTestGeneration } from "./generations.ts";

const dimensions = 8;
const records = 300;
let db: TestDatabase;
let generation: Generation;
const vectors = new Map<number, number[]>();

/** The same numbers in every run. */
function numbers(seed: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => {
    const hash = BigInt(hash64(`${seed} ${at}`));
    return Number(hash % 1000n) / 1000;
  });
}

const wordsOf = (resId: number): string =>
  numbers(resId, 30)
    .map((it) => `word${Math.floor(Math.abs(it) ** 3 * 60)}x`)
    .join(" ");

beforeAll(async () => {
  db = await createDatabase();
  const { id } = await openTestGeneration(db.pool, { dimensions });
  for (let resId = 1; resId <= records; resId += 1) {
    const lines = [{ text: wordsOf(resId), value: null, field: null }];
    await replace(db.pool, id, {
      resModel: "crm.lead",
      resId,
      version: 1,
      deleted: false,
      lang: "en_US",
      name: "",
      sections: [{ section: "fields", kind: "fields", date: null, lines }],
    });
  }
  const documents = await db.pool.query<{ id: string; resId: number }>(
    `select id::text, res_id as "resId" from document`,
  );
  for (const { id: document, resId } of documents.rows) {
    // Every tenth is still without its vector.
    if (resId % 10 === 0) continue;
    const vector = numbers(-resId, dimensions);
    vectors.set(resId, vector);
    const chunks = await chunksWithoutVector(db.pool, id, document);
    await insertEmbeddings(
      db.pool,
      id,
      document,
      chunks.map((it) => ({ chunk: it.id, vector })),
    );
  }
  const current = await currentGeneration(db.pool);
  if (!current) throw new Error("no generation");
  generation = current;
});

afterAll(() => db.drop());

const asked = ["word0x", "word3x", "word20x", "word55x", "unheard"];
const terms = asked.map((form, word) => ({ term: hash64(form), weight: 1, word }));
const vector = numbers(1234, dimensions);

const texts = Array.from({ length: records }, (_, at) => wordsOf(at + 1).split(" "));
const meanLength = texts.reduce((sum, text) => sum + text.length, 0) / records;
const idfs = asked.map((word) => {
  const df = texts.filter((text) => text.includes(word)).length;
  return Math.log(1 + (records - df + 0.5) / (df + 0.5));
});

/** What the statement must say of a record, reckoned from the texts themselves. */
function reckon(resId: number): { bm25: number; similarity: number | null } {
  const own = texts[resId - 1] ?? [];
  const norm = 1.2 * (0.25 + (0.75 * own.length) / meanLength);
  const bm25 = asked.reduce((sum, word, at) => {
    const tf = own.filter((it) => it === word).length;
    return sum + ((idfs[at] ?? 0) * tf * 2.2) / (tf + norm);
  }, 0);
  const its = vectors.get(resId);
  if (!its) return { bm25, similarity: null };
  const dot = its.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0);
  return { bm25, similarity: dot / (Math.hypot(...its) * Math.hypot(...vector)) };
}

function expectExact(hits: Hit[]): void {
  for (const { resId, bm25, similarity } of hits) {
    const expected = reckon(resId);
    expect(bm25).toBeCloseTo(expected.bm25, 6);
    if (expected.similarity === null) expect(similarity).toBeNull();
    else expect(similarity).toBeCloseTo(expected.similarity, 2);
  }
}

const limits = { words: 20, vectors: 20 };
const everyone = Array.from({ length: records }, (_, at) => at + 1);

/** Ids of the best by one leg, reckoned. */
function bestBy(leg: "bm25" | "similarity", among: number[], count: number): number[] {
  return among
    .map((resId) => ({ resId, score: reckon(resId)[leg] ?? -1 }))
    .sort((left, right) => right.score - left.score)
    .slice(0, count)
    .map((it) => it.resId);
}

test("the best of both legs come back, each with the exact scores of both", async () => {
  const { hits } = await search(db.pool, { generation, terms, vector, documents: null, limits });
  expectExact(hits);
  const found = hits.map((it) => it.resId);
  expect(found).toEqual(expect.arrayContaining(bestBy("bm25", everyone, 10)));
  expect(found).toEqual(expect.arrayContaining(bestBy("similarity", everyone, 10)));
  expect(new Set(found).size).toBe(found.length);
});

test("among the documents given the search is exact, and finds nothing beside them", async () => {
  const some = everyone.filter((resId) => resId % 7 === 0);
  const { rows } = await db.pool.query<{ id: number }>(
    "select id from document where res_id = any($1)",
    [some],
  );
  const documents = rows.map((row) => row.id);
  const { hits } = await search(db.pool, { generation, terms, vector, documents, limits });
  expectExact(hits);
  const found = hits.map((it) => it.resId);
  expect(found.filter((resId) => !some.includes(resId))).toEqual([]);
  expect(found).toEqual(expect.arrayContaining(bestBy("bm25", some, 10)));
  expect(found).toEqual(expect.arrayContaining(bestBy("similarity", some, 10)));
});

test.each(["all", "many"])(
  "a word too frequent to be read counts for what the others find, among %s documents",
  async (which) => {
    const client = await db.pool.connect();
    const usual = [...idfs];
    try {
      // As if the collection were so large that its most frequent word isn't read.
      const chunks = 1_000_000;
      const df = 9_000;
      await client.query("begin");
      await client.query("update generation set chunks = $1, terms = $2", [
        chunks,
        Math.round(chunks * meanLength),
      ]);
      await client.query("update term set df = $1 where term = $2", [df, terms[0]?.term]);
      for (const [at, word] of asked.entries()) {
        const its = at === 0 ? df : texts.filter((text) => text.includes(word)).length;
        idfs[at] = Math.log(1 + (chunks - its + 0.5) / (its + 0.5));
      }
      const own = await client.query<{ id: number }>("select id from document order by id");
      const ids = own.rows.map((row) => row.id);
      // An asker's hint may name documents that are gone.
      const gone = Array.from({ length: 5_000 }, (_, at) => 1_000_000 + at);
      const documents = which === "all" ? null : [...ids, ...gone];
      const { hits } = await search(client, { generation, terms, vector, documents, limits });
      expectExact(hits);
      const frequent = hits.filter((it) => (texts[it.resId - 1] ?? []).includes(asked[0] ?? ""));
      expect(frequent.length).toBeGreaterThan(0);
      const rare = bestBy("bm25", everyone, 3);
      expect(hits.map((it) => it.resId)).toEqual(expect.arrayContaining(rare));
    } finally {
      idfs.splice(0, idfs.length, ...usual);
      await client.query("rollback");
      client.release();
    }
  },
);

test("a word that no chunk holds counts for the question, as the rarest one", async () => {
  const without = terms.slice(0, -1);
  const massOf = async (some: typeof terms): Promise<number> =>
    (await search(db.pool, { generation, terms: some, vector, documents: null, limits })).mass;
  const unheard = 2.2 * Math.log(1 + (records + 0.5) / 0.5);
  expect((await massOf(terms)) - (await massOf(without))).toBeCloseTo(unheard, 6);
});

test("several forms of one word are one word of the question", async () => {
  const forms = [...terms, { term: hash64("unheards"), weight: 1, word: terms.length - 1 }];
  const [one, two] = await Promise.all(
    [terms, forms].map((some) =>
      search(db.pool, { generation, terms: some, vector, documents: null, limits }),
    ),
  );
  expect(two?.mass).toBe(one?.mass);
});

test("a question without a vector is searched by its words, one without words by its vector", async () => {
  const words = await search(db.pool, { generation, terms, vector: null, documents: null, limits });
  expect(words.hits).toHaveLength(limits.words);
  expect(words.hits.every((it) => it.similarity === null)).toBe(true);
  const meaning = await search(db.pool, {
    generation,
    terms: [],
    vector,
    documents: null,
    limits,
  });
  expect(meaning.hits).toHaveLength(limits.vectors);
  expect(meaning).toMatchObject({ mass: 0 });
});

test("whoever may find nothing has nothing searched", async () => {
  expect(await search(db.pool, { generation, terms, vector, documents: [], limits })).toEqual({
    mass: 0,
    hits: [],
  });
});
