import { OdooUnavailableError } from "../src/errors.ts";
import { Bulkhead } from "../src/odoo/bulkhead.ts";
import { OdooSession } from "../src/odoo/session.ts";
import type { TakenTurn } from "../src/odoo/session.ts";
import { OdooServer } from "./odoo-server.ts";
import type { Route } from "./odoo-server.ts";

let odoo: OdooServer;

beforeEach(async () => {
  odoo = await new OdooServer().start();
});

afterEach(() => odoo.stop());

const never = new AbortController().signal;
const visitor = {
  sessionId: "s".repeat(84),
  origin: "https://odoo.example.com",
  userAgent: "Browser/1",
  address: "203.0.113.9",
};

function session(concurrency = 2): OdooSession {
  return new OdooSession(
    { url: odoo.url, bulkhead: new Bulkhead(concurrency) },
    visitor,
    "a-ticket",
  );
}

const taken = {
  turn_id: 4,
  uid: 5,
  company_ids: [1],
  lang: "de_DE",
  tz: "Europe/Brussels",
  today: "2026-03-10",
  question: "Who is the contact?",
  conversation_id: 2,
  open_record: { res_model: "crm.lead", res_id: 31 },
  earlier: [{ res_model: "crm.lead", res_id: 31, section: "fields" }],
  asked_before: ["Who is the salesperson?"],
  completion_token: "a-token",
  target_precision: 0.95,
  calibrator: { version: "2026-11-28" },
  database_uuid: "uuid-1",
  addon_version: "19.0.0.1.0",
  protocol: 1,
};

function take(): Promise<TakenTurn> {
  return session().take(1, never);
}

test("a call carries this cookie only, the ticket, and the browser's host, agent and address", async () => {
  odoo.routes.set("/candor/turn/take", () => taken);
  await expect(take()).resolves.toMatchObject({
    turnId: 4,
    openRecord: { resModel: "crm.lead", resId: 31 },
    earlier: [{ resModel: "crm.lead", resId: 31, section: "fields" }],
    askedBefore: ["Who is the salesperson?"],
    completionToken: "a-token",
    targetPrecision: 0.95,
    calibrator: { version: "2026-11-28" },
  });
  const [call] = odoo.calls;
  expect(call?.params).toEqual({ ticket: "a-ticket", protocol: 1 });
  expect(call?.headers).toMatchObject({
    cookie: `session_id=${visitor.sessionId}`,
    host: "odoo.example.com",
    "x-forwarded-host": "odoo.example.com",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "203.0.113.9",
    "user-agent": "Browser/1",
  });
});

test("what was quoted before comes as hashes, and a record comes with what its form shows as empty", async () => {
  const quoted = { ...taken.earlier[0], turn: 1, quotes: ["ab", "cd"] };
  odoo.routes.set("/candor/turn/take", () => ({ ...taken, earlier: [quoted] }));
  expect((await take()).earlier).toEqual([
    { resModel: "crm.lead", resId: 31, section: "fields", turn: 1, quotes: ["ab", "cd"] },
  ]);
  const cell = {
    label: "Vendor",
    value: "Oak Brothers",
    type: "many2one",
    field: "partner_id",
    relation: "res.partner",
    target: 9,
  };
  const row = { ...cell, text: "Vendor: Oak Brothers", target: false, cells: [cell] };
  const empty = { ...cell, text: "Vendor", value: false, target: false };
  const section = { place: "", date: false, hash: "00", lines: [row], quiet: [empty] };
  const sections = [{ ...section, section: "activity:5", kind: "activity" }];
  odoo.routes.set("/candor/permit", () => ({
    records: [{ res_model: "crm.lead", res_id: 31, name: "", model_label: "", sections }],
  }));
  const [record] = await session().permit([], never);
  expect(record?.sections[0]?.lines[0]).toMatchObject({ target: null, cells: [cell] });
  expect(record?.sections[0]?.quiet[0]).toMatchObject({ value: null, cells: [] });
});

test("an addon of the release before names neither targets nor what is empty", async () => {
  odoo.routes.set("/candor/turn/take", () => taken);
  expect((await take()).earlier).toMatchObject([{ turn: 0, quotes: [] }]);
});

test("an addon of the release before names no precision and no calibrator", async () => {
  const before = { ...taken, threshold: 0.6, target_precision: undefined, calibrator: undefined };
  odoo.routes.set("/candor/turn/take", () => before);
  await expect(take()).resolves.toMatchObject({ targetPrecision: 0.9, calibrator: undefined });
});

test("what Odoo has not is null, and names are ours", async () => {
  const line = { label: false, value: false, type: false, field: false, relation: false };
  odoo.routes.set("/candor/permit", () => ({
    records: [
      {
        res_model: "crm.lead",
        res_id: 31,
        name: "Carpets",
        model_label: "Lead",
        sections: [
          {
            section: "message:3",
            kind: "message",
            place: "message",
            date: false,
            hash: "00",
            lines: [{ text: "Hello", ...line }],
          },
        ],
      },
    ],
  }));
  const pointer = { resModel: "crm.lead", resId: 31, section: "*" };
  const [record] = await session().permit([pointer], never);
  expect(record).toMatchObject({ resModel: "crm.lead", modelLabel: "Lead" });
  expect(record?.sections[0]).toMatchObject({
    date: null,
    lines: [{ text: "Hello", label: null, value: null, target: null, cells: [] }],
    quiet: [],
  });
  expect(odoo.calls[0]?.params.pointers).toEqual([
    { res_model: "crm.lead", res_id: 31, section: "*" },
  ]);
});

test("topics are names; what isn't a list of them is an error", async () => {
  odoo.routes.set("/candor/topics", () => ({ topics: ["Contact", "Lead"] }));
  await expect(session().topics(never)).resolves.toEqual(["Contact", "Lead"]);
  expect(odoo.calls[0]?.params).toEqual({ ticket: "a-ticket" });
  odoo.routes.set("/candor/topics", () => ({ topics: [false] }));
  await expect(session().topics(never)).rejects.toMatchObject({ reason: "unexpected_topics" });
});

test.each(["ticket_refused", "ticket_used", "record_gone", "version_mismatch", "bad_request"])(
  "a refusal with %s is an error of that code",
  async (code) => {
    odoo.routes.set("/candor/turn/take", () => ({ refused: code }));
    await expect(take()).rejects.toMatchObject({ code });
  },
);

test("a refusal of a code that nobody knows closes the door, too", async () => {
  odoo.routes.set("/candor/turn/take", () => ({ refused: "not_configured" }));
  await expect(take()).rejects.toMatchObject({ reason: "refused_not_configured" });
});

const html: (status: number) => Route = (status) => (_call, _request, response) => {
  response.writeHead(status, { "Content-Type": "text/html" });
  response.end("<html>wage 4,000</html>");
  return undefined;
};

const rpcError =
  (error: object): Route =>
  (_call, _request, response) => {
    response.end(JSON.stringify({ jsonrpc: "2.0", id: null, error }));
    return undefined;
  };

test.each<[string, Route, string]>([
  ["an HTML page", html(200), "not_json_rpc"],
  ["a 404", html(404), "http_404"],
  ["a 500", html(500), "http_500"],
  ["a redirection to the login", html(303), "http_303"],
  [
    "an exception with a traceback",
    rpcError({
      code: 200,
      message: "wage 4,000",
      data: { name: "odoo.exceptions.AccessError", debug: "wage 4,000", message: "wage 4,000" },
    }),
    "odoo.exceptions.AccessError",
  ],
  ["something else than was agreed", () => ({ turn_id: "wage 4,000" }), "unexpected_take"],
  [
    "a cut body",
    (_call, _request, response) => {
      response.writeHead(200, { "Content-Length": 1_000 });
      response.write("{");
      response.destroy();
    },
    "ECONNRESET",
  ],
  [
    "an endless body",
    (_call, _request, response) => {
      const piece = Buffer.alloc(1024 * 1024, "a");
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on("drain", more);
      more();
    },
    "too_large",
  ],
])(
  "%s is an Odoo that is not available, and nothing of it is kept",
  async (_what, route, reason) => {
    odoo.routes.set("/candor/turn/take", route);
    const failed = await take().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(OdooUnavailableError);
    expect(failed).toMatchObject({ code: "odoo_unavailable", reason });
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain("wage");
  },
);

test("Odoo's code 100 is a session that has ended", async () => {
  odoo.routes.set("/candor/turn/take", rpcError({ code: 100, message: "Odoo Session Expired" }));
  await expect(take()).rejects.toMatchObject({ code: "session_expired" });
});

test("nobody at the address is an Odoo that is not available", async () => {
  const nobody = { url: new URL("http://127.0.0.1:1"), bulkhead: new Bulkhead(1) };
  const call = new OdooSession(nobody, visitor, "a-ticket").take(1, never);
  await expect(call).rejects.toMatchObject({ reason: "ECONNREFUSED" });
});

test("an Odoo that hangs is given up, and its connection closed", async () => {
  odoo.routes.set("/candor/turn/take", () => undefined);
  await expect(take()).rejects.toMatchObject({ reason: "timeout" });
  await odoo.abandonedOnce();
});

test("an abort closes the connection at once", async () => {
  const stop = new AbortController();
  odoo.routes.set("/candor/turn/take", () => {
    stop.abort();
    return undefined;
  });
  await expect(session().take(1, stop.signal)).rejects.toMatchObject({ code: "stopped" });
  await odoo.abandonedOnce();
});

test("no more calls than the bulkhead allows reach Odoo, and an abort ends the waiting", async () => {
  let inside = 0;
  let most = 0;
  const gate = Promise.withResolvers<undefined>();
  odoo.routes.set("/candor/turn/take", async () => {
    inside += 1;
    most = Math.max(most, inside);
    await gate.promise;
    inside -= 1;
    return taken;
  });
  const one = session(2);
  const stop = new AbortController();
  const calls = Array.from({ length: 5 }, () => one.take(1, never));
  const waiting = one.take(1, stop.signal);
  await odoo.called("/candor/turn/take", 2);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: "stopped" });
  gate.resolve(undefined);
  await Promise.all(calls);
  expect(most).toBe(2);
  expect(odoo.calls).toHaveLength(5);
});
