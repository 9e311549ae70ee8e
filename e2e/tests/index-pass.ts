import type { Asker } from "../asker.ts";
import { expect } from "./fixture.ts";

/** Presses the manager's button and waits until the index has read every record again. */
export async function fullPass(manager: Asker): Promise<void> {
  const ids = await manager.call<number[]>("candor.index", "search", [[]]);
  await manager.call("candor.index", "action_full_pass", [ids]);
  await expect
    .poll(
      async () => {
        const [index] = await manager.call<{ pending: number }[]>("candor.index", "read", [
          ids,
          ["pending"],
        ]);
        return index?.pending;
      },
      { timeout: 120_000, message: "the full pass should end" },
    )
    .toBe(0);
}
