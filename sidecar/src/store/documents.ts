import { maxLength } from "./postings.ts";
import type { Queryable } from "./transaction.ts";

export interface DocumentKey {
  generation: number;
  resModel: string;
  resId: number;
}

/** A part of a section as it stands in the index. `terms` are sorted hashes. */
export interface StoredChunk {
  id: string;
  section: string;
  lang: string;
  part: number;
  contentHash: string;
  length: number;
  terms: string[];
}

export interface NewChunk {
  section: string;
  lang: string;
  part: number;
  /** sha256, hex. */
  contentHash: string;
  length: number;
  /** ISO, or null. */
  dated: string | null;
  terms: string[];
}

/**
 * Takes the record's row for this version and locks it until the transaction ends, so that two
 * replacements of one record follow one another.
 *
 * @returns the document's id, or undefined when the index already holds a newer version. The same
 *   version again is taken: that is a replacement whose acknowledgement was lost.
 */
export async function claimDocument(
  db: Queryable,
  key: DocumentKey,
  { version, stamp, deleted }: { version: number; stamp: string; deleted: boolean },
): Promise<string | undefined> {
  const claimed = await db.query<{ id: string }>(
    `insert into document (generation, res_model, res_id, version, stamp, deleted)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (generation, res_model, res_id) do update
       set version = excluded.version, stamp = excluded.stamp, deleted = excluded.deleted,
         indexed_at = now()
       where document.version <= excluded.version
     returning id::text`,
    [key.generation, key.resModel, key.resId, version, stamp, deleted],
  );
  return claimed.rows[0]?.id;
}

export async function chunksOf(db: Queryable, document: string): Promise<StoredChunk[]> {
  const found = await db.query<StoredChunk>(
    `select id::text, section, lang, part, encode(content_hash, 'hex') as "contentHash", length,
       terms::text[] as terms
     from chunk where document = $1`,
    [document],
  );
  return found.rows;
}

export async function deleteChunks(db: Queryable, ids: string[]): Promise<void> {
  await db.query("delete from chunk where id = any($1::bigint[])", [ids]);
}

/** @returns the new ids, in the order of `chunks` */
export async function insertChunks(
  db: Queryable,
  document: string,
  key: DocumentKey,
  chunks: NewChunk[],
): Promise<string[]> {
  // One statement per record; arrays of arrays must be of equal length in Postgres, so the terms
  // travel as array literals.
  const inserted = await db.query<{ id: string; section: string; lang: string; part: number }>(
    `insert into chunk (generation, document, res_model, res_id,
       section, lang, part, content_hash, length, dated, terms)
     select $1, $2, $3, $4,
       c.section, c.lang, c.part, decode(c.hash, 'hex'), c.length, c.dated, c.terms::bigint[]
     from unnest($5::text[], $6::text[], $7::int[], $8::text[], $9::int[], $10::timestamptz[],
       $11::text[]) as c(section, lang, part, hash, length, dated, terms)
     returning id::text, section, lang, part`,
    [
      key.generation,
      document,
      key.resModel,
      key.resId,
      chunks.map((chunk) => chunk.section),
      chunks.map((chunk) => chunk.lang),
      chunks.map((chunk) => chunk.part),
      chunks.map((chunk) => chunk.contentHash),
      chunks.map((chunk) => Math.min(chunk.length, maxLength)),
      chunks.map((chunk) => chunk.dated),
      chunks.map((chunk) => `{${chunk.terms.join(",")}}`),
    ],
  );
  // `returning` promises no order.
  const place = (row: { section: string; lang: string; part: number }): string =>
    `${row.section} ${row.lang} ${row.part}`;
  const ids = new Map(inserted.rows.map((row) => [place(row), row.id]));
  return chunks.map((chunk) => {
    const id = ids.get(place(chunk));
    if (id === undefined) throw new Error("a chunk was inserted and not returned");
    return id;
  });
}

/** How many records of each model a generation holds: numbers for the manager's page. */
export async function countDocuments(
  db: Queryable,
  generation: number,
): Promise<Record<string, number>> {
  const counted = await db.query<{ resModel: string; documents: number }>(
    `select res_model as "resModel", count(*)::int as documents from document
     where generation = $1 and not deleted group by res_model order by res_model`,
    [generation],
  );
  return Object.fromEntries(counted.rows.map((row) => [row.resModel, row.documents]));
}

/**
 * What each record of a model was like when it was rendered, by id, deleted ones left out: the side
 * of a reconcile that the index knows.
 *
 * @param after the last id of the page before, 0 for the first
 */
export async function documentStamps(
  db: Queryable,
  generation: number,
  resModel: string,
  after: number,
  limit: number,
): Promise<{ resId: number; stamp: string }[]> {
  const found = await db.query<{ resId: number; stamp: string }>(
    `select res_id as "resId", stamp from document
     where generation = $1 and res_model = $2 and res_id > $3 and not deleted
     order by res_id limit $4`,
    [generation, resModel, after, limit],
  );
  return found.rows;
}

/** The highest version that any record was replaced under; 0 in an empty index. */
export async function highestVersion(db: Queryable): Promise<number> {
  const found = await db.query<{ version: number }>(
    "select coalesce(max(version), 0)::float8 as version from document",
  );
  return found.rows[0]?.version ?? 0;
}
