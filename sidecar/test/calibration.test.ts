import {
  contributions,
  probabilityOf,
  readCalibrator,
  thresholdFor,
} from "../src/calibration/calibrator.ts";
import {
  aurc,
  auroc,
  calibrationError,
  calibrationFloor,
  coverageAt,
} from "../src/calibration/figures.ts";
import type { Judged } from "../src/calibration/figures.ts";
import { recalibrated } from "../src/calibration/fit.ts";
import { fitLogistic, sigmoid } from "../src/calibration/logistic.ts";
import {
  binomialAtMost,
  labelsMissing,
  labelsNeeded,
  provenThreshold,
} from "../src/calibration/promise.ts";
import { shipped } from "../src/calibration/shipped.ts";

/** Mulberry32: the same numbers each time. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Answers whose probabilities are true. */
function honest(count: number, draw: () => number): Judged[] {
  return Array.from({ length: count }, () => {
    const probability = draw();
    return { probability, right: draw() < probability };
  });
}

test("logistic regression finds the coefficients that drew the labels", () => {
  const draw = lots(1);
  const rows = Array.from({ length: 20_000 }, () => [1, 4 * draw() - 2, draw() < 0.3 ? 1 : 0]);
  const truth = [-0.5, 1.5, -2];
  const right = rows.map(
    (row) => draw() < sigmoid(row.reduce((sum, it, at) => sum + it * (truth[at] ?? 0), 0)),
  );
  const found = fitLogistic(rows, right, { ridge: [0, 0, 0] });
  for (const [at, it] of found.entries()) expect(it).toBeCloseTo(truth[at] ?? 0, 0.5);
  // A heavy penalty keeps them where they were thought to be.
  const kept = fitLogistic(rows.slice(0, 50), right.slice(0, 50), {
    ridge: [1e6, 1e6, 1e6],
    prior: [1, 2, 3],
  });
  for (const [at, it] of kept.entries()) expect(it).toBeCloseTo([1, 2, 3][at] ?? 0, 2);
});

test("a few answers that a model parts without a mistake don't make the next one certain", () => {
  const rows = Array.from({ length: 60 }, (_, at) => ({ features: { fits: at }, right: at >= 20 }));
  const model = recalibrated(
    { bias: -20, terms: { fits: { mean: 0, deviation: 15, weight: 15 } } },
    rows,
  );
  expect(probabilityOf(model, { fits: 59 })).toBeGreaterThan(0.95);
  expect(probabilityOf(model, { fits: 0 })).toBeLessThan(0.05);
  // Next to where they part, nothing is sure.
  expect(probabilityOf(model, { fits: 21 })).toBeLessThan(0.9);
});

test("a feature that an older sidecar doesn't measure counts as average", () => {
  const model = {
    bias: 1,
    terms: { age: { mean: 3, deviation: 1, weight: -2 } },
  };
  expect(contributions(model, {}).age).toBeCloseTo(0);
  expect(probabilityOf(model, {})).toBeCloseTo(sigmoid(1));
  expect(contributions(model, { age: 4 })).toEqual({ age: -2 });
});

test("figures: what they are of a perfect, of a boastful and of a blind predictor", () => {
  const draw = lots(3);
  const perfect = honest(20_000, draw);
  expect(calibrationError(perfect)).toBeLessThan(0.02);
  expect(calibrationError(perfect)).toBeLessThan(2 * calibrationFloor(perfect, draw) + 0.005);
  const boastful = perfect.map((it) => ({ ...it, probability: 0.5 + it.probability / 2 }));
  expect(calibrationError(boastful)).toBeCloseTo(0.25, 1);
  expect(auroc(boastful)).toBeCloseTo(auroc(perfect), 10);
  expect(auroc(perfect)).toBeCloseTo(5 / 6, 1);
  expect(auroc(perfect.map((it) => ({ ...it, probability: 0.5 })))).toBe(0.5);
  const ordered: Judged[] = [
    { probability: 0.9, right: true },
    { probability: 0.8, right: true },
    { probability: 0.7, right: false },
    { probability: 0.6, right: true },
  ];
  expect(coverageAt(ordered, 0.9)).toBe(0.5);
  expect(coverageAt(ordered, 0.75)).toBe(1);
  expect(aurc(ordered)).toBeCloseTo((0 + 0 + 1 / 3 + 1 / 4) / 4);
});

test("a threshold is proven at most one time in ten where too few are right above it", () => {
  const draw = lots(4);
  let broken = 0;
  for (let time = 0; time < 300; time += 1) {
    const threshold = provenThreshold(honest(800, draw), 0.9, 0.1) ?? 1;
    // Above t, with true probabilities spread evenly, (1 + t) / 2 are right.
    if ((1 + threshold) / 2 < 0.9) broken += 1;
  }
  expect(broken).toBeLessThanOrEqual(30);
});

test("few answers, or none that is good enough, prove nothing", () => {
  const right = { probability: 0.99, right: true };
  expect(provenThreshold([], 0.9, 0.1)).toBeUndefined();
  expect(provenThreshold(Array<Judged>(40).fill(right), 0.9, 0.1)).toBeUndefined();
  expect(provenThreshold(Array<Judged>(60).fill(right), 0.9, 0.1)).toBe(0.99);
  const wrong = { probability: 0.99, right: false };
  expect(provenThreshold(Array<Judged>(500).fill(wrong), 0.9, 0.1)).toBeUndefined();
});

test("how many judged answers are missing, or that none would help", () => {
  /** One of `wrongOf` is wrong, evenly. */
  const answers = (wrongOf: number, count: number): Judged[] =>
    Array.from({ length: count }, (_, at) => ({ probability: 0.8, right: at % wrongOf !== 3 }));
  const missing = labelsMissing(answers(17, 100), 0.9, 0.1);
  expect(provenThreshold(answers(17, 100), 0.9, 0.1)).toBeUndefined();
  expect(missing).toBeGreaterThan(0);
  expect(provenThreshold(answers(17, 100 + (missing ?? 0)), 0.9, 0.1)).toBeDefined();
  expect(labelsMissing(answers(5, 1_000), 0.9, 0.1)).toBeUndefined();
});

test("the binomial test is exact", () => {
  expect(binomialAtMost(0, 10, 0.1)).toBeCloseTo(0.9 ** 10);
  expect(binomialAtMost(2, 5, 0.5)).toBeCloseTo(0.5);
  expect(binomialAtMost(5, 5, 0.3)).toBe(1);
  // 22 right ones in a row: 0.9 ^ 22 is below 0.1.
  expect(binomialAtMost(0, 22, 0.1)).toBeLessThan(0.1);
  expect(binomialAtMost(0, 21, 0.1)).toBeGreaterThan(0.1);
  expect(labelsNeeded(0.9, 0.1, 0.95)).toBeGreaterThan(labelsNeeded(0.9, 0.1, 0.99) ?? Infinity);
  expect(labelsNeeded(0.9, 0.1, 0.9)).toBeUndefined();
});

test("a calibrator from outside is checked whole", () => {
  const written = JSON.parse(JSON.stringify(shipped)) as typeof shipped;
  expect(readCalibrator(written)).toEqual(shipped);
  expect(readCalibrator({ ...written, thresholds: [] })).toBeUndefined();
  expect(readCalibrator({ ...written, model: { fields: written.model.fields } })).toBeUndefined();
  expect(readCalibrator("{}")).toBeUndefined();
  expect(readCalibrator(null)).toBeUndefined();
});

test("for a precision between two that were reckoned, the threshold of the higher one is in force", () => {
  const row = { promised: true, labels: 100, missing: 0 };
  const calibrator = {
    ...shipped,
    thresholds: [
      { ...row, target: 0.8, threshold: 0.6 },
      { ...row, target: 0.9, threshold: 0.75 },
    ],
  };
  expect(thresholdFor(calibrator, 0.8)).toBe(0.6);
  expect(thresholdFor(calibrator, 0.85)).toBe(0.75);
  expect(thresholdFor(calibrator, 0.99)).toBe(0.75);
});
