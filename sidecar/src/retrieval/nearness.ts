import type { Hit } from "../store/search.ts";
import { spreadOf } from "./fuse.ts";

/** How near a record's sections are to what the question means, among all that is visible. */
export interface Nearness {
  /** Within a spread, nearest first; `prominence` is 1 for the nearest of all, 0 a spread below it. */
  sections: { section: string; prominence: number }[];
  /** By how many spreads the record is nearer than any other; 0 where one is nearer. */
  lead: number;
}

/**
 * The sections of each record that vectors found, in spreads of this question's own similarities:
 * what a similarity is worth differs by question and by model, so no absolute one is a bound.
 */
export function nearnessByRecord(hits: Hit[]): Map<string, Nearness> {
  const { top, spread } = spreadOf(hits);
  const near = new Map<string, Nearness>();
  const similarityOf = (hit: Hit): number => hit.similarity ?? -Infinity;
  const nearest = hits
    .filter((hit) => hit.similarity !== null)
    .sort((left, right) => similarityOf(right) - similarityOf(left));
  for (const hit of nearest) {
    const prominence = Math.max(0, 1 - (top - similarityOf(hit)) / spread);
    // All others are as far away.
    if (prominence === 0 && near.size > 1) break;
    const known = near.get(hit.record) ?? { sections: [], lead: 0 };
    near.set(hit.record, known);
    // Several parts or languages of a section count once, as the nearest.
    if (known.sections.some((it) => it.section === hit.section)) continue;
    known.sections.push({ section: hit.section, prominence });
  }
  // Beside nothing, nothing stands out.
  const [first, second] = [...near.values()];
  if (first && second) first.lead = 1 - (second.sections[0]?.prominence ?? 0);
  return near;
}
