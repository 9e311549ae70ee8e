import type { Pool } from "pg";

import { documentsBelow } from "../store/documents.ts";
import { replace } from "./replace.ts";

/**
 * Removes what a full pass did not meet again: records deleted, archived or of no source any more
 * while nobody listened.
 *
 * @param below first version of the pass; a row leased before it brings nothing back
 * @returns how many records were removed
 */
export async function sweep(
  pool: Pool,
  generation: number,
  below: number,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (const { resModel, resId } of await documentsBelow(pool, generation, below)) {
    signal.throwIfAborted();
    const gone = { resModel, resId, version: below, lang: "", name: "", sections: [] };
    const done = await replace(pool, generation, { ...gone, deleted: true });
    if (done === "deleted") removed += 1;
  }
  return removed;
}
