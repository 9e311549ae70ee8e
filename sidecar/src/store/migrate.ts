import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import type { Pool } from "pg";

import { inTransaction } from "./transaction.ts";

const folder = new URL("./migrations/", import.meta.url);

/** Any constant that no other user of this database takes. */
const lockKey = 7_226_367;

/** A landed migration was edited: the database no longer is what the files say. */
export class MigrationChangedError extends Error {
  readonly code = "migration_changed";
  constructor(name: string) {
    super(`Migration ${name} was changed after it had been applied. Add a new one instead.`);
  }
}

/**
 * Brings the database to the newest schema: forward only, one transaction per file, one process at
 * a time. Names that the database knows and this release does not are left alone, since one
 * release apart must work.
 *
 * @returns names of the migrations applied now, in order
 * @throws MigrationChangedError when an applied file no longer has the hash it had
 */
export async function migrate(pool: Pool): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const applied: string[] = [];
  for (const name of names) {
    const sql = await readFile(new URL(name, folder), "utf8");
    const hash = createHash("sha256").update(sql).digest("hex");
    const isNew = await inTransaction(pool, async (client) => {
      // Taken and given back with each transaction: a crash leaves no lock behind.
      await client.query("select pg_advisory_xact_lock($1)", [lockKey]);
      await client.query(
        `create table if not exists migration (
           name text primary key, hash text not null, applied_at timestamptz not null default now())`,
      );
      const landed = await client.query<{ hash: string }>(
        "select hash from migration where name = $1",
        [name],
      );
      const before = landed.rows[0];
      if (before) {
        if (before.hash !== hash) throw new MigrationChangedError(name);
        return false;
      }
      await client.query(sql);
      await client.query("insert into migration (name, hash) values ($1, $2)", [name, hash]);
      return true;
    });
    if (isNew) applied.push(name);
  }
  return applied;
}
