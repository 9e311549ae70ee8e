import type { AnswerKind, Features } from "../../calibration/calibrator.ts";
import type { Choice, Scored } from "../extractive/choose.ts";
import type { Answer } from "../extractive/quotation.ts";
import type { Gate } from "./gate.ts";

/** What may be answered, with the figures that its probability is computed from. */
export interface Option {
  kind: AnswerKind;
  answer: Answer;
  features: Features;
}

/** All that was looked at to answer, and what came of it. */
export interface Options {
  opened: Gate;
  choices: Choice[];
  /** Of fields, one a part; undefined where a part has none, or the best of it isn't filled in. */
  fields: Option[] | undefined;
  /** The candidates chosen for the parts. */
  chosen: Scored[];
  excerpt: Option | undefined;
}
