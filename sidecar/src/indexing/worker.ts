import { setTimeout as delay } from "node:timers/promises";
import type { Pool } from "pg";

import { isAborted } from "../abort.ts";
import { codeOf } from "../errors.ts";
import { countDocuments } from "../store/documents.ts";
import { assertWritable, openGeneration, promote } from "../store/generations.ts";
import type { Generation } from "../store/generations.ts";
import { inTransaction } from "../store/transaction.ts";
import { tokenizerVersion } from "../text/tokenize.ts";
import { pauseAfter } from "./backoff.ts";
import { replace } from "./replace.ts";
import type { IndexableRecord } from "./replace.ts";
import { sweep } from "./sweep.ts";

/** A record of Odoo's outbox, ours until the lease runs out. */
export interface LeasedRecord extends IndexableRecord {
  id: number;
  lease: string;
}

/** What the worker asks of Odoo; `odoo/service.ts` speaks it over the service account. */
export interface Outbox {
  lease(
    request: { limit: number; leaseSeconds: number },
    signal: AbortSignal,
  ): Promise<{ rows: LeasedRecord[]; pending: number }>;
  acknowledge(rows: { id: number; lease: string }[], signal: AbortSignal): Promise<unknown>;
  /** `sweepBelow`: the last full pass is through, and met nothing of a lower version. */
  report(
    state: { generation: string; state: "started" | "running"; documents: Record<string, number> },
    signal: AbortSignal,
  ): Promise<{ sweepBelow?: number | null | undefined }>;
}

export interface IndexingContext {
  pool: Pool;
  outbox: Outbox;
  log: {
    info(message: string, fields?: object): void;
    warn(message: string, fields?: object): void;
  };
  /** Leases worked at a time; Odoo renders for each. */
  concurrency: number;
}

/** Records per lease: a few hundred milliseconds of Odoo's time. */
const leaseLimit = 20;
/** Long enough for a slow pass over one lease, short enough that a killed worker's rows come back. */
const leaseSeconds = 60;
const idleMs = 1_000;
const reportMs = 60_000;

/**
 * Follows Odoo's outbox until `signal` aborts: asks every second when idle and at once when busy.
 * It never gives up; whatever fails is left to its lease and asked for again after a pause.
 */
export async function startIndexing(context: IndexingContext, signal: AbortSignal): Promise<void> {
  let generation: Generation | undefined;
  let reportedAt = 0;
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (!generation) {
        const opened = await openGeneration(context.pool, {
          fingerprint: `tokenizer ${tokenizerVersion}`,
          tokenizer: tokenizerVersion,
          model: null,
          dimensions: null,
        });
        // Odoo queues a full pass with this: what changed while nobody listened comes with it. Until
        // Odoo has heard it, nothing has started.
        await report(context, opened, "started", signal);
        generation = opened;
        reportedAt = Date.now();
      }
      const { id, status } = generation;
      const { worked, pending } = await drain(context, id, signal);
      failures = 0;
      if (worked > 0) context.log.info("indexed", { records: worked, generation: id });
      if (pending === 0 && status === "building") {
        await inTransaction(context.pool, (client) => promote(client, id));
        generation = { ...generation, status: "current" };
      }
      if (worked > 0 || Date.now() - reportedAt > reportMs) {
        await report(context, generation, "running", signal);
        reportedAt = Date.now();
      }
      await delay(idleMs, undefined, { signal });
    } catch (error) {
      if (isAborted(signal)) return;
      failures += 1;
      const pauseMs = pauseAfter(error, failures);
      context.log.warn("indexing paused", { code: codeOf(error) ?? "unknown", failures, pauseMs });
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/**
 * Works leases until the outbox has none left, several at a time while there is a queue.
 *
 * @returns how many records were worked, and how many Odoo still has: leased by others or failing
 */
export async function drain(
  context: IndexingContext,
  generation: number,
  signal: AbortSignal,
): Promise<{ worked: number; pending: number }> {
  const total = await workLease(context, generation, signal);
  if (total.pending === 0) return total;
  const lanes = Array.from({ length: context.concurrency }, async () => {
    for (;;) {
      const { leased, worked, pending } = await workLease(context, generation, signal);
      total.worked += worked;
      total.pending = pending;
      if (leased === 0) return;
    }
  });
  // All lanes end before an error of one is reported: none may go on behind the caller's back.
  for (const lane of await Promise.allSettled(lanes)) {
    if (lane.status === "rejected") throw lane.reason as Error;
  }
  return total;
}

async function workLease(
  { pool, outbox, log }: IndexingContext,
  generation: number,
  signal: AbortSignal,
): Promise<{ leased: number; worked: number; pending: number }> {
  signal.throwIfAborted();
  await assertWritable(pool, generation);
  const { rows, pending } = await outbox.lease({ limit: leaseLimit, leaseSeconds }, signal);
  const done: { id: number; lease: string }[] = [];
  let failure: Error | undefined;
  for (const row of rows) {
    signal.throwIfAborted();
    try {
      await replace(pool, generation, row);
      done.push({ id: row.id, lease: row.lease });
    } catch (error) {
      // Not acknowledged, so it comes back when its lease ends; the others must not wait for it.
      const { resModel, resId } = row;
      log.warn("record not indexed", { resModel, resId, code: codeOf(error) ?? "unknown" });
      failure = error instanceof Error ? error : new Error(String(error));
    }
  }
  if (done.length > 0) await outbox.acknowledge(done, signal);
  else if (failure !== undefined) throw failure; // nothing works: most likely the database
  return { leased: rows.length, worked: done.length, pending };
}

async function report(
  { pool, outbox, log }: IndexingContext,
  { id, key }: Generation,
  state: "started" | "running",
  signal: AbortSignal,
): Promise<void> {
  const documents = await countDocuments(pool, id);
  const { sweepBelow } = await outbox.report({ generation: key, state, documents }, signal);
  const removed = await sweep(pool, id, sweepBelow ?? 0, signal);
  if (removed > 0) log.info("swept", { records: removed, generation: id });
}
