import { likelierOf } from "../../src/answering/confidence/decide.ts";
import { probabilityOf } from "../../src/calibration/calibrator.ts";
import type { AnswerKind, Calibrator, Features } from "../../src/calibration/calibrator.ts";
import type { Judged } from "../../src/calibration/figures.ts";
import { fitModel, fitSteps, recalibrated } from "../../src/calibration/fit.ts";
import type { Labelled } from "../../src/calibration/fit.ts";
import { random } from "../index/random.ts";

/** What one question could have been answered with. */
export interface Row {
  /** The article, or whatever else must not be on both sides of a split. */
  group: string;
  options: { kind: AnswerKind; features: Features; right: boolean }[];
  /** How often it stands among what is measured. */
  count: number;
  /** How much it counts where the model learns what tells right from wrong. */
  emphasis: number;
  /** What an answer of each kind counts beside those of other sources. */
  factors: Record<AnswerKind, number>;
}

export type Models = Calibrator["model"];

const ridge = 3;

/**
 * A model of each kind: what tells right from wrong is learned with the rows' emphasis from all that
 * could have been answered, and how sure that makes, with their true counts, from what is shown then.
 */
export function fit(rows: Row[]): Models {
  const learned = (kind: AnswerKind): Labelled[] =>
    rows
      .filter((row) => row.emphasis > 0 && row.factors[kind] > 0)
      .flatMap((row) =>
        row.options
          .filter((it) => it.kind === kind)
          .map(({ features, right }) => ({
            features,
            right,
            count: row.emphasis * row.factors[kind],
          })),
      );
  let models: Models = {
    fields: fitSteps(learned("fields"), random(3)),
    excerpt: fitModel(learned("excerpt"), { ridge }),
  };
  // What is shown changes a little with how sure each kind is.
  for (let round = 0; round < 2; round += 1) {
    const shown = rows.flatMap((row) => {
      const it = row.count > 0 ? shownOf(row, models) : undefined;
      return it ? [{ ...it, count: row.count * row.factors[it.kind] }] : [];
    });
    const of = (kind: AnswerKind): Labelled[] => shown.filter((it) => it.kind === kind);
    models = {
      fields: recalibrated(models.fields, of("fields")),
      excerpt: recalibrated(models.excerpt, of("excerpt")),
    };
  }
  return models;
}

/** The answer that would be shown, with its probability; wrong and 0 where there is none. */
export function judge(row: Row, models: Models): Judged {
  const shown = shownOf(row, models);
  return shown
    ? { probability: probabilityOf(models[shown.kind], shown.features), right: shown.right }
    : { probability: 0, right: false };
}

function shownOf({ options }: Row, models: Models): Row["options"][number] | undefined {
  const of = (kind: AnswerKind) => options.find((it) => it.kind === kind);
  return likelierOf(of("fields"), of("excerpt"), (it) =>
    probabilityOf(models[it.kind], it.features),
  );
}

/** Each row judged by models that were fitted on other groups, and on all of `besides`. */
export function crossJudged(fitted: Row[], folds: number, besides: Row[] = []): Map<Row, Judged> {
  const groups = [...new Set(fitted.map((it) => it.group))].sort();
  const foldOf = new Map(groups.map((it, at) => [it, at % folds]));
  const judged = new Map<Row, Judged>();
  for (let fold = 0; fold < folds; fold += 1) {
    const models = fit([...fitted.filter((it) => foldOf.get(it.group) !== fold), ...besides]);
    for (const row of fitted) {
      if (foldOf.get(row.group) === fold) judged.set(row, judge(row, models));
    }
  }
  return judged;
}
