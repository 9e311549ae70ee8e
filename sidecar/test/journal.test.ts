import { randomBytes } from "node:crypto";

import { Calls } from "../src/trace/calls.ts";
import {
  deliverDue,
  dropExpired,
  flushAtEnd,
  keepDelivering,
  record,
} from "../src/turn/delivery.ts";
import type { TurnDocument } from "../src/turn/document.ts";
import { Backlog } from "../src/turn/backlog.ts";
import type { Context } from "../src/context.ts";
import { Secret } from "../src/secret.ts";
import { forgetTurns } from "../src/store/forgotten.ts";
import { claimDue, keep, purge } from "../src/store/journal.ts";
import { seal, unseal } from "../src/store/seal.ts";
import { contextFor } from "./answering.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { OdooServer } from "./odoo-server.ts";

let db: TestDatabase;
let odoo: OdooServer;
let context: Context;
let logged: () => string;

beforeEach(async () => {
  db = await createDatabase();
  odoo = await new OdooServer().start();
  ({ context, logged } = contextFor(odoo, db.url));
  await context.database.prepare(never);
});

afterEach(async () => {
  await context.close();
  expect(context.database.pool.totalCount).toBe(0);
  await odoo.stop();
  await db.drop();
});

const never = new AbortController().signal;
const key = (): Secret<Buffer> => new Secret(randomBytes(32));
const taken = { turnId: 4, completionToken: "a-token" };
const completed = { turnId: 4, token: "a-token", payload: '{"parts":["Erik N. French"]}' };

const document: TurnDocument = {
  requestId: "r-1",
  outcome: "answered",
  mode: "extractive",
  rung: "extractive",
  calibrator: null,
  kind: null,
  confidence: null,
  generation: null,
  model: null,
  promptVersion: null,
  features: {},
  timings: {},
  durationMs: 12,
  errorCode: null,
  parts: [{ text: "Erik N. French", evidence: [1] }],
  evidence: [],
  closest: [],
  heldBack: null,
  sections: [],
};

/** Entries as the background loop would find them once they are due. */
async function makeDue(): Promise<void> {
  await db.pool.query("update journal set due_at = now()");
}

interface Row {
  attempts: number;
  failure: string | null;
  hours: number;
}

async function rows(): Promise<Row[]> {
  const found = await db.pool.query<Row>(
    `select attempts, failure, extract(epoch from due_at - now())::float8 / 3600 as hours from journal`,
  );
  return found.rows;
}

test("what was sealed is read back with its key only, in its row only, and unchanged only", () => {
  const own = key();
  const sealed = seal("Erik N. French", "row 1", own);
  expect(unseal(sealed, "row 1", own)).toBe("Erik N. French");
  expect(sealed.toString("latin1")).not.toContain("French");
  expect(unseal(sealed, "row 1", key())).toBeUndefined();
  expect(unseal(sealed, "row 2", own)).toBeUndefined();
  for (const at of [0, 12, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal(changed, "row 1", own)).toBeUndefined();
  }
  expect(unseal(sealed.subarray(0, 20), "row 1", own)).toBeUndefined();
  // The same text twice is not the same ciphertext.
  expect(seal("Erik N. French", "row 1", own)).not.toEqual(sealed);
});

test("an entry is claimed by one copy at a time, and not before it is due", async () => {
  const own = key();
  await keep(db.pool, completed, own, 30);
  expect(await claimDue(db.pool, own, 10, 60)).toEqual([]);
  await makeDue();
  const claims = await Promise.all([
    claimDue(db.pool, own, 10, 60),
    claimDue(db.pool, own, 10, 60),
  ]);
  expect(claims.flat()).toEqual([{ id: expect.any(String) as string, attempts: 1, completed }]);
});

test("a turn that Odoo could not take is delivered when it can, word for word", async () => {
  odoo.routes.set("/candor/turn/complete", (_call, _request, response) => {
    response.destroy();
  });
  expect(await record(context.recording, taken, document, new Calls())).toBe(false);
  await makeDue();
  expect(await deliverDue(context.recording, never)).toBe(0);
  expect(await rows()).toMatchObject([{ attempts: 1, failure: "ECONNRESET" }]);

  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
  await makeDue();
  expect(await deliverDue(context.recording, never)).toBe(1);
  expect(await rows()).toEqual([]);
  const { params, headers } = await odoo.called("/candor/turn/complete", 3);
  expect(params.token).toBe("a-token");
  expect(JSON.parse(String(params.payload))).toEqual(document);
  expect(headers["x-odoo-database"]).toBe("odoo_test");
});

test("a turn is in the journal before Odoo is asked, so a crash in between loses nothing", async () => {
  const seen: number[] = [];
  odoo.routes.set("/candor/turn/complete", async () => {
    seen.push((await rows()).length);
    return { ok: true };
  });
  expect(await record(context.recording, taken, document, new Calls())).toBe(true);
  expect(seen).toEqual([1]);
  expect(await rows()).toEqual([]);
});

test.each(["already", "token"])("an entry that Odoo refuses with %s has ended", async (refused) => {
  odoo.routes.set("/candor/turn/complete", () => ({ refused }));
  await keep(db.pool, completed, context.recording.journalKey, 0);
  expect(await deliverDue(context.recording, never)).toBe(1);
  expect(await rows()).toEqual([]);
});

test("a document that Odoo will never take has ended, and the log says so", async () => {
  odoo.routes.set("/candor/turn/complete", () => ({ refused: "bad_request" }));
  expect(await record(context.recording, taken, document, new Calls())).toBe(false);
  expect(await rows()).toEqual([]);
  await keep(db.pool, completed, context.recording.journalKey, 0);
  expect(await deliverDue(context.recording, never)).toBe(1);
  expect(await rows()).toEqual([]);
  expect(logged().match(/"code":"bad_request".*"level":"error"/g)).toHaveLength(2);
});

test("an entry is found by its turn when Odoo has forgotten that, and only then", async () => {
  await keep(db.pool, completed, context.recording.journalKey, 0);
  await keep(db.pool, { ...completed, turnId: 5 }, context.recording.journalKey, 0);
  await forgetTurns(db.pool, [{ turnId: 4, requestId: null }]);
  const found = await db.pool.query<{ turn_id: number }>("select turn_id from journal");
  expect(found.rows).toEqual([{ turn_id: 5 }]);
  // Its process was still at work, and writes once more: the loop that delivers deletes it.
  await keep(db.pool, completed, context.recording.journalKey, 600);
  await dropExpired(context.recording, never);
  expect(await rows()).toHaveLength(1);
});

test("turns that expire before Odoo took them are told of", async () => {
  await keep(db.pool, completed, key(), 0);
  await dropExpired(context.recording, never);
  expect(logged()).not.toContain("expired");
  await db.pool.query("update journal set expires_at = now() - interval '1 second'");
  await dropExpired(context.recording, never);
  expect(logged()).toMatch(/"code":"expired","entries":1,"level":"error"/);
});

test("an entry whose signature Odoo refuses is kept for when the secret is right again", async () => {
  odoo.routes.set("/candor/turn/complete", () => ({ refused: "signature" }));
  expect(await record(context.recording, taken, document, new Calls())).toBe(false);
  await makeDue();
  expect(await deliverDue(context.recording, never)).toBe(0);
  const [row] = await rows();
  expect(row).toMatchObject({ failure: "refused" });
  expect(row?.hours).toBeGreaterThan(0.9);
});

test("an entry of another key is kept, tells so, and holds up no other", async () => {
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
  await keep(db.pool, completed, key(), 0);
  await keep(db.pool, completed, context.recording.journalKey, 0);
  expect(await deliverDue(context.recording, never)).toBe(1);
  expect(await rows()).toMatchObject([{ failure: "unreadable" }]);
});

test("entries are dropped after their retention and not before", async () => {
  const own = key();
  await keep(db.pool, completed, own, 0);
  const kept = await db.pool.query<{ days: number }>(
    "select round(extract(epoch from expires_at - now()) / 86400)::int as days from journal",
  );
  expect(kept.rows).toEqual([{ days: 7 }]);
  expect(await purge(db.pool)).toBe(0);
  await db.pool.query("update journal set expires_at = now() - interval '1 second'");
  expect(await claimDue(db.pool, own, 10, 60)).toEqual([]);
  expect(await purge(db.pool)).toBe(1);
});

test("without its database the sidecar still hands the turn to Odoo", async () => {
  await db.pool.query("drop table journal");
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
  expect(await record(context.recording, taken, document, new Calls())).toBe(true);
});

test("a turn that neither journal nor Odoo takes waits in memory until one of them does", async () => {
  await db.pool.query("alter table journal rename to away");
  odoo.routes.set("/candor/turn/complete", (_call, _request, response) => {
    response.destroy();
  });
  expect(await record(context.recording, taken, document, new Calls())).toBe(false);
  const ending = new AbortController();
  const delivering = keepDelivering(context.recording, ending.signal);
  await odoo.called("/candor/turn/complete", 2);
  await db.pool.query("alter table away rename to journal");
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
  const { params } = await odoo.called("/candor/turn/complete", 3);
  expect(JSON.parse(String(params.payload))).toEqual(document);
  ending.abort();
  await delivering;
});

test("what waits in memory goes to Odoo where that is back before the journal", async () => {
  await db.pool.query("drop table journal");
  odoo.routes.set("/candor/turn/complete", (_call, _request, response) => {
    response.destroy();
  });
  await record(context.recording, taken, document, new Calls());
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
  const ending = new AbortController();
  const delivering = keepDelivering(context.recording, ending.signal);
  await odoo.called("/candor/turn/complete", 2);
  ending.abort();
  await delivering;
});

test("the oldest go when too much waits in memory, and that is told", async () => {
  const backlog = new Backlog<number>(2);
  expect([1, 2, 3].map((entry) => backlog.add(entry))).toEqual([0, 0, 1]);
  const written: number[] = [];
  await backlog.flush((entry) => Promise.resolve(written.push(entry) < 2));
  expect(written).toEqual([2, 3]);
  await backlog.flush((entry) => Promise.resolve(written.push(entry) > 0));
  expect(written).toEqual([2, 3, 3]);
});

test("an end in order stores what waited in memory, and tells of what nothing takes", async () => {
  await db.pool.query("alter table journal rename to away");
  odoo.routes.set("/candor/turn/complete", (_call, _request, response) => {
    response.destroy();
  });
  await record(context.recording, taken, document, new Calls());
  await flushAtEnd(context.recording);
  expect(logged()).toMatch(/"code":"ended","entries":1,"level":"error"/);
  await db.pool.query("alter table away rename to journal");
  await flushAtEnd(context.recording);
  expect(await rows()).toHaveLength(1);
  expect(context.recording.backlog.turns.size).toBe(0);
});
