import type { Answer, AnswerPart } from "../answering/extractive/quotation.ts";
import type { AnswerKind } from "../calibration/calibrator.ts";
import type { Confidence, ErrorCode, Evidence, Mode, RecordRef, Rung } from "../contract.ts";
import { errorBody, OdooUnavailableError, StoppedError } from "../errors.ts";
import type { CandorError } from "../errors.ts";
import type { SectionRead, Trace } from "../trace/trace.ts";
import type { AnswerStream } from "./answer-stream.ts";
import { modeOf } from "./ended.ts";
import type { Ended } from "./ended.ts";

/** What Odoo stores of a finished turn; keys as the addon's models/turn.py reads them. */
export interface TurnDocument {
  requestId: string;
  outcome: Ended["outcome"] | "stopped" | "failed";
  mode: Mode | null;
  /** On which rung of the ladder it was searched, also where nothing was answered. */
  rung: Rung | null;
  confidence: Confidence | null;
  /** Version of what made the probability, and of which of its models. */
  calibrator: string | null;
  kind: AnswerKind | null;
  /** Key of the index generation that was searched. */
  generation: string | null;
  /** Language model and its prompt; null while answers are quoted. */
  model: string | null;
  promptVersion: string | null;
  features: Record<string, number>;
  /** Milliseconds by stage. */
  timings: Record<string, number>;
  durationMs: number;
  errorCode: ErrorCode | null;
  parts: AnswerPart[];
  evidence: Evidence[];
  closest: RecordRef[];
  /** What would have been said, had it been likely enough; null where nothing was held back. */
  heldBack: Answer | null;
  /** Everything that the answer, or the one held back, was made from, cited or not. */
  sections: SectionRead[];
}

/** @param ended undefined where `failure` kept the turn from its end */
export function documentOf(
  trace: Trace,
  { parts, evidence }: AnswerStream,
  ended: Ended | undefined,
  failure: CandorError | undefined,
): TurnDocument {
  return {
    requestId: trace.requestId,
    outcome: ended?.outcome ?? (failure instanceof StoppedError ? "stopped" : "failed"),
    mode: ended ? modeOf(ended, trace) : unavailable(failure),
    rung: (ended && trace.rung) ?? null,
    confidence: ended?.confidence ?? null,
    calibrator: trace.versions.calibrator,
    kind: ended?.made?.kind ?? null,
    generation: trace.versions.generation,
    model: null,
    promptVersion: null,
    features: ended?.made?.features ?? {},
    timings: trace.timings,
    durationMs: trace.durationMs,
    errorCode: failure ? errorBody(failure).code : null,
    ...{ parts, evidence },
    closest: ended?.closest ?? [],
    heldBack: ended?.heldBack ?? null,
    sections: trace.sections,
  };
}

const unavailable = (failure: CandorError | undefined): Mode | null =>
  failure instanceof OdooUnavailableError ? "unavailable" : null;
