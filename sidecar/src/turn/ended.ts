import type { Answer } from "../answering/extractive/quotation.ts";
import type { AnswerKind, Features } from "../calibration/calibrator.ts";
import type { AskResult, Confidence, RecordRef, UnreadAttachment } from "../contract.ts";
import type { Trace } from "../trace/trace.ts";

/** How a turn ended that nothing kept from its end; how records were found stands in its trace. */
export interface Ended {
  outcome: "answered" | "abstained" | "chat";
  /** Why it was answered or not, for the log. */
  why: string;
  /** How the answer was made, shown or not; null where there is none. */
  made: { kind: AnswerKind; features: Features } | null;
  /** What was made and not shown: for who reviews, by way of Odoo; it never leaves to the asker. */
  heldBack: Answer | null;
  /** Null with chat. */
  confidence: Confidence | null;
  closest: RecordRef[];
  unread: UnreadAttachment[];
}

/** What the panel is told of it: an answer's mode is how its records were found. */
export function modeOf({ outcome }: Ended, { rung = "extractive" }: Trace): AskResult["mode"] {
  return outcome === "answered" ? rung : outcome;
}
