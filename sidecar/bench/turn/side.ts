// A program that the bench runs once for each side: starts the whole Candor of a worktree by that
// worktree's own code, tells the bench where it is, and ends it when it is told to, or when the bench
// is gone. Called with the worktree's folder and a file of vectors that earlier runs computed;
// CANDOR_HOME is where what it makes is kept.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Address } from "../../../e2e/asker.ts";
import type { Stack } from "../../../e2e/stack/stack.ts";
import { keepVectors, seedVectors } from "./vectors.ts";

/** A stack that runs, its index whole, vectors too. */
export interface Running extends Address {
  /** First process of each part: its children belong to it. */
  pids: Record<Part, number>;
  sidecarLog: string;
}

export const parts = ["odoo", "odooPostgres", "sidecar", "sidecarPostgres", "embedder"] as const;
export type Part = (typeof parts)[number];

/** Odoo's rule: twice the cores and one. */
const workers = 5;

/** Of the e2e/stack of the worktree that is started, whatever ours is like. */
async function stackOf(worktree: string) {
  const module = async (name: string): Promise<unknown> =>
    await import(pathToFileURL(join(worktree, "e2e/stack", `${name}.ts`)).href);
  return {
    ...((await module("bench")) as typeof import("../../../e2e/stack/bench.ts")),
    ...((await module("home")) as typeof import("../../../e2e/stack/home.ts")),
    ...((await module("install")) as typeof import("../../../e2e/stack/install.ts")),
    ...((await module("leftovers")) as typeof import("../../../e2e/stack/leftovers.ts")),
    ...((await module("stack")) as typeof import("../../../e2e/stack/stack.ts")),
    ...((await module("run")) as typeof import("../../../e2e/stack/run.ts")),
    ...((await module("vectors")) as typeof import("../../../e2e/stack/vectors.ts")),
  };
}

async function run(worktree: string, vectors: string): Promise<void> {
  const its = await stackOf(worktree);
  let remove: (() => Promise<void>) | undefined;
  await its.runCommand(
    async (stopped) => {
      await its.createHome();
      await its.forgetEarlier("bench");
      await its.perform(its.installSteps());
      const around = its.surroundings([], stopped);
      remove = around.remove;
      // Odoo's PostgreSQL server is apart from the sidecar's, so that its work can be told.
      const starting = around.bench.stack({ durable: true, workers, ownServer: {} });
      // Its first instance, which a bench's stack is: the sidecar embeds from its start on.
      const early = async (): Promise<Stack> => await its.attach(`bench-${process.pid}-0`);
      const [stack] = await Promise.all([starting, seedVectors(early, vectors, stopped)]);
      await its.perform([
        { title: "Vectors", work: async (progress) => await its.untilVectors(stack, progress) },
      ]);
      await keepVectors(stack, vectors);
      stopped.throwIfAborted();

      const service = async (part: string): Promise<number> =>
        Number(await readFile(stack.instance.pidFile(part), "utf8"));
      const server = async (database: "odoo" | "sidecar"): Promise<number> => {
        const [row] = await stack.sql<{ folder: string }>(
          database,
          "select current_setting('data_directory') as folder",
        );
        return parseInt(await readFile(join(row?.folder ?? "", "postmaster.pid"), "utf8"), 10);
      };
      const running: Running = {
        odooUrl: stack.odooUrl,
        sidecarUrl: stack.sidecarUrl,
        database: stack.database,
        pids: {
          odoo: await service("odoo"),
          odooPostgres: await server("odoo"),
          sidecar: await service("sidecar"),
          sidecarPostgres: await server("sidecar"),
          embedder: await service("embedder"),
        },
        sidecarLog: stack.instance.log("sidecar"),
      };
      process.send?.(running);
      if (!stopped.aborted) await once(stopped, "abort");
      return 0;
    },
    async () => await remove?.(),
  );
}

if (import.meta.main) await run(process.argv[2] ?? "", process.argv[3] ?? "");
