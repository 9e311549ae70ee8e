import type { AdditiveModel } from "../../src/calibration/calibrator.ts";
import type { FieldFeatures } from "../../src/ask/field-features.ts";

/**
 * Where few answers from fields are judged, the fit stays near these weights: they were set by hand on
 * the demo's questions of the split "dev", so that neither a fitting field in a record that was not
 * named nor a named record without the field reaches one half.
 */
const weights: Record<keyof FieldFeatures, number> = {
  clausesAnswered: 1,
  answersAsked: 3.4,
  kind: 0.6,
  coverage: 2.6,
  notCovered: -4,
  namesMissing: -4,
  verbMissing: -3,
  openRecord: 1,
  identified: 1.2,
  named: 1,
  margin: 0.8,
  agreement: 0.2,
  lexical: 0.8,
  prose: 0,
  age: -0.6,
};

export const fieldsPrior: AdditiveModel = {
  bias: -5.9,
  terms: Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [name, { mean: 0, deviation: 1, weight }]),
  ),
};
