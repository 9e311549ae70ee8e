/** A value by where a figure lies: `values[at]` up to `cuts[at]`, the last one beyond all cuts. */
export interface Steps {
  cuts: number[];
  values: number[];
}

export interface BoostedRow {
  features: number[];
  right: boolean;
  count: number;
}

const rounds = 300;
const rate = 0.05;
const mostBins = 24;
/** Weight of the penalty on each step, and the least that must lie on either side of a cut. */
const ridge = 5;
const leastHessian = 3;
/** Of all features, those that one round may take; and of the fits that are averaged. */
const share = 0.5;
const fits = 3;

/**
 * An additive logistic model of step functions, one a feature: Newton boosting (Friedman 2001) of trees with
 * one cut, so that what each feature adds can be told. Time linear in rows × features × rounds.
 *
 * @param random uniform in [0, 1)
 */
export function boostSteps(
  rows: BoostedRow[],
  random: () => number,
): { bias: number; steps: Steps[] } {
  const width = rows[0]?.features.length ?? 0;
  const cuts = Array.from({ length: width }, (_, at) =>
    cutsOf(rows.map((it) => it.features[at] ?? 0)),
  );
  const bins = cuts.map((its, at) =>
    Uint8Array.from(rows, ({ features }) => binOf(features[at] ?? 0, its)),
  );
  const total = rows.reduce((sum, it) => sum + it.count, 0);
  const held = rows.reduce((sum, it) => sum + (it.right ? it.count : 0), 0);
  const bias = Math.log((held + 1) / (total - held + 1));
  const steps = cuts.map((its): Steps => ({ cuts: its, values: its.map(() => 0).concat(0) }));
  for (let fit = 0; fit < fits; fit += 1) {
    const logits = new Float64Array(rows.length).fill(bias);
    for (let round = 0; round < rounds; round += 1) {
      const best = bestCut(rows, logits, bins, cuts, () => random() < share);
      if (!best) continue;
      const { at, bin, below, above } = best;
      const values = steps[at]?.values ?? [];
      for (let it = 0; it < values.length; it += 1) {
        values[it] = (values[it] ?? 0) + (it <= bin ? below : above) / fits;
      }
      const own = bins[at];
      for (let row = 0; row < rows.length; row += 1) {
        logits[row] = (logits[row] ?? 0) + ((own?.[row] ?? 0) <= bin ? below : above);
      }
    }
  }
  return { bias, steps: steps.map(merged) };
}

export function stepOf(value: number, { cuts, values }: Steps): number {
  return values[binOf(value, cuts)] ?? 0;
}

/** Quantiles between different values. */
function cutsOf(values: number[]): number[] {
  const sorted = values.toSorted((left, right) => left - right);
  const found = new Set<number>();
  for (let at = 1; at < mostBins; at += 1) {
    const place = Math.round((at * sorted.length) / mostBins);
    const low = sorted[place - 1] ?? 0;
    const high = sorted.find((it, to) => to >= place && it > low);
    if (high !== undefined) found.add((low + high) / 2);
  }
  return [...found].sort((left, right) => left - right);
}

function binOf(value: number, cuts: number[]): number {
  let bin = 0;
  while (bin < cuts.length && value > (cuts[bin] ?? 0)) bin += 1;
  return bin;
}

interface Cut {
  at: number;
  bin: number;
  below: number;
  above: number;
}

function bestCut(
  rows: BoostedRow[],
  logits: Float64Array,
  bins: Uint8Array[],
  cuts: number[][],
  isTaken: () => boolean,
): Cut | undefined {
  const slopes = new Float64Array(rows.length);
  const curves = new Float64Array(rows.length);
  let slope = 0;
  let curve = 0;
  for (const [at, { right, count }] of rows.entries()) {
    const p = 1 / (1 + Math.exp(-(logits[at] ?? 0)));
    slopes[at] = count * ((right ? 1 : 0) - p);
    curves[at] = count * p * (1 - p);
    slope += slopes[at] ?? 0;
    curve += curves[at] ?? 0;
  }
  let best: (Cut & { gain: number }) | undefined;
  for (const [at, own] of bins.entries()) {
    const count = cuts[at]?.length ?? 0;
    if (count === 0 || !isTaken()) continue;
    const ofSlope = new Float64Array(count + 1);
    const ofCurve = new Float64Array(count + 1);
    for (let row = 0; row < own.length; row += 1) {
      const bin = own[row] ?? 0;
      ofSlope[bin] = (ofSlope[bin] ?? 0) + (slopes[row] ?? 0);
      ofCurve[bin] = (ofCurve[bin] ?? 0) + (curves[row] ?? 0);
    }
    let left = 0;
    let under = 0;
    for (let bin = 0; bin < count; bin += 1) {
      left += ofSlope[bin] ?? 0;
      under += ofCurve[bin] ?? 0;
      const over = curve - under;
      if (under < leastHessian || over < leastHessian) continue;
      const right = slope - left;
      const gain = (left * left) / (under + ridge) + (right * right) / (over + ridge);
      if (best && gain <= best.gain) continue;
      best = {
        ...{ at, bin, gain },
        below: (rate * left) / (under + ridge),
        above: (rate * right) / (over + ridge),
      };
    }
  }
  return best;
}

/** Without cuts that change nothing. */
function merged({ cuts, values }: Steps): Steps {
  const kept = cuts.flatMap((cut, at) =>
    Math.abs((values[at] ?? 0) - (values[at + 1] ?? 0)) > 1e-9
      ? [{ cut, value: values[at] ?? 0 }]
      : [],
  );
  return {
    cuts: kept.map((it) => it.cut),
    values: [...kept.map((it) => it.value), values.at(-1) ?? 0],
  };
}
