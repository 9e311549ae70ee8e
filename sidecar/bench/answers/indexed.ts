import { setTimeout as sleep } from "node:timers/promises";

import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { perform } from "../../../e2e/stack/install.ts";
import { vectorsOf } from "../../../e2e/stack/vectors.ts";

/** Beside others at work a machine takes many times as long. */
const mostMs = 40 * 60_000;

/** Waits until every record can be found by its words and its meaning. @throws when it takes too long */
export async function untilIndexed(running: BenchStack, stopped: AbortSignal): Promise<void> {
  await perform([
    {
      title: "Index with vectors",
      work: async (progress) => {
        const deadline = Date.now() + mostMs;
        for (;;) {
          stopped.throwIfAborted();
          const waiting = await waitingRecords(running);
          const { chunks, vectors, expected } = await vectorsOf(running);
          if (waiting === 0 && chunks > 0 && (!expected || vectors === chunks)) return;
          progress(`${waiting} records to come, ${vectors} of ${chunks} vectors`);
          if (Date.now() > deadline) throw new Error("The index isn't whole.");
          await sleep(1000);
        }
      },
    },
  ]);
}

async function waitingRecords(running: BenchStack): Promise<number> {
  const [row] = await running.sql<{ waiting: number }>(
    "odoo",
    `select (select count(*) from candor_outbox where not dead and lane < 2)::int
          + (select count(*) from candor_change)::int as waiting`,
  );
  return row?.waiting ?? 0;
}
