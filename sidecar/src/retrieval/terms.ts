import type { WeightedTerm } from "../store/search.ts";
import { hash64 } from "../text/hash.ts";
import type { Question } from "../question/question.ts";

/**
 * A question's words as the index knows them: each under every form it may stand in. Words of asking
 * count as those of naming do; how rare they are says enough (0.4 for them lost 0.004 nDCG@10).
 */
export function questionTerms(question: Question): WeightedTerm[] {
  const terms = new Map<string, WeightedTerm>();
  for (const [at, { forms }] of question.words.entries()) {
    for (const form of forms) {
      // Two words may share a form; it belongs to the first.
      if (!terms.has(form)) terms.set(form, { term: hash64(form), weight: 1, word: at });
    }
  }
  return [...terms.values()];
}
