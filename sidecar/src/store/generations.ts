import type { Queryable } from "./transaction.ts";

/** One build of the index, with what a question needs to know of the whole collection. */
export interface Generation {
  id: number;
  /** What Odoo knows it by. */
  key: string;
  tokenizer: string;
  status: "building" | "current";
  chunks: number;
  languages: string[];
}

const columns = "id, key, tokenizer, status, chunks::float8 as chunks, languages";

/** The generation that answers, or undefined before the first record was indexed. */
export async function currentGeneration(db: Queryable): Promise<Generation | undefined> {
  const found = await db.query<Generation>(
    `select ${columns} from generation where status = 'current'`,
  );
  return found.rows[0];
}

/**
 * The generation that this tokenizer writes to. The first one answers from the start; a later one
 * is built beside the one that answers, until `promote`.
 */
export async function openGeneration(db: Queryable, tokenizer: string): Promise<Generation> {
  await db.query(
    `insert into generation (tokenizer, status)
     select $1, case when exists (select from generation) then 'building' else 'current' end
     on conflict do nothing`,
    [tokenizer],
  );
  const found = await db.query<Generation>(
    `select ${columns} from generation where tokenizer = $1`,
    [tokenizer],
  );
  const generation = found.rows[0];
  // Two processes may both have opened the very first one; the loser's insert was dropped.
  return generation ?? openGeneration(db, tokenizer);
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

/** Lets a complete generation answer and drops the one before. Needs a transaction. */
export async function promote(db: Queryable, generation: number): Promise<void> {
  const old = await db.query<{ id: number }>(
    "delete from generation where status = 'current' and id <> $1 returning id",
    [generation],
  );
  await db.query("update generation set status = 'current' where id = $1", [generation]);
  const ids = old.rows.map((row) => row.id);
  await db.query("delete from chunk where generation = any($1)", [ids]);
  await db.query("delete from posting where generation = any($1)", [ids]);
  await db.query("delete from term where generation = any($1)", [ids]);
  await db.query("delete from identifier where generation = any($1)", [ids]);
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
