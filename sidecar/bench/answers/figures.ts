import { calibrationError } from "../../src/calibration/figures.ts";
import { random } from "../index/random.ts";
import { quantile } from "../quantile.ts";
import type { Row } from "./scoring.ts";

/** Counts of the questions of one category, language or model. */
export interface Part {
  asked: number;
  answerable: number;
  given: number;
  right: number;
  answerableNoModel: number;
  rightNoModel: number;
  leaks: number;
}

export interface Figures {
  /** Answers given, and how many of them are right; small talk is neither, and a leak is a wrong one. */
  given: number;
  right: number;
  /** right / given */
  precision: number;
  /** Answerable ones that need no language model, and how many of them are answered right. */
  answerableNoModel: number;
  rightNoModel: number;
  /** Of the answers given. */
  meanProbability: number;
  /** Of the answers given, in 5 bins of equal mass; */
  ece: number;
  /** and the median of what a perfectly calibrated predictor with these probabilities would have. */
  eceFloor: number;
  /** What the data doesn't answer, or not to this asker, small talk aside. */
  unanswerable: number;
  unanswerableAnswered: number;
  smalltalkCited: number;
  leaks: number;
  byCategory: Record<string, Part>;
  byLanguage: Record<string, Part>;
  byModel: Record<string, Part>;
}

const bins = 5;
const draws = 1000;

export function figuresOf(rows: Row[]): Figures {
  const questions = rows.filter(({ category }) => category !== "smalltalk");
  const given = questions.filter(isGiven);
  const all = partOf(questions);
  const unanswerable = questions.filter(({ answerable }) => !answerable);
  const judged = given.flatMap(({ probability, verdict }) =>
    probability === undefined ? [] : [{ probability, right: verdict === "right" }],
  );
  const probabilities = judged.map(({ probability }) => probability);
  return {
    given: all.given,
    right: all.right,
    precision: share(all.right, all.given),
    answerableNoModel: all.answerableNoModel,
    rightNoModel: all.rightNoModel,
    meanProbability: share(
      probabilities.reduce((sum, it) => sum + it, 0),
      probabilities.length,
    ),
    ece: calibrationError(judged, bins),
    eceFloor: calibrationFloor(probabilities),
    unanswerable: unanswerable.length,
    unanswerableAnswered: unanswerable.filter(isGiven).length,
    smalltalkCited: rows.filter((row) => row.category === "smalltalk" && row.cited).length,
    leaks: rows.filter(({ verdict }) => verdict === "leak").length,
    byCategory: partsBy(rows, ({ category }) => category),
    byLanguage: partsBy(questions, ({ lang }) => lang),
    byModel: partsBy(questions, ({ model }) => model),
  };
}

/** Median of the calibration error that chance alone gives, were every probability true. */
export function calibrationFloor(probabilities: number[]): number {
  const draw = random(1);
  const errors = Array.from({ length: draws }, () =>
    calibrationError(
      probabilities.map((probability) => ({ probability, right: draw() < probability })),
      bins,
    ),
  );
  return quantile(errors, 0.5);
}

/** What reached somebody who may not read it was given to him. */
const isGiven = ({ given, verdict }: Row): boolean => given || verdict === "leak";

function partOf(rows: Row[]): Part {
  const count = (holds: (row: Row) => boolean): number => rows.filter(holds).length;
  const isRight = ({ verdict }: Row): boolean => verdict === "right";
  const needsNone = ({ answerable, needsModel }: Row): boolean => answerable && !needsModel;
  return {
    asked: rows.length,
    answerable: count(({ answerable }) => answerable),
    given: count(isGiven),
    right: count(isRight),
    answerableNoModel: count(needsNone),
    rightNoModel: count((row) => needsNone(row) && isRight(row)),
    leaks: count(({ verdict }) => verdict === "leak"),
  };
}

function partsBy(rows: Row[], key: (row: Row) => string): Record<string, Part> {
  const parts = [...Map.groupBy(rows, key)].sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(parts.map(([name, some]) => [name, partOf(some)]));
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
