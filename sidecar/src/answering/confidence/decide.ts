import type { Calibrator } from "../../calibration/calibrator.ts";
import { probabilityOf } from "../../calibration/calibrator.ts";
import type { Confidence } from "../../contract.ts";
import { choiceFeatures } from "../extractive/choice-features.ts";
import { choose } from "../extractive/choose.ts";
import type { Choosing } from "../extractive/choose.ts";
import { excerptFeatures } from "../extractive/excerpt-features.ts";
import { excerpt, raritiesOf, sentencesOf } from "../extractive/excerpt.ts";
import type { Read } from "../extractive/excerpt.ts";
import { excerptAnswer, fieldsAnswer } from "../extractive/quotation.ts";
import { confidenceIn } from "./confidence.ts";
import { gate } from "./gate.ts";
import type { Option, Options } from "./options.ts";

export type { Option, Options };

/** What the permitted records may be answered with: fields and rows, or the likeliest sentences of prose. */
export function optionsFor(by: Choosing & Read): Options {
  const opened = gate(by.question, by.linked);
  const isOpen = opened.why === "answerable";
  const choices = choose(by);
  const chosen = choices.flatMap(({ scored }) => scored.slice(0, 1));
  const isWhole = chosen.length === choices.length && chosen.every((it) => !it.isUnfilled);
  return {
    ...{ opened, choices, chosen },
    fields:
      isOpen && isWhole
        ? choices.map((choice, at) => ({
            kind: "fields",
            answer: fieldsAnswer(chosen.slice(at, at + 1)),
            features: choiceFeatures(choice),
          }))
        : undefined,
    // A sentence answers one part, and nothing would say that the others were left out.
    excerpt: isOpen && choices.length === 1 ? excerptOf(by) : undefined,
  };
}

function excerptOf(read: Read): Option | undefined {
  const rarities = raritiesOf(read);
  const all = sentencesOf(read, rarities);
  const chosen = excerpt(all, read.question);
  if (chosen.length === 0) return undefined;
  return {
    kind: "excerpt",
    answer: excerptAnswer(chosen),
    features: { ...excerptFeatures(read, rarities, all, chosen) },
  };
}

export function probabilityThat({ kind, features }: Option, { model }: Calibrator): number {
  return probabilityOf(model[kind], features);
}

/** Of the parts, the one that is least sure: all of them must be right. */
export function weakest(parts: Option[], calibrator: Calibrator): Option | undefined {
  return parts.reduce<Option | undefined>(
    (least, it) =>
      least && probabilityThat(least, calibrator) <= probabilityThat(it, calibrator) ? least : it,
    undefined,
  );
}

/** A field says it better than a sentence that is hardly likelier. */
const clearlyLikelier = 0.05;

/** The likelier of the two; a field where sentences are hardly likelier. */
export function likelierOf<Choice>(
  fields: Choice | undefined,
  sentences: Choice | undefined,
  likely: (it: Choice) => number,
): Choice | undefined {
  if (!fields || !sentences) return fields ?? sentences;
  return likely(sentences) > likely(fields) + clearlyLikelier ? sentences : fields;
}

/** What would be answered, likely enough or not. */
export function likeliest(
  { fields, chosen, excerpt: sentences }: Options,
  calibrator: Calibrator,
): Option | undefined {
  const least = fields && weakest(fields, calibrator);
  const whole = least && { ...least, answer: fieldsAnswer(chosen) };
  return likelierOf(whole, sentences, (it) => probabilityThat(it, calibrator));
}

export interface Decision {
  options: Options;
  option: Option | undefined;
  confidence: Confidence;
  isGiven: boolean;
}

/** What to answer, how sure that is, and whether it is given. */
export function decide(by: Choosing & Read, calibrator: Calibrator, threshold: number): Decision {
  const options = optionsFor(by);
  const option = likeliest(options, calibrator);
  const confidence = confidenceIn(by, options, option, calibrator, threshold);
  const isGiven = option !== undefined && confidence.probability >= threshold;
  return { options, option, confidence, isGiven };
}
