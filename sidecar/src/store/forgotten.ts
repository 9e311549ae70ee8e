import type { Queryable } from "./transaction.ts";

/** A turn that is deleted in Odoo, or whose answer is. */
export interface ForgottenTurn {
  turnId: number;
  /** Null where it never ended. */
  requestId: string | null;
}

/** Longer than an entry of the journal lives. */
const rememberDays = 8;
/**
 * A turn that was at work when it was deleted fails within this. What is written later is of another turn:
 * of an Odoo that was restored, and counts from an older number.
 */
const atWorkMinutes = 60;

/** Deletes what is kept of these turns. Statistics hold nothing of anybody and stay. */
export async function forgetTurns(db: Queryable, turns: readonly ForgottenTurn[]): Promise<void> {
  if (turns.length === 0) return;
  const ids = turns.map(({ turnId }) => turnId);
  await db.query(
    `insert into forgotten (turn_id) select distinct unnest($1::integer[])
     on conflict (turn_id) do update set at = excluded.at`,
    [ids],
  );
  await db.query("delete from journal where turn_id = any($1)", [ids]);
  await db.query("delete from failure where turn_id = any($1) or request_id::text = any($2)", [
    ids,
    turns.flatMap(({ requestId }) => requestId ?? []),
  ]);
}

/** Deletes what was written of forgotten turns since. */
export async function forgetAgain(db: Queryable): Promise<void> {
  for (const [table, written] of [
    ["journal", "created_at"],
    ["failure", "failed_at"],
  ] as const) {
    await db.query(
      `delete from ${table} using forgotten
       where ${table}.turn_id = forgotten.turn_id
         and ${table}.${written} < forgotten.at + make_interval(mins => $1)`,
      [atWorkMinutes],
    );
  }
  await db.query("delete from forgotten where at < now() - make_interval(days => $1)", [
    rememberDays,
  ]);
}
