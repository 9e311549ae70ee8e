import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { choiceFeatures } from "../../../src/answering/extractive/choice-features.ts";
import type { Choice, Scored } from "../../../src/answering/extractive/choose.ts";
import type { Row } from "../../confidence/rows.ts";
import { sha256 } from "../../../src/text/hash.ts";
import { fitRanking, scoreOf } from "./rank.ts";
import type { Weights } from "./rank.ts";

/** A training question with all that it could be answered with, judged. */
export interface Observed {
  id: string;
  /** Of three partitions: the part of each that it is in. */
  model: string;
  language: string;
  file: string;
  /** Its kind is like what is promised of; else it is only learned from. */
  isMeasured: boolean;
  /** One list a part of the question. */
  choices: (Omit<Choice, "scored"> & { scored: Judged[] })[];
  excerpt: { features: Record<string, number>; right: boolean } | undefined;
  /** The gate lets quoting answer it. */
  isOpen: boolean;
}

export type Judged = Scored & {
  /** 1: it says what is asked, of a record that is expected; less where the record is another one. */
  right: number;
};

export const partitions = ["model", "language", "file"] as const;
export type Partition = (typeof partitions)[number];

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

/** Questions asked as people ask count so much beside SQuAD's, which are many, and beside those written to learn from. */
const factors = { measured: { fields: 3, excerpt: 3 }, learned: { fields: 1, excerpt: 1 } };

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
  if (observed.isOpen && features && chosen.every((it) => it !== undefined && !it.isUnfilled)) {
    options.push({ kind: "fields", features, right: chosen.some((it) => (it?.right ?? 0) > 0) });
  }
  if (observed.isOpen && observed.excerpt) options.push({ kind: "excerpt", ...observed.excerpt });
  const own = factors[observed.isMeasured ? "measured" : "learned"];
  // How sure something makes is told by questions as people ask them alone: the others are easier.
  return { ...{ group, options }, factors: own, count: observed.isMeasured ? 1 : 0, emphasis: 1 };
}

/** Parts with fewer questions are one part. */
const leastOfPart = 30;
const folds = 5;

/** Of each question, the part that it is in. */
export function partsOf(observed: Observed[], partition: Partition): Map<Observed, string> {
  const parts = Map.groupBy(observed, (it) => it[partition]);
  const nameOf = (part: string): string =>
    (parts.get(part)?.length ?? 0) < leastOfPart ? "others" : part;
  return new Map(observed.map((it) => [it, nameOf(it[partition])]));
}

/** Parts by lot. */
export const foldsOf = (observed: Observed[]): Map<Observed, string> =>
  new Map(observed.map((it) => [it, String(parseInt(sha256(it.id).slice(0, 8), 16) % folds)]));

/** Rows under weights that have not seen them: of each part, those that were fitted on the other parts. */
export function rowsApart(parts: Map<Observed, string>): Map<Observed, Row> {
  const all = [...parts.keys()];
  const rows = new Map<Observed, Row>();
  for (const part of new Set(parts.values())) {
    const weights = rankingOf(all.filter((it) => parts.get(it) !== part));
    for (const it of all) if (parts.get(it) === part) rows.set(it, rowOf(it, weights, part));
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
  await writeFile(path, `${JSON.stringify(rounded, null, 2)}\n`);
}
