import type { Config } from "../config.ts";
import { createContext } from "../context.ts";
import type { Context } from "../context.ts";
import { errorFields } from "../errors.ts";
import { flushAtEnd, keepDelivering } from "../turn/delivery.ts";
import { startServer } from "../http/server.ts";
import type { RunningServer } from "../http/server.ts";
import { AttachmentReader } from "../indexing/attachments.ts";
import { startIndexing } from "../indexing/worker.ts";
import { tendReviews } from "../reviews/tend.ts";
import { Asked } from "./asked.ts";

/** SIGTERM to exit, at most; orchestrators kill after ten seconds. */
const endMs = 9_000;

/** What a process does of the two things that there are to do. */
interface Duties {
  answers: boolean;
  indexes: boolean;
}

/**
 * Answers and indexes, or one of the two, until SIGTERM or SIGINT. PostgreSQL and Odoo may be away at the
 * start: what needs them says so until they come.
 *
 * @returns the exit code
 */
export async function serve(config: Config, { answers, indexes }: Duties): Promise<number> {
  const context = createContext(config);
  const log = context.log("serve");
  const ending = new AbortController();
  const { signal } = ending;

  let server: RunningServer | undefined;
  try {
    if (answers) server = await startServer(context, signal);
  } catch (error) {
    log.error("cannot listen", errorFields(error));
    await context.close();
    return 1;
  }
  const asked = new Asked(context);
  const background = [
    context.database.prepare(signal),
    whenReady(() => asked.exchange(signal)),
    // Odoo may be back before PostgreSQL is.
    ...(answers ? [keepDelivering(context.recording, signal)] : []),
    ...(indexes
      ? [whenReady(() => follow(context, asked, signal)), whenReady(() => tend(context, signal))]
      : []),
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
  await Promise.allSettled([server?.close(), ...background]);
  // After the last turn, which may have left something.
  await flushAtEnd(context.recording);
  await context.close();
  clearTimeout(late);
  log.info("ended");
  return 0;
}

/** Follows Odoo's changes until `signal` aborts. */
async function follow(context: Context, asked: Asked, signal: AbortSignal): Promise<void> {
  const log = context.log("indexing");
  await startIndexing(
    {
      pool: context.database.pool,
      outbox: context.service,
      files: new AttachmentReader({ doors: context.service, log }),
      embedder: context.embedder,
      labels: context.labels,
      window: context.config.embedder?.maxTokens,
      log,
      isAsked: asked.lately,
    },
    signal,
  );
}

/** Has Odoo look after its reviews until `signal` aborts. */
async function tend({ database, reviews, log }: Context, signal: AbortSignal): Promise<void> {
  await tendReviews({ pool: database.pool, reviews, log: log("reviews") }, signal);
}

function ended(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => resolve(signal));
    }
  });
}
