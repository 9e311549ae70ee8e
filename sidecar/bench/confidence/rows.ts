import type { Option } from "../../src/ask/confidence.ts";

import { preferred } from "../../src/ask/decide.ts";
import { probabilityOf } from "../../src/calibration/calibrator.ts";
import type { AnswerKind, Calibrator, Features } from "../../src/calibration/calibrator.ts";
import type { Judged } from "../../src/calibration/figures.ts";
import { fitModel } from "../../src/calibration/fit.ts";
import type { Labelled } from "../../src/calibration/fit.ts";
import { fieldsPrior } from "./prior.ts";

/** What one question could have been answered with. */
export interface Row {
  /** The article, or whatever else must not be on both sides of a split. */
  group: string;
  options: { kind: AnswerKind; features: Features; right: boolean }[];
  /** How much it counts in a fit beside others. */
  count: number;
}

export type Models = Calibrator["model"];

/** The options that give an answer, judged. */
export function rowOf(
  group: string,
  options: Option[],
  isRight: (option: Option) => boolean,
  count = 1,
): Row {
  return {
    group,
    count,
    options: options
      .filter((it) => it.given !== undefined)
      .map((it) => ({ kind: it.kind, features: it.features, right: isRight(it) })),
  };
}

const knots = { fields: 0, excerpt: 0 };
const ridge = { fields: 1, excerpt: 3 };

export function fit(rows: Row[]): Models {
  const of = (kind: AnswerKind): Labelled[] =>
    rows
      .filter(({ count }) => count > 0)
      .flatMap(({ options, count }) =>
        options
          .filter((it) => it.kind === kind)
          .map(({ features, right }) => ({ features, right, count })),
      );
  return {
    fields: fitModel(of("fields"), {
      knots: knots.fields,
      ridge: ridge.fields,
      prior: fieldsPrior,
    }),
    excerpt: fitModel(of("excerpt"), { knots: knots.excerpt, ridge: ridge.excerpt }),
  };
}

/** The answer that would be shown, with its probability; wrong and 0 where there is none. */
export function judge({ options }: Row, models: Models): Judged {
  const likely = (it: Row["options"][number]): number =>
    probabilityOf(models[it.kind], it.features);
  const [first, ...others] = options;
  if (!first) return { probability: 0, right: false };
  const shown = preferred([first, ...others], likely);
  return { probability: likely(shown), right: shown.right };
}

/** Each row judged by models that were fitted on other groups. */
export function crossJudged(fitted: Row[], folds: number): Map<Row, Judged> {
  const groups = [...new Set(fitted.map((it) => it.group))].sort();
  const foldOf = new Map(groups.map((it, at) => [it, at % folds]));
  const judged = new Map<Row, Judged>();
  for (let fold = 0; fold < folds; fold += 1) {
    const models = fit(fitted.filter((it) => foldOf.get(it.group) !== fold));
    for (const row of fitted) {
      if (foldOf.get(row.group) === fold) judged.set(row, judge(row, models));
    }
  }
  return judged;
}
