import { mean } from "./figures.ts";
import type { Judged } from "./figures.ts";

/** Least answers that a threshold is tested on; fewer could prove no precision of 0.9. */
const leastTested = 50;
/** Share of the answers, the surest ones, with which the tests begin: a single slip must not end them. */
const firstShare = 0.05;
/** Thresholds that are tested: so many steps from the surest answers to all of them. */
const steps = 100;

/**
 * The lowest threshold of which it is proven that at least `target` of the answers at or above it are
 * right, with probability 1 - `delta`: fixed-sequence testing of Learn-then-Test (Angelopoulos et al.
 * 2021), from the surest answers down, each by an exact binomial test; it stops at the first that
 * can't be proven. Undefined where not even the first can.
 *
 * @param rows answers that the probabilities were not fitted on
 */
export function provenThreshold(rows: Judged[], target: number, delta: number): number | undefined {
  const sorted = rows.toSorted((left, right) => right.probability - left.probability);
  let proven: number | undefined;
  let wrong = 0;
  let at = 0;
  const step = Math.max(1, Math.floor(sorted.length / steps));
  for (let size = firstOf(sorted.length); size <= sorted.length; size += step) {
    for (; at < size; at += 1) wrong += sorted[at]?.right ? 0 : 1;
    // P(so few wrong) if just 1 - target of them were wrong on average.
    if (binomialAtMost(wrong, size, 1 - target) > delta) break;
    proven = sorted[size - 1]?.probability;
  }
  return proven;
}

const firstOf = (count: number): number => Math.max(leastTested, Math.round(firstShare * count));

/** P(X ≤ k) of a binomial variable. */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k >= n) return 1;
  let sum = 0;
  let ln = n * Math.log1p(-p);
  for (let i = 0; i <= k; i += 1) {
    sum += Math.exp(ln);
    ln += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, sum);
}

/** More are not judged for one promise. */
const mostLabels = 5_000;

/** Answers that must be judged until `target` can be proven, if `precision` of them are right. */
export function labelsNeeded(target: number, delta: number, precision: number): number | undefined {
  for (let n = leastTested; precision > target && n < mostLabels; n += 10) {
    if (binomialAtMost(Math.ceil(n * (1 - precision)), n, 1 - target) <= delta) return n;
  }
  return undefined;
}

/**
 * How many more answers must be judged until a precision that isn't proven can be: the surest of them
 * are tested first, and must be enough for it. Undefined where too few of these are right.
 */
export function labelsMissing(rows: Judged[], target: number, delta: number): number | undefined {
  const sorted = rows.toSorted((left, right) => right.probability - left.probability);
  const surest = sorted.slice(0, firstOf(sorted.length));
  const precision = mean(surest.map((it) => (it.right ? 1 : 0)));
  const needed = labelsNeeded(target, delta, precision);
  if (needed === undefined) return undefined;
  const all = needed <= leastTested ? leastTested : Math.ceil(needed / firstShare);
  return Math.max(0, all - rows.length);
}
