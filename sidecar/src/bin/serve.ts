import type { Config } from "../config.ts";
import { createContext } from "../context.ts";
import { errorFields } from "../errors.ts";
import { flushAtEnd, keepDelivering } from "../turn/delivery.ts";
import { startServer } from "../http/server.ts";
import type { RunningServer } from "../http/server.ts";
import { AttachmentReader } from "../indexing/attachments.ts";
import { startIndexing } from "../indexing/worker.ts";

/** SIGTERM to exit, at most; orchestrators kill after ten seconds. */
const endMs = 9_000;

/** While somebody asked so lately, a pass leaves Odoo more room. */
const askedMs = 30_000;

/**
 * Answers and indexes in one process until SIGTERM or SIGINT. PostgreSQL and Odoo may be away at the
 * start: what needs them says so until they come.
 *
 * @returns the exit code
 */
export async function serve(config: Config): Promise<number> {
  const context = createContext(config);
  const log = context.log("serve");
  const ending = new AbortController();
  const { signal } = ending;

  let server: RunningServer;
  try {
    server = await startServer(context, signal);
  } catch (error) {
    log.error("cannot listen", errorFields(error));
    await context.close();
    return 1;
  }
  const background = [
    context.database.prepare(signal),
    // Odoo may be back before PostgreSQL is.
    keepDelivering(context.recording, signal),
    whenReady(() =>
      startIndexing(
        {
          pool: context.database.pool,
          outbox: context.service,
          files: new AttachmentReader({
            doors: context.service,
            log: context.log("indexing"),
          }),
          embedder: context.embedder,
          window: config.embedder?.maxTokens,
          log: context.log("indexing"),
          isAsked: () => context.odoo.bulkhead.wasUsedWithin(askedMs),
        },
        signal,
      ),
    ),
  ];
  async function whenReady(work: () => Promise<void>): Promise<void> {
    try {
      await context.database.whenReady(signal);
    } catch {
      return; // ended before the database came
    }
    await work();
  }

  const why = await ended();
  log.info("ending", { why });
  const late = setTimeout(() => {
    log.error("ended by force");
    process.exit(1);
  }, endMs);
  ending.abort();
  await Promise.allSettled([server.close(), ...background]);
  // After the last turn, which may have left something.
  await flushAtEnd(context.recording);
  await context.close();
  clearTimeout(late);
  log.info("ended");
  return 0;
}

function ended(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => resolve(signal));
    }
  });
}
