// confidence: whether the probability that an answer is right can be trusted, and what is promised of it.
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import {
  aurc,
  auroc,
  calibrationError,
  calibrationFloor,
  coverageAt,
} from "../src/calibration/figures.ts";
import type { Judged } from "../src/calibration/figures.ts";
import { provenThreshold } from "../src/calibration/promise.ts";
import { Observer } from "./answers/fit/observe.ts";
import type { Observed } from "./answers/fit/fit.ts";
import { observeTraining } from "./answers/fit/training.ts";
import { worldStack } from "./answers/world.ts";
import { askSquad, setsOf } from "./confidence/asked.ts";
import type { SquadRow } from "./confidence/asked.ts";
import { constantRate, topScoreAlone } from "./confidence/baselines.ts";
import { promised } from "./confidence/promised.ts";
import { crossJudged } from "./confidence/rows.ts";
import { ship } from "./confidence/ship.ts";
import { random } from "./index/random.ts";
import { settled } from "./settled.ts";

const target = 0.9;
const delta = 0.1;
const folds = 5;

/** Of a set, by calibrators that were fitted on other articles. */
interface Figures {
  ece: number;
  /** What a perfect predictor with the same probabilities would have, by chance alone. */
  eceFloor: number;
  auroc: number;
  aurc: number;
  coverageAtPrecision90: number;
  /** At the threshold that is proven on squad2-hidden for a precision of 0.9. */
  answeredShare: number;
  /** Of the answers, those that are right. */
  rightShare: number;
  n: number;
}

/**
 * Asks all of SQuAD 2 dev, and CLINC's out-of-scope questions, of SQuAD's passages as a turn does, and
 * judges each answer by a calibrator that was fitted on other articles. `--fit` also fits the
 * weights and the calibrator that ship, on these and on the training questions, and writes them.
 */
export async function bench(surroundings: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args: surroundings.args,
    options: { fit: { type: "boolean", default: false } },
  });
  const rows = await askSquad(surroundings);
  const judged = crossJudged(rows, folds);
  const of = (some: SquadRow[]): Judged[] => some.flatMap((row) => judged.get(row) ?? []);
  const sets = setsOf(rows);
  const hidden = of(sets["squad2-hidden"]);
  const threshold = provenThreshold(hidden, target, delta) ?? 1;
  const figures = Object.fromEntries(
    Object.entries(sets).map(([name, some]) => [name, figuresOf(of(some), threshold)]),
  );
  const promise = { target, delta, ...promised(hidden, target, delta) };
  const results = {
    threshold,
    sets: figures,
    promise,
    promiseAdversarial: promised(of(sets["squad2-adversarial"]), target, delta),
    baselines: {
      constantRate: constantRate(of(sets["squad2-mixture"])),
      topScore: topScoreAlone(sets, folds),
    },
  };
  print(results);
  if (values.fit) await ship(rows, await observed(surroundings));
  return { results, missed: missedOf(figures, promise) };
}

/** The training questions, with all that each could be answered with in the world that they were written for. */
async function observed({ stack, data, stopped }: Bench): Promise<Observed[]> {
  const running = await stack(worldStack);
  await settled(running, stopped);
  const observer = await Observer.of(running, stopped);
  try {
    return await observeTraining(running, observer, openQuestions(data), stopped);
  } finally {
    await observer.end();
  }
}

function openQuestions(data: Bench["data"]): string | undefined {
  try {
    return data("odoo-questions", "open.jsonl");
  } catch {
    return undefined;
  }
}

function figuresOf(rows: Judged[], threshold: number): Figures {
  const answered = rows.filter((it) => it.probability >= threshold);
  return {
    ece: calibrationError(rows),
    eceFloor: calibrationFloor(rows, random(1)),
    auroc: auroc(rows),
    aurc: aurc(rows),
    coverageAtPrecision90: coverageAt(rows, target),
    answeredShare: answered.length / rows.length,
    rightShare: answered.filter((it) => it.right).length / Math.max(1, answered.length),
    n: rows.length,
  };
}

function missedOf(
  figures: Record<string, Figures>,
  promise: { splits: number; missed: number; coverage: number },
): string[] {
  const bars: [string, number | undefined, "at most" | "at least", number][] = [
    ["mixture ECE", figures["squad2-mixture"]?.ece, "at most", 0.03],
    ["adversarial AUROC", figures["squad2-adversarial"]?.auroc, "at least", 0.72],
    ["hidden AUROC", figures["squad2-hidden"]?.auroc, "at least", 0.9],
    ["clinc-oos answered", figures["clinc-oos"]?.answeredShare, "at most", 0.02],
    ["splits that miss the promise", promise.missed, "at most", 0.1 * promise.splits],
    ["mean coverage of the promise", promise.coverage, "at least", 0.1],
  ];
  return bars
    .filter(([, value = Number.NaN, side, bar]) =>
      side === "at most" ? !(value <= bar) : !(value >= bar),
    )
    .map(([name, value, side, bar]) => `${name} ${value?.toFixed(4) ?? "–"}, ${side} ${bar}`);
}

function print({
  sets,
  promise,
  baselines,
}: {
  sets: Record<string, Figures>;
  promise: object;
  baselines: object;
}): void {
  const short = (value: number): number => Math.round(value * 10_000) / 10_000;
  console.table(
    Object.fromEntries(
      Object.entries(sets).map(([name, its]) => [
        name,
        Object.fromEntries(
          Object.entries(its).map(([key, value]) => [key, short(value as number)]),
        ),
      ]),
    ),
  );
  console.log("promise", promise);
  console.log("baselines", baselines);
}
