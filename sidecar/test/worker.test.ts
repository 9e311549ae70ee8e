import { once } from "node:events";
import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "pg";

import { OdooUnavailableError, SecretRefusedError, WrongDatabaseError } from "../src/errors.ts";
import { pauseAfter } from "../src/indexing/backoff.ts";
import { replace } from "../src/indexing/replace.ts";
import { drain, startIndexing } from "../src/indexing/worker.ts";
import type { IndexingContext, LeasedRecord, Outbox } from "../src/indexing/worker.ts";
import { countDocuments } from "../src/store/documents.ts";
import { currentGeneration, promote } from "../src/store/generations.ts";
import { inTransaction } from "../src/store/transaction.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { openTestGeneration } from "./generations.ts";

let db: TestDatabase;
let generation: number;

beforeEach(async () => {
  db = await createDatabase();
  generation = (await openTestGeneration(db.pool)).id;
});

afterEach(() => db.drop());

class Refusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** What Odoo's outbox does, in memory: the network's other side. */
class OutboxDouble extends EventEmitter implements Outbox {
  readonly waiting: LeasedRecord[];
  leased = new Map<string, LeasedRecord>();
  reports: { generation: string; state: string; documents: Record<string, number> }[] = [];
  acknowledged: number[] = [];
  /** Throws instead of taking the next acknowledgements. */
  losesAcknowledgements = 0;
  refusesReports = 0;
  /** What a full pass that is through answers to reports. */
  sweepBelow: number | null = null;

  constructor(records: LeasedRecord[]) {
    super();
    this.waiting = [...records];
  }

  lease({ limit }: { limit: number }): Promise<{ rows: LeasedRecord[]; pending: number }> {
    const rows = this.waiting.splice(0, limit);
    for (const row of rows) this.leased.set(row.lease, row);
    return Promise.resolve({ rows, pending: this.waiting.length + this.leased.size });
  }

  acknowledge(rows: { id: number; lease: string }[]): Promise<void> {
    if (this.losesAcknowledgements > 0) {
      this.losesAcknowledgements -= 1;
      return Promise.reject(new Refusal("odoo_unavailable"));
    }
    for (const row of rows) {
      this.leased.delete(row.lease);
      this.acknowledged.push(row.id);
    }
    this.emit("acknowledged");
    return Promise.resolve();
  }

  report(state: {
    generation: string;
    state: string;
    documents: Record<string, number>;
  }): Promise<{ sweepBelow: number | null }> {
    if (this.refusesReports > 0) {
      this.refusesReports -= 1;
      return Promise.reject(new Refusal("40001"));
    }
    this.reports.push(state);
    this.emit("reported");
    return Promise.resolve({ sweepBelow: this.sweepBelow });
  }

  /** The leases run out, as after a crash. */
  expire(): void {
    this.waiting.push(...this.leased.values());
    this.leased.clear();
  }
}

function leased(count: number, text = "blue carpets"): LeasedRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    lease: `lease ${at + 1}`,
    resModel: "crm.lead",
    resId: at + 1,
    version: at + 1,
    deleted: false,
    lang: "en_US",
    name: `Lead ${at + 1}`,
    sections: [
      {
        section: "fields",
        kind: "fields",
        date: null,
        lines: [{ text, value: text, field: null }],
      },
    ],
  }));
}

const silent = { info: () => undefined, warn: () => undefined };

function context(outbox: Outbox): IndexingContext {
  return { pool: db.pool, outbox, log: silent, concurrency: 2 };
}

const never = new AbortController().signal;

test("a queue is drained in several lanes, every record once", async () => {
  const outbox = new OutboxDouble(leased(90));
  expect(await drain(context(outbox), generation, never)).toMatchObject({ worked: 90, pending: 0 });
  expect(outbox.acknowledged.toSorted((a, b) => a - b)).toEqual(leased(90).map((row) => row.id));
  expect(await countDocuments(db.pool, generation)).toEqual({ "crm.lead": 90 });
});

test("a crash between replacement and acknowledgement loses nothing and duplicates nothing", async () => {
  const outbox = new OutboxDouble(leased(5));
  outbox.losesAcknowledgements = 1;
  await expect(drain(context(outbox), generation, never)).rejects.toThrow("odoo_unavailable");
  const before = await currentGeneration(db.pool);
  expect(before).toMatchObject({ chunks: 5 });
  outbox.expire();
  expect(await drain(context(outbox), generation, never)).toMatchObject({ worked: 5 });
  expect(outbox.leased.size).toBe(0);
  expect(await currentGeneration(db.pool)).toEqual(before);
});

test("a record that cannot be indexed holds up no other and is never acknowledged", async () => {
  const rows = leased(3);
  // A version that no bigint holds: what this record breaks is the statement, not our code.
  if (rows[1]) rows[1].version = Number.POSITIVE_INFINITY;
  const outbox = new OutboxDouble(rows);
  expect(await drain(context(outbox), generation, never)).toMatchObject({ worked: 2, pending: 1 });
  expect(outbox.acknowledged).toEqual([1, 3]);
  expect([...outbox.leased.keys()]).toEqual(["lease 2"]);
});

test("a database that is away costs no record an attempt", async () => {
  const outbox = new OutboxDouble(leased(3));
  const away = new Pool({ connectionString: "postgres://candor@127.0.0.1:1/candor" });
  await expect(drain({ ...context(outbox), pool: away }, generation, never)).rejects.toThrow();
  await db.pool.query(`alter database ${new URL(db.url).pathname.slice(1)} set
    default_transaction_read_only = on`);
  const readOnly = new Pool({ connectionString: db.url });
  const reading = drain({ ...context(outbox), pool: readOnly }, generation, never);
  await expect(reading).rejects.toMatchObject({ code: "25006" });
  await readOnly.end();
  expect(outbox.waiting).toHaveLength(3);
});

test("what a full pass did not meet is swept from the index, and no late lease brings it back", async () => {
  const outbox = new OutboxDouble(leased(3));
  await drain(context(outbox), generation, never);
  outbox.sweepBelow = 3;
  const stop = new AbortController();
  const ended = startIndexing(context(outbox), stop.signal);
  while ((await countDocuments(db.pool, generation))["crm.lead"] !== 1) await delay(20);
  const [late] = leased(1);
  if (late) expect(await replace(db.pool, generation, late)).toBe("older");
  expect(await currentGeneration(db.pool)).toMatchObject({ chunks: 1 });
  stop.abort();
  await ended;
});

test.each([0, 3])(
  "a generation with nothing left to read answers, after %d records",
  async (count) => {
    await db.pool.query("update generation set fingerprint = 'former'");
    const building = await openTestGeneration(db.pool);
    const outbox = new OutboxDouble(leased(count));
    const stop = new AbortController();
    const ended = startIndexing(context(outbox), stop.signal);
    while ((await currentGeneration(db.pool))?.id !== building.id) await delay(20);
    stop.abort();
    await ended;
    expect(await countDocuments(db.pool, building.id)).toEqual(
      count > 0 ? { "crm.lead": count } : {},
    );
  },
);

test("a generation with a record that waits for another try does not answer yet", async () => {
  await db.pool.query("update generation set fingerprint = 'former'");
  await openTestGeneration(db.pool);
  const rows = leased(3);
  if (rows[1]) rows[1].version = Number.POSITIVE_INFINITY;
  const outbox = new OutboxDouble(rows);
  const stop = new AbortController();
  const ended = startIndexing(context(outbox), stop.signal);
  while (outbox.reports.length < 2) await once(outbox, "reported");
  expect((await currentGeneration(db.pool))?.id).toBe(generation);
  stop.abort();
  await ended;
});

test("a worker whose generation was replaced by a later release's leases nothing", async () => {
  const outbox = new OutboxDouble(leased(3));
  const later = await openTestGeneration(db.pool, { tokenizer: "later" });
  await inTransaction(db.pool, (client) => promote(client, later.id));
  await expect(drain(context(outbox), generation, never)).rejects.toMatchObject({
    code: "generation_replaced",
  });
  expect(outbox.waiting).toHaveLength(3);
});

test("the worker says that it started, tells its counts, and ends when it is told to", async () => {
  const outbox = new OutboxDouble(leased(3));
  outbox.refusesReports = 1; // it tries again by itself
  const stop = new AbortController();
  const ended = startIndexing(context(outbox), stop.signal);
  while (outbox.reports.length < 2) await once(outbox, "reported");
  stop.abort();
  await ended;
  const key = (await currentGeneration(db.pool))?.key;
  expect(outbox.reports).toEqual([
    { generation: key, state: "started", documents: {} },
    { generation: key, state: "running", documents: { "crm.lead": 3 } },
  ]);
});

test("what only a person can mend is asked for rarely, what passes by itself soon", () => {
  expect(pauseAfter(new Refusal("40P01"), 1)).toBeLessThan(100);
  expect(pauseAfter(new Refusal("ECONNREFUSED"), 1)).toBeLessThan(1_500);
  expect(pauseAfter(new Refusal("ECONNREFUSED"), 30)).toBeLessThanOrEqual(37_500);
  expect(pauseAfter(new OdooUnavailableError("ECONNREFUSED"), 1)).toBeLessThan(1_500);
  for (const error of [new WrongDatabaseError(), new SecretRefusedError("signature")]) {
    expect(pauseAfter(error, 1)).toBeGreaterThan(10_000);
  }
});
