import type { Queryable } from "./transaction.ts";

/** Ids by model. */
export type Ids = Record<string, number[]>;

/** Ids by model, each once, ascending. */
export function idsOf(records: Iterable<{ resModel: string; resId: number }>): Ids {
  const ids: Record<string, Set<number>> = {};
  for (const { resModel, resId } of records) (ids[resModel] ??= new Set()).add(resId);
  return Object.fromEntries(
    Object.entries(ids).map(([model, set]) => [model, [...set].sort((a, b) => a - b)]),
  );
}

/** Documents, and how many chunks and words they have together. */
export interface Documents {
  ids: readonly number[];
  chunks: number;
  words: number;
}

/** The documents of these records, each once. */
export async function documentsOf(db: Queryable, generation: number, ids: Ids): Promise<Documents> {
  const pairs = Object.entries(ids).flatMap(([resModel, some]) =>
    some.map((resId) => ({ resModel, resId })),
  );
  const found = await db.query<{ id: number; chunks: number; words: number }>(
    `select d.id, c.chunks, c.words
     from unnest($2::text[], $3::int[]) as v(res_model, res_id)
     join document d on d.generation = $1 and d.res_model = v.res_model and d.res_id = v.res_id
     cross join lateral (
       select count(*)::int as chunks, coalesce(sum(length), 0)::int as words
       from chunk where document = d.id
     ) c
     where not d.deleted
     order by 1`,
    [generation, pairs.map((it) => it.resModel), pairs.map((it) => it.resId)],
  );
  const sum = (of: "chunks" | "words"): number =>
    found.rows.reduce((total, row) => total + row[of], 0);
  return { ids: found.rows.map((row) => row.id), chunks: sum("chunks"), words: sum("words") };
}

export interface RecentRecord {
  document: number;
  resModel: string;
  resId: number;
  /** When it was put in. */
  indexedAt: string;
}

/** Records that were put in within the last seconds, by the database's own clock; newest first. */
export async function recentRecords(
  db: Queryable,
  generation: number,
  withinSeconds: number,
  limit: number,
): Promise<RecentRecord[]> {
  const found = await db.query<RecentRecord>(
    `select id as document, res_model as "resModel", res_id as "resId",
       indexed_at::text as "indexedAt"
     from document
     where generation = $1 and indexed_at > now() - make_interval(secs => $2) and not deleted
     order by indexed_at desc limit $3`,
    [generation, withinSeconds, limit],
  );
  return found.rows;
}
