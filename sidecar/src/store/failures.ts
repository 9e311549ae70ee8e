import type { Call } from "../trace/calls.ts";
import type { SectionRead, Versions } from "../trace/trace.ts";
import type { Queryable } from "./transaction.ts";

/** A turn that failed or went without a part, as playing it back needs it. No text of anybody's. */
export interface Failure {
  requestId: string;
  /** Odoo's id of the turn; null where it failed before it was taken. */
  turnId: number | null;
  /** Code of the error, or of what was missing. */
  kind: string;
  stage: string;
  /** How it ended for the person. */
  mode: string;
  versions: Versions;
  /** In the order in which they began. */
  calls: Call[];
  /** What Odoo gave to answer from. */
  pointers: SectionRead[];
  durationMs: number;
  failedAt: Date;
}

const retentionDays = 30;

/** Stores a failure, once however often it is written. */
export async function keepFailure(db: Queryable, it: Failure): Promise<void> {
  await db.query(
    `insert into failure (request_id, turn_id, kind, stage, mode, versions, calls, pointers,
       duration_ms, failed_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + make_interval(days => $11))
     on conflict do nothing`,
    [
      ...[it.requestId, it.turnId, it.kind, it.stage, it.mode, JSON.stringify(it.versions)],
      ...[JSON.stringify(it.calls), JSON.stringify(it.pointers)],
      ...[Math.round(it.durationMs), it.failedAt, retentionDays],
    ],
  );
}

/** Drops what is past its retention. */
export async function purgeFailures(db: Queryable): Promise<void> {
  await db.query("delete from failure where expires_at <= now()");
}
