/** An answer with the probability it was given, and whether it was right. */
export interface Judged {
  probability: number;
  right: boolean;
}

/**
 * Expected calibration error in bins of equal mass: the mean distance between the probability said
 * and the share that was right (Naeini et al. 2015; equal mass as Nixon et al. 2019).
 */
export function calibrationError(rows: Judged[], bins = 15): number {
  const sorted = rows.toSorted((left, right) => left.probability - right.probability);
  let error = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const some = sorted.slice(
      Math.round((bin * sorted.length) / bins),
      Math.round(((bin + 1) * sorted.length) / bins),
    );
    if (some.length === 0) continue;
    const said = mean(some.map((it) => it.probability));
    const was = mean(some.map((it) => (it.right ? 1 : 0)));
    error += (Math.abs(said - was) * some.length) / sorted.length;
  }
  return error;
}

/** What a perfect predictor with these probabilities would have, by chance alone: mean of draws. */
export function calibrationFloor(rows: Judged[], draw: () => number, draws = 20): number {
  return mean(
    Array.from({ length: draws }, () =>
      calibrationError(rows.map((it) => ({ ...it, right: draw() < it.probability }))),
    ),
  );
}

/** Area under the ROC curve: how often a right answer has the higher probability than a wrong one. */
export function auroc(rows: Judged[]): number {
  const sorted = rows.toSorted((left, right) => left.probability - right.probability);
  let ranks = 0;
  let positives = 0;
  for (let at = 0; at < sorted.length;) {
    let end = at;
    while (end < sorted.length && sorted[end]?.probability === sorted[at]?.probability) end += 1;
    for (const it of sorted.slice(at, end)) {
      if (!it.right) continue;
      ranks += (at + 1 + end) / 2;
      positives += 1;
    }
    at = end;
  }
  const negatives = sorted.length - positives;
  return positives === 0 || negatives === 0
    ? Number.NaN
    : (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Area under the risk–coverage curve (Geifman and El-Yaniv 2017): mean share of wrong answers. */
export function aurc(rows: Judged[]): number {
  let wrong = 0;
  return mean(
    rows
      .toSorted((left, right) => right.probability - left.probability)
      .map((it, at) => {
        wrong += it.right ? 0 : 1;
        return wrong / (at + 1);
      }),
  );
}

/** Largest share that can be answered with so many of the answers right. */
export function coverageAt(rows: Judged[], precision: number): number {
  let right = 0;
  let covered = 0;
  for (const [at, it] of rows.toSorted((a, b) => b.probability - a.probability).entries()) {
    right += it.right ? 1 : 0;
    if (right / (at + 1) >= precision) covered = at + 1;
  }
  return rows.length === 0 ? 0 : covered / rows.length;
}

export const mean = (values: number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, it) => sum + it, 0) / values.length;
