import { setTimeout as sleep } from "node:timers/promises";

import { Failure } from "./failure.ts";
import type { Progress } from "./install.ts";
import type { Stack } from "./stack.ts";

/** Chunks of the index that answers, and how many can be found by their meaning. */
export interface Vectors {
  chunks: number;
  vectors: number;
  /** False without an embedder: then there are none, and none to wait for. */
  expected: boolean;
}

export async function vectorsOf(stack: Stack): Promise<Vectors> {
  const [row] = await stack.sql<Vectors>(
    "sidecar",
    `select count(chunk.id)::int as chunks, count(embedding.chunk)::int as vectors,
            coalesce(bool_or(generation.model is not null), false) as expected
       from generation
       left join chunk on chunk.generation = generation.id
       left join embedding on embedding.chunk = chunk.id
      where status = 'current'`,
  );
  return row ?? { chunks: 0, vectors: 0, expected: false };
}

/** Waits until every record can be found by its meaning too. @throws {Failure} when it takes longer */
export async function untilVectors(stack: Stack, progress: Progress, minutes = 10): Promise<void> {
  const deadline = Date.now() + minutes * 60_000;
  for (;;) {
    const { chunks, vectors, expected } = await vectorsOf(stack);
    if (!expected || (chunks > 0 && vectors === chunks)) return;
    progress(`${vectors} of ${chunks}`);
    if (Date.now() > deadline) {
      throw new Failure(
        `Only ${vectors} of ${chunks} vectors were made in ${minutes} minutes; why is in ` +
          `${stack.instance.log("sidecar")} and ${stack.instance.log("embedder")}.`,
      );
    }
    await sleep(500);
  }
}
