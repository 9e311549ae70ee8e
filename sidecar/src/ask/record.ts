import { setTimeout as delay } from "node:timers/promises";

import { isAborted } from "../abort.ts";
import type { AskResult, Confidence, ErrorCode, Evidence, Mode, RecordRef } from "../contract.ts";
import { CandorError, DatabaseUnavailableError, errorFields } from "../errors.ts";
import { complete } from "../odoo/completion.ts";
import type { CompletionContext } from "../odoo/completion.ts";
import type { Secret } from "../secret.ts";
import type { Database } from "../store/database.ts";
import { claimDue, forget, keep, postpone, purge } from "../store/journal.ts";
import type { AnswerPart } from "./answer.ts";

/** What Odoo stores of a finished turn; keys as the addon's models/turn.py reads them. */
export interface TurnDocument {
  requestId: string;
  outcome: "answered" | "abstained" | "stopped" | "failed";
  mode: Mode | null;
  confidence: Confidence | null;
  /** Key of the index generation that was searched. */
  generation: string | null;
  /** Language model and its prompt; null while answers are quoted. */
  model: string | null;
  promptVersion: string | null;
  features: Record<string, number>;
  /** Milliseconds by stage. */
  timings: Record<string, number>;
  durationMs: number;
  errorCode: ErrorCode | null;
  parts: AnswerPart[];
  evidence: Evidence[];
  closest: RecordRef[];
  /** Everything that the answer was made from, cited or not. */
  sections: { resModel: string; resId: number; section: string; hash: string }[];
}

export interface RecordContext {
  database: Database;
  completion: CompletionContext;
  journalKey: Secret<Buffer>;
  log: {
    info(message: string, fields?: object): void;
    warn(message: string, fields?: object): void;
    error(message: string, fields?: object): void;
  };
}

/** A turn that was stopped is recorded all the same, but the sidecar's end doesn't wait for ever. */
const recordMs = 4_000;
/** The loop leaves a fresh entry to the turn that wrote it. */
const ownSeconds = 30;

/**
 * Completes the turn in Odoo. It is kept in the journal first, so that neither a crash nor an outage
 * from here on loses it.
 *
 * @returns whether Odoo has it now
 */
export async function record(
  context: RecordContext,
  token: string,
  document: TurnDocument,
): Promise<AskResult["recorded"]> {
  const { database, completion, journalKey, log } = context;
  const { requestId } = document;
  const signal = AbortSignal.timeout(recordMs);
  const completed = { token, payload: JSON.stringify(document) };
  let kept: string | undefined;
  try {
    kept = await keep(database.statements(signal), completed, journalKey, ownSeconds);
  } catch (error) {
    // Odoo may still take it; only if both are away it is lost, and the question stands in Odoo.
    log.warn("turn not journaled", { requestId, ...errorFields(error) });
  }
  try {
    const done = await complete(completion, token, completed.payload, signal);
    if (done === "refused") {
      log.error("completion refused", { requestId });
      return false;
    }
    if (done === "bad_request") log.error("turn lost", { requestId, code: done });
    if (kept !== undefined) await forgetLater(context, kept, requestId);
    return done === "stored" || done === "already";
  } catch (error) {
    const message = kept === undefined ? "turn lost" : "turn kept for later";
    log.warn(message, { requestId, ...errorFields(error) });
    return false;
  }
}

/** Left over, an entry is delivered once more and ends with "already". */
async function forgetLater(
  { database, log }: RecordContext,
  id: string,
  requestId: string,
): Promise<void> {
  try {
    await forget(database.statements(AbortSignal.timeout(recordMs)), id);
  } catch (error) {
    log.warn("journal entry left over", { requestId, ...errorFields(error) });
  }
}

const idleMs = 5_000;
const batch = 20;
const leaseSeconds = 60;
/** Only a person can mend a wrong secret or key. */
const refusedSeconds = 3_600;

/** Delivers what the journal holds, until `signal` aborts. */
export async function keepDelivering(context: RecordContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
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

/** What Odoo did not take in all its days is lost, and somebody must be told. */
export async function dropExpired(context: RecordContext, signal: AbortSignal): Promise<void> {
  const entries = await purge(context.database.statements(signal));
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
