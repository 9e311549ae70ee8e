import { StoppedError } from "../errors.ts";
import type { Embedder } from "../model/embedder.ts";
import type { Question } from "./question.ts";

/** What a question means, and each of its parts. */
export interface QuestionVectors {
  question: Float32Array | undefined;
  /** In the order of the parts. */
  parts: (Float32Array | undefined)[];
  /** Of the question together with the one that it follows. */
  completed: Float32Array | undefined;
}

export const noVectors: QuestionVectors = { question: undefined, parts: [], completed: undefined };

/** A question that its embedder keeps waiting longer is searched by its words, and says so. */
const deadlineMs = 400;

/**
 * Vectors of a question, in one request; none where the embedder doesn't answer in time, or is another one
 * than made those that they are compared with. `dimensions` is null where they are not known yet. What is wrong with it is its own to log.
 *
 * @throws StoppedError
 */
export async function questionVectors(
  embedder: Pick<Embedder, "model" | "embedQuestions"> | undefined,
  comparedWith: { model: string | null; dimensions: number | null },
  { text, parts, before }: Question,
  signal: AbortSignal,
): Promise<QuestionVectors> {
  if (!embedder) return noVectors;
  if (embedder.model !== comparedWith.model) return noVectors;
  // One that follows nothing and has one part is one text.
  const own = parts.length > 1 ? parts.map((part) => part.text) : [];
  const completed = before === undefined ? [] : [`${before} ${text}`];
  try {
    const vectors = await embedder.embedQuestions([text, ...own, ...completed], deadlineMs, signal);
    const { dimensions } = comparedWith;
    if (dimensions !== null && vectors.some((it) => it.length !== dimensions)) return noVectors;
    const [question, ...others] = vectors;
    return {
      question,
      parts: own.length > 0 ? others.slice(0, own.length) : [question],
      completed: others[own.length],
    };
  } catch (error) {
    if (error instanceof StoppedError) throw error;
    return noVectors;
  }
}
