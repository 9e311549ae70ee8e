import { EmbeddingsApi } from "../src/model/embeddings-api.ts";
import { model } from "./index/fill.ts";

const textsAtOnce = 16;
const timeoutMs = 60_000;
/** How often it is said how far it is. */
const perLine = 4_000;

/** The vector of each text, as a question's. */
export async function vectorsOf(
  texts: string[],
  url: string,
  stopped: AbortSignal,
): Promise<Map<string, Float32Array>> {
  const api = new EmbeddingsApi({
    url: new URL(url),
    model,
    key: undefined,
    inputTypes: { question: "query", passage: "passage" },
    maxTokens: 512,
  });
  const all = [...new Set(texts)];
  const vectors = new Map<string, Float32Array>();
  for (let from = 0; from < all.length; from += textsAtOnce) {
    stopped.throwIfAborted();
    if (from % perLine === 0) console.log(`${from} of ${all.length} texts have their vector.`);
    const some = all.slice(from, from + textsAtOnce);
    const made = await api.embed(some, "question", stopped, timeoutMs);
    for (const [at, vector] of made.entries()) vectors.set(some[at] ?? "", vector);
  }
  return vectors;
}
