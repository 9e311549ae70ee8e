import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";

import { Database } from "../src/store/database.ts";
import { completeEnvironment, freePort } from "./environment.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";

const command = fileURLToPath(new URL("../src/bin/candor.ts", import.meta.url));
const never = new AbortController().signal;
const silent = { info: () => undefined, warn: () => undefined };

let children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
});

/** The command as its user starts it. */
function candor(args: string[], env: Record<string, string | undefined> = {}) {
  const child = spawn(process.execPath, [command, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number, ...output }));
  return { child, ended };
}

interface Line {
  message: string;
  port?: number;
}

/** Log lines as they come. */
async function* linesOf(child: ChildProcess): AsyncGenerator<Line> {
  if (!child.stdout) return;
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as Line;
}

async function lineOf(child: ChildProcess, message: string): Promise<Line> {
  for await (const line of linesOf(child)) if (line.message === message) return line;
  throw new Error(`ended without "${message}"`);
}

test("candor --help says what there is", async () => {
  const { code, stdout } = await candor(["--help"]).ended;
  expect(code).toBe(0);
  expect(stdout).toContain("serve");
});

test("an unknown command is answered by one sentence", async () => {
  const { code, stderr } = await candor(["server"]).ended;
  expect(code).toBe(2);
  expect(stderr.trim().split("\n")).toEqual([
    'candor: "server" is no command; try "candor --help".',
  ]);
});

test("a wrong configuration is told as a list, without a stack, and ends with code 2", async () => {
  const { code, stderr } = await candor(["serve"], { CANDOR_PORT: "none" }).ended;
  expect(code).toBe(2);
  expect(stderr).toContain("  - CANDOR_PORT must be");
  expect(stderr).toContain("  - CANDOR_DATABASE_URL is missing");
  expect(stderr).not.toContain("    at ");
});

test("serve starts with PostgreSQL and Odoo away, says so, and ends within ten seconds", async () => {
  const port = await freePort();
  const env = completeEnvironment({ CANDOR_PORT: port });
  const { child, ended } = candor(["serve"], env);
  await lineOf(child, "listening");
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(await ready.json()).toEqual({
    ok: false,
    database: "away",
    odoo: "away",
    embedder: "none",
  });
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);

  const startedAt = performance.now();
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

describe("with a database", () => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await createDatabase({ migrated: false });
  });

  afterEach(() => db.drop());

  test("a port that is taken ends serve with code 1 and leaves nothing running", async () => {
    const env = completeEnvironment({ CANDOR_PORT: await freePort(), CANDOR_DATABASE_URL: db.url });
    const first = candor(["serve"], env);
    await lineOf(first.child, "listening");
    expect((await candor(["serve"], env).ended).code).toBe(1);
    first.child.kill("SIGINT");
    expect((await first.ended).code).toBe(0);
  });

  test("a database that comes later is migrated without a restart", async () => {
    const name = new URL(db.url).pathname.slice(1);
    // Not there under this name yet.
    const url = db.url.replace(name, `${name}_later`);
    const pool = new pg.Pool({ connectionString: url });
    const database = new Database(pool, silent);
    const stop = new AbortController();
    const prepared = database.prepare(stop.signal);
    await expect(database.statements(never).query("select 1")).rejects.toMatchObject({
      code: "database_unavailable",
    });
    await db.pool.query(`create database ${name}_later`);
    await database.whenReady(never);
    await prepared;
    const tables = await database.statements(never).query("select from journal");
    expect(tables.rowCount).toBe(0);
    await pool.end();
    await db.pool.query(`drop database ${name}_later`);
  });

  test("a connection that PostgreSQL closes is an error of one statement, not of the next", async () => {
    const pool = new pg.Pool({ connectionString: db.url, max: 1 });
    const database = new Database(pool, silent);
    await database.prepare(never);
    const killed = database
      .statements(never)
      .query("select pg_terminate_backend(pg_backend_pid())");
    await expect(killed).rejects.toMatchObject({ code: "database_unavailable", reason: "57P01" });
    await expect(database.statements(never).query("select 1 as one")).resolves.toMatchObject({
      rows: [{ one: 1 }],
    });
    await pool.end();
  });

  test("an abort ends a statement at once and gives its connection up", async () => {
    const pool = new pg.Pool({ connectionString: db.url, max: 1 });
    const database = new Database(pool, silent);
    await database.prepare(never);
    const stop = new AbortController();
    const startedAt = performance.now();
    const sleeping = database.statements(stop.signal).query("select pg_sleep(30)");
    pool.once("acquire", () => setImmediate(() => stop.abort()));
    await expect(sleeping).rejects.toMatchObject({ code: "stopped" });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await pool.end();
    expect(pool.totalCount).toBe(0);
  });

  test("statements that wait go by their request's age, and an abort takes them out", async () => {
    const pool = new pg.Pool({ connectionString: db.url });
    const database = new Database(pool, silent);
    await database.prepare(never);
    const stop = new AbortController();
    const [older, stopped, younger] = [
      database.statements(never),
      database.statements(stop.signal),
      database.statements(never),
    ];
    const busy = Array.from({ length: 6 }, () => {
      const its = new AbortController();
      const ended = database.statements(its.signal).query("select pg_sleep(30)");
      return { its, ended: ended.catch(() => undefined) };
    });
    const waiting = stopped.query("select 1");
    const order: string[] = [];
    const second = younger.query("select 1").then(() => order.push("younger"));
    const first = older.query("select 1").then(() => order.push("older"));
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: "stopped" });
    expect(order).toEqual([]);
    // One has room for one at a time.
    busy[0]?.its.abort();
    await Promise.all([first, second]);
    expect(order).toEqual(["older", "younger"]);
    for (const { its } of busy) its.abort();
    await Promise.all(busy.map((it) => it.ended));
    await pool.end();
  });

  test("the first Odoo database met is the only one", async () => {
    const pool = new pg.Pool({ connectionString: db.url });
    const [one, other] = [new Database(pool, silent), new Database(pool, silent)];
    await one.prepare(never);
    await other.prepare(never);
    await one.meet("uuid-1", never);
    await one.meet("uuid-1", never);
    await expect(one.meet("uuid-2", never)).rejects.toMatchObject({ code: "wrong_database" });
    await expect(other.meet("uuid-2", never)).rejects.toMatchObject({ code: "wrong_database" });
    await pool.end();
  });
});
