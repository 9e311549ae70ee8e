import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "./failure.ts";
import { inHome, root } from "./home.ts";
import { ODOO_DATABASE, type Instance } from "./instance.ts";
import { odooPath } from "./debian.ts";
import type { Ports } from "./ports.ts";
import {
  didNotStart,
  endService,
  environment,
  lastLines,
  pidOf,
  run,
  startService,
  until,
} from "./processes.ts";
import { python } from "./python.ts";
import { readSecrets } from "./secrets.ts";

const START = [join(root, "e2e/stack/start_odoo.py")];

export const odooUrl = (ports: Ports): string => `http://127.0.0.1:${ports.odoo}`;
export const sidecarUrl = (ports: Ports): string => `http://127.0.0.1:${ports.sidecar}`;

/** Folders of addons: ours, and those that only tests install. */
export const ADDONS = join(root, "addon");
export const TEST_ADDONS = join(root, "e2e/addons");

export interface OdooOptions {
  /** Folders of addons besides Odoo's own; ours when left out. */
  addons?: string[];
  database?: string;
  /** Worker processes, as production runs it; 0: one process with threads. */
  workers?: number;
}

/** Writes Odoo's configuration, passwords included, for its owner only. */
export async function configure(
  instance: Instance,
  ports: Ports,
  options: OdooOptions = {},
): Promise<void> {
  const secrets = await readSecrets(instance.secrets);
  const addons = [join(odooPath, "odoo/addons"), ...(options.addons ?? [ADDONS])];
  const database = options.database ?? ODOO_DATABASE;
  const settings = {
    addons_path: addons.join(","),
    admin_passwd: secrets.masterPassword,
    data_dir: instance.odooData,
    db_host: "127.0.0.1",
    db_name: database,
    db_password: secrets.odooPassword,
    db_port: ports.postgres,
    db_user: "odoo",
    dbfilter: `^${database}$`,
    gevent_port: ports.gevent,
    http_interface: "127.0.0.1",
    http_port: ports.odoo,
    list_db: false,
    max_cron_threads: 1,
    proxy_mode: false,
    workers: options.workers ?? 0,
  };
  await mkdir(instance.odooData, { recursive: true });
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(instance.odooConf, `[options]\n${lines.join("")}`, { mode: 0o600 });
}

/** Runs Odoo until it stops by itself: installations, updates, its tests. */
export async function runOdoo(
  instance: Instance,
  ports: Ports,
  args: string[],
  { log, onLine }: { log: string; onLine?: (line: string) => void },
): Promise<string> {
  return await run({
    file: python,
    args: [...START, "server", "--config", instance.odooConf, ...args, "--stop-after-init"],
    env: await odooEnvironment(instance, ports),
    cwd: inHome(),
    log,
    ...(onLine ? { onLine } : {}),
  });
}

/**
 * Installs or updates modules in the instance's database.
 *
 * @param args e.g. `["-i", "crm,hr", "--with-demo"]`
 */
export async function installModules(
  instance: Instance,
  ports: Ports,
  args: string[],
  progress: (words: string) => void,
): Promise<void> {
  const log = inHome("logs/install/odoo.log");
  try {
    await runOdoo(instance, ports, ["--no-http", ...args], {
      log,
      onLine: (line) => {
        const [, module, done, total] = /Loading module (\S+) \((\d+)\/(\d+)\)/.exec(line) ?? [];
        if (module !== undefined) progress(`${module}, ${done} of ${total}`);
      },
    });
  } catch (error) {
    if (String(error).includes("No space left")) throw error;
    if (error instanceof Failure) throw error;
    const end = error instanceof Error ? lastLines(error.message, 8) : "";
    throw new Failure(`Odoo could not install its modules. The end of ${log}:\n${end}`);
  }
}

/**
 * Runs a Python script in `odoo shell`; `env` is the environment of the superuser, and nothing is
 * kept without `env.cr.commit()`.
 *
 * @returns what the script printed
 */
export async function odooShell(instance: Instance, ports: Ports, script: string): Promise<string> {
  return await run({
    file: python,
    args: [...START, "shell", "--config", instance.odooConf, "--no-http", "--log-level", "warn"],
    env: await odooEnvironment(instance, ports),
    cwd: inHome(),
    input: script,
  });
}

/** Starts Odoo and waits until it answers. */
export async function startOdoo(instance: Instance, ports: Ports): Promise<void> {
  const log = instance.log("odoo");
  await startService({
    file: python,
    args: [...START, "server", "--config", instance.odooConf],
    env: await odooEnvironment(instance, ports),
    cwd: inHome(),
    log,
    pidFile: instance.pidFile("odoo"),
  });
  await until(
    async () => {
      const response = await fetch(`${odooUrl(ports)}/web/login`, {
        signal: AbortSignal.timeout(60_000),
      });
      return response.ok;
    },
    {
      timeoutMs: 180_000,
      gone: async () => !(await odooRuns(instance)),
      sentence: async () => await didNotStart("Odoo", log),
    },
  );
}

export async function odooRuns(instance: Instance): Promise<boolean> {
  return (await pidOf(instance.pidFile("odoo"), instance.odooConf)) > 0;
}

export async function stopOdoo(instance: Instance, { crash = false } = {}): Promise<void> {
  await endService(
    instance.pidFile("odoo"),
    instance.odooConf,
    crash ? "SIGKILL" : "SIGTERM",
    15_000,
  );
}

async function odooEnvironment(instance: Instance, ports: Ports): Promise<NodeJS.ProcessEnv> {
  const { sharedSecret } = await readSecrets(instance.secrets);
  return environment({
    PYTHONPATH: odooPath,
    CANDOR_SIDECAR_URL: sidecarUrl(ports),
    CANDOR_SHARED_SECRETS: sharedSecret,
  });
}
