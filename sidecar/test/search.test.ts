import { insertEmbeddings, chunksWithoutVector } from "../src/store/embeddings.ts";
import { currentGeneration } from "../src/store/generations.ts";
import type { Generation } from "../src/store/generations.ts";
import { search } from "../src/store/search.ts";
import type { Found, Hit } from "../src/store/search.ts";
import { addToTerms, insertPostings } from "../src/store/postings.ts";
import { documentsOf } from "../src/store/visible-documents.ts";
import type { Documents } from "../src/store/visible-documents.ts";
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
    const lines = [{ text: wordsOf(resId), value: null, type: null }];
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

interface Statistics {
  meanLength: number;
  idfs: number[];
}

const idf = (chunks: number, df: number): number => Math.log(1 + (chunks - df + 0.5) / (df + 0.5));

/** Of these texts alone, as BM25 is defined. */
function statisticsOf(some: string[][]): Statistics {
  return {
    meanLength: some.reduce((sum, text) => sum + text.length, 0) / some.length,
    idfs: asked.map((word) => idf(some.length, some.filter((it) => it.includes(word)).length)),
  };
}
const overAll = statisticsOf(texts);

/** What the statement must say of a record, reckoned from the texts themselves. */
function reckon(
  resId: number,
  { meanLength, idfs }: Statistics = overAll,
): { bm25: number; similarity: number | null } {
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

function expectExact(hits: Hit[], statistics = overAll): void {
  for (const { resId, bm25, similarity } of hits) {
    const expected = reckon(resId, statistics);
    expect(bm25).toBeCloseTo(expected.bm25, 6);
    if (expected.similarity === null) expect(similarity).toBeNull();
    else expect(similarity).toBeCloseTo(expected.similarity, 2);
  }
}

const limits = { words: 20, vectors: 20 };
const everyone = Array.from({ length: records }, (_, at) => at + 1);

/** Ids of the best by one leg, reckoned. */
function bestBy(
  leg: "bm25" | "similarity",
  among: number[],
  count: number,
  statistics = overAll,
): number[] {
  return among
    .map((resId) => ({ resId, score: reckon(resId, statistics)[leg] ?? -1 }))
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

async function documentsOfRecords(some: number[]): Promise<Documents> {
  return await documentsOf(db.pool, generation.id, { "crm.lead": some });
}

test("among the documents given the search is exact, and finds nothing beside them", async () => {
  const some = everyone.filter((resId) => resId % 7 === 0);
  const documents = await documentsOfRecords(some);
  const { hits } = await search(db.pool, { generation, terms, vector, documents, limits });
  const statistics = statisticsOf(some.map((resId) => texts[resId - 1] ?? []));
  expectExact(hits, statistics);
  const found = hits.map((it) => it.resId);
  expect(found.filter((resId) => !some.includes(resId))).toEqual([]);
  expect(found).toEqual(expect.arrayContaining(bestBy("bm25", some, 10, statistics)));
  expect(found).toEqual(expect.arrayContaining(bestBy("similarity", some, 10)));
});

/** The same search before and after a document comes in that is not among those searched. */
async function beforeAndAfter(documents: Documents | null, text: string): Promise<Found[]> {
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    // As large as an index is whose askers see too much for their own documents to be searched.
    await client.query("update generation set chunks = 20000, terms = 600000");
    const ask = async (): Promise<Found> =>
      await search(client, { generation, terms, vector, documents, limits });
    const before = await ask();
    const postings = [{ term: hash64(text), chunk: "0", tf: 3, length: 3 }];
    await insertPostings(client, generation.id, "0", postings);
    await addToTerms(client, generation.id, new Map([[hash64(text), 1]]));
    return [before, await ask()];
  } finally {
    await client.query("rollback");
    client.release();
  }
}

test.each([
  ["nobody's", "unheard"],
  ["the asker's own", "word55x"],
])("a hidden document moves no figure of a search among few: %s word", async (_, word) => {
  const documents = await documentsOfRecords(everyone);
  const [before, after] = await beforeAndAfter(documents, word);
  expect(before?.hits.length).toBeGreaterThan(0);
  expect(after).toEqual(before);
});

test("among many, a score doesn't tell whether a word stands in a few hidden chunks", async () => {
  const [before, after] = await beforeAndAfter(null, "unheard");
  expect(after?.mass).toBe(before?.mass);
  expect(after?.hits.length).toBeGreaterThan(limits.words);
  // It may take the place of another, but changes none.
  expect(before?.hits).toEqual(expect.arrayContaining(after?.hits ?? []));
});

test.each(["all", "many"])(
  "a word too frequent to be read counts for what the others find, among %s documents",
  async (which) => {
    const client = await db.pool.connect();
    try {
      // As if the collection were so large that its most frequent word isn't read.
      const chunks = 1_000_000;
      const df = 9_000;
      await client.query("begin");
      await client.query("update generation set chunks = $1, terms = $2", [
        chunks,
        Math.round(chunks * overAll.meanLength),
      ]);
      await client.query("update term set df = $1 where term = $2", [df, terms[0]?.term]);
      const statistics = {
        ...overAll,
        idfs: asked.map((word, at) =>
          // Fewer than five of so many count as five.
          idf(
            chunks,
            at === 0 ? df : Math.max(5, texts.filter((text) => text.includes(word)).length),
          ),
        ),
      };
      // An asker's hint may name documents that are gone.
      const own = await documentsOfRecords(everyone);
      const gone = Array.from({ length: 5_000 }, (_, at) => 1_000_000 + at);
      const documents = which === "all" ? null : { ...own, ids: [...own.ids, ...gone] };
      const { hits } = await search(client, { generation, terms, vector, documents, limits });
      expectExact(hits, statistics);
      const frequent = hits.filter((it) => (texts[it.resId - 1] ?? []).includes(asked[0] ?? ""));
      expect(frequent.length).toBeGreaterThan(0);
      const rare = bestBy("bm25", everyone, 3, statistics);
      expect(hits.map((it) => it.resId)).toEqual(expect.arrayContaining(rare));
    } finally {
      await client.query("rollback");
      client.release();
    }
  },
);

test("a word that no chunk holds counts for the question, as the rarest one", async () => {
  const without = terms.slice(0, -1);
  const massOf = async (some: typeof terms): Promise<number> =>
    (await search(db.pool, { generation, terms: some, vector, documents: null, limits })).mass;
  // Fewer than a two-thousandth of the chunks is as rare as it gets.
  const rarest = records / 2_000;
  const unheard = 2.2 * Math.log(1 + (records - rarest + 0.5) / (rarest + 0.5));
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
  const documents = { ids: [], chunks: 0, words: 0 };
  expect(await search(db.pool, { generation, terms, vector, documents, limits })).toEqual({
    mass: 0,
    rarities: new Map(),
    hits: [],
  });
});
