import { z } from "zod";

import { stepOf } from "./boost.ts";
import { sigmoid } from "./logistic.ts";

/**
 * What was quoted: fields, rows, messages and files that the question asks for; prose of a field that it
 * has words of; or the likeliest sentences of all prose.
 */
export type AnswerKind = "fields" | "excerpt";

/** Named figures of one answer. */
export type Features = Record<string, number>;

const share = z.number().min(0).max(1);

/** What a feature adds to the logit: `weight` times how far it is from its mean, in standard deviations. */
const term = z.object({ mean: z.number(), deviation: z.number().positive(), weight: z.number() });

/** What a feature adds by where it lies: `values[at]` up to `cuts[at]`, the last one beyond all. */
const steps = z
  .object({ cuts: z.array(z.number()), values: z.array(z.number()) })
  .refine((it) => it.values.length === it.cuts.length + 1);

const additive = z.object({
  bias: z.number(),
  terms: z.record(z.string(), z.union([term, steps])),
});

const calibrator = z.object({
  /** When it was fitted, and what tells it from others of that day. */
  version: z.string().min(1).max(64),
  fittedOn: z.array(
    z.object({
      name: z.string(),
      rows: z.int().nonnegative(),
      /** Answers of this very database, judged by its reviewers. */
      own: z.boolean().optional(),
    }),
  ),
  /** Of answers that it was not fitted on. */
  figures: z.record(z.string(), z.number()),
  /** By the precision that a manager may ask for. */
  thresholds: z
    .array(
      z.object({
        target: share,
        /** Answers at or above it are given. */
        threshold: share,
        /** Whether the precision is proven, with probability 0.9, for answers like those fitted on. */
        promised: z.boolean(),
        /** Judged answers that it rests on, */
        labels: z.int().nonnegative(),
        /** and how many more it takes to prove it; 0 as well where too few are right for that. */
        missing: z.int().nonnegative(),
      }),
    )
    .min(1),
  model: z.object({ fields: additive, excerpt: additive }),
});

export type AdditiveModel = z.infer<typeof additive>;
export type Calibrator = z.infer<typeof calibrator>;

/** Checks a document that came from outside. @returns undefined where it is none */
export function readCalibrator(document: unknown): Calibrator | undefined {
  const read = calibrator.safeParse(document);
  if (!read.success) return undefined;
  const thresholds = read.data.thresholds.toSorted((left, right) => left.target - right.target);
  return { ...read.data, thresholds };
}

/** Beyond so many standard deviations nothing was seen. */
const farthest = 4;

/** How far a value is from the mean, in standard deviations. */
export function deviationOf(
  value: number,
  { mean, deviation }: Omit<z.infer<typeof term>, "weight">,
): number {
  return Math.min(farthest, Math.max(-farthest, (value - mean) / deviation));
}

/** What each feature adds to the logit of an average answer. */
export function contributions({ terms }: AdditiveModel, features: Features): Features {
  return Object.fromEntries(
    Object.entries(terms).map(([name, it]) => [
      name,
      "cuts" in it
        ? stepOf(features[name] ?? 0, it)
        : it.weight * deviationOf(features[name] ?? it.mean, it),
    ]),
  );
}

export function logitOf(model: AdditiveModel, features: Features): number {
  return Object.values(contributions(model, features)).reduce(
    (total, it) => total + it,
    model.bias,
  );
}

/** Probability that an answer with these features is right. */
export function probabilityOf(model: AdditiveModel, features: Features): number {
  return sigmoid(logitOf(model, features));
}

/** The threshold for the next higher precision that was reckoned, the highest where none is. */
export function thresholdFor({ thresholds }: Calibrator, target: number): number {
  const found = thresholds.find((it) => it.target >= target - 1e-9) ?? thresholds.at(-1);
  return found?.threshold ?? 1;
}
