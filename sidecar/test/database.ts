import { setTimeout as delay } from "node:timers/promises";
import { randomBytes } from "node:crypto";
import pg from "pg";

import { migrate } from "../src/store/migrate.ts";

export interface TestDatabase {
  pool: pg.Pool;
  url: string;
  drop(): Promise<void>;
}

/**
 * A database of its own on the real PostgreSQL that `CANDOR_TEST_DATABASE_URL` names (any database
 * of a server where we may create others), migrated unless told otherwise.
 */
export async function createDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const server = process.env.CANDOR_TEST_DATABASE_URL;
  if (server === undefined) throw new Error("Set CANDOR_TEST_DATABASE_URL, or use `npm test`.");
  const name = `candor_test_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 8 });
  // `drop` ends whatever a test left behind.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  if (migrated) await migrate(pool);
  return {
    pool,
    url: url.href,
    async drop() {
      await pool.end();
      await dropped(server, name);
    },
  };
}

/** Autovacuum is the server's own and can't be ended by us, but leaves soon. */
async function dropped(server: string, name: string): Promise<void> {
  const insufficientPrivilege = "42501";
  for (let left = 50; ; left -= 1) {
    try {
      await onServer(server, `drop database ${name} with (force)`);
      return;
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && error.code === insufficientPrivilege;
      if (!isInUse || left === 0) throw error;
      await delay(200);
    }
  }
}

async function onServer(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
