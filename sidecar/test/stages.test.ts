import type { PoolClient } from "pg";

import { labelMatch } from "../src/answering/extractive/label-match.ts";
import type { AskEvent } from "../src/contract.ts";
import type { Context } from "../src/context.ts";
import { startServer } from "../src/http/server.ts";
import type { RunningServer } from "../src/http/server.ts";
import { fittedSmallTalk } from "../src/question/small-talk.ts";
import { deadlines } from "../src/turn/stages.ts";
import type { Deadlines } from "../src/turn/stages.ts";
import { contextFor, doubtful, publish, takenTurn } from "./answering.ts";
import { eventsOf, send } from "./asking.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { EmbedderServer, greets } from "./embedder-server.ts";
import { freePort } from "./environment.ts";
import { OdooServer } from "./odoo-server.ts";
import { carpets, order } from "./records.ts";
import type { Written } from "./records.ts";

let db: TestDatabase;
let odoo: OdooServer;
let embedder: EmbedderServer;
let context: Context;
let logged: () => string;
let server: RunningServer;
let ending: AbortController;
let locker: PoolClient | undefined;

const never = new AbortController().signal;
const question = "Who is the contact and what do they want?";
/** Long enough for what isn't held up, also on a busy machine. */
const short = 400;
const hangs = (): undefined => undefined;

beforeEach(async () => {
  db = await createDatabase();
  odoo = await new OdooServer().start();
  embedder = await new EmbedderServer().start();
  embedder.dimensions = fittedSmallTalk.dimensions;
  odoo.routes.set("/candor/turn/take", () => takenTurn(question));
  odoo.routes.set("/candor/turn/complete", () => ({ ok: true }));
});

afterEach(async () => {
  await unlock();
  ending.abort();
  await server.close();
  await context.labels.settled();
  await context.close();
  expect(context.database.pool.totalCount).toBe(0);
  await embedder.stop();
  await odoo.stop();
  await db.drop();
});

/** A sidecar whose stages may take as long as they do, but for these. */
async function start(
  changes: Partial<Deadlines>,
  settings: Record<string, string> = {},
  written: Written[] = [carpets, order],
): Promise<void> {
  const port = await freePort();
  const made = contextFor(odoo, db.url, { CANDOR_PORT: port, ...settings });
  ({ logged } = made);
  const by = { ...deadlines, ...changes };
  const { recording, asking } = made.context;
  context = {
    ...made.context,
    recording: { ...recording, deadlines: by },
    asking: { ...asking, deadlines: by },
  };
  await context.database.prepare(never);
  ending = new AbortController();
  server = await startServer(context, ending.signal);
  await publish(context, odoo, written);
}

/** An order whose answer is one step further: its customer's city. */
const ordered: Written = {
  ...order,
  fields: [["partner_id", "Customer", "Azure Interior", "many2one", "res.partner", 15]],
};

function askAboutOrder(): void {
  const open = { res_model: order.resModel, res_id: order.resId };
  odoo.routes.set("/candor/turn/take", () =>
    takenTurn("Which city is it for?", { open_record: open, calibrator: doubtful }),
  );
}

const ask = async (): Promise<AskEvent[]> => eventsOf(await send(server.port));
const last = async (): Promise<AskEvent | undefined> => (await ask()).at(-1);

interface Stored {
  kind: string;
  stage: string;
  calls: { part: string; call: string; outcome: string }[];
}

async function failures(): Promise<Stored[]> {
  const found = await db.pool.query<Stored>("select kind, stage, calls from failure");
  return found.rows;
}

/** The labels' embedder, of which vectors are looked up; while that table is locked, the look waits. */
const withLabels = (): Record<string, string> => ({
  CANDOR_EMBEDDER_URL: embedder.url.href,
  CANDOR_EMBEDDER_MODEL: labelMatch.model,
});

async function lockLabels(): Promise<void> {
  locker = await db.pool.connect();
  await locker.query("begin");
  await locker.query("lock table embedding_cache in access exclusive mode");
}

async function unlock(): Promise<void> {
  await locker?.query("rollback");
  locker?.release();
  locker = undefined;
}

test("while one answer is being chosen, others' records are looked for and permitted", async () => {
  await start(
    { labels: 60_000, answer: 60_000 },
    { ...withLabels(), CANDOR_QUESTIONS_AT_ONCE: "1" },
  );
  await lockLabels();
  const first = ask();
  await odoo.called("/candor/permit");
  const second = ask();
  await odoo.called("/candor/permit", 2);
  expect(odoo.calls.map(({ path }) => path)).not.toContain("/candor/turn/complete");
  await unlock();
  expect((await first).at(-1)).toMatchObject({ type: "result" });
  expect((await second).at(-1)).toMatchObject({ type: "result" });
});

test("one step further is permitted with a place in the line, like the steps before", async () => {
  await start({}, { CANDOR_QUESTIONS_AT_ONCE: "1", CANDOR_QUESTIONS_PER_USER: "1" }, [ordered]);
  askAboutOrder();
  const permit = odoo.routes.get("/candor/permit");
  const asked = { now: 0, most: 0 };
  odoo.routes.set("/candor/permit", async (call, ...others) => {
    asked.now += 1;
    asked.most = Math.max(asked.most, asked.now);
    await db.pool.query("select pg_sleep(0.05)");
    asked.now -= 1;
    return permit?.(call, ...others);
  });
  const events = await Promise.all([ask(), ask(), ask(), ask()]);
  expect(events.map((it) => it.at(-1)?.type)).toEqual(["result", "result", "result", "result"]);
  expect(odoo.calls.filter(({ path }) => path === "/candor/permit")).toHaveLength(8);
  expect(asked.most).toBe(1);
});

test.each<[keyof Deadlines, string]>([
  ["retrieve", "/candor/visible"],
  ["permit", "/candor/permit"],
])("%s that Odoo doesn't answer ends at its own deadline, and is named", async (stage, route) => {
  await start({ [stage]: short });
  odoo.routes.set(route, hangs);
  expect(await last()).toMatchObject({ type: "error", code: "odoo_unavailable" });
  expect(await failures()).toMatchObject([{ kind: "odoo_unavailable", stage }]);
  expect(logged()).toContain(`"reason":"${stage}_timeout"`);
});

test("one step further that Odoo doesn't answer ends at its own deadline, and is named", async () => {
  await start({ reach: short }, {}, [ordered]);
  askAboutOrder();
  const permit = odoo.routes.get("/candor/permit");
  odoo.routes.set("/candor/permit", (call, ...others) => {
    const pointers = call.params.pointers as { res_model: string }[];
    return pointers[0]?.res_model === "res.partner" ? undefined : permit?.(call, ...others);
  });
  expect(await last()).toMatchObject({ type: "error", code: "odoo_unavailable" });
  expect(await failures()).toMatchObject([{ kind: "odoo_unavailable", stage: "reach" }]);
});

test("small talk that Odoo doesn't answer ends at its own deadline, and is named", async () => {
  embedder.misbehaves = greets;
  await start(
    { smallTalk: short },
    { ...withLabels(), CANDOR_EMBEDDER_MODEL: fittedSmallTalk.model },
  );
  odoo.routes.set("/candor/turn/take", () => takenTurn("Hello", { open_record: false }));
  odoo.routes.set("/candor/topics", hangs);
  expect(await last()).toMatchObject({ type: "error", code: "odoo_unavailable" });
  expect(await failures()).toMatchObject([{ kind: "odoo_unavailable", stage: "smallTalk" }]);
});

test("a question that can't be taken since others keep Odoo is refused at its deadline, and named", async () => {
  await start({ take: short }, { CANDOR_ODOO_CONCURRENCY: "1" });
  odoo.routes.set("/candor/permit", hangs);
  const page = new AbortController();
  const first = send(server.port, { signal: page.signal });
  await odoo.called("/candor/permit");
  const refused = await send(server.port);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: "odoo_unavailable" });
  expect(await failures()).toMatchObject([
    {
      ...{ kind: "odoo_unavailable", stage: "take" },
      calls: [{ part: "odoo", call: "take", outcome: "stopped" }],
    },
  ]);
  page.abort();
  await (await first).text().catch(() => undefined);
});

test("a question that waits too long in line is told to come again, and the line moves on", async () => {
  await start({ queue: short }, { CANDOR_QUESTIONS_AT_ONCE: "1" });
  const permit = odoo.routes.get("/candor/permit");
  odoo.routes.set("/candor/permit", hangs);
  const page = new AbortController();
  const first = send(server.port, { signal: page.signal });
  await odoo.called("/candor/permit");
  expect(await last()).toMatchObject({ type: "error", code: "rate_limited" });
  expect(await failures()).toMatchObject([{ kind: "rate_limited", stage: "queue" }]);
  if (permit) odoo.routes.set("/candor/permit", permit);
  page.abort();
  await (await first).text().catch(() => undefined);
  expect(await last()).toMatchObject({ type: "result" });
});

test("without its labels in time a question is answered, and stored as one that lacked them", async () => {
  await start({ labels: short }, withLabels());
  await lockLabels();
  expect(await last()).toMatchObject({ type: "result" });
  const [failure] = await failures();
  expect(failure).toMatchObject({ kind: "database_unavailable", stage: "labels" });
  expect(failure?.calls.filter(({ outcome }) => outcome !== "ok")).toHaveLength(1);
});

test("labels that didn't come are not waited for once more by the same question", async () => {
  await start({ labels: short }, withLabels(), [ordered]);
  askAboutOrder();
  await lockLabels();
  expect(await last()).toMatchObject({ type: "result" });
  expect(odoo.calls.filter(({ path }) => path === "/candor/permit")).toHaveLength(2);
  const [failure] = await failures();
  expect(failure).toMatchObject({ kind: "database_unavailable", stage: "labels" });
  expect(failure?.calls.filter(({ outcome }) => outcome !== "ok")).toHaveLength(1);
});

test("an answer that takes too long ends as that, and not as Odoo's fault", async () => {
  await start({ labels: 60_000, answer: short }, withLabels());
  await lockLabels();
  expect(await last()).toMatchObject({ type: "error", code: "internal" });
  expect(await failures()).toMatchObject([{ kind: "internal", stage: "answer" }]);
  expect(logged()).toContain('"reason":"answer_timeout"');
});

test("a turn that takes too long in all ends, wherever it is", async () => {
  await start({ turn: short });
  odoo.routes.set("/candor/permit", hangs);
  expect(await last()).toMatchObject({ type: "error", code: "odoo_unavailable" });
  expect(await failures()).toMatchObject([{ kind: "odoo_unavailable", stage: "permit" }]);
  expect(logged()).toContain('"reason":"turn_timeout"');
});

test("an answer that Odoo doesn't store in time is given, kept, and told as not recorded yet", async () => {
  await start({ complete: short });
  odoo.routes.set("/candor/turn/complete", hangs);
  expect(await last()).toMatchObject({ type: "result", recorded: false });
  const [failure] = await failures();
  expect(failure).toMatchObject({ kind: "not_recorded", stage: "record" });
  expect(failure?.calls.at(-1)).toMatchObject({ outcome: "odoo_unavailable:complete_timeout" });
  expect((await db.pool.query("select from journal")).rowCount).toBe(1);
});
