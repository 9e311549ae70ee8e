import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { buildAssets, copyTemplate, isCurrent, update } from "./database.ts";
import { embedderRuns, startEmbedder, stopEmbedder } from "./embedder.ts";
import { Failure } from "./failure.ts";
import type { Step } from "./install.ts";
import { exists, instance, ODOO_DATABASE, SIDECAR_DATABASE, type Instance } from "./instance.ts";
import { isAlive } from "./lock.mjs";
import {
  configure,
  odooRuns,
  odooShell,
  odooUrl,
  sidecarUrl,
  startOdoo,
  stopOdoo,
  type OdooOptions,
} from "./odoo.ts";
import { needPorts, type Ports } from "./ports.ts";
import { query, serverRuns, startServer, stopServer } from "./postgres.ts";
import { readSecrets } from "./secrets.ts";
import { sidecarRuns, startSidecar, stopSidecar } from "./sidecar.ts";

export const PARTS = ["postgres", "odoo", "embedder", "sidecar"] as const;
export type Part = (typeof PARTS)[number];

/**
 * A running Candor: PostgreSQL, Odoo, the embedder, the sidecar. All of it is in files of its instance, so any
 * process can attach to it, kill a part and start it again.
 */
export interface Stack {
  instance: Instance;
  ports: Ports;
  /** As the browser sees them, without a slash at the end. */
  odooUrl: string;
  sidecarUrl: string;
  /** Odoo's database. */
  database: string;
  sharedSecret: string;
  indexerKey: string;
  indexerUid: number;
  /** Ends one part as a crash would. */
  kill(part: Part): Promise<void>;
  /**
   * Ends one part in order, if it runs, starts it and waits until it answers.
   *
   * @param environment variables of the sidecar that are other than usual this time
   */
  restart(part: Part, environment?: Record<string, string>): Promise<void>;
  /** All that the parts wrote since the instance was made. */
  logs(): Promise<Record<Part, string>>;
  /** Rows of a statement, run as the server's owner. */
  sql<Row = Record<string, unknown>>(
    database: "odoo" | "sidecar",
    statement: string,
    values?: unknown[],
  ): Promise<Row[]>;
  /** Output of a Python script run in `odoo shell` against the same database. */
  odooShell(script: string): Promise<string>;
  /** Parts that should run and don't. */
  missing(): Promise<Part[]>;
  stop(): Promise<void>;
}

interface State {
  /** Process that answers for the parts: the runner of the demo or of the tests. */
  owner: number;
  ports: Ports;
  options: KeptOptions;
}

/** What a part that is started again needs to know. */
interface KeptOptions extends OdooOptions {
  /** Whether what is written must survive a power cut; tests don't need it. */
  durable: boolean;
  /** Port of the PostgreSQL server with the sidecar's database, when it isn't the stack's own. */
  sidecarPostgresPort?: number | undefined;
}

export interface StartOptions extends KeptOptions {
  ports: Ports;
  /** Wait until every record is in the index, also when an earlier start has filled it. */
  whole: boolean;
}

/** The steps that start an instance; it is made from the template where it isn't there. */
export function startSteps(started: Instance, options: StartOptions): Step[] {
  const { ports, durable } = options;
  const since = new Date(Math.floor(Date.now() / 1000) * 1000);
  return [
    {
      title: "PostgreSQL",
      work: async (progress) => {
        await makeWay(started, ports);
        if (!exists(started)) {
          progress("copying the database");
          await copyTemplate(started);
        }
        await writeState(started, {
          owner: process.pid,
          ports,
          options: kept(options),
        });
        await startServer(started, ports.postgres, { durable });
      },
    },
    {
      title: "Odoo",
      work: async (progress) => {
        await configure(started, ports, options);
        if (!(await isCurrent(started))) await update(started, ports, progress);
        await buildAssets(started, ports, progress);
        progress(`starting on port ${ports.odoo}`);
        await startOdoo(started, ports);
      },
    },
    {
      title: "Embedder",
      work: async () => await startEmbedder(started, ports),
    },
    {
      title: "Sidecar",
      work: async () =>
        await startSidecar(started, ports, { databasePort: options.sidecarPostgresPort }),
    },
    {
      title: "Index",
      work: async (progress) => await untilIndexed(started, ports, since, options.whole, progress),
    },
  ];
}

const kept = ({ durable, addons, workers, sidecarPostgresPort }: StartOptions): KeptOptions => ({
  durable,
  ...(addons && { addons }),
  ...(workers !== undefined && { workers }),
  sidecarPostgresPort,
});

/** The stack of an instance that runs. @throws {Failure} when it doesn't */
export async function attach(name: string): Promise<Stack> {
  const running = instance(name);
  const state = await readState(running);
  if (!state) throw new Failure(`No stack "${name}" is running.`);
  const { ports, options } = state;
  const sidecarPostgresPort = options.sidecarPostgresPort ?? ports.postgres;
  const secrets = await readSecrets(running.secrets);
  const sql: Stack["sql"] = async <Row>(
    database: "odoo" | "sidecar",
    statement: string,
    values?: unknown[],
  ) =>
    (await query(
      running,
      database === "odoo" ? ports.postgres : sidecarPostgresPort,
      database === "odoo" ? ODOO_DATABASE : SIDECAR_DATABASE,
      statement,
      values,
    )) as Row[];
  const [indexer] = await sql<{ id: number }>(
    "odoo",
    "select id from res_users where login = 'candor_indexer'",
  );
  return {
    instance: running,
    ports,
    odooUrl: odooUrl(ports),
    sidecarUrl: sidecarUrl(ports),
    database: ODOO_DATABASE,
    sharedSecret: secrets.sharedSecret,
    indexerKey: secrets.indexerKey,
    indexerUid: indexer?.id ?? 0,
    kill: async (part) => await end(running, part, true),
    restart: async (part, environment) => {
      await end(running, part, false);
      if (part === "postgres") await startServer(running, ports.postgres, options);
      if (part === "odoo") await startOdoo(running, ports);
      if (part === "embedder") await startEmbedder(running, ports);
      if (part === "sidecar")
        await startSidecar(running, ports, { databasePort: sidecarPostgresPort, environment });
    },
    logs: async () => ({
      postgres: await log(running, "postgres"),
      odoo: await log(running, "odoo"),
      embedder: await log(running, "embedder"),
      sidecar: await log(running, "sidecar"),
    }),
    sql,
    odooShell: async (script) => await odooShell(running, ports, script),
    missing: async () => {
      const alive = {
        postgres: await serverRuns(running),
        odoo: await odooRuns(running),
        embedder: await embedderRuns(running),
        sidecar: await sidecarRuns(running),
      };
      return PARTS.filter((part) => !alive[part]);
    },
    stop: async () => await stopInstance(running),
  };
}

/** The ports of the instance while its runner lives, else undefined. */
export async function runningPorts(name: string): Promise<Ports | undefined> {
  const state = await readState(instance(name));
  return state && state.owner !== process.pid && isAlive(state.owner) ? state.ports : undefined;
}

/** Ends every part, the last started first. */
export async function stopInstance(stopped: Instance): Promise<void> {
  for (const part of [...PARTS].reverse()) await end(stopped, part, false);
  await rm(stopped.state, { force: true });
}

/**
 * Makes sure that the instance can start: before minutes of work, and again before it does.
 *
 * @throws {Failure} when it runs already, or when another program has one of its ports
 */
export async function makeWay(started: Instance, ports: Ports): Promise<void> {
  await endLeftovers(started);
  await needPorts(ports);
}

/** Ends the instance if this process started it. @returns whether it did */
export async function stopOwn(stopped: Instance): Promise<boolean> {
  if ((await readState(stopped))?.owner !== process.pid) return false;
  await stopInstance(stopped);
  return true;
}

/** Parts that a runner which died without a word left behind. */
async function endLeftovers(started: Instance): Promise<void> {
  const state = await readState(started);
  if (state && state.owner !== process.pid && isAlive(state.owner)) {
    throw new Failure(
      `It is running already, at ${odooUrl(state.ports)} (process ${state.owner}). End that one first, with Ctrl-C.`,
    );
  }
  await stopInstance(started);
}

async function end(ended: Instance, part: Part, crash: boolean): Promise<void> {
  if (part === "sidecar") await stopSidecar(ended, { crash });
  if (part === "embedder") await stopEmbedder(ended, { crash });
  if (part === "odoo") await stopOdoo(ended, { crash });
  if (part === "postgres") await stopServer(ended, { crash });
}

/** Waits until the words of every record, or of some, can be found. Their vectors may follow later. */
async function untilIndexed(
  started: Instance,
  ports: Ports,
  since: Date,
  whole: boolean,
  progress: (words: string) => void,
): Promise<void> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    const [row] = await query(
      started,
      ports.postgres,
      ODOO_DATABASE,
      `select (select count(*) from candor_outbox where not dead and lane < 2)::int
                + (select count(*) from candor_change)::int as waiting,
              (select coalesce(sum(document_count), 0) from candor_source where active)::int as indexed,
              coalesce(last_report >= $1::timestamptz at time zone 'utc', false) as reported
         from candor_index`,
      [since],
    );
    const { waiting, indexed, reported } = row as {
      waiting: number;
      indexed: number;
      reported: boolean;
    };
    if (indexed > 0 && reported && (waiting === 0 || !whole)) {
      progress(`${indexed} records`);
      return;
    }
    progress(`${indexed} records, ${waiting} to come`);
    if (Date.now() > deadline) {
      throw new Failure(
        `The index is not complete after 5 minutes; why is in ${started.log("sidecar")} and ${started.log("odoo")}.`,
      );
    }
    await sleep(300);
  }
}

async function log(read: Instance, part: Part): Promise<string> {
  const path = read.log(part);
  return existsSync(path) ? await readFile(path, "utf8") : "";
}

async function readState(read: Instance): Promise<State | undefined> {
  if (!existsSync(read.state)) return undefined;
  return JSON.parse(await readFile(read.state, "utf8")) as State;
}

async function writeState(written: Instance, state: State): Promise<void> {
  await writeFile(`${written.state}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${written.state}.new`, written.state);
}
