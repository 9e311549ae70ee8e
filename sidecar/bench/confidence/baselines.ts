import { auroc, calibrationError, mean } from "../../src/calibration/figures.ts";
import type { Judged } from "../../src/calibration/figures.ts";
import { fitLogistic, sigmoid } from "../../src/calibration/logistic.ts";
import type { Sets } from "./asked.ts";
import type { Row } from "./rows.ts";

/** Says of every answer how many are right on average. */
export function constantRate(rows: Judged[]): { ece: number; auroc: number } {
  const probability = mean(rows.map((it) => (it.right ? 1 : 0)));
  const judged = rows.map((it) => ({ ...it, probability }));
  return { ece: calibrationError(judged), auroc: auroc(judged) };
}

/** The score of the best section found, BM25 and similarity, and nothing of what it says. */
export function topScoreAlone(
  sets: Sets,
  folds: number,
): Record<string, { ece: number; auroc: number }> {
  const mixture = sets["squad2-mixture"];
  const groups = [...new Set(mixture.map((it) => it.group))].sort();
  const foldOf = (row: Row): number => groups.indexOf(row.group) % folds;
  const columns = (row: Row): number[] => {
    const features = shown(row)?.features ?? {};
    return [1, features.bm25Sum ?? 0, features.similarity ?? 0];
  };
  const weights = Array.from({ length: folds }, (_, fold) => {
    const train = mixture.filter((row) => foldOf(row) !== fold);
    return fitLogistic(
      train.map(columns),
      train.map((row) => shown(row)?.right ?? false),
      { ridge: [0, 0.1, 0.1] },
    );
  });
  const judge = (row: Row): Judged => {
    const by = weights[Math.max(0, foldOf(row))] ?? [];
    const sum = columns(row).reduce((total, it, at) => total + it * (by[at] ?? 0), 0);
    return { probability: sigmoid(sum), right: shown(row)?.right ?? false };
  };
  return Object.fromEntries(
    Object.entries(sets).map(([name, rows]) => {
      const judged = rows.map(judge);
      return [name, { ece: calibrationError(judged), auroc: auroc(judged) }];
    }),
  );
}

const shown = ({ options }: Row) => options.find((it) => it.kind === "excerpt");
