import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { inspect } from "node:util";

import { ConfigError, environment, readConfig } from "../src/config.ts";
import { completeEnvironment } from "./environment.ts";

function faultsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test("a complete environment is read into groups, with defaults for what may be left out", () => {
  const config = readConfig(completeEnvironment());
  expect(config.http).toEqual({
    host: "127.0.0.1",
    port: 8770,
    allowedOrigins: ["http://odoo.test:8069", "https://odoo.example.com"],
    trustedProxies: [],
  });
  expect(config.odoo.concurrency).toBe(2);
  expect(config.indexing).toMatchObject({ login: "candor_indexer", concurrency: 2 });
  expect(config.odoo.sharedSecrets.map((secret) => secret.reveal())).toEqual([
    "shared-secret-of-the-tests",
  ]);
});

test("all faults are told at once, each by the variable's name and none by its value", () => {
  const faults = faultsOf(
    completeEnvironment({
      CANDOR_PORT: "99999",
      CANDOR_DATABASE_URL: "mysql://root:hunter2@db/x",
      CANDOR_ODOO_DB: undefined,
      CANDOR_ALLOWED_ORIGINS: "https://odoo.example.com/",
      CANDOR_SHARED_SECRETS: "short",
      CANDOR_ENCRYPTION_KEY: "c2hvcnQ=",
      CANDOR_LOG_LEVEL: "loud",
    }),
  );
  expect(faults.map((fault) => fault.split(" ")[0]).sort()).toEqual([
    "CANDOR_ALLOWED_ORIGINS",
    "CANDOR_DATABASE_URL",
    "CANDOR_ENCRYPTION_KEY",
    "CANDOR_LOG_LEVEL",
    "CANDOR_ODOO_DB",
    "CANDOR_PORT",
    "CANDOR_SHARED_SECRETS",
  ]);
  expect(faults.join("\n")).not.toMatch(/hunter2|short|c2hv|loud|99999/);
});

test.each([
  ["a path", "https://odoo.example.com/web"],
  ["credentials", "https://admin:hunter2@odoo.example.com"],
  ["another scheme", "ftp://odoo.example.com"],
])("an Odoo address with %s is refused", (_what, url) => {
  expect(faultsOf(completeEnvironment({ CANDOR_ODOO_URL: url }))).toEqual([
    "CANDOR_ODOO_URL must be http(s)://host[:port] without a path",
  ]);
});

test("an empty variable counts as one that is not set", () => {
  expect(readConfig(completeEnvironment({ CANDOR_PORT: " " })).http.port).toBe(8770);
  expect(faultsOf(completeEnvironment({ CANDOR_INDEXER_KEY: "" }))).toEqual([
    "CANDOR_INDEXER_KEY is missing",
  ]);
});

test("only addresses and networks can be trusted as proxies", () => {
  const proxies = "10.0.0.0/8, ::1,192.0.2.7";
  const config = readConfig(completeEnvironment({ CANDOR_TRUSTED_PROXIES: proxies }));
  expect(config.http.trustedProxies).toEqual(["10.0.0.0/8", "::1", "192.0.2.7"]);
  for (const wrong of ["true", "proxy.example.com", "10.0.0.0/64", "10.0.0.0/8/8"]) {
    expect(faultsOf(completeEnvironment({ CANDOR_TRUSTED_PROXIES: wrong }))).toHaveLength(1);
  }
});

test("a third shared secret is one too many", () => {
  const secrets = ["a", "b", "c"].map((letter) => letter.repeat(16)).join(",");
  expect(faultsOf(completeEnvironment({ CANDOR_SHARED_SECRETS: secrets }))).toHaveLength(1);
});

test("no secret can be printed", () => {
  const env = completeEnvironment();
  const config = readConfig(env);
  const printed = [
    inspect(config, { depth: 10, showHidden: true }),
    JSON.stringify(config),
    `${String(config.database.url)} ${String(config.indexing.key)} ${String(config.journal.key)}`,
    config.odoo.sharedSecrets.join(","),
  ].join("\n");
  expect(printed).toContain("[secret]");
  for (const hidden of ["hunter2", "indexer-key-5f0c", "shared-secret-of-the-tests"]) {
    expect(printed).not.toContain(hidden);
  }
  expect(printed).not.toContain(env.CANDOR_ENCRYPTION_KEY);
  expect(printed).not.toContain(config.journal.key.reveal().toString("hex"));
});

test("an embedder is what its variables say, and none without its address", () => {
  expect(readConfig(completeEnvironment()).embedder).toBeUndefined();
  const named = {
    CANDOR_EMBEDDER_URL: "https://api.voyageai.com/v1",
    CANDOR_EMBEDDER_MODEL: "voyage-3.5",
    CANDOR_EMBEDDER_KEY: "pa-4711",
    CANDOR_EMBEDDER_INPUT_TYPES: "query, document",
  };
  const config = readConfig(completeEnvironment(named));
  expect(config.embedder).toMatchObject({
    model: "voyage-3.5",
    inputTypes: { question: "query", passage: "document" },
    maxTokens: 512,
  });
  expect(JSON.stringify(config)).not.toContain("pa-4711");
});

test.each([
  ["no model", { CANDOR_EMBEDDER_MODEL: "" }, "CANDOR_EMBEDDER_MODEL"],
  ["credentials", { CANDOR_EMBEDDER_URL: "http://me:hunter2@127.0.0.1/v1" }, "CANDOR_EMBEDDER_URL"],
  ["a query", { CANDOR_EMBEDDER_URL: "http://127.0.0.1/v1?key=hunter2" }, "CANDOR_EMBEDDER_URL"],
  ["one type", { CANDOR_EMBEDDER_INPUT_TYPES: "query" }, "CANDOR_EMBEDDER_INPUT_TYPES"],
])("an embedder with %s is refused", (_what, changes, variable) => {
  const named = { CANDOR_EMBEDDER_URL: "http://127.0.0.1:8771/v1", CANDOR_EMBEDDER_MODEL: "e5" };
  const faults = faultsOf(completeEnvironment({ ...named, ...changes, CANDOR_PORT: "99999" }));
  expect(faults.map((fault) => fault.split(" ")[0]).sort()).toEqual([variable, "CANDOR_PORT"]);
  expect(faults.join("\n")).not.toContain("hunter2");
});

test("the configuration cannot be changed after it was read", () => {
  const config = readConfig(completeEnvironment()) as unknown as { http: { port: number } };
  expect(() => {
    config.http.port = 1;
  }).toThrow(TypeError);
});

test("docker/.env.example names every variable, and none that is not read", async () => {
  const example = new URL("../../docker/.env.example", import.meta.url);
  const named = parseEnv(await readFile(example, "utf8"));
  expect(Object.keys(named).sort()).toEqual(Object.keys(environment.shape).sort());
  // What it leaves empty is what only its reader can fill in.
  const faults = faultsOf(named);
  expect(faults.sort()).toEqual([
    "CANDOR_ENCRYPTION_KEY is missing",
    "CANDOR_INDEXER_KEY is missing",
    "CANDOR_SHARED_SECRETS is missing",
  ]);
});
