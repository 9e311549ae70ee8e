import { readCalibrator, thresholdFor } from "./calibrator.ts";
import type { Calibrator } from "./calibrator.ts";
import { shipped } from "./shipped.ts";

/** What makes probabilities, and from which one on an answer is given. */
export interface InForce {
  calibrator: Calibrator;
  threshold: number;
}

/** The calibrator that the manager chose, else the one that ships; its threshold for what he asks. */
export function inForce(
  { calibrator: chosen, targetPrecision }: { calibrator?: unknown; targetPrecision: number },
  log: { warn: (message: string, fields: object) => unknown },
): InForce {
  const read = chosen === undefined || chosen === false ? shipped : readCalibrator(chosen);
  if (!read) log.warn("calibrator unreadable", { instead: shipped.version });
  const calibrator = read ?? shipped;
  return { calibrator, threshold: thresholdFor(calibrator, targetPrecision) };
}
