import { probabilityThat } from "../../src/ask/confidence.ts";
import type { Option } from "../../src/ask/confidence.ts";
import { preferred } from "../../src/ask/decide.ts";
import type { Calibrator } from "../../src/calibration/calibrator.ts";
import { shipped } from "../../src/calibration/shipped.ts";

/** What a turn would show, were there no threshold. */
export function likeliest(options: Option[], calibrator: Calibrator = shipped): Option | undefined {
  const [first, ...others] = options.filter((it) => it.given !== undefined);
  return first && preferred([first, ...others], (it) => probabilityThat(it, calibrator));
}

/** An answer as it is read. */
export const textOf = (option: Option | undefined): string =>
  option?.given?.parts.map((it) => it.text).join("\n") ?? "";
