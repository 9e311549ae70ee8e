import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import type { Stack } from "../../../e2e/stack/stack.ts";

/** A database is copied and Odoo started before the sidecar is. */
const mostMs = 15 * 60_000;

/**
 * Gives a sidecar the vectors that a run before computed, in its own cache of texts already seen, as
 * soon as it has one: thousands of them take minutes a side, and none of that is measured.
 *
 * @param stack fails until the stack can be reached
 */
export async function seedVectors(
  stack: () => Promise<Stack>,
  path: string,
  stopped: AbortSignal,
): Promise<void> {
  if (!existsSync(path)) return;
  const vectors = await readFile(path, "utf8");
  const seed = async (): Promise<void> => {
    await (
      await stack()
    ).sql(
      "sidecar",
      `insert into embedding_cache
       select * from jsonb_populate_recordset(null::embedding_cache, $1) on conflict do nothing`,
      [vectors],
    );
  };
  let failed: unknown;
  for (const until = Date.now() + mostMs; Date.now() < until && !stopped.aborted;) {
    try {
      await seed();
      return;
    } catch (error) {
      failed = error;
      await sleep(500);
    }
  }
  throw failed;
}

/** Keeps the vectors of this run, and of those before, for the next. */
export async function keepVectors(stack: Stack, path: string): Promise<void> {
  const [row] = await stack.sql<{ all: unknown }>(
    "sidecar",
    `select jsonb_agg(it) as all from embedding_cache it`,
  );
  await writeFile(`${path}.${process.pid}`, JSON.stringify(row?.all ?? []));
  await rename(`${path}.${process.pid}`, path);
}
