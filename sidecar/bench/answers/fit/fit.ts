import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { choiceFeatures } from "../../../src/answering/extractive/choice-features.ts";
import type { Choice, Scored } from "../../../src/answering/extractive/choose.ts";
import type { Row } from "../../confidence/rows.ts";
import { fitRanking, scoreOf } from "./rank.ts";
import type { Weights } from "./rank.ts";

/** A training question with all that it could be answered with, judged. */
export interface Observed {
  id: string;
  /** Of three partitions: the part of each that it is in. */
  model: string;
  language: string;
  file: string;
  /** One list a part of the question. */
  choices: (Omit<Choice, "scored"> & { scored: Judged[] })[];
  excerpt: { features: Record<string, number>; right: boolean } | undefined;
}

export type Judged = Scored & {
  /** 1: it says what is asked, of a record that is expected; less where the record is another one. */
  right: number;
};

export type Partition = "model" | "language" | "file";

/** Weights of the features of candidates, fitted on these questions. */
export function rankingOf(observed: Observed[]): Weights {
  return fitRanking(
    observed.flatMap(({ choices }) =>
      choices.map(({ scored }) => ({
        candidates: scored.map(({ features, right }) => ({ features, right })),
      })),
    ),
  );
}

/** Answers judged count so much beside SQuAD's, which are many. */
const factors = { fields: 10, excerpt: 3 };

/** What each could be answered with under these weights. */
export function rowOf(observed: Observed, weights: Weights, group: string): Row {
  const options: Row["options"] = [];
  const parts = observed.choices.map((choice) => {
    const scored = choice.scored
      .map((it) => ({ ...it, score: scoreOf(it.features, weights) }))
      .toSorted((left, right) => right.score - left.score);
    return { ...choice, scored };
  });
  // The least sure part decides; that is the one whose best candidate leads least.
  const features = parts
    .map((choice) => choiceFeatures(choice))
    .toSorted((left, right) => (left.lead ?? 0) - (right.lead ?? 0))[0];
  const chosen = parts.map(({ scored }) => scored[0]);
  if (features && chosen.every((it) => it !== undefined && !it.isUnfilled)) {
    options.push({ kind: "fields", features, right: chosen.some((it) => (it?.right ?? 0) > 0) });
  }
  if (observed.excerpt) options.push({ kind: "excerpt", ...observed.excerpt });
  return { ...{ group, options, factors }, count: 1, emphasis: 1 };
}

/**
 * Rows whose weights have not seen them: each part of a partition under the weights that were fitted on the
 * other parts.
 */
export function rowsApart(observed: Observed[], partition: Partition): Map<string, Row> {
  const parts = Map.groupBy(observed, (it) => it[partition]);
  const rows = new Map<string, Row>();
  for (const [part, own] of parts) {
    const weights = rankingOf(observed.filter((it) => it[partition] !== part));
    for (const it of own) rows.set(it.id, rowOf(it, weights, part));
  }
  return rows;
}

/** Writes the weights that ship. Four digits are exact enough. */
export async function writeWeights(weights: Weights): Promise<void> {
  const path = fileURLToPath(
    new URL("../../../src/answering/extractive/weights.json", import.meta.url),
  );
  const rounded = Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [name, Number(weight.toPrecision(4))]),
  );
  await writeFile(path, `${JSON.stringify(rounded, null, 1)}\n`);
}
