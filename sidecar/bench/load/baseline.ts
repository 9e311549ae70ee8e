import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Pool } from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { vectorLiteral } from "../../src/store/embeddings.ts";
import { dimensions } from "../corpus.ts";
import type { Question, Row } from "../index/collection.ts";

/** The usual hybrid beside ours, over the same rows: PostgreSQL's own full-text search and HNSW. */
export async function makeBaseline(pool: Pool, rows: Iterable<Row>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("set statement_timeout = 0");
    await client.query("set maintenance_work_mem = '1GB'");
    await client.query("create table baseline_text (res_id integer primary key, text text)");
    const texts = client.query(copyFrom("copy baseline_text from stdin"));
    for (const { resId, text } of rows) {
      const line = `${resId}\t${text.replace(/[\\\t\r\n]/g, " ")}\n`;
      if (!texts.write(line)) await once(texts, "drain");
    }
    texts.end();
    await finished(texts);
    await client.query(
      `create table baseline as
       select res_id, to_tsvector('english', text) as words from baseline_text`,
    );
    await client.query("create index baseline_words on baseline using gin (words)");
    await client.query("analyze baseline");
  } finally {
    client.release(true);
  }
}

/**
 * Any of the question's lexemes, ranked by `ts_rank_cd`, and the nearest vectors at pgvector's default
 * breadth (40): the vectors' index is the same for both.
 */
export async function askAsUsual(pool: Pool, { text, vector }: Question): Promise<number[]> {
  const found = await pool.query<{ id: number }>(
    `with asked as materialized (
       select replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery as lexemes
     ), worded as (
       select res_id from baseline, asked where words @@ lexemes
       order by ts_rank_cd(words, lexemes) desc limit 100
     ), near as (
       select chunk from embedding where generation = 1
       order by vector::halfvec(${dimensions}) <#> $2::halfvec limit 40
     )
     select res_id as id from worded
     union
     select res_id from near join chunk on chunk.id = near.chunk`,
    [text, vectorLiteral(vector)],
  );
  return found.rows.map((row) => row.id);
}
