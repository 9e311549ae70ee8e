import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { home, inHome } from "./home.ts";
import { instance, removeInstance } from "./instance.ts";
import { isAlive } from "./lock.mjs";
import { stopInstance } from "./stack.ts";

/**
 * What earlier runs of a command left: logs of all, and of those that were killed also what they
 * started. Their instances are called by the command and their pid, as `test-4711`.
 */
export async function forgetEarlier(command: "test" | "bench"): Promise<void> {
  const logs = inHome("logs");
  const ours = new RegExp(`^${command}-(\\d+)`);
  for (const name of new Set([...(await readdir(home)), ...(await readdir(logs))])) {
    const pid = Number(ours.exec(name)?.[1] ?? process.pid);
    if (pid === process.pid || isAlive(pid)) continue;
    await stopInstance(instance(name));
    await removeInstance(instance(name));
    await rm(join(logs, name), { recursive: true, force: true });
  }
}
