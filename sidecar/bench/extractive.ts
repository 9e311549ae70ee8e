// extractive: how often the sentences quoted hold the answer, without a model, among 21,000 passages.
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { readSet } from "./corpus.ts";
import { quantile } from "./quantile.ts";
import { fitSentences } from "./squad/fit-sentences.ts";
import { SquadIndex, settings } from "./squad/index.ts";
import { holdsGold, readSquad } from "./squad/questions.ts";
import { shownOf, textOf } from "./squad/shown.ts";

const least = 0.73;
const most = 300;

/**
 * Every answerable question of squad2-large: its likeliest answer, before the threshold. `--fit` also
 * tells the weights of sentences for `answering/extractive/excerpt.ts`, from the articles of these questions alone: five
 * numbers for 5,928 questions.
 */
export async function bench({ args, server, stopped, data }: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args,
    options: { fit: { type: "boolean", default: false } },
  });
  const squad = readSquad(data("squad2-dev", "dev-v2.0.rebuilt.json"));
  const golds = new Map(squad.map((it) => [it.id, it.golds]));
  if (values.fit) {
    const few = readSet("squad2-dev-passages");
    const own = await SquadIndex.of(await server({ settings }), few, stopped);
    console.log("weights of sentences", await fitSentences(own, few, golds, stopped));
    await own.end();
  }
  const set = readSet("squad2-large");
  const index = await SquadIndex.of(await server({ settings }), set, stopped);
  console.log(`${set.queries.length} questions over ${set.corpus.length} passages.`);
  const lengths: number[] = [];
  let right = 0;
  for (const [at, { id, text }] of set.queries.entries()) {
    stopped.throwIfAborted();
    const options = await index.options({ text, vector: set.queryVectors.at(at) });
    const shown = textOf(shownOf(options));
    lengths.push(shown.length);
    if (holdsGold(shown, golds.get(id) ?? [])) right += 1;
  }
  await index.end();
  const results = {
    questions: lengths.length,
    containsGold: right / lengths.length,
    maxChars: Math.max(...lengths),
    medianChars: quantile(lengths, 0.5),
  };
  console.table(results);
  const missed: string[] = [];
  if (results.containsGold < least) {
    missed.push(`${results.containsGold.toFixed(4)} hold the answer, at least ${least}`);
  }
  if (results.maxChars > most) missed.push(`an answer of ${results.maxChars} characters`);
  return { results, missed };
}
