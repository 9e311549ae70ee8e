import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "pg";

import { OdooUnavailableError, SecretRefusedError, WrongDatabaseError } from "../src/errors.ts";
import { pauseAfter } from "../src/backoff.ts";
import { openTarget } from "../src/indexing/generation.ts";
import type { IndexingContext } from "../src/indexing/lease.ts";
import { startIndexing } from "../src/indexing/worker.ts";
import { Embedder } from "../src/model/embedder.ts";
import { countDocuments } from "../src/store/documents.ts";
import { countVectors } from "../src/store/embeddings.ts";
import { currentGeneration, promote, writableGenerations } from "../src/store/generations.ts";
import { indexingProgress } from "../src/store/indexing-progress.ts";
import { inTransaction } from "../src/store/transaction.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { EmbedderServer, status } from "./embedder-server.ts";
import { freePort } from "./environment.ts";
import { openTestGeneration } from "./generations.ts";
import { leads, OutboxDouble, Refusal } from "./outbox.ts";

let db: TestDatabase;
let server: EmbedderServer;
let embedders: Embedder[];
/** Ends the workers of a test. */
let stop: AbortController;
let running: Promise<void>[];

beforeEach(async () => {
  db = await createDatabase();
  server = await new EmbedderServer().start();
  embedders = [];
  stop = new AbortController();
  running = [];
});

afterEach(async () => {
  stop.abort();
  await Promise.all(running);
  for (const it of embedders) it.close();
  await server.stop().catch(() => undefined);
  await db.drop();
});

const never = new AbortController().signal;
const silent = { info: () => undefined, warn: () => undefined };

function embedder(url = server.url, model = "e5"): Embedder {
  const made = new Embedder({ url, model, key: undefined, inputTypes: undefined, maxTokens: 512 });
  embedders.push(made);
  return made;
}

function context(outbox: OutboxDouble, changes: Partial<IndexingContext> = {}): IndexingContext {
  return {
    ...{ pool: db.pool, outbox, log: silent, embedder: undefined, window: 512, files: undefined },
    labels: { prepare: () => Promise.resolve() },
    isAsked: () => false,
    ...changes,
  };
}

function start(outbox: OutboxDouble, changes: Partial<IndexingContext> = {}): void {
  running.push(startIndexing(context(outbox, changes), stop.signal));
}

async function current(): Promise<number> {
  return (await currentGeneration(db.pool))?.id ?? 0;
}

const isDrained = ({ pending }: OutboxDouble): boolean =>
  pending.edits + pending.bulk + pending.vectors === 0;

test("what waits is noted where other processes can read it, and what is done no longer waits", async () => {
  const outbox = new OutboxDouble(leads(50), "edits");
  start(outbox);
  await outbox.until(isDrained);
  // Reported again once it has compared the whole index after its start.
  await outbox.until(({ reports }) => reports.length > 1);
  const { answering, building, waiting } = await indexingProgress(db.pool);
  expect(answering).toMatchObject({ records: 50, vectors: null });
  expect(building).toBeNull();
  expect(waiting).toMatchObject({ edits: 0, bulk: 0, vectors: 0, dead: 0 });
});

test.each(["edits", "bulk"] as const)(
  "a queue of %s is drained, every record once",
  async (lane) => {
    const outbox = new OutboxDouble(leads(50), lane);
    start(outbox);
    await outbox.until(isDrained);
    expect(outbox.acknowledged.map((row) => row.id).toSorted((a, b) => a - b)).toEqual(
      leads(50).map((row) => row.id),
    );
    expect(await countDocuments(db.pool, await current())).toEqual({ "crm.lead": 50 });
  },
);

test("while people ask, a pass over what is known takes fewer records at a time than an import", async () => {
  const outbox = new OutboxDouble(leads(20), "bulk");
  start(outbox, { isAsked: () => true });
  await outbox.until(isDrained);
  const imported = outbox.bulkLimits.filter((limit) => limit > 4);
  expect(imported.length).toBeGreaterThan(1);

  outbox.bulkLimits = [];
  const again = leads(20).map((it) => ({
    ...it,
    lease: `again ${it.id}`,
    version: it.version + 20,
  }));
  outbox.waiting.push(...again.map((it) => ({ ...it, lane: "bulk" as const })));
  while (!isDrained(outbox)) await delay(20);
  // The first after the import doesn't know yet.
  expect(outbox.bulkLimits.slice(1, 4)).toEqual([4, 4, 4]);
});

test("a crash between replacement and acknowledgement loses nothing and duplicates nothing", async () => {
  const outbox = new OutboxDouble(leads(5));
  outbox.losesAcknowledgements = 1;
  start(outbox);
  while (outbox.losesAcknowledgements > 0) await delay(10);
  const before = await currentGeneration(db.pool);
  expect(before).toMatchObject({ chunks: 5 });
  outbox.expire();
  await outbox.until(isDrained);
  expect(await currentGeneration(db.pool)).toEqual(before);
});

test("a record that cannot be indexed holds up no other and is told to Odoo by its code", async () => {
  const rows = leads(3);
  // A version that no bigint holds: what this record breaks is the statement, not our code.
  if (rows[1]) rows[1].version = Number.POSITIVE_INFINITY;
  const outbox = new OutboxDouble(rows);
  start(outbox);
  await outbox.until(isDrained);
  expect(outbox.dead).toEqual([
    { id: 2, lease: "lease 2", outcome: "failed", code: "index_22P02", retry: false },
  ]);
  expect(await countDocuments(db.pool, await current())).toEqual({ "crm.lead": 2 });
});

test("a database that is away or only reads costs no record an attempt", async () => {
  const outbox = new OutboxDouble(leads(3));
  const away = new Pool({ connectionString: "postgres://candor@127.0.0.1:1/candor" });
  start(outbox, { pool: away });
  await openTarget(context(outbox), never);
  await db.pool.query(`alter database ${new URL(db.url).pathname.slice(1)} set
    default_transaction_read_only = on`);
  const readOnly = new Pool({ connectionString: db.url });
  start(outbox, { pool: readOnly });
  await delay(300);
  stop.abort();
  await Promise.all(running);
  await readOnly.end();
  expect(outbox.waiting).toHaveLength(3);
});

test("the worker says that it started, tells its counts, and ends when it is told to", async () => {
  const outbox = new OutboxDouble(leads(3));
  outbox.refusesReports = 1; // it tries again by itself
  start(outbox, { embedder: embedder() });
  await outbox.until(({ reports }) => reports.length >= 2);
  const key = (await currentGeneration(db.pool))?.key;
  expect(outbox.reports[0]).toMatchObject({ generation: key, state: "started", documents: {} });
  await outbox.until(({ reports }) => reports.at(-1)?.vectors === 3);
  expect(outbox.reports.at(-1)).toMatchObject({
    ...{ generation: key, state: "running", documents: { "crm.lead": 3 }, chunks: 3 },
    ...{ embedder: { model: "e5", ok: true }, building: null, highestVersion: 3 },
  });
});

test("labels have their vectors before the first question, asked for once", async () => {
  const outbox = new OutboxDouble(leads(1));
  const prepared: string[][] = [];
  const prepare = (labels: Iterable<string>): Promise<void> => {
    prepared.push([...labels]);
    return Promise.resolve();
  };
  start(outbox, { embedder: embedder(), labels: { prepare } });
  // The second comes some rounds later, when the whole index was compared.
  await outbox.until(({ reports }) => reports.length >= 2);
  expect(prepared).toEqual([["Lead", "Email"]]);
});

test("an addon that can't tell labels is indexed all the same", async () => {
  const outbox = new OutboxDouble(leads(3));
  outbox.knowsLabels = false;
  const warned: string[] = [];
  const log = { ...silent, warn: (message: string): unknown => warned.push(message) };
  start(outbox, { embedder: embedder(), log });
  await outbox.until(({ reports }) => reports.at(-1)?.vectors === 3);
  expect(warned).toEqual(["labels not prepared"]);
});

test("words and vectors of a change are there, and unchanged text is not computed again", async () => {
  const outbox = new OutboxDouble(leads(3));
  start(outbox, { embedder: embedder() });
  await outbox.until(isDrained);
  expect(await countVectors(db.pool, await current())).toBe(3);
  const texts = server.requests.flatMap((request) => request.input).filter((it) => it !== "ready?");
  expect(texts.toSorted()).toEqual([1, 2, 3].map((it) => `Lead ${it}\nblue carpets ${it}`));

  const again = leads(3).map((it) => ({
    ...it,
    id: it.id + 10,
    lease: `later ${it.id}`,
    version: 9,
  }));
  if (again[0]) again[0].name = "Lead 3"; // Its whole text is that of another record.
  for (const line of again[0]?.sections[0]?.lines ?? []) line.text = "blue carpets 3";
  const before = server.requests.length;
  outbox.waiting.push(...again.map((it) => ({ ...it, lane: "edits" as const })));
  while (!isDrained(outbox)) await delay(20);
  expect(server.requests).toHaveLength(before);
  expect(await countVectors(db.pool, await current())).toBe(3);
});

test("while the embedder is away words are found, and vectors follow when it returns", async () => {
  const it = embedder();
  const known = new OutboxDouble(leads(1));
  start(known, { embedder: it });
  await known.until(isDrained);
  stop.abort();
  await Promise.all(running);
  stop = new AbortController();

  server.misbehaves = status(503);
  const outbox = new OutboxDouble(leads(12).slice(1), "bulk");
  outbox.knows((await currentGeneration(db.pool))?.key ?? "");
  start(outbox, { embedder: it });
  await outbox.until(({ pending }) => pending.vectors === 11);
  const generation = await current();
  expect(await countDocuments(db.pool, generation)).toEqual({ "crm.lead": 12 });
  expect(await countVectors(db.pool, generation)).toBe(1);
  server.misbehaves = () => undefined;
  await outbox.until(isDrained);
  expect(await countVectors(db.pool, generation)).toBe(12);
});

test("a text that the embedder refuses fails its own record only", async () => {
  server.misbehaves = (request, response) =>
    request.input.some((text) => text.includes("carpets 4"))
      ? status(400)(request, response)
      : undefined;
  const outbox = new OutboxDouble(leads(9));
  start(outbox, { embedder: embedder() });
  await outbox.until(isDrained);
  expect(outbox.dead).toEqual([
    { id: 4, lease: "lease 4", outcome: "failed", code: "embedder_refused", retry: false },
  ]);
  expect(await countVectors(db.pool, await current())).toBe(8);
  expect(await countDocuments(db.pool, await current())).toEqual({ "crm.lead": 9 });
});

test("an index without vectors is rebuilt beside itself when an embedder comes", async () => {
  const port = Number(await freePort());
  const outbox = new OutboxDouble(leads(3), "bulk");
  start(outbox, { embedder: embedder(new URL(`http://127.0.0.1:${port}/v1`)) });
  await outbox.until(isDrained);
  const words = await current();
  const later = await new EmbedderServer().start(port);
  await outbox.until(({ reports }) => reports.filter((it) => it.state === "started").length === 2);
  expect(outbox.reports.at(-1)?.building).toMatchObject({ done: 0 });
  expect(await current()).toBe(words);
  // The full pass that Odoo queues for a generation that it didn't know.
  outbox.waiting.push(...leads(3).map((it) => ({ ...it, version: 7, lane: "bulk" as const })));
  while ((await current()) === words) await delay(20);
  expect(await countVectors(db.pool, await current())).toBe(3);
  await later.stop();
});

test("both generations are written while one is built, and an interrupted build goes on", async () => {
  const former = await openTestGeneration(db.pool, { tokenizer: "former" });
  const outbox = new OutboxDouble(leads(2), "edits");
  // A row that is leased by a worker that died.
  const [held] = leads(3).slice(2);
  if (held) outbox.leased.set(held.lease, { ...held, lane: "bulk" });
  start(outbox);
  await outbox.until(({ pending }) => pending.edits === 0);
  const [, building] = await writableGenerations(db.pool);
  for (const generation of [former.id, building?.id ?? 0]) {
    expect(await countDocuments(db.pool, generation)).toEqual({ "crm.lead": 2 });
  }
  await outbox.until(({ reports }) => reports.length >= 2);
  expect(outbox.reports.at(-1)?.building).toMatchObject({ done: 2, total: 3 });
  expect(await current()).toBe(former.id);
  stop.abort();
  await Promise.all(running);
  stop = new AbortController();
  start(outbox);
  await outbox.until(({ reports }) => reports.filter((it) => it.state === "started").length === 2);
  expect(outbox.reports.at(-1)?.generation).toBe(building?.key);
  expect(await current()).toBe(former.id);
  outbox.expire();
  while ((await current()) === former.id) await delay(20);
  expect(await countDocuments(db.pool, building?.id ?? 0)).toEqual({ "crm.lead": 3 });
});

test("a worker whose generation a later release replaces leases and tells nothing", async () => {
  const outbox = new OutboxDouble([]);
  start(outbox);
  await outbox.until(({ reports }) => reports.length > 0);
  const later = await openTestGeneration(db.pool, { tokenizer: "later" });
  await delay(600); // a lease on its way
  const { length } = outbox.reports;
  outbox.waiting.push(...leads(3).map((it) => ({ ...it, lane: "edits" as const })));
  await delay(700);
  expect(outbox.waiting).toHaveLength(3);
  await inTransaction(db.pool, (client) => promote(client, later.id));
  await delay(700);
  expect(outbox.waiting).toHaveLength(3);
  expect(outbox.reports).toHaveLength(length);
});

test("a start and a mark compare the index with Odoo, and queue what differs", async () => {
  const outbox = new OutboxDouble(leads(4));
  start(outbox);
  await outbox.until(isDrained);
  stop.abort();
  await Promise.all(running);
  stop = new AbortController();
  outbox.requeued = [];
  // 1 is gone, 2 is the same, 3 was changed, 5 is missing, 4 is the same.
  outbox.records = {
    "crm.lead": [
      [2, "stamp 2"],
      [3, "stamp 3, changed"],
      [4, "stamp 4"],
      [5, "stamp 5"],
    ],
  };
  start(outbox);
  await outbox.until(({ reports }) => reports.at(-1)?.reconciled?.missing === 1);
  expect(outbox.reports.at(-1)?.reconciled).toMatchObject({ missing: 1, extra: 1, changed: 1 });
  expect(outbox.requeued.map((it) => it.resId).toSorted((a, b) => a - b)).toEqual([1, 3, 5]);
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
