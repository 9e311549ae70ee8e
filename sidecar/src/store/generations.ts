import { createVectorIndex, vectorIndex } from "./embeddings.ts";
import type { Queryable } from "./transaction.ts";

/** What decides what is written; `fingerprint` is all of it in one string. */
export interface GenerationKind {
  fingerprint: string;
  tokenizer: string;
  /** Both null without an embedder. */
  model: string | null;
  dimensions: number | null;
}

/** One build of the index, with what a question needs to know of the whole collection. */
export interface Generation extends GenerationKind {
  id: number;
  /** What Odoo knows it by. */
  key: string;
  status: "building" | "current";
  /** Has held every record once; what changed since is in it within seconds. */
  complete: boolean;
  chunks: number;
  languages: string[];
}

const columns = `id, key, fingerprint, tokenizer, model, dimensions, status, complete,
  chunks::float8 as chunks, languages`;

/** The generation that answers, or undefined before the first record was indexed. */
export async function currentGeneration(db: Queryable): Promise<Generation | undefined> {
  const found = await db.query<Generation>(
    `select ${columns} from generation where status = 'current'`,
  );
  return found.rows[0];
}

/** Those that every change is written to, oldest first: the one that answers and what is built. */
export async function writableGenerations(db: Queryable): Promise<Generation[]> {
  const found = await db.query<Generation>(`select ${columns} from generation order by id`);
  return found.rows;
}

/**
 * The generation of this kind, with its index over vectors. The first one answers from the start; a
 * later one is built beside the one that answers, until `promote`.
 */
export async function openGeneration(db: Queryable, kind: GenerationKind): Promise<Generation> {
  await db.query(
    `insert into generation (fingerprint, tokenizer, model, dimensions, status)
     select $1, $2, $3, $4,
       case when exists (select from generation) then 'building' else 'current' end
     on conflict do nothing`,
    [kind.fingerprint, kind.tokenizer, kind.model, kind.dimensions],
  );
  const found = await db.query<Generation>(
    `select ${columns} from generation where fingerprint = $1`,
    [kind.fingerprint],
  );
  const generation = found.rows[0];
  // Two processes may both have opened the very first one; the loser's insert was dropped.
  if (!generation) return openGeneration(db, kind);
  await createVectorIndex(db, generation);
  return generation;
}

/**
 * Whether a record can be put into a generation now, asked before Odoo leases one: an attempt must
 * not be spent on a database that is away. The lock is refused by a server that only reads.
 *
 * @throws when it is away or a later release's generation took this one's place
 */
export async function assertWritable(db: Queryable, generation: number): Promise<void> {
  const found = await db.query("select from generation where id = $1 for key share", [generation]);
  if (found.rowCount === 0) {
    const error = new Error("A later release's generation took this one's place.");
    throw Object.assign(error, { code: "generation_replaced" });
  }
}

/**
 * Lets a complete generation answer and drops the one before, and what was begun before it and never
 * completed. Needs a transaction.
 */
export async function promote(db: Queryable, generation: number): Promise<void> {
  const old = await db.query<{ id: number }>(
    `delete from generation where id <> $1 and (status = 'current' or id < $1) returning id`,
    [generation],
  );
  await db.query("update generation set status = 'current', complete = true where id = $1", [
    generation,
  ]);
  const ids = old.rows.map((row) => row.id);
  for (const table of ["embedding", "chunk", "posting", "term", "identifier"]) {
    await db.query(`delete from ${table} where generation = any($1)`, [ids]);
  }
  // Last, since it locks searches out until the transaction ends.
  for (const id of ids) await db.query(`drop index if exists ${vectorIndex(id)}`);
}

/** The first generation answers while it is filled; from here on it is a whole index. */
export async function completeGeneration(db: Queryable, generation: number): Promise<void> {
  await db.query("update generation set complete = true where id = $1 and not complete", [
    generation,
  ]);
}

/** Adds to the collection's size. Last statement of a replacement: every writer wants this row. */
export async function growGeneration(
  db: Queryable,
  generation: number,
  by: { chunks: number; terms: number; languages: string[] },
): Promise<void> {
  await db.query(
    `update generation set chunks = chunks + $2, terms = terms + $3,
       languages = case when languages @> $4::text[] then languages else
         array(select distinct unnest(languages || $4::text[]) order by 1) end
     where id = $1`,
    [generation, by.chunks, by.terms, by.languages],
  );
}
