import type { Pool } from "pg";

import { CandorError, codeOf } from "../errors.ts";
import type { Embedder, Lane } from "../model/embedder.ts";
import { cachedEmbeddings, rememberEmbeddings } from "../store/embedding-cache.ts";
import { chunksWithoutVector, insertEmbeddings } from "../store/embeddings.ts";
import type { Vector } from "../store/embeddings.ts";
import { sha256 } from "../text/hash.ts";
import type { Chunk } from "./chunk.ts";
import type { Acknowledgement } from "./outbox.ts";

/** A leased record whose words are in the index, and the chunks whose vectors are not. */
export interface Wordy {
  id: number;
  lease: string;
  missing: Missing[];
}

interface Missing {
  generation: number;
  document: string;
  chunk: string;
  /** Equal texts have one vector, in whatever record, language or generation. */
  hash: string;
  text: string;
}

/** A document's chunks without vectors, with their texts. */
export async function missingVectors(
  pool: Pool,
  generation: number,
  document: string,
  chunks: Chunk[],
): Promise<Missing[]> {
  const texts = new Map(chunks.map((it) => [it.contentHash, it.text]));
  const without = await chunksWithoutVector(pool, generation, document);
  return without.flatMap(({ id, contentHash }) => {
    const text = texts.get(contentHash);
    // Replaced by a later lease meanwhile, which brings its own vectors.
    if (text === undefined) return [];
    return [{ generation, document, chunk: id, hash: sha256(text), text }];
  });
}

/**
 * Gives chunks their vectors, from the cache or computed, and tells what became of each record as
 * soon as that is known.
 *
 * An embedder that is away leaves `vectors_missing`. A text that it refuses fails its own record only,
 * whose words stay in the index.
 */
export async function addVectors(
  { pool, embedder }: { pool: Pool; embedder: Embedder },
  records: Wordy[],
  lane: Lane,
  signal: AbortSignal,
  acknowledge: (rows: Acknowledgement[]) => Promise<void>,
): Promise<void> {
  const texts = new Map(records.flatMap((it) => it.missing.map((one) => [one.hash, one.text])));
  const vectors = await cachedEmbeddings(pool, embedder.model, [...texts.keys()]);
  const refused = new Map<string, CandorError>();
  let waiting = records;

  const settle = async (): Promise<void> => {
    const settled: Acknowledgement[] = [];
    const later: Wordy[] = [];
    for (const { id, lease, missing } of waiting) {
      const error = missing.map((it) => refused.get(it.hash)).find((it) => it !== undefined);
      if (error) settled.push({ id, lease, outcome: "failed", code: error.code, retry: false });
      else if (missing.every((it) => vectors.has(it.hash))) {
        await insert(pool, missing, vectors);
        settled.push({ id, lease, outcome: "done" });
      } else later.push({ id, lease, missing });
    }
    waiting = later;
    if (settled.length > 0) await acknowledge(settled);
  };

  await settle();
  let rest = [...texts].filter(([hash]) => !vectors.has(hash));
  try {
    while (rest.length > 0) {
      const results = await embedder.embedPassages(
        rest.map(([, text]) => text),
        lane,
        signal,
      );
      const fresh: { hash: string; vector: Vector }[] = [];
      for (const [at, [hash]] of rest.slice(0, results.length).entries()) {
        const result = results[at];
        if (result instanceof CandorError) refused.set(hash, result);
        else if (result) {
          vectors.set(hash, result);
          fresh.push({ hash, vector: result });
        }
      }
      rest = rest.slice(results.length);
      // At once: what was computed must not be lost with what fails later.
      await rememberEmbeddings(pool, embedder.model, fresh);
      await settle();
    }
  } catch (error) {
    if (!codeOf(error)?.startsWith("embedder_")) throw error;
    const outcome = "vectors_missing" as const;
    const lacking = waiting.map(({ id, lease }) => ({ id, lease, outcome }));
    if (lacking.length > 0) await acknowledge(lacking);
  }
}

async function insert(pool: Pool, missing: Missing[], vectors: Map<string, Vector>): Promise<void> {
  const documents = Map.groupBy(missing, (it) => `${it.generation} ${it.document}`);
  for (const [first, ...more] of documents.values()) {
    if (!first) continue;
    const embeddings = [first, ...more].flatMap((it) => {
      const vector = vectors.get(it.hash);
      return vector ? [{ chunk: it.chunk, vector }] : [];
    });
    await insertEmbeddings(pool, first.generation, first.document, embeddings);
  }
}
