import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { Calibrator } from "../../src/calibration/calibrator.ts";
import { auroc, calibrationError, coverageAt } from "../../src/calibration/figures.ts";
import type { Judged } from "../../src/calibration/figures.ts";
import { labelsMissing, provenThreshold } from "../../src/calibration/promise.ts";
import { sha256 } from "../../src/text/hash.ts";
import {
  foldsOf,
  partitions,
  partsOf,
  rankingOf,
  rowOf,
  rowsApart,
  writeWeights,
} from "../answers/fit/fit.ts";
import type { Observed } from "../answers/fit/fit.ts";
import type { SquadRow } from "./asked.ts";
import { crossJudged, fit, judge } from "./rows.ts";
import type { Row } from "./rows.ts";

const delta = 0.1;
const folds = 5;
const targets = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.99];
/** A part with so many answers given must not be worse than what is asked for by more than this. */
const leastGiven = 15;
const mostBelow = 0.1;

/** Answers judged by what has not seen them, in the parts of one partition. */
interface Nested {
  name: string;
  parts: Map<string, Judged[]>;
}

/**
 * Fits the weights of candidates and the calibrator that ship, on SQuAD 2 dev and on the training questions,
 * and says what both do on parts of these that they were not fitted on.
 */
export async function ship(squad: SquadRow[], observed: Observed[]): Promise<void> {
  const weights = rankingOf(observed);
  await writeWeights(weights);
  // A calibrator learns from leads as they are on questions that the weights have not seen.
  const rows = rowsApart(foldsOf(observed));
  const judged = (parts: Map<Observed, string>): Map<string, Judged[]> =>
    judgedApart(squad, rows, parts);
  const nested = [
    { name: "question", parts: judged(foldsOf(observed)) },
    ...partitions.map((name) => ({ name, parts: judged(partsOf(observed, name)) })),
  ];
  for (const { name, parts } of nested) report(name, parts);
  const calibrator = made(squad, [...rows.values()], nested);
  const path = fileURLToPath(new URL("../../src/calibration/shipped.json", import.meta.url));
  await writeFile(path, `${JSON.stringify(calibrator, rounded, 1)}\n`);
  console.log(calibrator.version, calibrator.figures, calibrator.thresholds);
}

/** Each part by weights and a calibrator that were fitted on the others and on SQuAD. */
function judgedApart(
  squad: SquadRow[],
  rows: Map<Observed, Row>,
  parts: Map<Observed, string>,
): Map<string, Judged[]> {
  const all = [...parts.keys()];
  const found = new Map<string, Judged[]>();
  for (const part of new Set(parts.values())) {
    const others = all.filter((it) => parts.get(it) !== part);
    const weights = rankingOf(others);
    const models = fit([...squad, ...others.flatMap((it) => rows.get(it) ?? [])]);
    const own = all.filter((it) => parts.get(it) === part && it.isMeasured);
    found.set(
      part,
      own.map((it) => judge(rowOf(it, weights, part), models)),
    );
  }
  return found;
}

function report(name: string, parts: Map<string, Judged[]>): void {
  const all = [...parts.values()].flat();
  const proven = provenThreshold(all, 0.9, delta);
  console.log(
    `left out by ${name}: ${all.length} questions, AUROC ${auroc(all).toFixed(3)}, ECE ` +
      `${calibrationError(all, 10).toFixed(3)}, share at 90 % right ${coverageAt(all, 0.9).toFixed(3)}, ` +
      `proven from ${proven?.toFixed(3) ?? "nowhere"}`,
  );
  for (const at of [0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6]) {
    const given = all.filter((it) => it.probability >= at);
    const right = given.filter((it) => it.right).length;
    console.log(
      `  from ${at}: ${given.length} given, ${((100 * right) / given.length).toFixed(0)} % right`,
    );
  }
}

function made(squad: SquadRow[], rows: Row[], nested: Nested[]): Calibrator {
  const cross = [...crossJudged(squad, folds, rows).values()];
  const [byQuestion] = nested;
  const asked = [...(byQuestion?.parts.values() ?? [])].flat();
  const model = fit([...squad, ...rows]);
  const every = [...cross, ...asked];
  let least = 0;
  return {
    // Two of one day are told apart.
    version: `${new Date().toISOString().slice(0, 10)}-${sha256(JSON.stringify(model)).slice(0, 4)}`,
    fittedOn: [
      { name: "SQuAD 2 dev", rows: squad.length },
      { name: "questions about Odoo's records", rows: rows.length },
    ],
    figures: { n: every.length, ece: calibrationError(every), auroc: auroc(every) },
    thresholds: targets.map((target) => {
      const proven = provenEverywhere(nested, target);
      // Whoever asks for more is never given more.
      least = Math.max(least, proven ?? expected(asked, target));
      return {
        ...{ target, threshold: least, promised: proven !== undefined },
        labels: asked.filter((it) => it.probability >= least).length,
        missing: proven === undefined ? (labelsMissing(asked, target, delta) ?? 0) : 0,
      };
    }),
    model,
  };
}

/** The lowest threshold that is proven on every partition, and at which none of their parts is far worse. */
function provenEverywhere(nested: Nested[], target: number): number | undefined {
  let threshold = 0;
  for (const { parts } of nested) {
    const all = [...parts.values()].flat();
    const proven = provenThreshold(all, target, delta);
    if (proven === undefined) return undefined;
    threshold = Math.max(threshold, proven);
  }
  const isFair = (at: number): boolean =>
    nested.every(({ parts }) =>
      [...parts.values()].every((its) => {
        const given = its.filter((it) => it.probability >= at);
        const right = given.filter((it) => it.right).length;
        return given.length < leastGiven || right >= (target - mostBelow) * given.length;
      }),
    );
  const later = nested
    .flatMap(({ parts }) => [...parts.values()].flat().map((it) => it.probability))
    .filter((it) => it >= threshold)
    .sort((left, right) => left - right);
  return later.find(isFair);
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
