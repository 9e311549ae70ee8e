import { setTimeout as sleep } from "node:timers/promises";

import type { BenchStack } from "../../e2e/stack/bench.ts";

const mostMs = 15 * 60_000;

/** Nothing waits in Odoo's outbox, not even for vectors. @throws when it takes too long */
export async function settled(stack: BenchStack, stopped: AbortSignal): Promise<void> {
  await untilWaiting(stack, (waiting) => waiting === 0, stopped);
}

/** Until so many records wait as `holds` says. @returns when, on `performance`'s clock */
export async function untilWaiting(
  stack: BenchStack,
  holds: (waiting: number) => boolean,
  stopped: AbortSignal,
): Promise<number> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < mostMs) {
    stopped.throwIfAborted();
    const [row] = await stack.sql<{ waiting: number }>(
      "odoo",
      "select count(*)::int as waiting from candor_outbox where not coalesce(dead, false)",
    );
    if (holds(row?.waiting ?? 0)) return performance.now();
    // Looking costs what is measured beside it.
    await sleep(500);
  }
  throw new Error(`The outbox did not get there within ${mostMs / 1_000} s.`);
}
