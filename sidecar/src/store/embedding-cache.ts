import { vectorLiteral } from "./embeddings.ts";
import type { Vector } from "./embeddings.ts";
import type { Queryable } from "./transaction.ts";

/**
 * Vectors that were computed before, by the hash of their text. Each look is remembered once a day:
 * what no record bears any longer ages.
 */
export async function cachedEmbeddings(
  db: Queryable,
  model: string,
  hashes: string[],
): Promise<Map<string, Vector>> {
  if (hashes.length === 0) return new Map();
  const found = await db.query<{ hash: string; vector: string }>(
    `with used as (
       update embedding_cache set used_at = now()
       where model = $1 and content_hash in (select decode(h, 'hex') from unnest($2::text[]) h)
         and used_at < now() - interval '1 day'
     )
     select encode(content_hash, 'hex') as hash, vector::text
     from embedding_cache
     where model = $1 and content_hash in (select decode(h, 'hex') from unnest($2::text[]) h)`,
    [model, hashes],
  );
  return new Map(found.rows.map((row) => [row.hash, JSON.parse(row.vector) as number[]]));
}

export async function rememberEmbeddings(
  db: Queryable,
  model: string,
  embeddings: { hash: string; vector: Vector }[],
): Promise<void> {
  if (embeddings.length === 0) return;
  // In one order, so that two writers wait for one another instead of meeting in a deadlock.
  await db.query(
    `insert into embedding_cache (model, content_hash, vector)
     select $1, decode(e.hash, 'hex'), e.vector::halfvec
     from unnest($2::text[], $3::text[]) as e(hash, vector)
     order by e.hash
     on conflict do nothing`,
    [model, embeddings.map((it) => it.hash), embeddings.map((it) => vectorLiteral(it.vector))],
  );
}

/** @returns how many vectors were forgotten that nothing has asked for in so many days */
export async function pruneEmbeddings(db: Queryable, olderThanDays: number): Promise<number> {
  const pruned = await db.query(
    "delete from embedding_cache where used_at < now() - make_interval(days => $1)",
    [olderThanDays],
  );
  return pruned.rowCount ?? 0;
}
