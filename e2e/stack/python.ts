import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";

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
  await installVenv(inHome("python"), REQUIREMENTS, progress);
}

/** Makes a virtual environment in `folder` with the packages that the file names. */
export async function installVenv(
  folder: string,
  file: string,
  progress: (words: string) => void,
): Promise<void> {
  const version = await systemVersion();
  const requirements = await readFile(file, "utf8");
  const log = inHome(`logs/install/${basename(folder)}.log`);
  const cache = `${folder}.pip`;
  await stamped(folder, `${version}\n${requirements}`, async () => {
    progress("virtual environment");
    try {
      await run({ file: "python3", args: ["-m", "venv", folder], log });
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
        file: join(folder, "bin/python"),
        args: [
          ...["-m", "pip", "install", "--disable-pip-version-check", "--no-input"],
          ...["--prefer-binary", "--progress-bar", "off", "--cache-dir", cache],
          ...["-r", file],
        ],
        log,
        onLine: (line) => {
          if (line.startsWith("Collecting ")) collected += 1;
          if (line.startsWith("Collecting ")) progress(`package ${collected} of ${total}`);
          if (line.startsWith("Installing collected")) progress("installing");
        },
      });
      await rm(cache, { recursive: true, force: true });
    } catch (error) {
      if (String(error).includes("No space left")) throw error;
      throw new Failure(
        "The Python packages could not be installed. Check the network and start again; " +
          `what pip said is in ${log}.`,
        { cause: error },
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
