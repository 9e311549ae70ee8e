/** Vectors of labels that are known now, by the label as it is written. */
export type LabelVectors = ReadonlyMap<string, Float32Array>;

/** Inner products of unit vectors are cosines. */
function similarity(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

export interface Standing {
  /** 1 for the nearest label, 1/2 for the second …; 0 where nothing is known. */
  rank: number;
  /** How far it is above the nearest of the others, in standard deviations of all. */
  margin: number;
}

const unknown: Standing = { rank: 0, margin: 0 };

/**
 * Where each label stands among those of its record by its nearness to a question: ranks and margins,
 * since what a similarity is worth differs by question and by model.
 */
export function standings(
  labels: string[],
  asked: Float32Array | undefined,
  known: LabelVectors,
): Map<string, Standing> {
  const near = [...new Set(labels)].flatMap((label) => {
    const vector = known.get(label);
    return vector && asked ? [{ label, near: similarity(asked, vector) }] : [];
  });
  near.sort((left, right) => right.near - left.near);
  const mean = near.reduce((sum, it) => sum + it.near, 0) / Math.max(1, near.length);
  const spread =
    Math.sqrt(
      near.reduce((sum, it) => sum + (it.near - mean) ** 2, 0) / Math.max(1, near.length),
    ) || 1;
  const found = new Map<string, Standing>(labels.map((label) => [label, unknown]));
  for (const [at, it] of near.entries()) {
    const other = near[at === 0 ? 1 : 0]?.near ?? mean;
    const margin = Math.max(-3, Math.min(2, (it.near - other) / spread));
    found.set(it.label, { rank: 1 / (at + 1), margin });
  }
  return found;
}
