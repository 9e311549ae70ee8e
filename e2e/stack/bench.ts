import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { copyTemplate } from "./database.ts";
import { embedderUrl, startEmbedder } from "./embedder.ts";
import { Failure } from "./failure.ts";
import { root } from "./home.ts";
import { perform, templateStep } from "./install.ts";
import { createInstance, instance, removeInstance, type Instance } from "./instance.ts";
import { ADDONS, configure, installModules } from "./odoo.ts";
import { freePort, freePorts, type Ports } from "./ports.ts";
import {
  createServer,
  sidecarDatabaseUrl,
  startServer,
  stopServer,
  type ServerOptions,
} from "./postgres.ts";
import { createSecrets } from "./secrets.ts";
import { attach, startSteps, stopInstance, type Stack } from "./stack.ts";
import { copyVariant, variantStep, type Variant } from "./variant.ts";

/** What a bench hands back: the JSON of its results, and a sentence for each bar that it missed. */
export interface Outcome {
  results: object;
  missed: string[];
}

/** What a bench is given. Whatever it starts through this ends with the bench, also on Ctrl-C. */
export interface Bench {
  /** Words behind the bench's name, for `parseArgs({ args })`. */
  args: string[];
  stopped: AbortSignal;
  /** A PostgreSQL server of its own, with the empty database `candor` (pgvector is in it). */
  server: (options?: Partial<ServerOptions>) => Promise<BenchServer>;
  /** Base address of an embedder of its own. @throws {Failure} where none runs on this machine */
  embedder: () => Promise<string>;
  /** A whole Candor on a copy of the template, its index complete but for vectors. */
  stack: (options?: BenchStackOptions) => Promise<BenchStack>;
  /** Work that ends what the bench started otherwise; the last given is done first. */
  atEnd: (work: () => Promise<void>) => void;
  /** Path in the folder that CANDOR_BENCH_DATA names. @throws {Failure} when it isn't there */
  data: (...names: string[]) => string;
}

export interface BenchServer {
  port: number;
  /** Of the database `candor`, password included: not for a log. */
  url: string;
  /** Ends it as a crash would. */
  kill: () => Promise<void>;
  /** Starts it again, with the same settings, and waits until it answers. */
  start: () => Promise<void>;
}

export interface BenchStackOptions {
  /** fsync on. */
  durable?: boolean;
  /** Odoo's worker processes; 0 is one process with threads. */
  workers?: number;
  /** Modules installed before it starts, with the folder that holds them. */
  modules?: { folder: string; names: string[] };
  /** What it is a copy of, when not of the template. */
  variant?: Variant;
  /** Free ones when left out. */
  ports?: Ports;
  /** False: it is handed over while its index still fills. */
  whole?: boolean;
  /** The sidecar's database on a PostgreSQL server of its own: `ownServer` of the result. */
  ownServer?: Partial<ServerOptions>;
}

export interface BenchStack extends Stack {
  ownServer: BenchServer | undefined;
}

/** A bench's surroundings, and what removes all that was made in them. */
export function surroundings(
  args: string[],
  stopped: AbortSignal,
): { bench: Bench; remove: () => Promise<void> } {
  const made: Instance[] = [];
  const atEnd: (() => Promise<void>)[] = [];
  const named = (): Instance => {
    const next = instance(`bench-${process.pid}-${made.length}`);
    made.push(next);
    return next;
  };

  async function server(
    options: Partial<ServerOptions> = {},
    secretsOf?: Instance,
  ): Promise<BenchServer> {
    stopped.throwIfAborted();
    const its = named();
    const settings = { durable: false, ...options };
    await createInstance(its);
    if (secretsOf) await copyFile(secretsOf.secrets, its.secrets);
    const secrets = await createSecrets(its.secrets);
    const port = await freePort();
    await createServer(its, secrets, port);
    await stopServer(its);
    const start = async (): Promise<void> => await startServer(its, port, settings);
    await start();
    return {
      port,
      url: sidecarDatabaseUrl(secrets, port),
      kill: async () => await stopServer(its, { crash: true }),
      start,
    };
  }

  async function embedder(): Promise<string> {
    stopped.throwIfAborted();
    const its = named();
    await createInstance(its);
    const ports = await freePorts();
    await startEmbedder(its, ports);
    const url = embedderUrl(ports);
    if (url === "") throw new Failure("The embedder of the demo doesn't run on this machine.");
    return url;
  }

  async function stack({
    durable = false,
    workers = 0,
    modules,
    variant,
    ports: fixed,
    whole = true,
    ownServer: own,
  }: BenchStackOptions = {}): Promise<BenchStack> {
    await perform([templateStep(), ...(variant ? [variantStep(variant)] : [])]);
    stopped.throwIfAborted();
    const its = named();
    await (variant ? copyVariant(variant, its) : copyTemplate(its));
    const ownServer = own && (await server({ durable, ...own }, its));
    const ports = fixed ?? (await freePorts());
    const addons = [ADDONS, ...(modules ? [modules.folder] : [])];
    if (modules) {
      await perform([
        {
          title: "Modules of the bench",
          work: async (progress) => {
            await startServer(its, ports.postgres, { durable: false });
            await configure(its, ports, { addons });
            await installModules(its, ports, ["-i", modules.names.join(",")], progress);
          },
        },
      ]);
    }
    await perform(
      startSteps(its, {
        ...{ ports, durable, workers, addons, whole },
        sidecarPostgresPort: ownServer?.port,
      }),
    );
    return { ...(await attach(its.name)), ownServer };
  }

  return {
    bench: {
      args,
      stopped,
      server: async (options) => await server(options),
      embedder,
      stack,
      atEnd: (work) => atEnd.push(work),
      data,
    },
    remove: async () => {
      for (const work of atEnd.reverse()) await work();
      for (const its of made.reverse()) {
        await stopInstance(its);
        await removeInstance(its);
      }
    },
  };
}

function data(...names: string[]): string {
  const folder = resolve(process.env.CANDOR_BENCH_DATA ?? join(root, "../shared/data"));
  const path = join(folder, ...names);
  if (existsSync(path)) return path;
  throw new Failure(
    `The data set ${names.join("/")} is missing in ${folder}. ` +
      "Put it there, or set CANDOR_BENCH_DATA to the folder that has it.",
  );
}
