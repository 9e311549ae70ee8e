import type { Embedder } from "../model/embedder.ts";
import { StoppedError } from "../errors.ts";
import type { Generation } from "../store/generations.ts";

/** A question that its embedder keeps waiting longer is searched by its words, and says so. */
const deadlineMs = 400;

/**
 * The question's vector; null where there is none in time, or none that the index's vectors can be
 * compared with. What is wrong with the embedder is its own to log.
 *
 * @throws StoppedError
 */
export async function questionVector(
  embedder: Pick<Embedder, "model" | "embedQuestion"> | undefined,
  generation: Pick<Generation, "model" | "dimensions">,
  text: string,
  signal: AbortSignal,
): Promise<Float32Array | null> {
  if (embedder?.model !== generation.model) return null;
  try {
    const vector = await embedder.embedQuestion(text, deadlineMs, signal);
    return vector.length === generation.dimensions ? vector : null;
  } catch (error) {
    if (error instanceof StoppedError) throw error;
    return null;
  }
}
