import type { Asker } from "../asker.ts";
import { expect } from "./fixture.ts";

/** Presses the manager's button and waits until the index has read every record again. */
export async function fullPass(manager: Asker): Promise<void> {
  const ids = await manager.call<number[]>("candor.index", "search", [[]]);
  await manager.call("candor.index", "action_full_pass", [ids]);
  await untilNothingWaits(manager, "pending", "the full pass should end");
}

/** Waits until the index has read what was changed. */
export async function untilRead(manager: Asker): Promise<void> {
  await untilNothingWaits(manager, "waiting_edits", "changes should be read");
}

async function untilNothingWaits(
  manager: Asker,
  waiting: "pending" | "waiting_edits",
  message: string,
): Promise<void> {
  const ids = await manager.call<number[]>("candor.index", "search", [[]]);
  await expect
    .poll(
      async () => {
        const read = await manager.call<Record<string, number>[]>("candor.index", "read", [
          ids,
          [waiting],
        ]);
        return read[0]?.[waiting];
      },
      { timeout: 120_000, message },
    )
    .toBe(0);
}
