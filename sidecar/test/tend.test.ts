import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";

import { OdooUnavailableError, SecretRefusedError, WrongDatabaseError } from "../src/errors.ts";
import { tendReviews } from "../src/reviews/tend.ts";
import type { Reviews } from "../src/reviews/tend.ts";
import { Secret } from "../src/secret.ts";
import { keepFailure, purgeFailures } from "../src/store/failures.ts";
import { forgetAgain, forgetTurns } from "../src/store/forgotten.ts";
import { keep } from "../src/store/journal.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";

type Told = Awaited<ReturnType<Reviews["tend"]>>;

/** The other side of the network: tells what it was given, until that is acknowledged. */
class OdooReviews extends EventEmitter implements Reviews {
  waiting: Told["forgotten"] = [];
  keepFailuresDays = 30;
  calls: { forgotten: readonly number[]; at: number }[] = [];
  errors: Error[] = [];

  tend(forgotten: readonly number[]): Promise<Told> {
    this.calls.push({ forgotten, at: performance.now() });
    this.emit("called");
    const error = this.errors.shift();
    if (error) return Promise.reject(error);
    this.waiting = this.waiting.filter(({ id }) => !forgotten.includes(id));
    const { waiting, keepFailuresDays } = this;
    return Promise.resolve({ nextMs: 0, forgotten: waiting, keepFailuresDays });
  }

  async called(times: number): Promise<void> {
    while (this.calls.length < times) await once(this, "called");
  }
}

let db: TestDatabase;
let odoo: OdooReviews;
let stop: AbortController;
let running: Promise<void>[];
let logged: { message: string; fields: object }[];

beforeEach(async () => {
  db = await createDatabase();
  odoo = new OdooReviews();
  stop = new AbortController();
  running = [];
  logged = [];
});

afterEach(async () => {
  stop.abort();
  await Promise.all(running);
  await db.drop();
});

function start(signal = stop.signal): void {
  const note = (message: string, fields: object = {}): void =>
    void logged.push({ message, fields });
  running.push(
    tendReviews({ pool: db.pool, reviews: odoo, log: { info: note, warn: note } }, signal),
  );
}

const requestOf = (turnId: number): string =>
  `00000000-0000-4000-8000-${String(turnId).padStart(12, "0")}`;

interface Failed {
  /** What Odoo calls the turn, where that was known. */
  id?: number | null;
  failedAt?: Date;
}

async function fail(turnId: number, failed: Failed = {}): Promise<void> {
  const { id = turnId, failedAt = new Date() } = failed;
  await keepFailure(db.pool, {
    ...{ requestId: requestOf(turnId), turnId: id, kind: "internal", stage: "answer" },
    ...{ mode: "unavailable", calls: [], pointers: [], durationMs: 1, failedAt },
    versions: { addon: null, sidecar: "1", generation: null, embedder: null, calibrator: null },
  });
}

const key = new Secret(randomBytes(32));
const journal = (turnId: number): Promise<string> =>
  keep(db.pool, { turnId, token: "a-token", payload: "{}" }, key, 30);

/** Requests of the failures, and turns of the journal, that are left. */
async function left(): Promise<{ failures: string[]; journal: number[] }> {
  const failures = await db.pool.query<{ id: string }>("select request_id as id from failure");
  const entries = await db.pool.query<{ id: number }>("select turn_id as id from journal");
  return { failures: failures.rows.map(({ id }) => id), journal: entries.rows.map(({ id }) => id) };
}

test("what Odoo has forgotten is deleted, the rest stays, and the next call says so", async () => {
  for (const turnId of [1, 2]) {
    await fail(turnId);
    await journal(turnId);
  }
  // It failed before anybody knew which turn it was.
  await fail(3, { id: null });
  odoo.waiting = [
    { id: 10, turnId: 1, requestId: null },
    { id: 11, turnId: 3, requestId: requestOf(3) },
  ];
  start();
  await odoo.called(2);
  expect(await left()).toEqual({ failures: [requestOf(2)], journal: [2] });
  expect(odoo.calls.map(({ forgotten }) => forgotten).slice(0, 2)).toEqual([[], [10, 11]]);
  expect(odoo.waiting).toEqual([]);
  expect(JSON.stringify(logged)).not.toContain(requestOf(3));
});

test("nothing is acknowledged that PostgreSQL did not delete", async () => {
  await journal(1);
  await db.pool.query("alter table failure rename to away");
  odoo.waiting = [{ id: 10, turnId: 1, requestId: null }];
  start();
  await odoo.called(1);
  while (logged.length === 0) await new Promise((resolve) => setImmediate(resolve));
  // All or nothing.
  expect((await left().catch(() => undefined)) ?? "away").toBe("away");
  expect((await db.pool.query("select from journal")).rowCount).toBe(1);
  stop.abort();
  await Promise.all(running);
  await db.pool.query("alter table away rename to failure");
  stop = new AbortController();
  odoo.calls = [];
  start(stop.signal);
  await odoo.called(2);
  expect(odoo.calls.map(({ forgotten }) => forgotten)).toEqual([[], [10]]);
  expect((await left()).journal).toEqual([]);
});

test("a crash before the acknowledgement is told again, and loses nothing", async () => {
  odoo.waiting = [{ id: 10, turnId: 1, requestId: null }];
  start();
  await odoo.called(1);
  stop.abort();
  await Promise.all(running);
  expect(odoo.waiting).toHaveLength(1);
  odoo.calls = [];
  stop = new AbortController();
  start(stop.signal);
  await odoo.called(2);
  expect(odoo.waiting).toEqual([]);
});

test("Odoo is asked again after a quarter of a second at the soonest", async () => {
  start();
  await odoo.called(2);
  const [first, second] = odoo.calls.map(({ at }) => at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(200);
});

test("an addon that knows no reviews is left alone for a minute, and nobody is warned", async () => {
  odoo.errors = [new OdooUnavailableError("fault_1")];
  start();
  const knowing = new OdooReviews();
  const log = { info: () => undefined, warn: () => undefined };
  running.push(tendReviews({ pool: db.pool, reviews: knowing, log }, stop.signal));
  await knowing.called(3);
  expect(odoo.calls).toHaveLength(1);
  expect(logged).toEqual([]);
});

test.each([
  ["an Odoo that is away", new OdooUnavailableError("timeout"), "odoo_unavailable"],
  ["a wrong key", new SecretRefusedError("account"), "secret_refused"],
  ["another database", new WrongDatabaseError(), "wrong_database"],
])("%s is asked later, and told of", async (_what, error, code) => {
  odoo.errors = [error];
  start();
  while (logged.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(logged[0]?.fields).toMatchObject({ code, failures: 1 });
});

test("an exception of an addon that has answered before is told of", async () => {
  start();
  await odoo.called(1);
  odoo.errors = [new OdooUnavailableError("fault_1")];
  while (logged.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(logged[0]?.message).toBe("tending paused");
});

test("what is written of a forgotten turn later is deleted too, and that of a new one is not", async () => {
  await forgetTurns(db.pool, [{ turnId: 1, requestId: null }]);
  await fail(1);
  await journal(1);
  await journal(2);
  await forgetAgain(db.pool);
  expect(await left()).toEqual({ failures: [], journal: [2] });
  // Odoo was restored from a backup, and gives the number again.
  await db.pool.query("update forgotten set at = now() - interval '2 hours'");
  await fail(1);
  await journal(1);
  await forgetAgain(db.pool);
  expect(await left()).toEqual({ failures: [requestOf(1)], journal: [2, 1] });
  await db.pool.query("update forgotten set at = now() - interval '9 days'");
  await forgetAgain(db.pool);
  expect((await db.pool.query("select from forgotten")).rowCount).toBe(0);
});

test("failures are kept as long as Odoo's settings say, those stored before too", async () => {
  const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
  await fail(1, { failedAt: daysAgo(20) });
  await fail(2, { failedAt: daysAgo(40) });
  await purgeFailures(db.pool);
  expect((await left()).failures).toEqual([requestOf(1)]);
  odoo.keepFailuresDays = 0;
  start();
  await odoo.called(2);
  await fail(3, { failedAt: daysAgo(4_000) });
  await purgeFailures(db.pool);
  expect((await left()).failures).toEqual([requestOf(1), requestOf(3)]);
  odoo.keepFailuresDays = 10;
  const before = odoo.calls.length;
  await odoo.called(before + 2);
  await fail(4, { failedAt: daysAgo(9) });
  await purgeFailures(db.pool);
  expect((await left()).failures).toEqual([requestOf(4)]);
});
