import type { Collection } from "../index/collection.ts";
import type { Searched } from "../index/searched.ts";
import { sightOf } from "../index/sight.ts";
import { Measured, rounds } from "./retrieval.ts";

export interface GrowthFigures {
  chunks: number;
  p50Ms: number;
  p95Ms: number;
}

const questionCount = 200;

/** The same 32 clients over a collection of another size, all of which they may see. */
export async function measureGrowth(
  searched: Searched,
  collection: Collection,
  chunks: number,
  stopped: AbortSignal,
): Promise<GrowthFigures> {
  const everything = sightOf(new Set(Array.from({ length: chunks }, (_, at) => at + 1)));
  const questions = collection.questions(questionCount);
  const all = new Measured(questions, (question) => searched.ask(question, everything));
  for (let round = 0; round < rounds; round += 1) await all.goOn(stopped);
  return { chunks, p50Ms: all.quantileMs(0.5), p95Ms: all.quantileMs(0.95) };
}
