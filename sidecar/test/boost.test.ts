import { random } from "../bench/index/random.ts";
import { boostSteps, stepOf } from "../src/calibration/boost.ts";
import { contributions, probabilityOf, readCalibrator } from "../src/calibration/calibrator.ts";
import { fitSteps, recalibrated } from "../src/calibration/fit.ts";

/** Right between 2 and 4 only, which no straight line says; the second figure says nothing. */
function rows(count: number) {
  const draw = random(7);
  return Array.from({ length: count }, () => {
    const inside = draw() * 6;
    const isRight = inside > 2 && inside < 4 ? draw() < 0.95 : draw() < 0.05;
    return { features: { inside, chance: draw() }, right: isRight, count: 1 };
  });
}

test("what is right in the middle only is learned, and what says nothing adds little", () => {
  const model = fitSteps(rows(2_000), random(1));
  const at = (inside: number): number => probabilityOf(model, { inside, chance: 0.5 });
  expect(at(3)).toBeGreaterThan(0.85);
  expect(at(1)).toBeLessThan(0.15);
  expect(at(5)).toBeLessThan(0.15);
  const spread = [0.1, 0.5, 0.9].map(
    (chance) => contributions(model, { inside: 3, chance }).chance,
  );
  expect(Math.max(...spread.map((it) => Math.abs(it ?? 9)))).toBeLessThan(0.5);
});

test("a row that counts more moves the steps more", () => {
  const one = (right: boolean, count: number) => ({ features: [1], right, count });
  const zero = (right: boolean, count: number) => ({ features: [0], right, count });
  const of = (count: number) => {
    const some = Array.from({ length: 40 }, (_, at) => [
      one(true, count),
      zero(at % 2 === 0, 1),
      one(false, 1),
    ]).flat();
    const { bias, steps } = boostSteps(some, random(2));
    return bias + stepOf(1, steps[0] ?? { cuts: [], values: [0] });
  };
  expect(of(5)).toBeGreaterThan(of(1));
});

test("a figure that never changes has no step, and nothing fails without rows", () => {
  const { steps } = boostSteps(
    Array.from({ length: 50 }, (_, at) => ({ features: [3], right: at % 2 === 0, count: 1 })),
    random(3),
  );
  expect(steps).toEqual([{ cuts: [], values: [0] }]);
  expect(boostSteps([], random(4)).steps).toEqual([]);
});

test("steps are read from a document as they were written, and wrong ones are refused", () => {
  const fields = fitSteps(rows(500), random(5));
  const excerpt = { bias: 0, terms: { share: { mean: 0, deviation: 1, weight: 2 } } };
  const document = {
    ...{ version: "x", fittedOn: [], figures: {}, model: { fields, excerpt } },
    thresholds: [{ target: 0.9, threshold: 0.8, promised: true, labels: 9, missing: 0 }],
  };
  expect(readCalibrator(JSON.parse(JSON.stringify(document)))?.model.fields).toEqual(fields);
  const broken = { bias: 0, terms: { inside: { cuts: [1], values: [1] } } };
  expect(readCalibrator({ ...document, model: { fields: broken, excerpt } })).toBeUndefined();
});

test("probabilities of steps are made true of other rows, in the same order", () => {
  const model = fitSteps(rows(2_000), random(6));
  // There, half of what seemed right is wrong.
  const others = rows(2_000).map((it, at) => ({ ...it, right: it.right && at % 2 === 0 }));
  const made = recalibrated(model, others);
  const at = (inside: number): number => probabilityOf(made, { inside, chance: 0.5 });
  expect(at(3)).toBeLessThan(0.65);
  expect(at(3)).toBeGreaterThan(0.35);
  expect(at(3)).toBeGreaterThan(at(1));
});
