import type { AskEvent } from "../src/contract.ts";
import type { Context } from "../src/context.ts";
import { flushFailures } from "../src/turn/failure.ts";
import { startServer } from "../src/http/server.ts";
import type { RunningServer } from "../src/http/server.ts";
import { purgeFailures } from "../src/store/failures.ts";
import { contextFor, publish, takenTurn } from "./answering.ts";
import { eventsOf, send, textOf } from "./asking.ts";
import { freePort } from "./environment.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { EmbedderServer, status } from "./embedder-server.ts";
import { OdooServer } from "./odoo-server.ts";
import { carpets, order } from "./records.ts";

let db: TestDatabase;
let odoo: OdooServer;
let context: Context;
let logged: () => string;
let server: RunningServer;
let ending: AbortController;

const never = new AbortController().signal;
const question = "Who is the contact and what do they want?";

beforeEach(async () => {
  db = await createDatabase();
  odoo = await new OdooServer().start();
  odoo.routes.set("/candor/turn/take", () => takenTurn(question));
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
});

afterEach(async () => {
  ending.abort();
  await server.close();
  await context.close();
  expect(context.database.pool.totalCount).toBe(0);
  await odoo.stop();
  await db.drop();
});

async function start(changes: Record<string, string> = {}): Promise<void> {
  const port = await freePort();
  ({ context, logged } = contextFor(odoo, db.url, { CANDOR_PORT: port, ...changes }));
  await context.database.prepare(never);
  ending = new AbortController();
  server = await startServer(context, ending.signal);
  await publish(context, odoo, [carpets, order]);
}

const ask = async (): Promise<AskEvent[]> => eventsOf(await send(server.port));

/** Records that an answer rests on. */
const quotedIn = (events: AskEvent[]): Set<string> =>
  new Set(
    events.flatMap((event) =>
      event.type === "evidence" ? [`${event.evidence.resModel},${event.evidence.resId}`] : [],
    ),
  );

async function failures(): Promise<Record<string, unknown>[]> {
  const found = await db.pool.query<Record<string, unknown>>(
    "select * from failure order by failed_at",
  );
  return found.rows;
}

const completed = (): Record<string, unknown>[] =>
  odoo.calls
    .filter((call) => call.path === "/candor/turn/complete")
    .map(({ params }) => JSON.parse(String(params.payload)) as Record<string, unknown>);

/** Does something while statements on one table fail. */
async function without(table: string, work: () => Promise<void>): Promise<void> {
  await db.pool.query(`alter table ${table} rename to away_${table}`);
  try {
    await work();
  } finally {
    await db.pool.query(`alter table away_${table} rename to ${table}`);
  }
}

test("without its index Candor searches Odoo itself, says so, and returns to the index by itself", async () => {
  await start();
  expect((await ask()).at(-1)).toMatchObject({ mode: "lexical", rung: "lexical" });
  odoo.calls.length = 0;
  await without("posting", async () => {
    const events = await ask();
    expect(events.at(-1)).toMatchObject({ type: "result", mode: "live", rung: "live" });
    expect(quotedIn(events).size).toBeGreaterThan(0);
  });
  expect(completed()[0]).toMatchObject({ outcome: "answered", mode: "live", errorCode: null });
  expect(odoo.calls.map((call) => call.path)).toContain("/candor/search");
  expect((await ask()).at(-1)).toMatchObject({ mode: "lexical" });
});

test("records that are neither open nor cited are found by Odoo's own search, stems included", async () => {
  await start();
  odoo.routes.set("/candor/turn/take", () =>
    takenTurn("What is the expected revenue of the quotes for carpets?", { open_record: false }),
  );
  // The database stays the one that was met.
  await ask();
  await without("generation", async () => {
    const events = await ask();
    expect(quotedIn(events)).toContain("crm.lead,31");
    expect(events.at(-1)).toMatchObject({ mode: "live" });
  });
  const { params } = await odoo.called("/candor/search");
  expect(params.words).toEqual(expect.arrayContaining(["carpet", "quot", "revenu"]));
});

test("a live search that finds nothing permitted is told as such, and that it was live", async () => {
  await start();
  await publish(context, odoo, [carpets, order], []);
  await ask();
  await without("generation", async () => {
    expect((await ask()).at(-1)).toMatchObject({ mode: "abstained", rung: "live", closest: [] });
  });
});

test("an index that was never whole is not relied upon", async () => {
  await start();
  await db.pool.query("update generation set complete = false");
  expect((await ask()).at(-1)).toMatchObject({ mode: "live" });
  expect(await failures()).toMatchObject([{ kind: "index_incomplete", mode: "live" }]);
});

test("a database that hangs is given up at its deadline, and nobody else waits for it", async () => {
  await start();
  await ask();
  const locker = await db.pool.connect();
  await locker.query("begin");
  await locker.query("lock table generation, journal, failure in access exclusive mode");
  try {
    const startedAt = performance.now();
    expect((await ask()).at(-1)).toMatchObject({ mode: "live", recorded: true });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    const nextAt = performance.now();
    expect((await ask()).at(-1)).toMatchObject({ mode: "live", recorded: true });
    expect(performance.now() - nextAt).toBeLessThan(1_000);
  } finally {
    await locker.query("rollback");
    locker.release();
  }
  await flushFailures(context.recording, never).catch(() => undefined);
});

test("it is ready without its database once it knows whose it is", async () => {
  odoo.routes.set("/web/health", () => ({}));
  await start();
  const ready = async (): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/readyz`);
    return [response.status, ((await response.json()) as { database: string }).database];
  };
  expect(await ready()).toEqual([200, "up"]);
  await context.database.meet("uuid-1", never);
  await context.database.pool.end();
  expect(await ready()).toEqual([200, "away"]);
  ({ context } = contextFor(odoo, db.url));
});

test("without a database that was ever met, nothing is answered", async () => {
  await start();
  await without("odoo_database", async () => {
    const events = await ask();
    expect(events.at(-1)).toMatchObject({ type: "error", code: "database_unavailable" });
    expect(textOf(events)).toBe("");
  });
  expect(odoo.calls.map((call) => call.path)).toEqual([
    "/candor/turn/take",
    "/candor/turn/complete",
  ]);
});

test("another Odoo database is refused also while the sidecar's own is away", async () => {
  await start();
  await ask();
  odoo.routes.set("/candor/turn/take", () => takenTurn(question, { database_uuid: "uuid-2" }));
  await without("odoo_database", async () => {
    expect((await ask()).at(-1)).toMatchObject({ type: "error", code: "wrong_database" });
  });
});

test("a failed turn is stored with what playing it back needs, and without a word of it", async () => {
  await start();
  odoo.routes.set("/candor/permit", (_call, _request, response) => {
    response.writeHead(502).end("<html>Bad gateway</html>");
  });
  const events = await ask();
  expect(events.at(-1)).toMatchObject({ type: "error", code: "odoo_unavailable" });
  const [failure] = await failures();
  expect(failure).toMatchObject({
    turn_id: 4,
    kind: "odoo_unavailable",
    stage: "permit",
    mode: "unavailable",
    versions: { addon: "19.0.0.1.0", sidecar: "0.1.0", embedder: null },
    pointers: [],
  });
  const calls = failure?.calls as { part: string; call: string; outcome: string }[];
  expect(calls.map((it) => `${it.part} ${it.call} ${it.outcome}`)).toEqual(
    expect.arrayContaining([
      "odoo take ok",
      "database statement ok",
      "odoo visible ok",
      "odoo permit odoo_unavailable:http_502",
      "database journal ok",
      "odoo complete ok",
    ]),
  );
  const { requestId } = events.at(-1) as { requestId: string };
  expect(failure?.request_id).toBe(requestId);
  expect(JSON.stringify(failure) + logged()).not.toMatch(/contact|French|carpets|cccc|gateway/i);
});

test("a question that Odoo could not even hand over is stored too, a refused one isn't", async () => {
  await start();
  odoo.routes.set("/candor/turn/take", () => ({ refused: "ticket_refused" }));
  await send(server.port);
  odoo.routes.set("/candor/turn/take", (_call, _request, response) => {
    response.destroy();
  });
  expect((await send(server.port)).status).toBe(503);
  expect(await failures()).toMatchObject([
    { turn_id: null, kind: "odoo_unavailable", stage: "take", mode: "unavailable" },
  ]);
});

test("an answer without its embedder is stored as one that lacked it, one without fault is not", async () => {
  const embedder = await new EmbedderServer().start();
  await start({ CANDOR_EMBEDDER_URL: embedder.url.href, CANDOR_EMBEDDER_MODEL: "test" });
  await db.pool.query("update generation set model = 'test', dimensions = 4");
  await ask();
  expect(await failures()).toEqual([]);
  embedder.misbehaves = status(503);
  odoo.routes.set("/candor/turn/take", () => takenTurn("What do they want?"));
  expect((await ask()).at(-1)).toMatchObject({ mode: "lexical" });
  expect(await failures()).toMatchObject([
    {
      kind: "embedder_unavailable",
      stage: "embed",
      mode: "lexical",
      versions: { embedder: "test" },
      pointers: expect.arrayContaining([
        { resModel: "crm.lead", resId: 31, section: "message:1", hash: "0f" },
      ]) as unknown,
    },
  ]);
  await embedder.stop();
});

test("what is asked in one breath is answered by a value each, also where its vectors are lacking", async () => {
  const embedder = await new EmbedderServer().start();
  await start({ CANDOR_EMBEDDER_URL: embedder.url.href, CANDOR_EMBEDDER_MODEL: "test" });
  await db.pool.query("update generation set model = 'test', dimensions = 4");
  const both = "What is the contact name and the email?";
  odoo.routes.set("/candor/turn/take", () => takenTurn(both));
  const values = ["Contact Name: Erik N. French", "Email: erik@trelian.example.com"];
  const partsOf = (events: AskEvent[]): string[] =>
    events.flatMap((event) => (event.type === "text" ? [event.delta] : []));
  expect(partsOf(await ask())).toEqual(values);
  expect(embedder.requests.map(({ input }) => input).slice(0, 2)).toEqual([
    [both],
    ["What is the contact name?", "What is the email?"],
  ]);
  expect(await failures()).toEqual([]);
  embedder.misbehaves = (request, response) =>
    request.input.length > 1 ? status(503)(request, response) : undefined;
  odoo.routes.set("/candor/turn/take", () => takenTurn(both.replace("What is", "Tell me")));
  expect(partsOf(await ask())).toEqual(values);
  expect(await failures()).toMatchObject([{ kind: "embedder_unavailable", stage: "embed" }]);
  await embedder.stop();
});

test("what PostgreSQL can't take is stored when it is back", async () => {
  await start();
  await ask();
  await without("failure", async () => {
    await without("posting", async () => {
      expect((await ask()).at(-1)).toMatchObject({ mode: "live" });
    });
  });
  expect(await failures()).toEqual([]);
  await flushFailures(context.recording, never);
  expect(await failures()).toMatchObject([{ kind: "database_unavailable", mode: "live" }]);
  await flushFailures(context.recording, never);
  expect(await failures()).toHaveLength(1);
});

test("failures are dropped after their retention and not before", async () => {
  await start();
  await db.pool.query("update generation set complete = false");
  await ask();
  await purgeFailures(db.pool);
  expect(await failures()).toHaveLength(1);
  await db.pool.query("update failure set expires_at = now() - interval '1 second'");
  await purgeFailures(db.pool);
  expect(await failures()).toEqual([]);
});

/** Until it is resolved, no text is permitted: the first question stays at work. */
function holdPermits(): PromiseWithResolvers<undefined> {
  const gate = Promise.withResolvers<undefined>();
  const permit = odoo.routes.get("/candor/permit");
  odoo.routes.set("/candor/permit", async (call, request, response) => {
    await gate.promise;
    return permit?.(call, request, response);
  });
  return gate;
}

test("questions beyond the limit wait in line, and are told where they stand", async () => {
  await start({ CANDOR_QUESTIONS_AT_ONCE: "1", CANDOR_QUESTIONS_WAITING: "2" });
  const gate = holdPermits();
  const first = ask();
  await odoo.called("/candor/permit");
  const second = ask();
  await odoo.called("/candor/turn/take", 2);
  // One person fills half of the queue at most.
  const third = (await ask()).at(-1);
  expect(third).toMatchObject({ type: "error", code: "rate_limited" });
  gate.resolve(undefined);
  expect((await first).at(-1)).toMatchObject({ type: "result" });
  const events = await second;
  expect(events[0]).toEqual({ type: "stage", stage: "queued", position: 1, seconds: 1 });
  expect(events.at(-1)).toMatchObject({ type: "result" });
  expect(completed().map((it) => it.errorCode)).toEqual(["rate_limited", null, null]);
  expect(await failures()).toMatchObject([{ kind: "rate_limited", stage: "queue" }]);
});

test("whoever closes the page while waiting leaves the line, and is recorded as stopped", async () => {
  await start({ CANDOR_QUESTIONS_AT_ONCE: "1" });
  const gate = holdPermits();
  const first = ask();
  await odoo.called("/candor/permit");
  const page = new AbortController();
  const gone = await send(server.port, { signal: page.signal });
  page.abort();
  await expect(gone.text()).rejects.toThrow();
  await odoo.called("/candor/turn/complete");
  expect(completed()).toMatchObject([{ outcome: "stopped" }]);
  gate.resolve(undefined);
  await first;
  expect(await failures()).toEqual([]);
});
