import { randomUUID } from "node:crypto";

import type { Secret } from "../secret.ts";
import { seal, unseal } from "./seal.ts";
import type { Queryable } from "./transaction.ts";

/** A finished turn as Odoo will be given it. */
export interface Completed {
  /** Odoo's id, by which it is found when Odoo forgets the turn. */
  turnId: number;
  token: string;
  /** JSON document. */
  payload: string;
}

export interface JournalEntry {
  id: string;
  attempts: number;
  /** Undefined when the key or the row was changed. */
  completed: Completed | undefined;
}

/** As long as Odoo's completion token lives. */
const retentionDays = 7;

/**
 * Keeps a finished turn until Odoo has it.
 *
 * @param dueSeconds when the background loop may take it; until then its own turn delivers it
 * @returns the row's id
 */
export async function keep(
  db: Queryable,
  completed: Completed,
  key: Secret<Buffer>,
  dueSeconds: number,
): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into journal (id, turn_id, sealed, due_at, expires_at)
     values ($1, $2, $3, now() + make_interval(secs => $4), now() + make_interval(days => $5))`,
    [id, completed.turnId, seal(JSON.stringify(completed), id, key), dueSeconds, retentionDays],
  );
  return id;
}

/** Takes entries that are due, for `leaseSeconds`; another copy gets others. */
export async function claimDue(
  db: Queryable,
  key: Secret<Buffer>,
  limit: number,
  leaseSeconds: number,
): Promise<JournalEntry[]> {
  const due = await db.query<{ id: string; attempts: number; sealed: Buffer }>(
    `update journal set attempts = attempts + 1, due_at = now() + make_interval(secs => $2)
     where id in (
       select id from journal where due_at <= now() and expires_at > now()
       order by due_at limit $1 for update skip locked)
     returning id, attempts, sealed`,
    [limit, leaseSeconds],
  );
  return due.rows.map(({ id, attempts, sealed }) => {
    const text = unseal(sealed, id, key);
    return {
      id,
      attempts,
      completed: text === undefined ? undefined : (JSON.parse(text) as Completed),
    };
  });
}

export async function forget(db: Queryable, id: string): Promise<void> {
  await db.query("delete from journal where id = $1", [id]);
}

export async function postpone(
  db: Queryable,
  id: string,
  failure: string,
  seconds: number,
): Promise<void> {
  await db.query(
    "update journal set failure = $2, due_at = now() + make_interval(secs => $3) where id = $1",
    [id, failure, seconds],
  );
}

/** Drops what is past its retention, and counters of addresses that have run out. */
export async function purge(db: Queryable): Promise<number> {
  await db.query("delete from rate_limit where expire < $1", [Date.now()]);
  const gone = await db.query("delete from journal where expires_at <= now()");
  return gone.rowCount ?? 0;
}
