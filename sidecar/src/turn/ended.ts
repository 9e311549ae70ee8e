import type { AnswerKind, Features } from "../calibration/calibrator.ts";
import type { AskResult, Confidence, RecordRef, Rung, UnreadAttachment } from "../contract.ts";

/** How a turn ended that nothing kept from its end. */
export interface Ended {
  mode: AskResult["mode"];
  rung: Rung;
  /** Code of what it went without. */
  lacks: string | undefined;
  /** Why it was answered or not, for the log. */
  why: string;
  confidence: Confidence | null;
  calibrator: string | null;
  kind: AnswerKind | null;
  features: Features;
  closest: RecordRef[];
  unread: UnreadAttachment[];
}
