import type { Queryable } from "./transaction.ts";

/** Replaces all identifiers of a document. `values` are hashes of normalised values. */
export async function replaceIdentifiers(
  db: Queryable,
  generation: number,
  document: string,
  values: string[],
): Promise<void> {
  await db.query("delete from identifier where document = $1 and value <> all($2::bigint[])", [
    document,
    values,
  ]);
  await db.query(
    `insert into identifier (generation, value, document)
     select $1, value, $3 from unnest($2::bigint[]) as value on conflict do nothing`,
    [generation, values, document],
  );
}

/** A record that bears some of the question's identifiers. */
export interface IdentifiedRecord {
  resModel: string;
  resId: number;
  /** Hashes of those it bears. */
  values: string[];
}

/**
 * Records that bear one of the identifiers; those with most of them first. How many bear the same
 * one is not told: the caller counts those that the asker may find.
 */
export async function findIdentified(
  db: Queryable,
  generation: number,
  values: string[],
  limit: number,
): Promise<IdentifiedRecord[]> {
  if (values.length === 0) return [];
  const found = await db.query<IdentifiedRecord>(
    `select d.res_model as "resModel", d.res_id as "resId",
       array_agg(i.value::text order by i.value) as values
     from identifier i join document d on d.id = i.document
     where i.generation = $1 and i.value = any($2::bigint[]) and not d.deleted
     group by 1, 2
     order by count(*) desc, 1, 2
     limit $3`,
    [generation, values, limit],
  );
  return found.rows;
}
