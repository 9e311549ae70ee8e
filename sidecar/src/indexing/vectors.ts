import type { Pool } from "pg";

import { CandorError, codeOf, EmbedderAnswerError, EmbedderRefusedError } from "../errors.ts";
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

/** Texts embedded before anything is stored: what was computed must not be lost with what fails later. */
const slice = 16;

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
  const computed = [...texts].filter(([hash]) => !vectors.has(hash));
  try {
    for (let from = 0; from < computed.length; from += slice) {
      const batch = computed.slice(from, from + slice);
      for (const [hash, result] of await embed(embedder, batch, lane, signal)) {
        if (result instanceof CandorError) refused.set(hash, result);
        else vectors.set(hash, result);
      }
      const fresh = batch.flatMap(([hash]) => {
        const vector = vectors.get(hash);
        return vector ? [{ hash, vector }] : [];
      });
      await rememberEmbeddings(pool, embedder.model, fresh);
      await settle();
    }
  } catch (error) {
    if (!codeOf(error)?.startsWith("embedder_")) throw error;
    const rest = waiting.map(({ id, lease }) => ({
      id,
      lease,
      outcome: "vectors_missing" as const,
    }));
    if (rest.length > 0) await acknowledge(rest);
  }
}

type Text = readonly [hash: string, text: string];

/** The vector of each text, or why there is none. @throws when the embedder is away */
async function embed(
  embedder: Embedder,
  texts: Text[],
  lane: Lane,
  signal: AbortSignal,
): Promise<[hash: string, result: Vector | CandorError][]> {
  try {
    const vectors = await embedder.embedPassages(
      texts.map(([, text]) => text),
      lane,
      signal,
    );
    return texts.map(([hash], at) => [hash, vectors[at] ?? new EmbedderAnswerError("shape")]);
  } catch (error) {
    if (!isOfText(error)) throw error;
    const [first] = texts;
    if (texts.length === 1 && first) return [[first[0], error]];
    const half = Math.ceil(texts.length / 2);
    return [
      ...(await embed(embedder, texts.slice(0, half), lane, signal)),
      ...(await embed(embedder, texts.slice(half), lane, signal)),
    ];
  }
}

function isOfText(error: unknown): error is CandorError {
  if (error instanceof EmbedderRefusedError) return error.reason === "input";
  return error instanceof EmbedderAnswerError && error.reason === "not_finite";
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
