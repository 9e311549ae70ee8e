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

/** Until Odoo has told another one. */
const retentionDays = 30;

/** Stores a failure, once however often it is written. */
export async function keepFailure(db: Queryable, it: Failure): Promise<void> {
  await db.query(
    `insert into failure (request_id, turn_id, kind, stage, mode, versions, calls, pointers,
       duration_ms, failed_at, expires_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz,
       case days when 0 then 'infinity' else $10::timestamptz + make_interval(days => days) end
     from (select coalesce((select failure_days from retention), $11) as days) as kept
     on conflict do nothing`,
    [
      ...[it.requestId, it.turnId, it.kind, it.stage, it.mode, JSON.stringify(it.versions)],
      ...[JSON.stringify(it.calls), JSON.stringify(it.pointers)],
      ...[Math.round(it.durationMs), it.failedAt, retentionDays],
    ],
  );
}

/**
 * Keeps failures so many days from now on, those too that are stored already; 0 is for ever.
 *
 * @param client of a transaction
 */
export async function keepFailuresFor(client: Queryable, days: number): Promise<void> {
  const changed = await client.query(
    `insert into retention (failure_days) values ($1)
     on conflict (one) do update set failure_days = excluded.failure_days
     where retention.failure_days <> excluded.failure_days`,
    [days],
  );
  if (changed.rowCount === 0) return;
  await client.query(
    `update failure set expires_at =
       case $1::integer when 0 then 'infinity' else failed_at + make_interval(days => $1) end`,
    [days],
  );
}

/** Drops what is past its retention. */
export async function purgeFailures(db: Queryable): Promise<void> {
  await db.query("delete from failure where expires_at <= now()");
}
