import {
  cachedEmbeddings,
  pruneEmbeddings,
  rememberEmbeddings,
} from "../src/store/embedding-cache.ts";
import {
  chunksOf,
  claimDocument,
  deleteChunks,
  documentStamps,
  highestVersion,
} from "../src/store/documents.ts";
import { chunksWithoutVector, insertEmbeddings } from "../src/store/embeddings.ts";
import { findIdentified, replaceIdentifiers } from "../src/store/identifiers.ts";
import { addToTerms, deletePostings } from "../src/store/postings.ts";
import { search } from "../src/store/search.ts";
import type { Queryable } from "../src/store/transaction.ts";
import { documentsOf, recentRecords } from "../src/store/visible-documents.ts";
import type { Documents } from "../src/store/visible-documents.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { openTestGeneration } from "./generations.ts";

const rows = 100_000;
const dimensions = 3;
let db: TestDatabase;
let generation: number;

beforeAll(async () => {
  db = await createDatabase();
  ({ id: generation } = await openTestGeneration(db.pool, { dimensions }));
  await fill();
}, 240_000);

afterAll(() => db.drop());

/** As many chunks as the benches have, one a record, each with four of 5,000 terms. */
async function fill(): Promise<void> {
  const g = generation;
  await db.pool.query(
    `
     insert into document (generation, res_model, res_id, version, indexed_at)
       select ${g}, 'res.partner', n, n, now() - interval '1 day'
       from generate_series(1, ${rows}) n;
     insert into chunk (generation, document, res_model, res_id, section, lang, part, content_hash,
         length, terms)
       select ${g}, id, res_model, res_id, 'fields', 'en_US', 0, '\\x00', 4, '{}' from document;
     insert into posting (generation, term, chunk, tf, length, document)
       select ${g}, (c.id * 7 + t * 1301) % 5000, c.id, 1, 4, c.document
       from chunk c, generate_series(1, 4) t on conflict do nothing;
     insert into term (generation, term, df)
       select ${g}, term, count(*) from posting group by term;
     insert into identifier (generation, value, document)
       select ${g}, id, id from document;
     drop index embedding_hnsw_${g};
     insert into embedding (generation, document, chunk, vector)
       select ${g}, document, id, ('[' || sin(id) || ',' || cos(id) || ',' || sin(id * 3) || ']')::halfvec
       from chunk;
     create index embedding_hnsw_${g} on embedding
       using hnsw ((vector::halfvec(${dimensions})) halfvec_ip_ops)
       with (m = 4, ef_construction = 16) where generation = ${g};
     insert into embedding_cache (model, content_hash, vector, used_at)
       select 'test', decode(lpad(to_hex(n), 64, '0'), 'hex'), '[1,0,0]', now() - n * interval '1 minute'
       from generate_series(1, ${rows}) n;
     update generation set chunks = ${rows}, terms = ${4 * rows}`,
  );
  await db.pool.query("vacuum analyze");
}

/** Plans of the statements that the work runs, read whole over a big table or not. */
async function plansOf(work: (db: Queryable) => Promise<unknown>): Promise<string[]> {
  const client = await db.pool.connect();
  const plans: string[] = [];
  const query = async (
    asked: string | { text: string; values: unknown[] },
    more?: unknown[],
  ): Promise<unknown> => {
    const { text, values } = typeof asked === "string" ? { text: asked, values: more } : asked;
    const explained = await client.query<{ "QUERY PLAN": string }>(`explain ${text}`, values);
    plans.push(explained.rows.map((row) => row["QUERY PLAN"]).join("\n"));
    return await client.query(text, values);
  };
  try {
    await client.query("begin");
    await work({ query: query as Queryable["query"] });
    return plans;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

const vector = [1, 0, 0];
const terms = [
  { term: "7", weight: 1, word: 0 },
  { term: "1301", weight: 0.4, word: 1 },
];
const hash = "1".padStart(64, "0");
const limits = { words: 200, vectors: 120 };
const first = (count: number): Documents => ({
  ids: Array.from({ length: count }, (_, at) => at + 1),
  chunks: count,
  words: 4 * count,
});
const few = first(5_000);
const more = first(10_000);

/** Left out is what counts a whole generation: it reads all of it in any case. */
const statements: [string, (db: Queryable, generation: number) => Promise<unknown>][] = [
  [
    "search over all",
    (it, id) =>
      search(it, { generation: { id, dimensions }, terms, vector, documents: null, limits }),
  ],
  [
    "search over few",
    (it, id) =>
      search(it, { generation: { id, dimensions }, terms, vector, documents: few, limits }),
  ],
  [
    "search over more",
    (it, id) =>
      search(it, { generation: { id, dimensions }, terms, vector, documents: more, limits }),
  ],
  [
    "search by words alone",
    (it, id) =>
      search(it, { generation: { id, dimensions }, terms, vector: null, documents: null, limits }),
  ],
  ["findIdentified", (it, id) => findIdentified(it, id, ["7", "8"], 200)],
  ["documentsOf", (it, id) => documentsOf(it, id, { "res.partner": [1, 2, 3] })],
  ["recentRecords", (it, id) => recentRecords(it, id, 10, 1_000)],
  [
    "claimDocument",
    (it, id) =>
      claimDocument(
        it,
        { generation: id, resModel: "res.partner", resId: 7 },
        { version: rows + 1, stamp: "", deleted: false },
      ),
  ],
  ["chunksOf", (it) => chunksOf(it, "7")],
  ["deletePostings", (it, id) => deletePostings(it, id, [{ term: "7", chunk: "7" }])],
  ["deleteChunks", (it) => deleteChunks(it, ["7"])],
  ["addToTerms", (it, id) => addToTerms(it, id, new Map([["7", 1]]))],
  ["replaceIdentifiers", (it, id) => replaceIdentifiers(it, id, "7", ["8"])],
  ["insertEmbeddings", (it, id) => insertEmbeddings(it, id, "7", [{ chunk: "7", vector }])],
  ["chunksWithoutVector", (it, id) => chunksWithoutVector(it, id, "7")],
  ["cachedEmbeddings", (it) => cachedEmbeddings(it, "test", [hash])],
  ["rememberEmbeddings", (it) => rememberEmbeddings(it, "test", [{ hash, vector }])],
  ["pruneEmbeddings", (it) => pruneEmbeddings(it, 69)],
  ["documentStamps", (it, id) => documentStamps(it, id, "res.partner", 500, 100)],
  ["highestVersion", (it) => highestVersion(it)],
];

test.each(statements)(
  "%s reads no big table from end to end among 100,000 chunks",
  async (_, run) => {
    const plans = await plansOf((it) => run(it, generation));
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) {
      expect(plan).not.toMatch(
        /Seq Scan on (document|chunk|posting|term|embedding|embedding_cache|identifier)\b/,
      );
    }
  },
);

test("vectors are searched by their index, words by the postings' key alone", async () => {
  const [plan] = await plansOf((it) =>
    search(it, {
      generation: { id: generation, dimensions },
      terms,
      vector,
      documents: null,
      limits,
    }),
  );
  expect(plan).toContain(`Index Scan using embedding_hnsw_${generation}`);
  expect(plan).toContain("Index Only Scan using posting_pkey");
});
