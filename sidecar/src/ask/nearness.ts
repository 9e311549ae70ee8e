import type { Hit } from "../store/search.ts";
import { spreadOf } from "./fuse.ts";
import { keyOf } from "./visible-search.ts";

/** How near a record's sections are to what the question means, among all that is visible. */
export interface Nearness {
  /** Nearest first; `prominence` is 1 for the nearest of all records, 0 a spread below it. */
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
  const nearest = hits
    .flatMap((hit) => (hit.similarity === null ? [] : [{ ...hit, similarity: hit.similarity }]))
    .sort((left, right) => right.similarity - left.similarity);
  for (const { section, similarity, ...hit } of nearest) {
    const known = near.get(keyOf(hit)) ?? { sections: [], lead: 0 };
    near.set(keyOf(hit), known);
    // Several parts or languages of a section count once, as the nearest.
    if (known.sections.some((it) => it.section === section)) continue;
    known.sections.push({ section, prominence: Math.max(0, 1 - (top - similarity) / spread) });
  }
  // Beside nothing, nothing stands out.
  const [first, second] = [...near.values()];
  if (first && second) first.lead = 1 - (second.sections[0]?.prominence ?? 0);
  return near;
}
