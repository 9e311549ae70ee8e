import type { Pool } from "pg";

import type { Embedder } from "../model/embedder.ts";
import { openGeneration, writableGenerations } from "../store/generations.ts";
import type { Generation, GenerationKind } from "../store/generations.ts";
import { tokenizerVersion } from "../text/tokenize.ts";
import { chunkerVersion, partTokens } from "./chunk.ts";

/** The part of the index that this release writes, and the vectors that it can compute for it. */
export interface Target {
  pool: Pool;
  /** Undefined: words only. */
  embedder: Embedder | undefined;
  /** The embedding model's window, tokens; undefined without one. */
  window: number | undefined;
}

/** What this release makes of text: other rules are another generation. */
export const rules = (window: number | undefined): string =>
  `tokenizer ${tokenizerVersion}, chunker ${chunkerVersion}, ${partTokens(window)} tokens`;

/**
 * Opens the generation that this release and embedder write. While the embedder is away its last
 * generation is taken, whose vectors follow; where there is none yet, one of words only.
 */
export async function openTarget(
  { pool, embedder, window }: Target,
  signal: AbortSignal,
): Promise<Generation> {
  const tokenizer = rules(window);
  const words: GenerationKind = {
    fingerprint: tokenizer,
    tokenizer,
    model: null,
    dimensions: null,
  };
  if (!embedder) return openGeneration(pool, words);
  const { model } = embedder;
  const dimensions = await embedder.connect(signal).catch(() => undefined);
  signal.throwIfAborted();
  if (dimensions === undefined) {
    const known = await writableGenerations(pool);
    const last = known.findLast((it) => it.tokenizer === tokenizer && it.model === model);
    return last ?? openGeneration(pool, words);
  }
  const fingerprint = `${tokenizer}, ${model}, ${dimensions} dimensions`;
  return openGeneration(pool, { fingerprint, tokenizer, model, dimensions });
}

/** Whether this embedder's vectors belong into a generation. */
export function takesVectors(generation: Generation, embedder: Embedder | undefined): boolean {
  return generation.dimensions !== null && generation.model === embedder?.model;
}
