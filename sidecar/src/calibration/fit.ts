import { columnsOf, logitOf } from "./calibrator.ts";
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
  /** Places at which the slope of a feature may change, by quantile. */
  knots: number;
  /** Weight of the penalty that keeps coefficients small. */
  ridge: number;
  /** What the model stays near to where the rows say little. */
  prior?: AdditiveModel;
}

/** Values of a feature below this many are flags and levels, and have no slope to change. */
const fewValues = 6;

/** Fits an additive logistic model on judged answers; all have the same features. */
export function fitModel(rows: Labelled[], { knots, ridge, prior }: FitOptions): AdditiveModel {
  const names = Object.keys(rows[0]?.features ?? {});
  const shapes = names.map((name) => {
    const known = prior?.terms[name];
    if (known) return { name, ...known };
    const values = rows.map((it) => it.features[name] ?? 0).sort((left, right) => left - right);
    const center = mean(values);
    const deviation = Math.sqrt(mean(values.map((it) => (it - center) ** 2))) || 1;
    const at = (part: number): number =>
      ((values[Math.floor((part * values.length) / (knots + 1))] ?? center) - center) / deviation;
    const places =
      new Set(values).size > fewValues ? Array.from({ length: knots }, (_, it) => at(it + 1)) : [];
    return {
      name,
      mean: center,
      deviation,
      weight: 0,
      knots: [...new Set(places)].map((place) => ({ at: place, weight: 0 })),
    };
  });
  const columns = rows.map(({ features }) => [
    1,
    ...shapes.flatMap((shape) => columnsOf(features[shape.name] ?? 0, shape)),
  ]);
  const start = [
    prior?.bias ?? 0,
    ...shapes.flatMap((it) => [it.weight, ...it.knots.map((knot) => knot.weight)]),
  ];
  const [bias = 0, ...weights] = fitLogistic(
    columns,
    rows.map((it) => it.right),
    {
      ridge: start.map((_, at) => (at === 0 && !prior ? 0 : ridge)),
      prior: start,
      counts: rows.map((it) => it.count ?? 1),
    },
  );
  const terms: AdditiveModel["terms"] = {};
  let at = 0;
  for (const { name, mean: center, deviation, knots: places } of shapes) {
    const [weight = 0, ...beyond] = weights.slice(at, at + 1 + places.length);
    at += 1 + places.length;
    terms[name] = {
      ...{ mean: center, deviation, weight },
      knots: places.map((place, which) => ({ at: place.at, weight: beyond[which] ?? 0 })),
    };
  }
  return { bias, terms };
}

/**
 * The same order of answers, the probabilities made true of `rows`: slope and intercept of the logit
 * are fitted again (Platt 1999).
 */
export function recalibrated(model: AdditiveModel, rows: Labelled[]): AdditiveModel {
  const [intercept = 0, slope = 1] = fitLogistic(
    rows.map(({ features }) => [1, logitOf(model, features)]),
    rows.map((it) => it.right),
    { ridge: [0, 0], prior: [0, 1], counts: rows.map((it) => it.count ?? 1) },
  );
  return {
    bias: intercept + slope * model.bias,
    terms: Object.fromEntries(
      Object.entries(model.terms).map(([name, it]) => [
        name,
        {
          ...it,
          weight: slope * it.weight,
          knots: it.knots.map((knot) => ({ ...knot, weight: slope * knot.weight })),
        },
      ]),
    ),
  };
}
