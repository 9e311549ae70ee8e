import { likeliestKind, smallTalkKinds } from "../../src/question/small-talk.ts";
import type { SmallTalkModel } from "../../src/question/small-talk.ts";
import { dimensions } from "../corpus.ts";
import { model } from "../index/fill.ts";
import { fitMultinomial } from "./regression.ts";
import { nearbyGroup, nearbyGroups } from "./sets.ts";
import type { Said } from "./sets.ts";
import type { Lesson } from "./training.ts";

/** Chosen, with the classes, by cross-validation over CLINC's training and validation splits. */
const settings = { ridge: 3e-4, steps: 250 };
/** Of what is no small talk in the validation split, as much may be taken for it. */
const mostFalselyTaken = 0.002;

export type VectorOf = (text: string) => Float32Array;

/** Fits weights on the lessons, and the threshold on `held`. */
export function fitSmallTalk(lessons: Lesson[], held: Said[], vectorOf: VectorOf): SmallTalkModel {
  const names: (string | undefined)[] = [...smallTalkKinds, ...nearbyGroups, undefined];
  const examples = lessons.map((it) => ({
    vector: vectorOf(it.text),
    label: names.indexOf(it.kind ?? nearbyGroup(it)),
    count: it.count,
  }));
  const classes = fitMultinomial(examples, names.length, settings);
  const weights = Object.fromEntries(
    smallTalkKinds.map((kind, at) => [kind, classes[at] ?? { bias: 0, vector: [] }]),
  ) as SmallTalkModel["weights"];
  const recogniser = { weights, others: classes.slice(smallTalkKinds.length) };
  const probabilities = held
    .filter((it) => it.kind === undefined)
    .map((it) => likeliestKind(recogniser, vectorOf(it.text)).probability)
    .sort((left, right) => right - left);
  const threshold = probabilities[Math.floor(mostFalselyTaken * probabilities.length)] ?? 1;
  // Above it, not at it.
  return { model, dimensions, threshold: threshold + 1e-4, ...recogniser };
}
