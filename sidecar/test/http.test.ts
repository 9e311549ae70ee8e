import { thresholdFor } from "../src/calibration/calibrator.ts";
import { shipped } from "../src/calibration/shipped.ts";
import { createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";

import type { Answer } from "../src/answering/extractive/quotation.ts";
import type { AskEvent, ErrorBody } from "../src/contract.ts";
import type { Context } from "../src/context.ts";
import { AddressLimit } from "../src/http/address-limit.ts";
import { startServer } from "../src/http/server.ts";
import type { RunningServer } from "../src/http/server.ts";
import { noteWaiting } from "../src/store/indexing-progress.ts";
import { sha256 } from "../src/text/hash.ts";
import { contextFor, doubtful, publish, takenTurn } from "./answering.ts";
import { cookie, eventsOf, origin, send as sendTo } from "./asking.ts";
import type { Changes } from "./asking.ts";
import { freePort } from "./environment.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { OdooServer } from "./odoo-server.ts";
import { carpets, order, permitted } from "./records.ts";
import type { Written } from "./records.ts";

let db: TestDatabase;
let odoo: OdooServer;
let context: Context;
let logged: () => string;
let server: RunningServer;
let ending: AbortController;

const question = "Who is the contact and what do they want?";

beforeAll(async () => {
  db = await createDatabase();
});

afterAll(() => db.drop());

beforeEach(async () => {
  await db.pool.query("truncate journal, rate_limit, odoo_database, failure");
  odoo = await new OdooServer().start();
  ({ context, logged } = contextFor(odoo, db.url, { CANDOR_PORT: await freePort() }));
  await context.database.prepare(new AbortController().signal);
  ending = new AbortController();
  const limit = new AddressLimit(context.database, { failures: 3, windowSeconds: 60 });
  server = await startServer(context, ending.signal, limit);
  odoo.routes.set("/candor/turn/take", () => takenTurn(question));
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
  await publish(context, odoo, [carpets, order]);
});

afterEach(async () => {
  ending.abort();
  await server.close();
  await context.close();
  // A statement that was not given back would keep its connection.
  expect(context.database.pool.totalCount).toBe(0);
  await odoo.stop();
});

const send = (changes?: Changes): Promise<Response> => sendTo(server.port, changes);

const ask = async (): Promise<AskEvent[]> => eventsOf(await send());

async function errorOf(response: Response): Promise<ErrorBody> {
  return (await response.json()) as ErrorBody;
}

interface Completed {
  document: Record<string, unknown>;
  token: unknown;
}

function completed(): Completed[] {
  return odoo.calls
    .filter((call) => call.path === "/candor/turn/complete")
    .map(({ params }) => ({
      document: JSON.parse(String(params.payload)) as Record<string, unknown>,
      token: params.token,
    }));
}

/** All that a record says, line by line. */
const linesOf = (written: Written): string[] =>
  permitted(written).sections.flatMap(({ lines }) => lines.map((it) => it.text));

const journaled = async (): Promise<number> =>
  (await db.pool.query("select from journal")).rowCount ?? 0;

/** Does something while statements on one table fail. */
async function without(table: string, work: () => Promise<void>): Promise<void> {
  await db.pool.query(`alter table ${table} rename to away`);
  try {
    await work();
  } finally {
    await db.pool.query(`alter table away rename to ${table}`);
  }
}

test("a question is answered from permitted records, and recorded with a signature", async () => {
  const events = await ask();
  const types = events.map((event) => event.type);
  expect(types.slice(0, 4)).toEqual(["stage", "stage", "evidence", "text"]);
  expect(types.at(-1)).toBe("result");
  expect(events.at(-1)).toMatchObject({
    mode: "lexical",
    recorded: true,
    confidence: { threshold: 0.5, provisional: true },
  });
  expect(events.filter((event) => event.type === "text").length).toBeGreaterThan(0);
  for (const event of events) {
    if (event.type !== "evidence") continue;
    const { resModel, quote } = event.evidence;
    expect(linesOf(resModel === carpets.resModel ? carpets : order)).toContain(quote);
  }

  const [done] = completed();
  expect(done?.token).toBe("completion-token-77");
  expect(done?.document).toMatchObject({
    outcome: "answered",
    mode: "lexical",
    errorCode: null,
    evidence: events.flatMap((event) => (event.type === "evidence" ? [event.evidence] : [])),
  });
  const sections = done?.document.sections as { section: string; hash: string }[];
  expect(sections).toContainEqual({
    resModel: "crm.lead",
    resId: 31,
    section: "message:1",
    hash: "0f",
  });
  expect(Object.keys(done?.document.timings as object)).toEqual(
    expect.arrayContaining(["take", "retrieve", "visible", "permit", "answer"]),
  );
  const { params } = await odoo.called("/candor/turn/complete");
  const expected = createHmac("sha256", "shared-secret-of-the-tests")
    .update(`complete\n${String(params.token)}\n${String(params.payload)}`)
    .digest("hex");
  expect(params.signature).toBe(expected);
  expect(await journaled()).toBe(0);
});

test("few calls to Odoo make a turn, and the ticket is checked before any other", async () => {
  await ask();
  expect(odoo.calls.map((call) => call.path)).toEqual([
    "/candor/turn/take",
    // Once for what there is to search, once for what was found.
    "/candor/visible",
    "/candor/visible",
    "/candor/permit",
    "/candor/turn/complete",
  ]);
  for (const { headers } of odoo.calls.slice(0, 4)) {
    expect(headers.cookie).toBe(`session_id=${"c".repeat(84)}`);
    expect(headers.host).toBe("odoo.test:8069");
  }
  // Completing needs no session, and gets none.
  expect(odoo.calls[4]?.headers.cookie).toBeUndefined();
});

test("what is not permitted is in no event and in nothing that is recorded", async () => {
  await publish(context, odoo, [carpets, order], [order.resId]);
  const events = await ask();
  expect(events.at(-1)).toMatchObject({ type: "result", mode: "abstained" });
  const told = JSON.stringify([events, completed()]);
  expect(told).not.toMatch(/carpets|French|Trelian/);
  expect(completed()[0]?.document).toMatchObject({ outcome: "abstained", parts: [] });
});

test("in place of candidates that are refused the next ones are read, however many those are", async () => {
  const leads = Array.from({ length: 40 }, (_, at) => ({
    resModel: "crm.lead",
    resId: 100 + at,
    name: `Zebra crossing ${100 + at}`,
  }));
  const readable = [120, 137, 138, 139];
  await publish(context, odoo, leads, readable);
  odoo.routes.set("/candor/turn/take", () => takenTurn("Where is the zebra?"));
  await ask();
  const { sections } = completed()[0]?.document as { sections: { resId: number }[] };
  expect(new Set(sections.map((it) => it.resId))).toEqual(new Set(readable));
});

test("below the threshold nothing is answered, and the closest records are shown", async () => {
  odoo.routes.set("/candor/turn/take", () =>
    takenTurn("What is the tax number?", { calibrator: doubtful }),
  );
  const events = await ask();
  expect(events.filter((event) => event.type === "text")).toEqual([]);
  expect(events.at(-1)).toMatchObject({
    mode: "abstained",
    closest: [{ resModel: "crm.lead", resId: 31 }],
    confidence: { threshold: 0.5 },
  });
});

test("without a calibrator of its own a database has the one that ships", async () => {
  odoo.routes.set("/candor/turn/take", () => takenTurn(question, { calibrator: false }));
  const confidence = { threshold: thresholdFor(shipped, 0.9), provisional: true };
  expect((await ask()).at(-1)).toMatchObject({ type: "result", confidence });
  expect(completed()[0]?.document).toMatchObject({ calibrator: shipped.version });
});

test("what the last turn quoted is not quoted again, what the one before quoted may be", async () => {
  const header = linesOf(carpets)[0] ?? "";
  const quoted = async (turn: number): Promise<string> => {
    const quotes = linesOf(carpets)
      .filter((it) => it !== header)
      .map(sha256);
    const earlier = [
      { res_model: "crm.lead", res_id: 31, section: "fields", turn, quotes },
      { res_model: "crm.lead", res_id: 31, section: "header", turn, quotes: [] },
    ];
    odoo.routes.set("/candor/turn/take", () => takenTurn(question, { earlier }));
    const events = await ask();
    return events.flatMap((event) => (event.type === "text" ? [event.delta] : [])).join("\n");
  };
  await publish(context, odoo, [carpets]);
  // Nothing else is left to quote of it.
  expect(new Set((await quoted(0)).split("\n"))).toEqual(new Set([header]));
  expect((await quoted(1)).length).toBeGreaterThan(0);
});

const ordered: Written = {
  ...order,
  fields: [["partner_id", "Customer", "Azure Interior", "many2one", "res.partner", 15]],
};
const azure: Written = {
  ...{ resModel: "res.partner", resId: 15, name: "Azure Interior", isParty: true },
  fields: [["city", "City", "Fremont", "char"]],
};

/** Pointers of each call that asked Odoo for records. */
const permits = (): unknown[] =>
  odoo.calls.filter((it) => it.path === "/candor/permit").map((it) => it.params.pointers);

function askAboutOrder(changes: object = {}): void {
  const open = { res_model: order.resModel, res_id: order.resId };
  odoo.routes.set("/candor/turn/take", () =>
    takenTurn("Which city is it for?", { open_record: open, ...changes }),
  );
}

test("where nothing answers, Odoo is asked once more, for what the open record leads to", async () => {
  await publish(context, odoo, [ordered]);
  askAboutOrder({ calibrator: doubtful });
  await ask();
  expect(permits()).toHaveLength(2);
  expect(permits()[1]).toEqual([{ res_model: "res.partner", res_id: 15, section: "fields" }]);
  odoo.calls.length = 0;
  askAboutOrder();
  await ask();
  expect(permits()).toHaveLength(1);
});

test("what the open record leads to is nothing to an asker whom Odoo doesn't give it", async () => {
  await publish(context, odoo, [ordered, azure], [ordered.resId]);
  askAboutOrder({ calibrator: doubtful });
  const events = await ask();
  expect(permits()).toHaveLength(2);
  expect(JSON.stringify([events, completed()])).not.toMatch(/Fremont/);
  expect(completed()[0]?.document).toMatchObject({ outcome: "abstained" });
});

test("where nothing answers, the open record is the closest to an asker to whom Odoo gives it", async () => {
  const closestTo = async (readable: number[]): Promise<unknown> => {
    await publish(context, odoo, [carpets, order], readable);
    askAboutOrder({ question: "Who wants carpets?", calibrator: doubtful });
    const result = (await ask()).at(-1);
    return result?.type === "result" ? result.closest.map((it) => it.name) : result;
  };
  expect(await closestTo([carpets.resId, order.resId])).toEqual([order.name, carpets.name]);
  expect(await closestTo([carpets.resId])).toEqual([carpets.name]);
});

test("neither log nor sidecar's database holds a word of question or answer, nor the cookie", async () => {
  await ask();
  odoo.routes.set("/candor/turn/complete", (_call, _request, response) => {
    response.destroy();
  });
  expect((await ask()).at(-1)).toMatchObject({ recorded: false });
  const rows = await db.pool.query<{ sealed: Buffer }>("select sealed from journal");
  expect(rows.rows).toHaveLength(1);
  const kept = logged() + (rows.rows[0]?.sealed.toString("latin1") ?? "");
  expect(kept).not.toMatch(/contact|French|carpets|cccc|completion-token|shared-secret/i);
});

/** What was held back of the last question that Odoo was told of. */
const heldBack = (): Answer | null => completed().at(-1)?.document.heldBack as Answer | null;

test("an answer that isn't likely enough goes to Odoo and not to the asker", async () => {
  await ask();
  expect(heldBack()).toBeNull();
  odoo.routes.set("/candor/turn/take", () => takenTurn(question, { calibrator: doubtful }));
  const events = await ask();
  expect(completed().at(-1)?.document).toMatchObject({ outcome: "abstained", parts: [] });
  const held = heldBack();
  expect(held?.evidence.length).toBeGreaterThan(0);
  const told = JSON.stringify(events);
  for (const it of held?.parts ?? []) expect(told).not.toContain(JSON.stringify(it.text));
  for (const { quote, section, resId } of held?.evidence ?? []) {
    expect(told).not.toContain(JSON.stringify(quote));
    expect(completed().at(-1)?.document.sections).toContainEqual(
      expect.objectContaining({ section, resId }),
    );
  }
});

test("where nothing can be quoted, nothing is held back", async () => {
  await publish(context, odoo, [carpets, order], []);
  odoo.routes.set("/candor/turn/take", () => takenTurn(question, { calibrator: doubtful }));
  await ask();
  expect(completed().at(-1)?.document).toMatchObject({ outcome: "abstained", heldBack: null });
});

test("an answer that was held back is sealed while Odoo is away, and in no log", async () => {
  odoo.routes.set("/candor/turn/take", () => takenTurn(question, { calibrator: doubtful }));
  odoo.routes.set("/candor/turn/complete", (_call, _request, response) => {
    response.destroy();
  });
  expect((await ask()).at(-1)).toMatchObject({ mode: "abstained", recorded: false });
  const words = heldBack()?.evidence.map((it) => it.quote) ?? [];
  expect(words.length).toBeGreaterThan(0);
  const rows = await db.pool.query<{ sealed: Buffer }>("select sealed from journal");
  expect(rows.rows).toHaveLength(1);
  const failures = await db.pool.query("select * from failure");
  const kept =
    logged() + (rows.rows[0]?.sealed.toString("latin1") ?? "") + JSON.stringify(failures.rows);
  for (const word of words) expect(kept).not.toContain(word);
});

test.each<[string, Changes, number, string]>([
  ["another origin", { headers: { origin: "https://evil.example" } }, 403, "origin_refused"],
  [
    "an origin that only begins alike",
    { headers: { origin: `${origin}0` } },
    403,
    "origin_refused",
  ],
  ["the origin null", { headers: { origin: "null" } }, 403, "origin_refused"],
  ["a GET", { method: "GET" }, 405, "bad_request"],
  ["a form's content type", { headers: { "content-type": "text/plain" } }, 415, "bad_request"],
  ["broken JSON", { body: "{" }, 400, "bad_request"],
  ["a body without ticket", { body: "{}" }, 400, "bad_request"],
  ["an oversized body", { body: `"${"a".repeat(20_000)}"` }, 413, "bad_request"],
  ["a panel two releases ahead", { body: '{"ticket":"t","protocol":4}' }, 409, "version_mismatch"],
  ["no session", { headers: { cookie: "other=1" } }, 401, "session_expired"],
  ["an unknown route", { path: "/candor" }, 404, "bad_request"],
])("%s is refused before Odoo is asked", async (_what, changes, status, code) => {
  const response = await send(changes);
  const body = await errorOf(response);
  expect([response.status, body.code]).toEqual([status, code]);
  expect(Object.keys(body).sort()).toEqual(["code", "message", "requestId"]);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|at /);
  expect(odoo.calls).toEqual([]);
});

test("a request without Origin is refused", async () => {
  const response = await fetch(`http://127.0.0.1:${server.port}/ask`, {
    method: "POST",
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify({ ticket: "t", protocol: 1 }),
  });
  expect((await errorOf(response)).code).toBe("origin_refused");
});

test("only the pages of an allowed origin may read answers, errors included", async () => {
  const allowed = await send({ headers: { cookie: "" } });
  expect(allowed.headers.get("access-control-allow-origin")).toBe(origin);
  expect(allowed.headers.get("access-control-allow-credentials")).toBe("true");
  expect(allowed.headers.get("access-control-expose-headers")).toBe("Retry-After");
  expect(allowed.headers.get("vary")).toContain("Origin");
  const other = await send({ headers: { origin: "https://evil.example" } });
  expect(other.headers.get("access-control-allow-origin")).toBeNull();
  expect(other.headers.get("vary")).toContain("Origin");

  const preflight = await send({ method: "OPTIONS" });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-methods")).toBe("POST");
  const refused = await send({ method: "OPTIONS", headers: { origin: "https://evil.example" } });
  expect(refused.headers.get("access-control-allow-methods")).toBeNull();
});

test.each([
  ["ticket_refused", 403],
  ["ticket_used", 409],
  ["record_gone", 410],
  ["version_mismatch", 409],
])("a ticket that Odoo refuses with %s ends before any search", async (code, status) => {
  odoo.routes.set("/candor/turn/take", () => ({ refused: code }));
  const response = await send();
  expect([response.status, (await errorOf(response)).code]).toEqual([status, code]);
  expect(odoo.calls).toHaveLength(1);
});

test("an address that fails too often is turned away, whoever else may still ask", async () => {
  odoo.routes.set("/candor/turn/take", () => ({ refused: "ticket_refused" }));
  for (let failure = 0; failure < 3; failure += 1) await send();
  const limited = await send();
  expect((await errorOf(limited)).code).toBe("rate_limited");
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(odoo.calls).toHaveLength(3);
});

test("sessions that have expired lock out themselves, not their office", async () => {
  const expired = (_call: unknown, _request: unknown, response: ServerResponse): void => {
    response.end(JSON.stringify({ error: { code: 100 } }));
  };
  odoo.routes.set("/candor/turn/take", expired);
  for (let failure = 0; failure < 3; failure += 1) {
    expect((await errorOf(await send())).code).toBe("session_expired");
    // Nor do browsers that send no cookie.
    expect((await send({ headers: { cookie: "" } })).status).toBe(401);
  }
  expect((await errorOf(await send())).code).toBe("rate_limited");
  const { rows } = await db.pool.query<{ key: string }>("select key from rate_limit");
  expect(rows.map((row) => row.key).join(" ")).not.toMatch(/ccc/);

  odoo.routes.set("/candor/turn/take", () => takenTurn(question));
  const colleague = { cookie: `session_id=${"d".repeat(84)}` };
  expect((await send({ headers: colleague })).status).toBe(200);
});

test("answered questions never count towards the limit", async () => {
  for (let asked = 0; asked < 5; asked += 1) expect((await send()).status).toBe(200);
});

test("the limit holds while the database is away", async () => {
  odoo.routes.set("/candor/turn/take", () => ({ refused: "ticket_refused" }));
  await without("rate_limit", async () => {
    for (let failure = 0; failure < 3; failure += 1) await send();
    expect((await errorOf(await send())).code).toBe("rate_limited");
  });
});

test("an Odoo that fails in the middle ends the turn with one error event, and nobody calls again as the user", async () => {
  odoo.routes.set("/candor/permit", (_call, _request, response) => {
    response.writeHead(500).end("<html>Traceback</html>");
  });
  const events = await ask();
  expect(events.at(-1)).toMatchObject({ type: "error", code: "odoo_unavailable" });
  expect(JSON.stringify(events)).not.toContain("Traceback");
  expect(odoo.calls.map((call) => call.path)).toEqual([
    "/candor/turn/take",
    // Once for what there is to search, once for what was found.
    "/candor/visible",
    "/candor/visible",
    "/candor/permit",
    "/candor/turn/complete",
  ]);
  expect(completed()[0]?.document).toMatchObject({
    outcome: "failed",
    mode: "unavailable",
    errorCode: "odoo_unavailable",
  });
});

test("a sidecar whose index belongs to another Odoo database answers nothing", async () => {
  await ask();
  odoo.routes.set("/candor/turn/take", () => takenTurn(question, { database_uuid: "uuid-2" }));
  odoo.calls.length = 0;
  expect((await ask()).at(-1)).toMatchObject({ type: "error", code: "wrong_database" });
  expect(odoo.calls.map((call) => call.path)).not.toContain("/candor/permit");
});

test("a page that is closed stops the turn, and the turn is recorded as stopped", async () => {
  const page = new AbortController();
  odoo.routes.set("/candor/permit", () => {
    page.abort();
    return undefined;
  });
  const response = await send({ signal: page.signal });
  await expect(response.text()).rejects.toThrow();
  await odoo.called("/candor/turn/complete");
  // The call to Odoo as the user was cut as well.
  expect(odoo.abandoned).toBe(1);
  expect(completed()[0]?.document).toMatchObject({ outcome: "stopped", errorCode: "stopped" });
});

test("a page that is closed while the turn is taken leaves a turn that is recorded", async () => {
  const page = new AbortController();
  odoo.routes.set("/candor/turn/take", async () => {
    page.abort();
    await expect(response).rejects.toThrow();
    return takenTurn(question);
  });
  const response = send({ signal: page.signal });
  await odoo.called("/candor/turn/complete");
  expect(odoo.abandoned).toBe(0);
  expect(completed()[0]?.document).toMatchObject({ outcome: "stopped" });
  expect(odoo.calls.map((call) => call.path)).not.toContain("/candor/visible");
});

test("a turn taken from an addon two releases ahead is recorded as failed", async () => {
  odoo.routes.set("/candor/turn/take", () => takenTurn(question, { protocol: 4 }));
  expect((await ask()).at(-1)).toMatchObject({ type: "error", code: "version_mismatch" });
  expect(completed()[0]?.document).toMatchObject({
    outcome: "failed",
    errorCode: "version_mismatch",
  });
});

test("the end of the process stops what is in work and waits until it is recorded", async () => {
  odoo.routes.set("/candor/permit", () => {
    ending.abort();
    return undefined;
  });
  expect((await ask()).at(-1)).toMatchObject({ type: "error", code: "stopped" });
  await server.close().catch(() => undefined);
  expect(completed()[0]?.document).toMatchObject({ outcome: "stopped" });
});

test("health needs no cookie, and readiness names the part that is away", async () => {
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
  expect(await (await get("/healthz")).json()).toEqual({ ok: true });
  const ready = await get("/readyz");
  // The test's Odoo has no health route.
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ ok: false, database: "up", odoo: "away", embedder: "none" });
});

test("the connection test tells each part's state, also that of a secret Odoo refuses", async () => {
  odoo.routes.set("/candor/status", () => ({
    uid: 2,
    database_uuid: "uuid-1",
    addon_version: "19.0.0.1.0",
    protocol: 2,
    compiled: true,
  }));
  odoo.routes.set("/xmlrpc/2/common", (_call, _request, response) => {
    response.end(
      '<?xml version="1.0"?><methodResponse><params><param><value><boolean>0</boolean></value></param></params></methodResponse>',
    );
  });
  await noteWaiting(db.pool, { edits: 2, bulk: 10, vectors: 0, dead: 0 }, null);
  const response = await send({ path: "/status" });
  const { lines } = (await response.json()) as { lines: { part: string; ok: boolean }[] };
  expect(lines.map((line) => [line.part, line.ok])).toEqual([
    ["sidecar", true],
    ["odoo", true],
    ["database", true],
    ["index", true],
    ["embedder", false],
    ["versions", true],
    ["secret", false],
  ]);
  expect(lines[3]).toMatchObject({
    detail: expect.stringMatching(/^\d+ records, 12 waiting$/) as string,
  });
  expect(lines[4]).toMatchObject({ code: "no_embedder" });
  expect(lines[6]).toMatchObject({ code: "secret_refused", detail: "CANDOR_INDEXER_KEY" });
  expect(lines[2]).toMatchObject({
    detail: expect.stringMatching(/PostgreSQL \d+.*pgvector/) as string,
  });
});
