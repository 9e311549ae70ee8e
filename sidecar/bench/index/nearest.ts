import type { Pool } from "pg";

import { vectorLiteral } from "../../src/store/embeddings.ts";
import { dimensions } from "../corpus.ts";
import type { Question } from "./collection.ts";

/**
 * The way it is usually done: the nearest vectors at pgvector's default breadth (40), then those that
 * the asker may see.
 */
export async function nearestThenFilter(
  pool: Pool,
  { vector }: Question,
  visible: ReadonlySet<number>,
  limit: number,
): Promise<number[]> {
  const found = await pool.query<{ id: number }>(
    `select c.res_id as id from (
       select chunk, vector::halfvec(${dimensions}) <#> $1::halfvec as distance from embedding
       where generation = 1
       order by vector::halfvec(${dimensions}) <#> $1::halfvec limit 40
     ) n join chunk c on c.id = n.chunk order by n.distance`,
    [vectorLiteral(vector)],
  );
  return found.rows
    .map((row) => row.id)
    .filter((id) => visible.has(id))
    .slice(0, limit);
}
