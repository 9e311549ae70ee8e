import { errorFields } from "../errors.ts";
import { keepFailure } from "../store/failures.ts";
import type { Failure } from "../store/failures.ts";
import type { Database } from "../store/database.ts";
import type { Log } from "../log.ts";
import type { Trace } from "../trace/trace.ts";
import type { Backlog } from "./backlog.ts";

/** Where failures go, and what waits until they can. */
export interface FailureContext {
  database: Pick<Database, "statements">;
  backlog: { failures: Backlog<Failure> };
  log: Pick<Log, "warn" | "error">;
}

/** Nobody waits for it, but the process's end does. */
const keepMs = 1_000;
const never = new AbortController().signal;

/** Stores what failed; while PostgreSQL doesn't take it, it waits in memory. Never throws. */
export async function recordFailure(context: FailureContext, failure: Failure): Promise<void> {
  const { database, backlog, log } = context;
  try {
    await keepFailure(database.statements(never, keepMs), failure);
  } catch (error) {
    log.warn("failure not stored yet", { requestId: failure.requestId, ...errorFields(error) });
    const lost = backlog.failures.add(failure);
    if (lost > 0) log.error("failures lost", { entries: lost, code: "backlog_full" });
  }
}

/** Stores those that wait in memory. @throws DatabaseUnavailableError */
export async function flushFailures(
  { database, backlog }: FailureContext,
  signal: AbortSignal,
): Promise<void> {
  await backlog.failures.flush(async (failure) => {
    await keepFailure(database.statements(signal, keepMs), failure);
    return true;
  });
}

/** @param turnId null where it failed before it was taken */
export function failureOf(
  { requestId, versions, calls, sections, durationMs }: Trace,
  { turnId, ...what }: Pick<Failure, "turnId" | "kind" | "stage" | "mode">,
): Failure {
  return {
    ...{ requestId, turnId, ...what, versions, durationMs },
    ...{ calls: calls.made, pointers: sections, failedAt: new Date() },
  };
}
