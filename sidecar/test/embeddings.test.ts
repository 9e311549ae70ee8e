import { replace } from "../src/indexing/replace.ts";
import type { IndexableRecord } from "../src/indexing/replace.ts";
import {
  cachedEmbeddings,
  pruneEmbeddings,
  rememberEmbeddings,
} from "../src/store/embedding-cache.ts";
import { chunksWithoutVector, countVectors, insertEmbeddings } from "../src/store/embeddings.ts";
import { documentStamps, highestVersion } from "../src/store/documents.ts";
import { promote, writableGenerations } from "../src/store/generations.ts";
import { inTransaction } from "../src/store/transaction.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { openTestGeneration } from "./generations.ts";

let db: TestDatabase;
let generation: number;

beforeEach(async () => {
  db = await createDatabase();
  generation = (await openTestGeneration(db.pool, { dimensions: 3 })).id;
});

afterEach(() => db.drop());

function record(resId: number, text: string, version = 1): IndexableRecord {
  const lines = text.split("\n").map((line) => ({ text: line, value: line, type: null }));
  return {
    resModel: "crm.lead",
    resId,
    version,
    stamp: `stamp ${version}`,
    deleted: false,
    lang: "en_US",
    name: `Lead ${resId}`,
    sections: ["header", "fields"].map((section, at) => ({
      section,
      kind: section,
      date: null,
      lines: lines.slice(at, at + 1),
    })),
  };
}

const documentOf = async (resId: number): Promise<string> =>
  (await db.pool.query<{ id: string }>("select id::text from document where res_id = $1", [resId]))
    .rows[0]?.id ?? "";

async function vectors(): Promise<{ section: string; vector: string }[]> {
  const { rows } = await db.pool.query<{ section: string; vector: string }>(
    `select c.section, e.vector::text from embedding e join chunk c on c.id = e.chunk order by 1`,
  );
  return rows;
}

test("only a chunk that changed is without its vector", async () => {
  await replace(db.pool, generation, record(1, "blue carpets\nred curtains"));
  const document = await documentOf(1);
  const missing = await chunksWithoutVector(db.pool, generation, document);
  expect(missing.map((it) => it.section)).toEqual(["header", "fields"]);
  await insertEmbeddings(
    db.pool,
    generation,
    document,
    missing.map((it) => ({ chunk: it.id, vector: [0, 3, 4] })),
  );
  expect(await chunksWithoutVector(db.pool, generation, document)).toEqual([]);
  expect(await countVectors(db.pool, generation)).toBe(2);

  await replace(db.pool, generation, record(1, "blue carpets\ngreen curtains", 2));
  const changed = await chunksWithoutVector(db.pool, generation, document);
  expect(changed.map((it) => it.section)).toEqual(["fields"]);
  expect(await countVectors(db.pool, generation)).toBe(1);
});

test("a vector is stored with length 1, and a later one takes its place", async () => {
  await replace(db.pool, generation, record(1, "blue carpets"));
  const document = await documentOf(1);
  const [header] = await chunksWithoutVector(db.pool, generation, document);
  const chunk = header?.id ?? "";
  await insertEmbeddings(db.pool, generation, document, [{ chunk, vector: [0, 3, 4] }]);
  const [first] = await vectors();
  expect(JSON.parse(first?.vector ?? "[]")).toEqual([
    0,
    expect.closeTo(0.6, 3),
    expect.closeTo(0.8, 3),
  ]);
  const vector = new Float32Array([2, 0, 0]);
  await insertEmbeddings(db.pool, generation, document, [{ chunk, vector }]);
  expect(await vectors()).toEqual([{ section: "header", vector: "[1,0,0]" }]);
});

test("a vector for a chunk that was replaced meanwhile is dropped", async () => {
  await replace(db.pool, generation, record(1, "blue carpets"));
  const document = await documentOf(1);
  const [before] = await chunksWithoutVector(db.pool, generation, document);
  await replace(db.pool, generation, record(1, "red carpets", 2));
  await insertEmbeddings(db.pool, generation, document, [
    { chunk: before?.id ?? "", vector: [1, 0, 0] },
  ]);
  expect(await countVectors(db.pool, generation)).toBe(0);
  expect(await chunksWithoutVector(db.pool, generation, document)).toHaveLength(1);
});

test("a vector of other dimensions than the generation's is refused", async () => {
  await replace(db.pool, generation, record(1, "blue carpets"));
  const document = await documentOf(1);
  const [header] = await chunksWithoutVector(db.pool, generation, document);
  await expect(
    insertEmbeddings(db.pool, generation, document, [{ chunk: header?.id ?? "", vector: [1, 0] }]),
  ).rejects.toThrow("dimensions");
});

test("a vector without length is refused", async () => {
  await expect(
    rememberEmbeddings(db.pool, "test", [{ hash: "0a", vector: [0, 0, 0] }]),
  ).rejects.toThrow(RangeError);
});

test("the index over vectors goes with its generation", async () => {
  const indexes = async (): Promise<string[]> =>
    (
      await db.pool.query<{ name: string }>(
        "select indexname as name from pg_indexes where indexdef like '%hnsw%' order by 1",
      )
    ).rows.map((it) => it.name);
  await replace(db.pool, generation, record(1, "blue carpets"));
  const next = await openTestGeneration(db.pool, { dimensions: 4 });
  expect(await indexes()).toHaveLength(2);
  expect((await writableGenerations(db.pool)).map((it) => it.status)).toEqual([
    "current",
    "building",
  ]);
  await inTransaction(db.pool, (client) => promote(client, next.id));
  expect(await indexes()).toEqual([`embedding_hnsw_${next.id}`]);
  expect((await writableGenerations(db.pool)).map((it) => it.id)).toEqual([next.id]);
});

test("a build that a later one overtook is dropped with the one that answered", async () => {
  await openTestGeneration(db.pool, { dimensions: 4 });
  const last = await openTestGeneration(db.pool, { dimensions: 5 });
  await inTransaction(db.pool, (client) => promote(client, last.id));
  expect((await writableGenerations(db.pool)).map((it) => it.id)).toEqual([last.id]);
});

test("a generation opened by several at the same time is one", async () => {
  const opened = await Promise.all(
    Array.from({ length: 4 }, () => openTestGeneration(db.pool, { dimensions: 6 })),
  );
  expect(new Set(opened.map((it) => it.id)).size).toBe(1);
});

test("a vector computed before is known by its text, for its own model only", async () => {
  const [known, other] = ["0a", "0b"];
  await rememberEmbeddings(db.pool, "test", [{ hash: known, vector: [0, 3, 4] }]);
  await rememberEmbeddings(db.pool, "test", [{ hash: known, vector: [1, 0, 0] }]);
  const found = await cachedEmbeddings(db.pool, "test", [known, other]);
  expect([...found.keys()]).toEqual([known]);
  expect(found.get(known)?.[2]).toBeCloseTo(0.8, 3);
  expect(await cachedEmbeddings(db.pool, "another", [known])).toEqual(new Map());
});

test("what nothing has asked for in weeks is forgotten, what was asked for today is kept", async () => {
  await rememberEmbeddings(db.pool, "test", [
    { hash: "0a", vector: [1, 0, 0] },
    { hash: "0b", vector: [1, 0, 0] },
  ]);
  await db.pool.query("update embedding_cache set used_at = now() - interval '40 days'");
  await cachedEmbeddings(db.pool, "test", ["0a"]);
  expect(await pruneEmbeddings(db.pool, 30)).toBe(1);
  expect([...(await cachedEmbeddings(db.pool, "test", ["0a", "0b"])).keys()]).toEqual(["0a"]);
});

test("a record's stamp is that of its last rendering, and the highest version is known", async () => {
  expect(await highestVersion(db.pool)).toBe(0);
  for (const resId of [3, 1, 2]) await replace(db.pool, generation, record(resId, "words", resId));
  await replace(db.pool, generation, { ...record(2, "", 7), deleted: true });
  expect(await documentStamps(db.pool, generation, "crm.lead", 0, 10)).toEqual([
    { resId: 1, stamp: "stamp 1" },
    { resId: 3, stamp: "stamp 3" },
  ]);
  expect(await documentStamps(db.pool, generation, "crm.lead", 1, 1)).toEqual([
    { resId: 3, stamp: "stamp 3" },
  ]);
  expect(await highestVersion(db.pool)).toBe(7);
});
