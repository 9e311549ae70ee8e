import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { Bench } from "../../../e2e/stack/bench.ts";
import type { Calibrator } from "../../src/calibration/calibrator.ts";
import { auroc, calibrationError, coverageAt } from "../../src/calibration/figures.ts";
import type { Judged } from "../../src/calibration/figures.ts";
import { labelsMissing, provenThreshold } from "../../src/calibration/promise.ts";
import { sha256 } from "../../src/text/hash.ts";
import { settled } from "../settled.ts";
import { setsOf } from "./asked.ts";
import type { SquadRow } from "./asked.ts";
import { askDemo } from "./demo.ts";
import { crossJudged, fit, judge } from "./rows.ts";
import type { Row } from "./rows.ts";

const delta = 0.1;
const folds = 5;
const targets = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.99];

/** Where each goes, and which of the demo's questions it has not seen. */
const files = [
  ["../../src/calibration/shipped.json", undefined],
  ["../../../e2e/demo/calibrators/without-dev.json", "dev"],
  ["../../../e2e/demo/calibrators/without-held-out.json", "held-out"],
] as const;

/**
 * Fits the calibrator that ships on all of SQuAD 2 dev and on the demo's questions, and one more for
 * each half of these, without it: for the check of the demo.
 */
export async function shipCalibrators({ stack, stopped }: Bench, squad: SquadRow[]): Promise<void> {
  const running = await stack();
  // By-meaning answers need the vectors, which come last.
  await settled(running, stopped);
  const demo = await askDemo(running, stopped);
  await writeAll(squad, demo);
}

async function writeAll(squad: SquadRow[], demo: Row[]): Promise<void> {
  for (const [file, unseen] of files) {
    const seen = demo.filter((it) => it.group !== unseen);
    const calibrator = made(squad, seen);
    const path = fileURLToPath(new URL(file, import.meta.url));
    await writeFile(path, `${JSON.stringify(calibrator, rounded, 1)}\n`);
    console.log(file, calibrator.figures, calibrator.thresholds);
  }
}

/** The demo's questions, each half judged by what was fitted on the other; a half alone, on SQuAD only. */
function judgedElsewhere(squad: SquadRow[], demo: Row[]): Judged[] {
  const groups = [...new Set(demo.map((it) => it.group))];
  return groups.flatMap((group) => {
    const models = fit([...squad, ...demo.filter((it) => it.group !== group)]);
    return demo.filter((it) => it.group === group).map((row) => judge(row, models));
  });
}

/**
 * Measured on answers that it was not fitted on: its figures on all kinds of questions, and the
 * thresholds on those of which none is made to mislead, with half of the passages hidden from the asker.
 */
function made(squad: SquadRow[], demo: Row[]): Calibrator {
  const cross = crossJudged(squad, folds, demo);
  const judged = (rows: SquadRow[]): Judged[] => rows.flatMap((row) => cross.get(row) ?? []);
  const sets = setsOf(squad);
  const asked = judgedElsewhere(squad, demo);
  const every = [...judged(sets["squad2-mixture"]), ...asked];
  const all = [...judged(sets["squad2-hidden"]), ...asked];
  const model = fit([...squad, ...demo]);
  let least = 0;
  return {
    // Two of one day are told apart.
    version: `${new Date().toISOString().slice(0, 10)}-${sha256(JSON.stringify(model)).slice(0, 4)}`,
    fittedOn: [
      { name: "SQuAD 2 dev", rows: squad.length },
      { name: "Candor demo questions", rows: demo.length },
    ],
    figures: { n: every.length, ece: calibrationError(every), auroc: auroc(every) },
    thresholds: targets.map((target) => {
      const proven = provenThreshold(all, target, delta);
      // Whoever asks for more is never given more.
      least = Math.max(least, proven ?? expected(all, target));
      return {
        ...{ target, threshold: least, promised: proven !== undefined },
        labels: all.filter((it) => it.probability >= least).length,
        missing: proven === undefined ? (labelsMissing(all, target, delta) ?? 0) : 0,
      };
    }),
    model,
  };
}

/** The lowest threshold at which so many were right, proven or not; 1 where there is none. */
function expected(rows: Judged[], target: number): number {
  const sorted = rows.toSorted((left, right) => right.probability - left.probability);
  const size = Math.round(coverageAt(rows, target) * rows.length);
  return sorted[size - 1]?.probability ?? 1;
}

/** Numbers with five digits are exact enough, and the file can be read. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(5)) : value;
}
