import { setTimeout as sleep } from "node:timers/promises";

import type { Bench } from "../../../e2e/stack/bench.ts";
import { logins, worldStack } from "./world.ts";

/** Where who writes questions finds the world. */
const ports = { odoo: 8169, gevent: 8172, sidecar: 8870, postgres: 5539, embedder: 8871 };

/** The world on fixed ports, until Ctrl-C. */
export async function serveWorld({ stack, stopped }: Bench): Promise<void> {
  const running = await stack({ ...worldStack, ports, whole: false });
  console.log(
    `\nThe world is at ${running.odooUrl}, database ${running.database}, its sidecar at ` +
      `${running.sidecarUrl}.\nLog in as ${logins.join(", ")}; passwords are the logins. Stop: Ctrl-C\n`,
  );
  const told = new Set<string>();
  const waiting = (): boolean => !stopped.aborted;
  while (waiting()) {
    await sleep(2000, undefined, { signal: stopped }).catch(() => undefined);
    for (const part of waiting() ? await running.missing() : []) {
      if (!told.has(part)) console.error(`${part} has ended.`);
      told.add(part);
    }
  }
  // No figures are kept of this.
  stopped.throwIfAborted();
}
