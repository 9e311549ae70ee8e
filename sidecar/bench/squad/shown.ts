import { likeliest } from "../../src/answering/confidence/decide.ts";
import type { Option, Options } from "../../src/answering/confidence/decide.ts";
import type { Calibrator } from "../../src/calibration/calibrator.ts";
import { shipped } from "../../src/calibration/shipped.ts";

/** What a turn would show, were there no threshold. */
export function shownOf(options: Options, calibrator: Calibrator = shipped): Option | undefined {
  return likeliest(options, calibrator);
}

/** An answer as it is read. */
export const textOf = (option: Option | undefined): string =>
  option?.answer.parts.map((it) => it.text).join("\n") ?? "";
