// quality: nDCG@10 and recall@10 of words, vectors and both, on six public sets.
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { fuse, fusion } from "../src/retrieval/fuse.ts";
import { readSet, retrievalSets } from "./corpus.ts";
import type { SetName } from "./corpus.ts";
import { articlesOf, firstHalf } from "./quality/articles.ts";
import { ask } from "./quality/ask.ts";
import { fitFusion } from "./quality/fit.ts";
import { byVectors, byWords, meanQuality } from "./quality/measure.ts";
import type { Answered, Quality } from "./quality/measure.ts";
import { recompute } from "./quality/recompute.ts";

/** Least nDCG@10 of the hybrid. */
const bars: Partial<Record<SetName, number>> = {
  "squad2-dev-passages": 0.915,
  "squad2-large": 0.875,
  "xquadr-en-en": 0.885,
  "xquadr-de-de": 0.858,
  "xquadr-de-en": 0.812,
  "xquadr-es-en": 0.832,
};
/** So much below its best leg is chance. */
const tolerance = 0.004;

type Figures = Record<"bm25" | "vectors" | "hybrid", Quality>;

/**
 * Asks every question of the six sets in real indexes. The hybrid's parameters are fitted on one half
 * of the articles and measured on the other, both ways. `--fit` tells those fitted on all articles
 * as well, for `ask/fuse.ts`; `--recompute URL` makes the vectors anew by the embedder there.
 */
export async function bench({ args, server, stopped }: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args,
    options: { fit: { type: "boolean", default: false }, recompute: { type: "string" } },
  });
  const names = Object.keys(retrievalSets) as SetName[];
  const sets = new Map(names.map((name) => [name, readSet(name)]));
  const articles = articlesOf(sets);

  const { url } = await server({ settings: { shared_buffers: "512MB" } });
  const answered = new Map<SetName, Answered[]>();
  for (const [name, set] of sets) {
    console.log(`${name}: ${set.queries.length} questions over ${set.corpus.length} texts`);
    const its = values.recompute ? await recompute(set, values.recompute, stopped) : set;
    const about = articles.get(name) ?? new Map<string, string>();
    answered.set(name, await ask(url, its, about, stopped));
  }

  if (values.fit) {
    const fitted = fitFusion([...answered.values()]);
    console.log("in force", fusion, "fitted on all articles", fitted);
  }
  const first = firstHalf([...answered.values()].flat().map((it) => it.article));
  const halfOf = (is: boolean): Answered[][] =>
    [...answered.values()].map((all) => all.filter((it) => first.has(it.article) === is));
  const fittedOnOther = { first: fitFusion(halfOf(false)), second: fitFusion(halfOf(true)) };
  console.log(
    "fitted on the second half",
    fittedOnOther.first,
    "on the first",
    fittedOnOther.second,
  );

  const figures: Partial<Record<SetName, Figures>> = {};
  const missed: string[] = [];
  for (const [name, all] of answered) {
    const its = {
      bm25: meanQuality(all, byWords),
      vectors: meanQuality(all, byVectors),
      hybrid: meanQuality(all, (it) =>
        fuse(it.hits, it.mass, first.has(it.article) ? fittedOnOther.first : fittedOnOther.second),
      ),
    };
    figures[name] = its;
    const ndcg = its.hybrid.ndcg10;
    const legs = Math.max(its.bm25.ndcg10, its.vectors.ndcg10);
    if (ndcg < legs - tolerance) missed.push(`${name}: ${show(ndcg)}, its best leg ${show(legs)}`);
    const bar = bars[name] ?? 0;
    if (ndcg < bar) missed.push(`${name}: nDCG@10 ${show(ndcg)}, at least ${bar}`);
  }
  print(figures);
  return { results: { sets: figures }, missed };
}

const show = (value: number): string => value.toFixed(4);

function print(figures: Partial<Record<SetName, Figures>>): void {
  console.log("\nnDCG@10 / recall@10    words            vectors          hybrid");
  for (const [name, { bm25, vectors, hybrid }] of Object.entries(figures)) {
    const cells = [bm25, vectors, hybrid].map((it) => `${show(it.ndcg10)} / ${show(it.recall10)}`);
    console.log(`${name.padEnd(22)} ${cells.join("  ")}`);
  }
}
