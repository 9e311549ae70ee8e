import { setTimeout as delay } from "node:timers/promises";

import { isAborted } from "../abort.ts";
import type { AskResult } from "../contract.ts";
import { CandorError, DatabaseUnavailableError, errorFields } from "../errors.ts";
import { complete } from "../odoo/completion.ts";
import type { CompletionContext } from "../odoo/completion.ts";
import type { TakenTurn } from "../odoo/session.ts";
import type { Log } from "../log.ts";
import type { Secret } from "../secret.ts";
import type { Database } from "../store/database.ts";
import { purgeFailures } from "../store/failures.ts";
import type { Failure } from "../store/failures.ts";
import { forgetAgain } from "../store/forgotten.ts";
import { claimDue, forget, keep, postpone, purge } from "../store/journal.ts";
import type { Completed } from "../store/journal.ts";
import type { Calls } from "../trace/calls.ts";
import type { Backlog } from "./backlog.ts";
import type { TurnDocument } from "./document.ts";
import { flushFailures } from "./failure.ts";
import { inTime } from "./stages.ts";
import type { Deadlines } from "./stages.ts";

export interface RecordContext {
  database: Database;
  completion: CompletionContext;
  journalKey: Secret<Buffer>;
  /** What neither PostgreSQL nor Odoo took yet. */
  backlog: { turns: Backlog<Completed>; failures: Backlog<Failure> };
  deadlines: Deadlines;
  log: Log;
}

/** A journal that takes longer must not take Odoo's time. */
const journalMs = 1_000;
/** A turn that was stopped is recorded all the same, but the sidecar's end doesn't wait for ever. */
const never = new AbortController().signal;
/** The loop leaves a fresh entry to the turn that wrote it. */
const ownSeconds = 30;

/**
 * Completes the turn in Odoo. It is kept in the journal first, so that neither a crash nor an outage
 * from here on loses it; while the journal is away as well, in memory.
 *
 * @returns whether Odoo has it now
 */
export async function record(
  context: RecordContext,
  { turnId, completionToken: token }: Pick<TakenTurn, "turnId" | "completionToken">,
  document: TurnDocument,
  calls: Calls,
): Promise<AskResult["recorded"]> {
  const { database, completion, journalKey, log } = context;
  const { requestId } = document;
  const completed = { turnId, token, payload: JSON.stringify(document) };
  let kept: string | undefined;
  try {
    const db = database.statements(never, journalMs);
    kept = await calls.note("database", "journal", () =>
      keep(db, completed, journalKey, ownSeconds),
    );
  } catch (error) {
    // Odoo may still take it.
    log.warn("turn not journaled", { requestId, ...errorFields(error) });
  }
  try {
    const done = await calls.note("odoo", "complete", () =>
      inTime("complete", context.deadlines, never, (due) =>
        complete(completion, token, completed.payload, due),
      ),
    );
    if (done === "refused" && kept === undefined) wait(context, completed);
    if (done === "refused") {
      log.error("completion refused", { requestId });
      return false;
    }
    if (done === "bad_request") log.error("turn lost", { requestId, code: done });
    if (kept !== undefined) await forgetLater(context, kept, requestId);
    return done === "stored" || done === "already";
  } catch (error) {
    if (kept === undefined) wait(context, completed);
    log.warn("turn kept for later", { requestId, ...errorFields(error) });
    return false;
  }
}

function wait({ backlog, log }: RecordContext, completed: Completed): void {
  const lost = backlog.turns.add(completed);
  if (lost > 0) log.error("turns lost", { entries: lost, code: "backlog_full" });
}

/** Left over, an entry is delivered once more and ends with "already". */
async function forgetLater(
  { database, log }: RecordContext,
  id: string,
  requestId: string,
): Promise<void> {
  try {
    await forget(database.statements(never, journalMs), id);
  } catch (error) {
    log.warn("journal entry left over", { requestId, ...errorFields(error) });
  }
}

const idleMs = 5_000;
/** Orchestrators don't wait long. */
const endMs = 2_000;
const batch = 20;
const leaseSeconds = 60;
/** Only a person can mend a wrong secret or key. */
const refusedSeconds = 3_600;

/** Delivers what the journal holds, until `signal` aborts. */
export async function keepDelivering(context: RecordContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await flushBacklog(context, signal);
      await deliverDue(context, signal);
      await dropExpired(context, signal);
    } catch (error) {
      // A database that is away is told of by whoever needs it.
      if (!isAborted(signal) && !(error instanceof DatabaseUnavailableError)) {
        context.log.warn("journal paused", errorFields(error));
      }
    }
    await delay(idleMs, undefined, { signal }).catch(() => undefined);
  }
}

/** @throws DatabaseUnavailableError, StoppedError; what was not taken waits on */
async function flushBacklog(context: RecordContext, signal: AbortSignal): Promise<void> {
  await flushTurns(context, signal);
  await flushFailures(context, signal);
}

/** Tries once more to store what waits in memory, which ends with the process. Never throws. */
export async function flushAtEnd(context: RecordContext): Promise<void> {
  const { turns, failures } = context.backlog;
  try {
    await flushBacklog(context, AbortSignal.timeout(endMs));
  } catch (error) {
    context.log.warn("not stored at the end", errorFields(error));
  }
  const entries = turns.size + failures.size;
  if (entries > 0) context.log.error("entries lost", { entries, code: "ended" });
}

/** Turns that wait in memory go into the journal, or to Odoo where that is back first. */
async function flushTurns(context: RecordContext, signal: AbortSignal): Promise<void> {
  const { database, completion, journalKey, backlog, log } = context;
  await backlog.turns.flush(async (completed) => {
    try {
      await keep(database.statements(signal, journalMs), completed, journalKey, 0);
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error;
    }
    try {
      const done = await complete(completion, completed.token, completed.payload, signal);
      if (done === "bad_request") log.error("turn lost", { code: done });
      return done !== "refused";
    } catch (error) {
      if (!(error instanceof CandorError && error.retry)) throw error;
      return false;
    }
  });
}

/** What Odoo did not take in all its days is lost, and somebody must be told. */
export async function dropExpired(context: RecordContext, signal: AbortSignal): Promise<void> {
  const db = context.database.statements(signal);
  await forgetAgain(db);
  await purgeFailures(db);
  const entries = await purge(db);
  if (entries > 0) context.log.error("journal entries lost", { entries, code: "expired" });
}

/**
 * Delivers the entries that are due, once each.
 *
 * @returns how many ended
 */
export async function deliverDue(context: RecordContext, signal: AbortSignal): Promise<number> {
  const db = context.database.statements(signal);
  let ended = 0;
  for (const entry of await claimDue(db, context.journalKey, batch, leaseSeconds)) {
    if (entry.completed === undefined) {
      context.log.error("journal entry unreadable", { entry: entry.id });
      await postpone(db, entry.id, "unreadable", refusedSeconds);
      continue;
    }
    const { token, payload } = entry.completed;
    try {
      const done = await complete(context.completion, token, payload, signal);
      if (done === "refused") {
        context.log.error("completion refused", { entry: entry.id });
        await postpone(db, entry.id, "refused", refusedSeconds);
      } else {
        if (done === "bad_request") {
          context.log.error("journal entry lost", { entry: entry.id, code: done });
        } else context.log.info("journal entry delivered", { entry: entry.id, done });
        await forget(db, entry.id);
        ended += 1;
      }
    } catch (error) {
      if (!(error instanceof CandorError && error.retry)) throw error;
      const failure = "reason" in error ? String(error.reason) : error.code;
      await postpone(db, entry.id, failure, Math.min(300, 5 * 2 ** entry.attempts));
    }
  }
  return ended;
}
