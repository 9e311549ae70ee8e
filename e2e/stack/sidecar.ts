import { join } from "node:path";

import { EMBEDDER_MODEL, embedderUrl } from "./embedder.ts";
import { root } from "./home.ts";
import { ODOO_DATABASE, type Instance } from "./instance.ts";
import { odooUrl, sidecarUrl } from "./odoo.ts";
import type { Ports } from "./ports.ts";
import { sidecarDatabaseUrl } from "./postgres.ts";
import { didNotStart, endService, environment, pidOf, startService, until } from "./processes.ts";
import { readSecrets } from "./secrets.ts";

const ENTRY = join(root, "sidecar/src/bin/candor.ts");

interface SidecarOptions {
  /** Of the PostgreSQL server that carries its database, when not the instance's. */
  databasePort?: number | undefined;
  /** Variables that are other than usual. */
  environment?: Record<string, string> | undefined;
}

/** Starts the sidecar and waits until it answers; ready it is when its first pass has begun. */
export async function startSidecar(
  instance: Instance,
  ports: Ports,
  { databasePort = ports.postgres, environment: more }: SidecarOptions = {},
): Promise<void> {
  const secrets = await readSecrets(instance.secrets);
  const log = instance.log("sidecar");
  await startService({
    file: process.execPath,
    args: [ENTRY, "serve"],
    env: environment({
      CANDOR_HOST: "127.0.0.1",
      CANDOR_PORT: String(ports.sidecar),
      CANDOR_DATABASE_URL: sidecarDatabaseUrl(secrets, databasePort),
      CANDOR_ODOO_URL: odooUrl(ports),
      CANDOR_ODOO_DB: ODOO_DATABASE,
      CANDOR_ALLOWED_ORIGINS: odooUrl(ports),
      CANDOR_INDEXER_LOGIN: "candor_indexer",
      CANDOR_INDEXER_KEY: secrets.indexerKey,
      CANDOR_SHARED_SECRETS: secrets.sharedSecret,
      CANDOR_ENCRYPTION_KEY: secrets.encryptionKey,
      CANDOR_EMBEDDER_URL: embedderUrl(ports),
      CANDOR_EMBEDDER_MODEL: EMBEDDER_MODEL,
      CANDOR_EMBEDDER_INPUT_TYPES: "query,passage",
      ...more,
    }),
    cwd: instance.folder,
    log,
    pidFile: instance.pidFile("sidecar"),
  });
  await until(
    async () =>
      (await fetch(`${sidecarUrl(ports)}/healthz`, { signal: AbortSignal.timeout(5000) })).ok,
    {
      timeoutMs: 30_000,
      gone: async () => !(await sidecarRuns(instance)),
      sentence: async () => await didNotStart("The sidecar", log),
    },
  );
}

export async function sidecarRuns(instance: Instance): Promise<boolean> {
  return (await pidOf(instance.pidFile("sidecar"), ENTRY)) > 0;
}

export async function stopSidecar(instance: Instance, { crash = false } = {}): Promise<void> {
  await endService(instance.pidFile("sidecar"), ENTRY, crash ? "SIGKILL" : "SIGTERM", 15_000);
}
