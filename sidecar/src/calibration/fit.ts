import { boostSteps } from "./boost.ts";
import { deviationOf, logitOf } from "./calibrator.ts";
import type { AdditiveModel, Features } from "./calibrator.ts";
import { mean } from "./figures.ts";
import { fitLogistic } from "./logistic.ts";

/** An answer that somebody or something judged. */
export interface Labelled {
  features: Features;
  right: boolean;
  /** How much it counts beside others; 1 by default. */
  count?: number;
}

export interface FitOptions {
  /** Weight of the penalty that keeps coefficients small. */
  ridge: number;
}

/** Fits an additive logistic model on judged answers; all have the same features. */
export function fitModel(rows: Labelled[], { ridge }: FitOptions): AdditiveModel {
  const names = Object.keys(rows[0]?.features ?? {});
  const scales = names.map((name) => {
    const values = rows.map((it) => it.features[name] ?? 0);
    const center = mean(values);
    const deviation = Math.sqrt(mean(values.map((it) => (it - center) ** 2))) || 1;
    return { mean: center, deviation };
  });
  const columns = rows.map(({ features }) => [
    1,
    ...scales.map((scale, at) => deviationOf(features[names[at] ?? ""] ?? 0, scale)),
  ]);
  const start = [0, ...scales.map(() => 0)];
  const [bias = 0, ...weights] = fitLogistic(
    columns,
    rows.map((it) => it.right),
    {
      ridge: start.map((_, at) => (at === 0 ? 0 : ridge)),
      prior: start,
      counts: rows.map((it) => it.count ?? 1),
    },
  );
  return {
    bias,
    terms: Object.fromEntries(
      scales.map((scale, at) => [names[at] ?? "", { ...scale, weight: weights[at] ?? 0 }]),
    ),
  };
}

/** Fits step functions, one a feature, where what a feature says isn't linear; all rows have the same features. */
export function fitSteps(rows: Labelled[], random: () => number): AdditiveModel {
  const names = Object.keys(rows[0]?.features ?? {});
  const { bias, steps } = boostSteps(
    rows.map(({ features, right, count = 1 }) => ({
      ...{ right, count },
      features: names.map((name) => features[name] ?? 0),
    })),
    random,
  );
  return {
    bias,
    terms: Object.fromEntries(
      names.map((name, at) => [name, steps[at] ?? { cuts: [], values: [0] }]),
    ),
  };
}

/** Weight of the penalty that keeps few answers from moving probabilities far. */
const identity = 20;

/**
 * The same order of answers, the probabilities made true of `rows`: slope and intercept of the logit
 * are fitted again. Each label counts a little for its opposite (Platt 1999), so that a few answers of
 * which all likely ones were right don't make the next one certain.
 */
export function recalibrated(model: AdditiveModel, rows: Labelled[]): AdditiveModel {
  const right = rows.filter((it) => it.right).length;
  const targets = { right: (right + 1) / (right + 2), wrong: 1 / (rows.length - right + 2) };
  const halves = rows.flatMap((row) => {
    const target = row.right ? targets.right : targets.wrong;
    const columns = [1, logitOf(model, row.features)];
    const count = row.count ?? 1;
    return [
      { columns, right: true, count: count * target },
      { columns, right: false, count: count * (1 - target) },
    ];
  });
  const [intercept = 0, slope = 1] = fitLogistic(
    halves.map((it) => it.columns),
    halves.map((it) => it.right),
    { ridge: [identity, identity], prior: [0, 1], counts: halves.map((it) => it.count) },
  );
  return {
    bias: intercept + slope * model.bias,
    terms: Object.fromEntries(
      Object.entries(model.terms).map(([name, it]) => [
        name,
        "cuts" in it
          ? { ...it, values: it.values.map((value) => slope * value) }
          : { ...it, weight: slope * it.weight },
      ]),
    ),
  };
}
