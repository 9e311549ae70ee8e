import { keyOf } from "../../store/search.ts";
import type { Choice } from "./choose.ts";
import type { LinkedRecord } from "./linking.ts";

/** A record that another one leads to by a field. */
export interface Reachable {
  resModel: string;
  resId: number;
  from: LinkedRecord;
  label: string;
}

/** From so many records, the likeliest ones, */
const mostSources = 2;
/** and to so many others. */
const mostTargets = 4;

/**
 * The records that those which the question is about lead to by a many2one: nearest to the question by the
 * field's label first. Only such as the question means by more than its words: open, spoken of, or named.
 */
export function reachable(linked: LinkedRecord[], choices: Choice[]): Reachable[] {
  const isMeant = ({ retrieved, isIdentified, isNumbered, named }: LinkedRecord): boolean =>
    retrieved.open || retrieved.cited || isIdentified || isNumbered || named.share > 0.5;
  const sources = linked.filter(isMeant).slice(0, mostSources);
  const known = new Set(sources.map((it) => keyOf(it.read.record)));
  const found: (Reachable & { score: number })[] = [];
  for (const from of sources) {
    for (const { line } of from.read.lines) {
      if (line.target === null || line.relation === null || line.label === null) continue;
      const target = { resModel: line.relation, resId: line.target };
      if (known.has(keyOf(target))) continue;
      known.add(keyOf(target));
      const scores = choices.flatMap(({ scored }) =>
        scored.filter((it) => it.of === from && it.label === line.label).map((it) => it.score),
      );
      const score = (line.party ? 1 : 0) + Math.max(-99, ...scores);
      found.push({ ...target, from, label: line.label, score });
    }
  }
  return found.sort((left, right) => right.score - left.score).slice(0, mostTargets);
}
