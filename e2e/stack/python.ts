import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "./failure.ts";
import { inHome, root, stamped } from "./home.ts";
import { run } from "./processes.ts";

export const python = inHome("python/bin/python");

const REQUIREMENTS = join(root, "e2e/stack/requirements.txt");

/**
 * A virtual environment with what Odoo, PostgreSQL and the checks need, all pinned.
 *
 * @throws {Failure} without Python ≥ 3.10 and venv, or when the download breaks
 */
export async function installPython(progress: (words: string) => void): Promise<void> {
  const version = await systemVersion();
  const requirements = await readFile(REQUIREMENTS, "utf8");
  const log = inHome("logs/install/pip.log");
  await stamped(inHome("python"), `${version}\n${requirements}`, async () => {
    progress("virtual environment");
    try {
      await run({ file: "python3", args: ["-m", "venv", inHome("python")], log });
    } catch (error) {
      if (String(error).includes("No space left")) throw error;
      throw new Failure(
        "Python's module venv is missing or broken. On Debian: apt-get install python3-venv. Then start again.",
      );
    }
    const total = requirements.split("\n").filter((line) => /^\w/.test(line)).length;
    let collected = 0;
    try {
      await run({
        file: python,
        args: [
          ...["-m", "pip", "install", "--disable-pip-version-check", "--no-input"],
          ...["--prefer-binary", "--progress-bar", "off", "--cache-dir", inHome("pip")],
          ...["-r", REQUIREMENTS],
        ],
        log,
        onLine: (line) => {
          if (line.startsWith("Collecting ")) collected += 1;
          if (line.startsWith("Collecting ")) progress(`package ${collected} of ${total}`);
          if (line.startsWith("Installing collected")) progress("installing");
        },
      });
      await rm(inHome("pip"), { recursive: true, force: true });
    } catch (error) {
      if (String(error).includes("No space left")) throw error;
      throw new Failure(
        "The Python packages could not be installed. Check the network and start again; " +
          `what pip said is in ${log}.`,
      );
    }
  });
}

async function systemVersion(): Promise<string> {
  let text: string;
  try {
    text = await run({
      file: "python3",
      args: ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
    });
  } catch {
    throw new Failure(
      "Python is missing. On Debian: apt-get install python3 python3-venv. Then start again.",
    );
  }
  const [major = 0, minor = 0] = text.trim().split(".").map(Number);
  if (major !== 3 || minor < 10) {
    throw new Failure(
      `Odoo 19 needs Python 3.10 or newer; python3 here is ${text.trim()}. Install a newer one.`,
    );
  }
  return text.trim();
}
