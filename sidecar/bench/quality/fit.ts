import { fuse } from "../../src/retrieval/fuse.ts";
import type { Fusion } from "../../src/retrieval/fuse.ts";
import { byVectors, byWords, meanQuality } from "./measure.ts";
import type { Answered } from "./measure.ts";

const grid: Record<keyof Fusion, number[]> = {
  weight: [2, 3, 4, 5, 6],
  midpoint: [0.25, 0.3, 0.35, 0.4, 0.45],
  steepness: [8, 10, 12, 15, 20],
};

/** Questions of a set that are fitted on: more only take longer. */
const questionsEach = 1_000;

/**
 * The parameters under which fusion leads its best leg by most: on average over the sets, and on the
 * set where it leads least, so that no language pays for another.
 */
export function fitFusion(all: Answered[][]): Fusion {
  const sets = all.map((set) => {
    const step = Math.max(1, set.length / questionsEach);
    return set.filter((_, at) => at % step < 1);
  });
  const bestLegs = sets.map((set) =>
    Math.max(meanQuality(set, byWords).ndcg10, meanQuality(set, byVectors).ndcg10),
  );
  let best: { by: Fusion; lead: number } | undefined;
  for (const weight of grid.weight) {
    for (const midpoint of grid.midpoint) {
      for (const steepness of grid.steepness) {
        const by = { weight, midpoint, steepness };
        const leads = sets.map(
          (set, at) =>
            meanQuality(set, (it) => fuse(it.hits, it.mass, by)).ndcg10 - (bestLegs[at] ?? 0),
        );
        const lead =
          Math.min(...leads) + leads.reduce((sum, it) => sum + it, 0) / Math.max(1, leads.length);
        if (!best || lead > best.lead) best = { by, lead };
      }
    }
  }
  if (!best) throw new Error("There is nothing to fit on.");
  return best.by;
}
