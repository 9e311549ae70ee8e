/** Candidates for one question: what each was compared by, and how right it is, 0..1. */
export interface Ranked {
  candidates: { features: Record<string, number>; right: number }[];
}

export type Weights = Record<string, number>;

/** Steps of Adam, and their length; it has settled after about two hundred. */
const steps = 250;
const rate = 0.06;
/** Weight of the penalty that keeps weights small. */
const ridge = 0.5;
/** Of the candidates that are wrong, so many are compared with those that are right. */
const mostWrong = 40;

/**
 * The weights under which the right candidates have the greatest share of all candidates of their
 * question: conditional logistic regression (McFadden 1974), those without a right candidate left out.
 */
export function fitRanking(questions: Ranked[]): Weights {
  const useful = questions.filter(({ candidates }) => candidates.some((it) => it.right > 0));
  const names = Object.keys(useful[0]?.candidates[0]?.features ?? {});
  const size = names.length;
  const groups = useful
    .map((it) => fewer(it.candidates))
    .map((candidates) => ({
      rows: candidates.map(({ features }) =>
        Float64Array.from(names, (name) => features[name] ?? 0),
      ),
      right: candidates.map((it) => it.right),
    }));
  const weights = new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let step = 1; step <= steps; step += 1) {
    const gradient = new Float64Array(size);
    for (const group of groups) addGradient(group, weights, gradient);
    for (let at = 0; at < size; at += 1) {
      const slope = (gradient[at] ?? 0) - ridge * (weights[at] ?? 0);
      const first = 0.9 * (mean[at] ?? 0) + 0.1 * slope;
      const second = 0.99 * (square[at] ?? 0) + 0.01 * slope * slope;
      mean[at] = first;
      square[at] = second;
      const corrected = first / (1 - 0.9 ** step);
      const scale = Math.sqrt(second / (1 - 0.99 ** step)) + 1e-8;
      weights[at] = (weights[at] ?? 0) + (rate * corrected) / scale;
    }
  }
  return Object.fromEntries(names.map((name, at) => [name, weights[at] ?? 0]));
}

/** Every n-th of those that are wrong, the nearest first as they come. */
function fewer(candidates: Ranked["candidates"]): Ranked["candidates"] {
  const wrong = candidates.filter((it) => it.right === 0);
  const every = Math.max(1, wrong.length / mostWrong);
  const kept = new Set(
    Array.from(
      { length: Math.min(mostWrong, wrong.length) },
      (_, at) => wrong[Math.floor(at * every)],
    ),
  );
  return candidates.filter((it) => it.right > 0 || kept.has(it));
}

function addGradient(
  { rows, right }: { rows: Float64Array[]; right: number[] },
  weights: Float64Array,
  gradient: Float64Array,
): void {
  const scores = rows.map((row) => {
    let sum = 0;
    for (let at = 0; at < row.length; at += 1) sum += (row[at] ?? 0) * (weights[at] ?? 0);
    return sum;
  });
  const top = scores.reduce((most, it) => Math.max(most, it), -Infinity);
  const shares = scores.map((it) => Math.exp(it - top));
  const total = shares.reduce((sum, it) => sum + it, 0);
  const held = shares.reduce((sum, it, at) => sum + it * (right[at] ?? 0), 0);
  for (const [at, row] of rows.entries()) {
    const share = shares[at] ?? 0;
    const pull = (held > 0 ? (share * (right[at] ?? 0)) / held : 0) - share / total;
    if (Math.abs(pull) < 1e-6) continue;
    for (let name = 0; name < row.length; name += 1) {
      gradient[name] = (gradient[name] ?? 0) + pull * (row[name] ?? 0);
    }
  }
}

export function scoreOf(features: Record<string, number>, weights: Weights): number {
  let sum = 0;
  for (const [name, value] of Object.entries(features)) sum += value * (weights[name] ?? 0);
  return sum;
}
