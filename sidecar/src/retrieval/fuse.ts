/** What both legs say of a chunk. */
export interface Scored {
  /** 0 where it has none of the question's words. */
  bm25: number;
  /** Inner product with the question's vector; null where either has none. */
  similarity: number | null;
}

/** How much words weigh beside meaning, by the share of the question that words reach. */
export interface Fusion {
  /** Weight of the lexical leg where it knows the whole question; meaning weighs 1. */
  weight: number;
  /** Share of the question's mass at which it has half that weight. */
  midpoint: number;
  /** How fast the weight grows around there. */
  steepness: number;
}

/**
 * Fitted on all articles of the six sets: `npm run bench -- quality --fit`. The halves gave weights of
 * 2 and 3, and either fit reaches every bar on the other half: the optimum is flat.
 */
export const fusion: Fusion = { weight: 2, midpoint: 0.3, steepness: 15 };

/** Rank of the similarity that, with the best, tells how far apart meanings are for this question. */
const spreadRank = 50;
/** Similarities that differ less than this are not told apart. */
const leastSpread = 0.01;

/** The best similarity, and how far apart meanings are for this question. */
export function spreadOf(chunks: Pick<Scored, "similarity">[]): { top: number; spread: number } {
  const similarities = chunks
    .flatMap((it) => (it.similarity === null ? [] : [it.similarity]))
    .sort((left, right) => right - left);
  const top = similarities[0] ?? 0;
  const far = similarities[Math.min(spreadRank, similarities.length) - 1] ?? top;
  return { top, spread: Math.max(leastSpread, top - far) };
}

/**
 * A score of 0..1 for each chunk, 1 for the best: meaning, in spreads below the best similarity, plus
 * words, in shares of the best BM25, weighted by what words know of this question. A question in
 * another language reaches almost none of its mass, and equal weights would bury what vectors found.
 *
 * Depends only on the chunks given: their best BM25 and their best similarities are those of all that
 * is visible, however the search found them.
 *
 * @param mass BM25 that a chunk full of all the question's words would come near
 */
export function fuse(chunks: Scored[], mass: number, by: Fusion = fusion): number[] {
  const best = Math.max(0, ...chunks.map((it) => it.bm25));
  const words = chunks.map(({ bm25 }) => (best > 0 ? bm25 / best : 0));
  if (chunks.every((it) => it.similarity === null)) return words;

  const { top: nearest, spread } = spreadOf(chunks);
  const share = mass > 0 ? best / mass : 0;
  const weight = by.weight / (1 + Math.exp(-by.steepness * (share - by.midpoint)));
  const sums = chunks.map(({ similarity }, at) => {
    // A chunk whose vector is still to come is a middling one.
    const meaning = similarity === null ? -1 : (similarity - nearest) / spread;
    return weight * (words[at] ?? 0) + meaning;
  });
  const top = Math.max(...sums);
  return sums.map((sum) => Math.exp(sum - top));
}
