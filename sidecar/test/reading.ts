import { choose } from "../src/answering/extractive/choose.ts";
import type { Choosing, Scored } from "../src/answering/extractive/choose.ts";
import { readAll } from "../src/answering/extractive/read-all.ts";
import type { Reached, Reading } from "../src/answering/extractive/read-all.ts";
import type { Retrieved } from "../src/answering/extractive/linking.ts";
import { readQuestion } from "../src/question/question.ts";
import { noVectors } from "../src/question/vectors.ts";
import type { QuestionVectors } from "../src/question/vectors.ts";
import { permitted } from "./records.ts";
import type { Written } from "./records.ts";

export interface Around {
  /** The record whose form is open, */
  open?: Written | undefined;
  /** and those that an earlier turn cited. */
  cited?: Written[];
  lang?: string;
  /** Questions of the same conversation, the last one first. */
  before?: string[];
  vectors?: QuestionVectors;
  labels?: Choosing["labels"];
  reached?: Reached[];
  rarities?: ReadonlyMap<string, number>;
  quotedBefore?: ReadonlySet<string>;
  /** What the search says of a record, by its place. */
  hitsOf?: (at: number) => Retrieved["hits"];
}

const is = (one: Written | undefined, other: Written): boolean =>
  one?.resModel === other.resModel && one.resId === other.resId;

/** A question and its records as they are after Odoo permitted them, in the order of retrieval. */
export function readFor(question: string, records: Written[], around: Around = {}): Reading {
  const { open, cited = [], lang = "en_US", before = [] } = around;
  const candidates = records.map((it, at): Retrieved => ({
    ...{ resModel: it.resModel, resId: it.resId, near: undefined, score: 0.5 },
    ...{ open: is(open, it), cited: cited.some((one) => is(one, it)) },
    hits: around.hitsOf?.(at) ?? [],
  }));
  return readAll({
    question: readQuestion(question, [lang, "en_US"], before),
    vectors: around.vectors ?? noVectors,
    labels: around.labels ?? new Map(),
    records: records.map(permitted),
    candidates,
    reached: around.reached ?? [],
    rarities: around.rarities ?? new Map(),
    quotedBefore: around.quotedBefore ?? new Set(),
  });
}

/** Everything that the parts of a question may be answered with, whatever weighs how much. */
export const mayBe = (reading: Reading): Scored[] =>
  choose(reading).flatMap(({ scored }) => scored);

/** The values among them. */
export const valuesFor = (question: string, records: Written[], around?: Around): string[] =>
  mayBe(readFor(question, records, around)).flatMap((it) => it.values);
