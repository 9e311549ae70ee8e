import { readFileSync } from "node:fs";

import { readCalibrator } from "./calibrator.ts";
import type { Calibrator } from "./calibrator.ts";

/** The calibrator that comes with this release: `npm run fit` wrote it. */
export const shipped = ((): Calibrator => {
  const path = new URL("shipped.json", import.meta.url);
  const read = readCalibrator(JSON.parse(readFileSync(path, "utf8")));
  if (!read) throw new Error("shipped.json holds no calibrator.");
  return read;
})();
