import type { Scored } from "../../src/retrieval/fuse.ts";

/** What a search found for a question, with the gain of what is relevant. */
export interface Answered {
  /** Questions of one article, in whatever language or set, are fitted on together or not at all. */
  article: string;
  /** How many texts are relevant. */
  relevant: number;
  mass: number;
  hits: (Scored & { resId: number; gain: number })[];
}

export interface Quality {
  ndcg10: number;
  recall10: number;
}

const depth = 10;

/** nDCG@10 and recall@10 of one order of the hits, ties by id. */
export function quality({ hits, relevant }: Answered, scores: number[]): Quality {
  let gained = 0;
  let found = 0;
  for (const [at, hit] of hits.entries()) {
    if (hit.gain === 0) continue;
    const score = scores[at] ?? 0;
    const before = hits.filter((other, place) => {
      const its = scores[place] ?? 0;
      return its > score || (its === score && other.resId < hit.resId);
    }).length;
    if (before >= depth) continue;
    found += 1;
    gained += hit.gain / Math.log2(before + 2);
  }
  let ideal = 0;
  for (let rank = 0; rank < Math.min(depth, relevant); rank += 1) ideal += 1 / Math.log2(rank + 2);
  return { ndcg10: gained / ideal, recall10: found / relevant };
}

export function meanQuality(
  answered: Answered[],
  score: (answered: Answered) => number[],
): Quality {
  const sum = { ndcg10: 0, recall10: 0 };
  for (const it of answered) {
    const { ndcg10, recall10 } = quality(it, score(it));
    sum.ndcg10 += ndcg10;
    sum.recall10 += recall10;
  }
  const count = Math.max(1, answered.length);
  return { ndcg10: sum.ndcg10 / count, recall10: sum.recall10 / count };
}

export const byWords = ({ hits }: Answered): number[] => hits.map((it) => it.bm25);
export const byVectors = ({ hits }: Answered): number[] =>
  hits.map((it) => it.similarity ?? -Infinity);
