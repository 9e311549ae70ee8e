import type { Queryable } from "./transaction.ts";

/** Notes that somebody asks now. */
export async function noteAsked(db: Queryable): Promise<void> {
  await db.query(
    `insert into asked (at) values (now())
     on conflict (one) do update set at = excluded.at`,
  );
}

/** Whether somebody asked so lately, in whatever process. */
export async function wasAskedWithin(db: Queryable, ms: number): Promise<boolean> {
  const found = await db.query(
    "select from asked where at > now() - make_interval(secs => $1::float8 / 1000)",
    [ms],
  );
  return (found.rowCount ?? 0) > 0;
}
