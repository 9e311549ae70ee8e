import type { Queryable } from "./transaction.ts";

/** As an embedder gives it. Stored with length 1 and half precision. */
export type Vector = number[] | Float32Array;

/** A vector as pgvector reads it, of length 1. Half precision keeps four digits; six are sent. */
export function vectorLiteral(vector: Vector): string {
  const norm = Math.hypot(...vector);
  if (!(norm > 0)) throw new RangeError("A vector without length points nowhere.");
  return `[${Array.from(vector, (it) => Math.round((it / norm) * 1e6) / 1e6).join(",")}]`;
}

/** Neighbours per node and breadth of building: pgvector's usual values. */
const m = 16;
const efConstruction = 200;

/** Name of a generation's index over vectors. */
export function vectorIndex(generation: number): string {
  return `embedding_hnsw_${Math.trunc(generation)}`;
}

/**
 * A generation's vectors as its index holds them. Both are written into statements, since a partial
 * index serves only a statement that says so itself, before its parameters are known.
 */
export function indexedVector(dimensions: number): string {
  return `(vector::halfvec(${Math.trunc(dimensions)}))`;
}

/** Makes a generation's index over vectors, if it has any: HNSW by inner product, partial. */
export async function createVectorIndex(
  db: Queryable,
  generation: { id: number; dimensions: number | null },
): Promise<void> {
  if (generation.dimensions === null) return;
  const { id, dimensions } = generation;
  // Two processes that start together; both statements are one transaction.
  await db.query(
    `select pg_advisory_xact_lock(7226368);
     create index if not exists ${vectorIndex(id)} on embedding
       using hnsw (${indexedVector(dimensions)} halfvec_ip_ops)
       with (m = ${m}, ef_construction = ${efConstruction})
       where generation = ${Math.trunc(id)}`,
  );
}

/** Puts vectors to a document's chunks, in place of any that they had. */
export async function insertEmbeddings(
  db: Queryable,
  generation: number,
  document: string,
  embeddings: { chunk: string; vector: Vector }[],
): Promise<void> {
  if (embeddings.length === 0) return;
  // A chunk that was replaced meanwhile takes no vector: its successor is without one, and is found.
  await db.query(
    `insert into embedding (generation, document, chunk, vector)
     select $1, $2, e.chunk, e.vector::halfvec
     from unnest($3::bigint[], $4::text[]) as e(chunk, vector)
     join chunk c on c.id = e.chunk and c.document = $2
     for key share of c
     on conflict (chunk) do update set vector = excluded.vector`,
    [
      generation,
      document,
      embeddings.map((it) => it.chunk),
      embeddings.map((it) => vectorLiteral(it.vector)),
    ],
  );
}

export interface ChunkWithoutVector {
  id: string;
  section: string;
  lang: string;
  part: number;
  contentHash: string;
}

/** Chunks of a document that vectors cannot find yet. */
export async function chunksWithoutVector(
  db: Queryable,
  generation: number,
  document: string,
): Promise<ChunkWithoutVector[]> {
  const found = await db.query<ChunkWithoutVector>(
    `select c.id::text, c.section, c.lang, c.part,
       encode(c.content_hash, 'hex') as "contentHash"
     from chunk c
     where c.generation = $1 and c.document = $2
       and not exists (select from embedding e where e.chunk = c.id)
     order by c.id`,
    [generation, document],
  );
  return found.rows;
}

/** How many chunks of a generation have their vector. */
export async function countVectors(db: Queryable, generation: number): Promise<number> {
  const counted = await db.query<{ vectors: number }>(
    "select count(*)::int as vectors from embedding where generation = $1",
    [generation],
  );
  return counted.rows[0]?.vectors ?? 0;
}
