import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { noteWaiting } from "../src/store/indexing-progress.ts";
import { noteAsked, wasAskedWithin } from "../src/store/asked.ts";
import type { Context } from "../src/context.ts";
import { contextFor, publish, takenTurn } from "./answering.ts";
import { eventsOf, send } from "./asking.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { completeEnvironment, freePort } from "./environment.ts";
import { openTestGeneration } from "./generations.ts";
import { OdooServer } from "./odoo-server.ts";
import { carpets } from "./records.ts";

const entry = fileURLToPath(new URL("../src/bin/candor.ts", import.meta.url));
const never = new AbortController().signal;

let db: TestDatabase;
let odoo: OdooServer;
let context: Context;
let port: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  db = await createDatabase();
  odoo = await new OdooServer().start();
  odoo.routes.set("/candor/turn/take", () => takenTurn("Who is the contact?"));
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
  ({ context } = contextFor(odoo, db.url));
  await context.database.prepare(never);
  await publish(context, odoo, [carpets]);
  port = await freePort();
});

afterEach(async () => {
  if (child?.exitCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  }
  child = undefined;
  await context.close();
  await odoo.stop();
  await db.drop();
});

/** Starts the command as an operator does. @returns what it wrote */
function candor(...args: string[]): { started: ChildProcess; written: () => string } {
  const changes = { CANDOR_DATABASE_URL: db.url, CANDOR_ODOO_URL: odoo.url.origin };
  const settings = completeEnvironment({ ...changes, CANDOR_PORT: port });
  const started = spawn(process.execPath, ["--no-warnings", entry, ...args], {
    env: { PATH: process.env.PATH, ...settings },
  });
  child = started;
  let text = "";
  for (const stream of [started.stdout, started.stderr]) {
    stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  }
  return { started, written: () => text };
}

/** Until it listens, and has met its database. */
async function isReady(): Promise<void> {
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    const state = (await answered?.json()) as { database: string } | undefined;
    if (state?.database === "up") return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("serve --no-work answers, and never asks Odoo for changes", async () => {
  candor("serve", "--no-work");
  await isReady();
  expect((await eventsOf(await send(port))).at(-1)).toMatchObject({ type: "result" });
  expect(odoo.calls.map(({ path }) => path)).not.toContain("/xmlrpc/2/common");
});

test("work follows Odoo's changes and does not listen", async () => {
  candor("work");
  await odoo.called("/xmlrpc/2/common");
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
});

test("what is no command is refused with a way to find one", async () => {
  const { started, written } = candor("serve", "--no-wrk");
  expect(await once(started, "exit")).toEqual([2, null]);
  expect(written()).toContain('"serve --no-wrk" is no command');
});

interface Progress {
  answering: { complete: boolean; records: number; vectors: number | null };
  building: object | null;
  waiting: object | null;
}

test("status tells how far indexing is, without a process that listens", async () => {
  await noteWaiting(db.pool, { edits: 1, bulk: 20, vectors: 300, dead: 2 }, 40);
  await openTestGeneration(db.pool, { dimensions: 4 });
  const { started, written } = candor("status");
  expect(await once(started, "close")).toEqual([0, null]);
  const told = JSON.parse(written()) as Progress;
  expect(told).toMatchObject({
    answering: { complete: true, records: 1, vectors: null },
    building: { complete: false, records: 0, chunks: 0, vectors: 0, etaSeconds: 40 },
    waiting: { edits: 1, bulk: 20, vectors: 300, dead: 2 },
  });
});

test("of an index that nobody has begun status says so, and of a database that is away too", async () => {
  await db.pool.query("delete from generation");
  const first = candor("status");
  expect(await once(first.started, "close")).toEqual([0, null]);
  expect(JSON.parse(first.written())).toEqual({ answering: null, building: null, waiting: null });
  await db.pool.query("alter table indexing rename to away");
  const second = candor("status");
  expect(await once(second.started, "close")).toEqual([1, null]);
  expect(second.written()).toContain("the index can't be asked: 42P01");
});

test("that somebody asks is known to every process of the database, for a while", async () => {
  expect(await wasAskedWithin(db.pool, 30_000)).toBe(false);
  await noteAsked(db.pool);
  await noteAsked(db.pool);
  expect(await wasAskedWithin(db.pool, 30_000)).toBe(true);
  await db.pool.query("update asked set at = now() - interval '31 seconds'");
  expect(await wasAskedWithin(db.pool, 30_000)).toBe(false);
});
