import type { Config } from "../config.ts";
import { createPool } from "../context.ts";
import { codeOf } from "../errors.ts";
import { indexingProgress } from "../store/indexing-progress.ts";

/**
 * Prints as JSON how far indexing is, as the sidecar's PostgreSQL knows it.
 *
 * @returns the exit code: 1 while that can't be asked, or has no tables yet
 */
export async function status({ database }: Config): Promise<number> {
  const pool = createPool(database.url.reveal());
  try {
    process.stdout.write(`${JSON.stringify(await indexingProgress(pool), null, 2)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`candor: the index can't be asked: ${codeOf(error) ?? "unknown"}.\n`);
    return 1;
  } finally {
    await pool.end();
  }
}
