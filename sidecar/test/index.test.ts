import { readQuestion } from "../src/question/question.ts";
import { replace } from "../src/indexing/replace.ts";
import type { IndexableRecord } from "../src/indexing/replace.ts";
import { countDocuments } from "../src/store/documents.ts";
import { currentGeneration, promote } from "../src/store/generations.ts";
import { findIdentified } from "../src/store/identifiers.ts";
import { search as searchIndex, searchStatement } from "../src/store/search.ts";
import type { Hit } from "../src/store/search.ts";
import { inTransaction } from "../src/store/transaction.ts";
import { hash64 } from "../src/text/hash.ts";
import { questionIdentifiers } from "../src/text/identifiers.ts";
import { stems } from "../src/text/tokenize.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { openTestGeneration } from "./generations.ts";

let db: TestDatabase;
let generation: number;

beforeEach(async () => {
  db = await createDatabase();
  generation = (await openTestGeneration(db.pool)).id;
});

afterEach(() => db.drop());

function record(
  resId: number,
  text: string,
  changes: Partial<IndexableRecord> = {},
): IndexableRecord {
  const lines = text.split("\n").map((line) => ({ text: line, value: line, type: null }));
  return {
    resModel: "crm.lead",
    resId,
    version: 1,
    deleted: false,
    lang: "en_US",
    name: `Lead ${resId}`,
    sections: [{ section: "fields", kind: "fields", date: null, lines }],
    ...changes,
  };
}

async function search(question: string, limit = 50): Promise<Hit[]> {
  const terms = readQuestion(question, ["en_US", "de_DE"]).words.flatMap(({ forms }, word) =>
    forms.map((form) => ({ term: hash64(form), weight: 1, word })),
  );
  const { hits } = await searchIndex(db.pool, {
    generation: { id: generation, dimensions: null },
    terms,
    vector: null,
    documents: null,
    limits: { words: limit, vectors: 0 },
  });
  return hits.sort((left, right) => right.bm25 - left.bm25);
}

const foundIds = async (question: string): Promise<number[]> =>
  (await search(question)).map((hit) => hit.resId);

test("a record replaced is found by its new words and no longer by its old ones", async () => {
  await replace(db.pool, generation, record(1, "blue carpets"));
  expect(await foundIds("carpets")).toEqual([1]);
  await replace(db.pool, generation, record(1, "red curtains", { version: 2 }));
  expect(await foundIds("carpets")).toEqual([]);
  expect(await foundIds("curtain")).toEqual([1]);
});

test("an older version never overwrites a newer one, nor brings a deleted record back", async () => {
  expect(
    await replace(db.pool, generation, record(1, "new wording", { version: 8 })),
  ).toMatchObject({ outcome: "replaced" });
  expect(
    await replace(db.pool, generation, record(1, "stale wording", { version: 7 })),
  ).toMatchObject({ outcome: "older" });
  expect(await foundIds("stale")).toEqual([]);
  expect(await foundIds("new")).toEqual([1]);
  await replace(db.pool, generation, record(1, "", { version: 9, deleted: true }));
  expect(
    await replace(db.pool, generation, record(1, "stale wording", { version: 8 })),
  ).toMatchObject({ outcome: "older" });
  expect(await foundIds("stale new wording")).toEqual([]);
});

test("a deletion removes everything but the version that refuses a late replacement", async () => {
  await replace(db.pool, generation, record(1, "blue carpets S00021"));
  await replace(db.pool, generation, record(1, "", { version: 2, deleted: true }));
  for (const table of ["chunk", "posting", "identifier"]) {
    const { rows } = await db.pool.query(`select * from ${table}`);
    expect([table, rows]).toEqual([table, []]);
  }
  const df = await db.pool.query("select sum(df)::int as df from term");
  expect(df.rows).toEqual([{ df: 0 }]);
  expect(await currentGeneration(db.pool)).toMatchObject({ chunks: 0 });
  expect(await countDocuments(db.pool, generation)).toEqual({});
});

test("the same replacement done twice changes nothing, as after a lost acknowledgement", async () => {
  const text = "blue carpets for the office\nphone +1 650 555 0111";
  await replace(db.pool, generation, record(1, text));
  const before = await everything();
  expect(await replace(db.pool, generation, record(1, text))).toMatchObject({
    outcome: "unchanged",
  });
  expect(await everything()).toEqual(before);
});

test("a transaction cut in the middle of a replacement leaves the record as it was", async () => {
  await replace(db.pool, generation, record(1, "blue carpets"));
  const before = await everything();
  // The last statement fails, after chunks and postings were written.
  await db.pool.query(
    "alter table generation add constraint full_disk check (chunks < 1) not valid",
  );
  await expect(
    replace(db.pool, generation, record(1, "red curtains", { version: 2 })),
  ).rejects.toThrow("full_disk");
  expect(await everything()).toEqual(before);
  await db.pool.query("alter table generation drop constraint full_disk");
  await replace(db.pool, generation, record(1, "red curtains", { version: 2 }));
  expect(await foundIds("curtains")).toEqual([1]);
});

test("only what changed of a record is written again", async () => {
  const sections = ["header", "fields"].map((section) => ({
    section,
    kind: section,
    date: null,
    lines: [{ text: `words of ${section}`, value: null, type: null }],
  }));
  await replace(db.pool, generation, record(1, "", { sections }));
  const idOf = async (section: string): Promise<unknown> =>
    (await db.pool.query("select id from chunk where section = $1", [section])).rows;
  const [header, fields] = [await idOf("header"), await idOf("fields")];
  const changed = structuredClone(sections);
  changed[1]?.lines.push({ text: "and more", value: null, type: null });
  await replace(db.pool, generation, record(1, "", { sections: changed, version: 2 }));
  expect(await idOf("header")).toEqual(header);
  expect(await idOf("fields")).not.toEqual(fields);
});

test("many replacements of overlapping words at once end without deadlock and with exact counts", async () => {
  const vocabulary = Array.from({ length: 60 }, (_, at) => `word${at}x`);
  const textOf = (seed: number): string =>
    [...vocabulary]
      .sort((a, b) => Number(hash64(`${a} ${seed}`)) - Number(hash64(`${b} ${seed}`)))
      .slice(0, 40)
      .join(" ");
  await Promise.all(
    Array.from({ length: 120 }, (_, at) =>
      replace(
        db.pool,
        generation,
        record(at % 30, textOf(at), { version: 1 + Math.floor(at / 30) }),
      ),
    ),
  );
  const wrong = await db.pool.query(
    `select t.term from term t where df <> (select count(*) from posting p
       where p.generation = t.generation and p.term = t.term)`,
  );
  expect(wrong.rows).toEqual([]);
  const size = await db.pool.query(
    `select g.chunks = count(c.id) and g.terms = sum(c.length) as exact
     from generation g join chunk c on c.generation = g.id group by g.id`,
  );
  expect(size.rows).toEqual([{ exact: true }]);
});

test("BM25 in SQL ranks and scores as a reference implementation does", async () => {
  const corpus = [
    "carpets for the new office in Berlin",
    "an office chair and another office chair and an office desk",
    "delivery of carpets carpets carpets delayed again and again because the lorry broke down",
    "chair",
    "the desk of the director",
  ];
  for (const [at, text] of corpus.entries()) {
    await replace(db.pool, generation, record(at + 1, text, { name: "" }));
  }
  const question = "office chair and carpets";

  const documents = corpus.map((text) => stems(text, "en"));
  const mean = documents.reduce((sum, document) => sum + document.length, 0) / documents.length;
  const expected = documents
    .map((document, at) => {
      let score = 0;
      for (const term of stems(question, "en")) {
        const tf = document.filter((word) => word === term).length;
        const df = documents.filter((other) => other.includes(term)).length;
        const idf = Math.log(1 + (documents.length - df + 0.5) / (df + 0.5));
        score += (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * document.length) / mean));
      }
      return { resId: at + 1, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);

  const found = await search(question);
  expect(found.map((hit) => hit.resId)).toEqual(expected.map(({ resId }) => resId));
  found.forEach((hit, at) => {
    expect(hit.bm25).toBeCloseTo(expected[at]?.score ?? NaN, 9);
  });
});

test("a search reads postings through the index alone, at 20,000 chunks and more", async () => {
  await db.pool.query(
    `insert into posting select $1, (random() * 20000)::int, c, 1, 60, c
     from generate_series(1, 20000) c, generate_series(1, 8) on conflict do nothing`,
    [generation],
  );
  await db.pool.query("insert into term select $1, term, count(*) from posting group by term", [
    generation,
  ]);
  await db.pool.query(
    `with d as (insert into document (generation, res_model, res_id, version)
       select $1, 'crm.lead', c, 1 from generate_series(1, 20000) c returning id, res_id)
     insert into chunk (generation, document, res_model, res_id, section, lang, part, content_hash, length, terms)
     select $1, id, 'crm.lead', res_id, 'fields', 'en_US', 0, '', 60, '{}' from d`,
    [generation],
  );
  await db.pool.query("update generation set chunks = 20000, terms = 1200000");
  await db.pool.query("vacuum analyze");
  const statement = searchStatement({
    generation,
    dimensions: undefined,
    exact: false,
    thorough: false,
    limits: { words: 200, vectors: 0 },
  });
  const { rows } = await db.pool.query<{ "QUERY PLAN": string }>(`explain ${statement}`, [
    ["17", "400", "1999"],
    [1, 1, 1],
    [0, 1, 2],
  ]);
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toContain("Index Only Scan using posting_pkey");
  expect(plan).toContain("Index Only Scan using term_pkey");
  expect(plan).not.toMatch(/Seq Scan on (posting|term|chunk)/);
});

test("a record is found by its identifiers in any spelling", async () => {
  const line = (label: string, value: string) => ({
    ...{ text: `${label}: ${value}`, value, type: "char" },
  });
  const bearing = (
    resId: number,
    name: string,
    lines: ReturnType<typeof line>[],
  ): IndexableRecord =>
    record(resId, "", {
      name,
      sections: [{ section: "fields", kind: "fields", date: null, lines }],
    });
  await replace(db.pool, generation, bearing(1, "S00021", []));
  await replace(db.pool, generation, bearing(2, "INV/2026/00001", []));
  await replace(
    db.pool,
    generation,
    bearing(3, "[FURN_0001] Desk", [line("barcode", "601647855631")]),
  );
  await replace(
    db.pool,
    generation,
    bearing(4, "Azure Interior", [
      line("email", "Azure.Interior24@example.com"),
      line("phone", "+1 (870) 931-0505"),
    ]),
  );
  const named = async (question: string): Promise<number[]> =>
    (await findIdentified(db.pool, generation, questionIdentifiers(question), 10)).map(
      (it) => it.resId,
    );
  for (const question of ["what about S00021?", "order s00021 please", "S-00021", "S 00021"]) {
    expect([question, await named(question)]).toEqual([question, [1]]);
  }
  for (const question of ["INV/2026/00001", "is inv-2026-00001 paid?", "INV 2026 00001"]) {
    expect([question, await named(question)]).toEqual([question, [2]]);
  }
  for (const question of ["price of FURN_0001", "[FURN_0001]?", "furn0001", "601647855631"]) {
    expect([question, await named(question)]).toEqual([question, [3]]);
  }
  for (const question of [
    "who is azure.interior24@EXAMPLE.com",
    "who called from 870 931 0505?",
    "+18709310505",
    "0018709310505",
    "(870)-931-0505",
  ]) {
    expect([question, await named(question)]).toEqual([question, [4]]);
  }
  expect(await named("orders since 12/05/2026 above 40,000.00 or 2026-11-24")).toEqual([]);
});

test("no word of a record stands in the sidecar's database in clear", async () => {
  const text = "Confidential delivery before Easter\nmail jane.doe@example.com or +49 30 1234567";
  await replace(db.pool, generation, record(1, text, { name: "Tender of Ravensburg AG" }));
  const { rows: tables } = await db.pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  expect(tables.length).toBeGreaterThanOrEqual(7);
  const words = /confidential|deliver|easter|jane|doe|example|1234567|tender|ravensburg/i;
  for (const { name } of tables) {
    const { rows } = await db.pool.query<{ row: string }>(`select t::text as row from "${name}" t`);
    expect(rows.filter(({ row }) => words.test(row))).toEqual([]);
  }
});

test("a record's postings tell nothing of the order of its words", async () => {
  await replace(db.pool, generation, record(1, "alpha beta gamma delta", { name: "" }));
  await replace(db.pool, generation, record(2, "delta gamma beta alpha", { name: "" }));
  const stored = async (resId: number): Promise<unknown> =>
    (
      await db.pool.query(
        `select c.terms, c.length, array_agg(p.tf order by p.term) as tf from chunk c
         join posting p on p.chunk = c.id where c.res_id = $1 group by c.id`,
        [resId],
      )
    ).rows;
  expect(await stored(1)).toEqual(await stored(2));
});

test("a new tokenizer builds beside the generation that answers, and takes its place when complete", async () => {
  await replace(db.pool, generation, record(1, "blue carpets"));
  const next = await openTestGeneration(db.pool, { tokenizer: "another" });
  expect(next.status).toBe("building");
  await replace(db.pool, next.id, record(1, "blue carpets"));
  expect(await currentGeneration(db.pool)).toMatchObject({ id: generation, chunks: 1 });
  await inTransaction(db.pool, (client) => promote(client, next.id));
  expect(await currentGeneration(db.pool)).toMatchObject({ id: next.id, chunks: 1 });
  const left = await db.pool.query("select distinct generation from posting");
  expect(left.rows).toEqual([{ generation: next.id }]);
});

/** Every row of the index but its clock. */
async function everything(): Promise<unknown> {
  const tables = ["generation", "document", "chunk", "posting", "term", "identifier"];
  return Promise.all(
    tables.map(async (table) => {
      const { rows } = await db.pool.query<{ row: string }>(
        `select (to_jsonb(t) - 'indexed_at')::text as row from ${table} t order by 1`,
      );
      return rows;
    }),
  );
}
