import { mean } from "../../src/calibration/figures.ts";
import type { Judged } from "../../src/calibration/figures.ts";
import { provenThreshold } from "../../src/calibration/promise.ts";
import { random } from "../index/random.ts";

const splits = 200;
const calibrationShare = 0.2;

/**
 * Whether the promise is kept: in each split a threshold is proven on a fifth of the answers and tried
 * on the others.
 *
 * @returns how many splits gave a threshold under which fewer were right than promised, and the mean
 *   share that was answered
 */
export function promised(
  rows: Judged[],
  target: number,
  delta: number,
): { splits: number; missed: number; coverage: number } {
  const draw = random(3);
  let missed = 0;
  const coverages: number[] = [];
  for (let split = 0; split < splits; split += 1) {
    const drawn = rows
      .map((it) => ({ it, lot: draw() }))
      .sort((left, right) => left.lot - right.lot)
      .map(({ it }) => it);
    const size = Math.round(calibrationShare * drawn.length);
    const threshold = provenThreshold(drawn.slice(0, size), target, delta);
    const others = drawn.slice(size);
    const given = threshold === undefined ? [] : others.filter((it) => it.probability >= threshold);
    coverages.push(given.length / others.length);
    if (given.length > 0 && mean(given.map((it) => (it.right ? 1 : 0))) < target) missed += 1;
  }
  return { splits, missed, coverage: mean(coverages) };
}
