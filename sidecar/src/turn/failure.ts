import { errorFields } from "../errors.ts";
import { keepFailure } from "../store/failures.ts";
import type { Failure } from "../store/failures.ts";
import type { Database } from "../store/database.ts";
import type { Spool } from "./backlog.ts";

/** Where failures go, and what waits until they can. */
export interface FailureContext {
  database: Pick<Database, "statements">;
  spool: { failures: Spool<Failure> };
  log: Pick<Log, "warn" | "error">;
}

export interface Log {
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}

/** Nobody waits for it, but the process's end does. */
const keepMs = 1_000;
const never = new AbortController().signal;

/** Stores what failed; while PostgreSQL doesn't take it, it waits in memory. Never throws. */
export async function recordFailure(context: FailureContext, failure: Failure): Promise<void> {
  const { database, spool, log } = context;
  try {
    await keepFailure(database.statements(never, keepMs), failure);
  } catch (error) {
    log.warn("failure not stored yet", { requestId: failure.requestId, ...errorFields(error) });
    const lost = spool.failures.add(failure);
    if (lost > 0) log.error("failures lost", { entries: lost, code: "spool_full" });
  }
}

/** Stores those that wait in memory. @throws DatabaseUnavailableError */
export async function flushFailures(
  { database, spool }: FailureContext,
  signal: AbortSignal,
): Promise<void> {
  await spool.failures.flush(async (failure) => {
    await keepFailure(database.statements(signal, keepMs), failure);
    return true;
  });
}
