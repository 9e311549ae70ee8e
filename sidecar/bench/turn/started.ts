import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Bench } from "../../../e2e/stack/bench.ts";
import { Failure } from "../../../e2e/stack/failure.ts";
import { inHome } from "../../../e2e/stack/home.ts";
import type { Running } from "./side.ts";

export interface Worktree {
  name: "ours" | "theirs";
  /** Its folder, packages included. */
  folder: string;
  /** Its CANDOR_HOME. */
  home: string;
}

const program = fileURLToPath(new URL("side.ts", import.meta.url));

/** Starts a worktree's whole Candor, which ends with the bench. @throws {Failure} when it doesn't start */
export async function start({ name, folder, home }: Worktree, bench: Bench): Promise<Running> {
  // Programs share the pages of one file, and PSS halves what two share. The bench itself runs by our
  // packages' Node: from a copy, each side is shared between its own two processes.
  await mkdir(inHome("turn"), { recursive: true });
  const node = inHome("turn", `node-${name}`);
  await copyFile(join(folder, "node_modules/node/bin/node"), node);
  bench.stopped.throwIfAborted();
  const child = spawn(node, [program, folder, inHome("turn", "vectors.json")], {
    cwd: folder,
    env: { ...process.env, CANDOR_HOME: home },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  bench.atEnd(async () => {
    child.kill("SIGTERM");
    await exited;
  });
  return await running(child);
}

async function running(child: ChildProcess): Promise<Running> {
  return await new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as Running));
    child.once("error", reject);
    child.once("exit", () => reject(new Failure("A side did not start: why is said above.")));
  });
}
