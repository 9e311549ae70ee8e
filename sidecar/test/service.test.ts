import { createHmac } from "node:crypto";

import { Bulkhead } from "../src/odoo/bulkhead.ts";
import { OdooService } from "../src/odoo/service.ts";
import type { ServiceContext } from "../src/odoo/service.ts";
import { Secret } from "../src/secret.ts";
import { OdooServer } from "./odoo-server.ts";
import type { Call, Route } from "./odoo-server.ts";

let odoo: OdooServer;
let met: string[];

beforeEach(async () => {
  met = [];
  odoo = await new OdooServer().start();
  odoo.routes.set("/xmlrpc/2/common", xml("<int>7</int>"));
});

afterEach(() => odoo.stop());

const never = new AbortController().signal;
const secrets = ["current-secret-0123", "former-secret-01234"];

function service(changes: Partial<ServiceContext> = {}): OdooService {
  return new OdooService({
    url: odoo.url,
    database: "odoo_test",
    login: "candor_indexer",
    key: new Secret("indexer-key"),
    sharedSecrets: secrets.map((text) => new Secret(text)),
    bulkhead: new Bulkhead(2),
    meet: (uuid) => {
      met.push(uuid);
      return Promise.resolve();
    },
    ...changes,
  });
}

/** An XML-RPC answer with one value. */
function xml(value: string): Route {
  return (_call, _request, response) => {
    response.setHeader("Content-Type", "text/xml");
    response.end(
      `<?xml version="1.0"?><methodResponse><params><param><value>${value}</value></param></params></methodResponse>`,
    );
  };
}

const json = (value: unknown): Route =>
  xml(`<string>${JSON.stringify(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</string>`);

function fault(code: number): Route {
  return (_call, _request, response) => {
    response.end(
      `<?xml version="1.0"?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>${code}</int></value></member><member><name>faultString</name><value><string>wage 4,000</string></value></member></struct></value></fault></methodResponse>`,
    );
  };
}

/** Strings and integers of a call, in order: database, uid, key, model, method, arguments. */
function valuesOf(call: Call | undefined): string[] {
  const body = String(call?.params.body);
  return [...body.matchAll(/<(?:string|int)>([^<]*)<\//g)].map((found) =>
    (found[1] ?? "").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  );
}

const settings = {
  databaseUuid: "uuid-1",
  addonVersion: "19.0.0.1.0",
  protocol: 1,
  targetPrecision: 0.9,
  calibrator: false,
  languages: ["en_US"],
  sources: [{ resModel: "crm.lead", label: "Lead" }],
};

const wanted = {
  limit: 20,
  leaseSeconds: 60,
  lane: "edits" as const,
  vectors: false,
  extractor: "1",
};

function objectCalls(): Call[] {
  return odoo.calls.filter((call) => call.path === "/xmlrpc/2/object");
}

test("a call is signed over method, time and body with the first secret", async () => {
  odoo.routes.set(
    "/xmlrpc/2/object",
    json({ rows: [], pending: { edits: 0, bulk: 0, vectors: 0, dead: 0 } }),
  );
  await service().lease(wanted, never);
  const [database, uid, key, model, method, payload, timestamp, signature] = valuesOf(
    objectCalls()[0],
  );
  expect([database, uid, key, model, method]).toEqual([
    "odoo_test",
    "7",
    "indexer-key",
    "candor.indexer",
    "lease",
  ]);
  expect(payload).toBe(
    '{"limit":20,"leaseSeconds":60,"lane":"edits","vectors":false,"extractor":"1"}',
  );
  expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(5);
  const expected = createHmac("sha256", secrets[0] ?? "")
    .update(`lease\n${timestamp}\n${payload}`)
    .digest("hex");
  expect(signature).toBe(expected);
});

test("the caller's arguments are left as they were, call after call", async () => {
  odoo.routes.set("/xmlrpc/2/object", json({ acknowledged: 1 }));
  const rows = Object.freeze([
    Object.freeze({ id: 1, lease: "a", outcome: "done" }),
  ]) as unknown as {
    id: number;
    lease: string;
    outcome: string;
  }[];
  const one = service();
  await one.acknowledge(rows, never);
  await one.acknowledge(rows, never);
  const [first, second] = objectCalls().map((call) => valuesOf(call).slice(0, 6));
  expect(second).toEqual(first);
  // It signs in once; nothing of one call travels with the next.
  expect(odoo.calls.filter((call) => call.path === "/xmlrpc/2/common")).toHaveLength(1);
});

test("a leased record is read with its sections", async () => {
  const row = {
    id: 9,
    lease: "l",
    resModel: "crm.lead",
    resId: 3,
    version: 9,
    deleted: false,
    lang: "en_US",
    languages: ["en_US"],
    name: "Carpets",
    sections: [
      {
        section: "fields",
        kind: "fields",
        place: "Details",
        date: false,
        hash: "00",
        lines: [{ text: "a < b & c", label: false, value: false, type: false }],
      },
    ],
  };
  odoo.routes.set(
    "/xmlrpc/2/object",
    json({ rows: [row], pending: { edits: 1, bulk: 0, vectors: 0, dead: 0 } }),
  );
  const { rows } = await service().lease(wanted, never);
  expect(rows[0]?.sections[0]).toEqual({
    section: "fields",
    kind: "fields",
    date: null,
    lang: null,
    lines: [{ text: "a < b & c", value: null, type: null }],
  });
});

test("a report names the Odoo database first, and stops when this sidecar belongs to another", async () => {
  odoo.routes.set("/xmlrpc/2/object", (call, ...rest) =>
    json(valuesOf(call)[4] === "settings" ? settings : { fullPass: true, reconcile: [] })(
      call,
      ...rest,
    ),
  );
  const state = { generation: "g", state: "started", documents: {} } as const;
  await service().report(state, never);
  expect(met).toEqual(["uuid-1"]);
  expect(objectCalls().map((call) => valuesOf(call)[4])).toEqual(["settings", "report"]);

  const refusing = service({ meet: () => Promise.reject(new Error("wrong_database")) });
  await expect(refusing.report(state, never)).rejects.toThrow("wrong_database");
  expect(objectCalls().at(-1)?.params.body).toContain("settings");
});

test("what is to be forgotten is told with the ids acknowledged, and by this sidecar's Odoo only", async () => {
  const told = {
    ...{ databaseUuid: "uuid-1", nextMs: 900, keepFailuresDays: 30 },
    forgotten: [{ id: 3, turnId: 7, requestId: false }],
  };
  odoo.routes.set("/xmlrpc/2/object", json(told));
  const answer = await service().tend([1, 2], never);
  expect(answer.forgotten).toEqual([{ id: 3, turnId: 7, requestId: null }]);
  expect(valuesOf(objectCalls()[0]).slice(4, 6)).toEqual(["tend", '{"forgotten":[1,2]}']);
  expect(met).toEqual(["uuid-1"]);
  const refusing = service({ meet: () => Promise.reject(new Error("wrong_database")) });
  await expect(refusing.tend([], never)).rejects.toThrow("wrong_database");
});

test("labels are a list of names", async () => {
  odoo.routes.set("/xmlrpc/2/object", json({ labels: ["Customer", "Kunde"] }));
  expect(await service().labels(never)).toEqual(["Customer", "Kunde"]);
});

test("an addon two releases ahead is not indexed for", async () => {
  odoo.routes.set("/xmlrpc/2/object", json({ ...settings, protocol: 4 }));
  const state = { generation: "g", state: "started", documents: {} } as const;
  await expect(service().report(state, never)).rejects.toMatchObject({ code: "version_mismatch" });
});

test("an account that Odoo doesn't know and a signature that it refuses are told apart", async () => {
  odoo.routes.set("/xmlrpc/2/object", fault(3));
  await expect(service().settings(never)).rejects.toMatchObject({
    code: "secret_refused",
    reason: "signature",
  });
  odoo.routes.set("/xmlrpc/2/common", xml("<boolean>0</boolean>"));
  await expect(service().settings(never)).rejects.toMatchObject({
    code: "secret_refused",
    reason: "account",
  });
});

test.each<[string, Route, string]>([
  ["an exception", fault(1), "fault_1"],
  ["something else than was agreed", json({ rows: "wage 4,000" }), "unexpected_settings"],
  [
    "a 404",
    (_call, _request, response) => {
      response.writeHead(404).end("wage 4,000");
    },
    "not_xml_rpc",
  ],
  [
    "an HTML page",
    (_call, _request, response) => {
      response.writeHead(500).end("<html>wage 4,000</html>");
    },
    "not_xml_rpc",
  ],
])(
  "%s is an Odoo that is not available, and nothing of it is kept",
  async (_what, route, reason) => {
    odoo.routes.set("/xmlrpc/2/object", route);
    const failed = await service()
      .settings(never)
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: "odoo_unavailable", reason });
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain("wage");
  },
);

test("a call that takes too long is given up, and its socket destroyed", async () => {
  odoo.routes.set("/xmlrpc/2/object", () => undefined);
  await expect(service({ timeoutMs: 200 }).settings(never)).rejects.toMatchObject({
    reason: "timeout",
  });
  await odoo.abandonedOnce();
});

test("an abort destroys the socket, before the answer and in the middle of it", async () => {
  for (const begins of [false, true]) {
    odoo.abandoned = 0;
    const stop = new AbortController();
    odoo.routes.set("/xmlrpc/2/object", (_call, _request, response) => {
      if (begins) response.write('<?xml version="1.0"?><methodResponse>');
      setImmediate(() => stop.abort());
    });
    await expect(service().settings(stop.signal)).rejects.toMatchObject({ code: "stopped" });
    await odoo.abandonedOnce();
  }
});
