import { sentencesOf } from "../../src/answering/extractive/excerpt.ts";
import type { SentenceSignals } from "../../src/answering/extractive/excerpt.ts";
import type { RetrievalSet } from "../corpus.ts";
import type { SquadIndex } from "./index.ts";
import { holdsGold } from "./questions.ts";

/** Steps of gradient ascent, and their length; it has settled after about a hundred. */
const steps = 200;
const rate = 2;

type Weights = Record<keyof SentenceSignals, number>;

interface Candidate {
  signals: SentenceSignals;
  isRight: boolean;
}

/**
 * The weights under which the sentences that hold an answer have the greatest share of all sentences
 * read: conditional logistic regression over the sentences of each question.
 */
export async function fitSentences(
  index: SquadIndex,
  set: RetrievalSet,
  golds: Map<string, string[]>,
  stopped: AbortSignal,
): Promise<Weights> {
  const questions: Candidate[][] = [];
  for (const [at, { id, text }] of set.queries.entries()) {
    stopped.throwIfAborted();
    const read = await index.read({ text, vector: set.queryVectors.at(at) });
    const all = sentencesOf(read).map(({ signals, quote }) => ({
      signals,
      isRight: holdsGold(quote, golds.get(id) ?? []),
    }));
    if (all.some((it) => it.isRight)) questions.push(all);
  }
  const weights: Weights = { strength: 1, words: 1, near: 1, pairs: 1, sort: 1 };
  const names = Object.keys(weights) as (keyof SentenceSignals)[];
  for (let step = 0; step < steps; step += 1) {
    const gradient: Weights = { strength: 0, words: 0, near: 0, pairs: 0, sort: 0 };
    for (const all of questions) {
      const scores = all.map(({ signals }) =>
        names.reduce((sum, name) => sum + weights[name] * signals[name], 0),
      );
      const top = Math.max(...scores);
      const shares = scores.map((it) => Math.exp(it - top));
      const total = shares.reduce((sum, it) => sum + it, 0);
      const right = shares.reduce((sum, it, at) => sum + (all[at]?.isRight ? it : 0), 0);
      for (const [at, { signals, isRight }] of all.entries()) {
        const share = shares[at] ?? 0;
        const pull = (isRight ? share / right : 0) - share / total;
        for (const name of names) gradient[name] += pull * signals[name];
      }
    }
    for (const name of names) weights[name] += (rate * gradient[name]) / questions.length;
  }
  return weights;
}
