import type { AskEvent } from "../src/contract.ts";
import type { Context } from "../src/context.ts";
import { startServer } from "../src/http/server.ts";
import type { RunningServer } from "../src/http/server.ts";
import { fittedSmallTalk } from "../src/question/small-talk.ts";
import { contextFor, publish, takenTurn } from "./answering.ts";
import { eventsOf, send, textOf } from "./asking.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { EmbedderServer, status, greets } from "./embedder-server.ts";
import { freePort } from "./environment.ts";
import { OdooServer } from "./odoo-server.ts";
import { carpets, order } from "./records.ts";

let db: TestDatabase;
let odoo: OdooServer;
let embedder: EmbedderServer;
let context: Context;
let server: RunningServer;
let ending: AbortController;

const never = new AbortController().signal;

/** The demo's embedder as far as it matters here: every text means a greeting. */
beforeEach(async () => {
  db = await createDatabase();
  odoo = await new OdooServer().start();
  embedder = await new EmbedderServer().start();
  embedder.dimensions = fittedSmallTalk.dimensions;
  embedder.misbehaves = greets;
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
  odoo.routes.set("/candor/topics", () => ({ topics: ["Lead", "Sales Order"] }));
  ({ context } = contextFor(odoo, db.url, {
    ...{ CANDOR_PORT: await freePort(), CANDOR_EMBEDDER_URL: embedder.url.href },
    CANDOR_EMBEDDER_MODEL: fittedSmallTalk.model,
  }));
  await context.database.prepare(never);
  ending = new AbortController();
  server = await startServer(context, ending.signal);
  await publish(context, odoo, [carpets, order]);
});

afterEach(async () => {
  ending.abort();
  await server.close();
  await context.close();
  await embedder.stop();
  await odoo.stop();
  await db.drop();
});

async function ask(question: string, changes: object = {}): Promise<AskEvent[]> {
  odoo.routes.set("/candor/turn/take", () => takenTurn(question, changes));
  return eventsOf(await send(server.port));
}

test("small talk is answered in the asker's language, without search, source or percentage", async () => {
  const events = await ask("Guten Morgen", { lang: "de_DE", open_record: false });
  expect(textOf(events)).toBe(
    "Guten Tag. Ich suche Ihnen etwas heraus, zum Beispiel aus: Lead und Sales Order.",
  );
  expect(events.at(-1)).toMatchObject({
    ...{ type: "result", mode: "chat", given: false, confidence: null, closest: [] },
  });
  expect(events.some(({ type }) => type === "evidence" || type === "stage")).toBe(false);
  expect(odoo.calls.map(({ path }) => path)).not.toContain("/candor/visible");
  const { params } = await odoo.called("/candor/turn/complete");
  expect(JSON.parse(String(params.payload))).toMatchObject({
    ...{ outcome: "chat", mode: "chat", confidence: null, evidence: [], sections: [] },
  });
});

test("beside a record it names what the record's form shows, and not the record", async () => {
  const text = textOf(await ask("Hello there"));
  expect(text).toContain("Contact Name");
  expect(text).toContain("Lead/Opportunity");
  expect(text).not.toContain(carpets.name);
});

test("what has a figure in it is searched, whatever its vector says", async () => {
  const events = await ask("Hello, S00021?");
  expect(events.at(-1)).not.toMatchObject({ mode: "chat" });
  expect(odoo.calls.map(({ path }) => path)).toContain("/candor/visible");
});

test("while nobody tells what it means, a greeting is searched like a question", async () => {
  embedder.misbehaves = status(503);
  expect((await ask("Hello there")).at(-1)).toMatchObject({ type: "result", rung: "lexical" });
});

test("an embedder that says nothing is waited for once, by small talk and search together", async () => {
  embedder.misbehaves = () => "handled";
  expect((await ask("Hello there")).at(-1)).toMatchObject({ type: "result", rung: "lexical" });
  const { rows } = await db.pool.query<{ calls: { part: string; outcome: string }[] }>(
    "select calls from failure",
  );
  expect(rows.map(({ calls }) => calls.filter(({ part }) => part === "embedder"))).toMatchObject([
    [{ outcome: expect.stringMatching(/^embedder_unavailable/) as string }],
  ]);
});

test("beside an index of another embedder's vectors a greeting is known, and a question searched by words", async () => {
  await db.pool.query("update generation set model = 'another', dimensions = 4");
  expect((await ask("Hello there")).at(-1)).toMatchObject({ mode: "chat" });
  expect((await ask("Who is the contact of lead 150?")).at(-1)).toMatchObject({ rung: "lexical" });
});
