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

/** A record named by an identifier; `shared` is how many records bear the same one. */
export interface IdentifiedRecord {
  resModel: string;
  resId: number;
  value: string;
  shared: number;
}

/**
 * Records that bear one of the identifiers, those with the rarest first: an order number names one
 * record, a company's phone number may stand on hundreds.
 */
export async function findIdentified(
  db: Queryable,
  generation: number,
  values: string[],
  limit: number,
): Promise<IdentifiedRecord[]> {
  if (values.length === 0) return [];
  const found = await db.query<IdentifiedRecord>(
    `select d.res_model as "resModel", d.res_id as "resId", i.value::text,
       (count(*) over (partition by i.value))::int as shared
     from identifier i join document d on d.id = i.document
     where i.generation = $1 and i.value = any($2::bigint[]) and not d.deleted
     order by shared, d.res_model, d.res_id, i.value
     limit $3`,
    [generation, values, limit],
  );
  return found.rows;
}
