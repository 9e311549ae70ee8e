import type { Queryable } from "./transaction.ts";

/** Ids by model. */
export type Ids = Record<string, number[]>;

/**
 * The documents of these records and how many chunks they have together: what an exact search over
 * them would read.
 */
export async function documentsOf(
  db: Queryable,
  generation: number,
  ids: Ids,
): Promise<{ documents: number[]; chunks: number }> {
  const pairs = Object.entries(ids).flatMap(([resModel, some]) =>
    some.map((resId) => ({ resModel, resId })),
  );
  const found = await db.query<{ id: number; chunks: number }>(
    `select d.id, (select count(*)::int from chunk c where c.document = d.id) as chunks
     from unnest($2::text[], $3::int[]) as v(res_model, res_id)
     join document d on d.generation = $1 and d.res_model = v.res_model and d.res_id = v.res_id
     where not d.deleted
     order by 1`,
    [generation, pairs.map((it) => it.resModel), pairs.map((it) => it.resId)],
  );
  return {
    documents: found.rows.map((row) => row.id),
    chunks: found.rows.reduce((sum, row) => sum + row.chunks, 0),
  };
}

/** Documents that were put in within the last seconds, by the database's own clock; newest first. */
export async function recentDocuments(
  db: Queryable,
  generation: number,
  withinSeconds: number,
  limit: number,
): Promise<number[]> {
  const found = await db.query<{ id: number }>(
    `select id from document
     where generation = $1 and indexed_at > now() - make_interval(secs => $2) and not deleted
     order by indexed_at desc limit $3`,
    [generation, withinSeconds, limit],
  );
  return found.rows.map((row) => row.id);
}
