import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";

import type { Stack } from "../../../e2e/stack/stack.ts";

/**
 * Gives a sidecar the vectors that a run before computed, in its own cache of texts already seen:
 * thousands of them take minutes a side, and none of that is measured.
 */
export async function seedVectors(stack: Stack, path: string): Promise<void> {
  if (!existsSync(path)) return;
  await stack.sql(
    "sidecar",
    `insert into embedding_cache
     select * from jsonb_populate_recordset(null::embedding_cache, $1) on conflict do nothing`,
    [await readFile(path, "utf8")],
  );
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
