import { LabelVectors } from "../src/labels/label-vectors.ts";
import { Embedder } from "../src/model/embedder.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { EmbedderServer, status } from "./embedder-server.ts";

let db: TestDatabase;
let server: EmbedderServer;
let embedder: Embedder;
let made: LabelVectors[];
let warned: string[];

beforeAll(async () => {
  db = await createDatabase();
});

afterAll(() => db.drop());

beforeEach(async () => {
  await db.pool.query("truncate embedding_cache");
  server = await new EmbedderServer().start();
  embedder = client();
  [made, warned] = [[], []];
});

afterEach(async () => {
  for (const it of made) it.close();
  for (const it of made) await it.settled();
  embedder.close();
  await server.stop().catch(() => undefined);
});

function client(model = "e5"): Embedder {
  const inputTypes = { question: "query", passage: "passage" };
  return new Embedder({ url: server.url, model, key: undefined, inputTypes, maxTokens: 512 });
}

function labelVectors(by: Embedder | undefined = embedder): LabelVectors {
  const log = { warn: (message: string) => warned.push(message) };
  const it = new LabelVectors(db.pool, by, log);
  made.push(it);
  return it;
}

const known = async (it: LabelVectors, ...labels: string[]): Promise<string[]> =>
  [...(await it.find(db.pool, labels)).keys()].sort();

test("a label has no vector for the first question, and one for the next", async () => {
  const it = labelVectors();
  expect(await known(it, "Customer", "Due Date")).toEqual([]);
  await it.settled();
  const found = await it.find(db.pool, ["Customer", "Due Date", "Total"]);
  expect([...found.keys()].sort()).toEqual(["Customer", "Due Date"]);
  for (const vector of found.values()) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
});

test("labels are embedded as questions are, once each, several in a request", async () => {
  const it = labelVectors();
  await Promise.all([known(it, "Customer", "Total"), known(it, "Total", "Customer")]);
  await it.settled();
  await known(it, "Customer", "Total");
  await it.settled();
  expect(server.requests.flatMap((request) => request.input).sort()).toEqual(["Customer", "Total"]);
  expect(new Set(server.requests.map((request) => request.input_type))).toEqual(new Set(["query"]));
});

test("another process finds them in the table, without a word of them there", async () => {
  const one = labelVectors();
  await known(one, "Customer");
  await one.settled();
  server.requests.length = 0;
  const [first] = (await one.find(db.pool, ["Customer"])).values();
  const [second] = (await labelVectors().find(db.pool, ["Customer"])).values();
  // The table holds them in half the precision.
  for (const [at, value] of (second ?? []).entries())
    expect(value).toBeCloseTo(first?.[at] ?? 9, 2);
  expect(second).toHaveLength(4);
  expect(server.requests).toEqual([]);
  const { rows } = await db.pool.query("select embedding_cache::text as row from embedding_cache");
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/customer/i);
});

test("vectors of another model are not taken", async () => {
  const one = labelVectors();
  await known(one, "Customer");
  await one.settled();
  const other = client("another");
  expect(await known(labelVectors(other), "Customer")).toEqual([]);
  other.close();
});

test("while the embedder is away labels have none, and have some once it is back", async () => {
  const port = Number(server.url.port);
  await server.stop();
  const it = labelVectors();
  expect(await known(it, "Customer")).toEqual([]);
  await it.settled();
  expect(await known(it, "Customer")).toEqual([]);
  await it.settled();
  expect(warned.length).toBeGreaterThan(0);
  expect(warned.join()).not.toContain("Customer");
  server = await new EmbedderServer().start(port);
  await embedder.test(new AbortController().signal);
  await known(it, "Customer");
  await it.settled();
  expect(await known(it, "Customer")).toEqual(["Customer"]);
});

test("without an embedder labels have none, and nothing is asked for", async () => {
  const it = new LabelVectors(db.pool, undefined, { warn: () => undefined });
  expect(await known(it, "Customer")).toEqual([]);
  await it.prepare(["Customer"]);
  await it.settled();
  expect(server.requests).toEqual([]);
});

test("a label that the embedder refuses leaves the others theirs, and is not sent again", async () => {
  server.misbehaves = (request, response) =>
    request.input.includes("Bad") ? status(400)(request, response) : undefined;
  const labels = ["Customer", "Total", "Bad", "Due Date", "Stage"];
  const it = labelVectors();
  await known(it, ...labels);
  await it.settled();
  const found = await it.find(db.pool, labels);
  expect(labels.map((label) => found.get(label)?.length)).toEqual([4, 4, 0, 4, 4]);
  await it.settled();
  const sent = server.requests.length;
  await known(it, ...labels);
  await it.settled();
  expect(server.requests).toHaveLength(sent);
  expect(warned).toEqual([]);
});

test("more labels than a request holds get theirs one batch after the other", async () => {
  const labels = Array.from({ length: 100 }, (_, at) => `Label ${at}`);
  const it = labelVectors();
  await known(it, ...labels);
  await it.settled();
  expect(await known(it, ...labels)).toHaveLength(100);
  expect(server.requests.length).toBeGreaterThan(1);
});

test("an endless label is cut, and found again whole", async () => {
  const label = "Remark ".repeat(5_000);
  const it = labelVectors();
  await known(it, label);
  await it.settled();
  expect(await known(it, label)).toEqual([label]);
  expect(server.requests[0]?.input[0]?.length).toBeLessThanOrEqual(200);
});

test("a table that can't be written leaves the vectors to this process", async () => {
  await db.pool.query("alter table embedding_cache rename to away");
  const broken = { query: () => Promise.resolve({ rows: [], rowCount: 0 }) };
  const it = labelVectors();
  await it.find(broken as never, ["Customer"]);
  await it.settled();
  await db.pool.query("alter table away rename to embedding_cache");
  expect(warned).toEqual(["labels not embedded"]);
  expect(await known(it, "Customer")).toEqual(["Customer"]);
});

test("the end stops what is being embedded, without a word", async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.gate = promise;
  const it = labelVectors();
  await known(it, "Customer");
  await server.requested(1);
  it.close();
  await it.settled();
  await known(it, "Total");
  await it.settled();
  expect(warned).toEqual([]);
  expect(server.requests).toHaveLength(1);
  resolve(undefined);
});

test("who has patience gets those that are embedded meanwhile", async () => {
  const it = labelVectors();
  expect([...(await it.find(db.pool, ["Customer", "Total"], 5_000)).keys()]).toEqual([
    "Customer",
    "Total",
  ]);
});

test("an embedder that doesn't answer is waited for no longer than that", async () => {
  server.misbehaves = () => "handled";
  const it = labelVectors();
  expect(await it.find(db.pool, ["Customer"], 50)).toEqual(new Map());
  it.close();
});
