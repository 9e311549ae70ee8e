import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Failure } from "./failure.ts";

/** The repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The one folder that everything made by running Candor lives in. */
export const home = resolve(process.env.CANDOR_HOME ?? join(root, ".candor"));

export const inHome = (...names: string[]): string => join(home, ...names);

/** Makes the folder. The database server's user must pass through it, so it is open to be entered. */
export async function createHome(): Promise<void> {
  await mkdir(inHome("logs"), { recursive: true, mode: 0o755 });
}

/**
 * Makes `target` by `make` unless a stamp says that it was made whole from the same `key`. What a
 * crash left half made has no stamp and is made again from nothing.
 *
 * @returns whether it had to be made
 */
export async function stamped(
  target: string,
  key: string,
  make: () => Promise<void>,
): Promise<boolean> {
  if (await isStamped(target, key)) return false;
  await rm(stampOf(target), { force: true });
  await rm(target, { recursive: true, force: true });
  await make();
  await stamp(target, key);
  return true;
}

export async function isStamped(target: string, key: string): Promise<boolean> {
  if (!existsSync(target) || !existsSync(stampOf(target))) return false;
  return (await readFile(stampOf(target), "utf8")) === key;
}

export async function stamp(target: string, key: string): Promise<void> {
  await writeFile(`${stampOf(target)}.new`, key);
  await rename(`${stampOf(target)}.new`, stampOf(target));
}

const stampOf = (target: string): string => `${target}.made`;

/** Hex SHA-256 over names and contents of the files below `folder` that `choose` takes, and of `more`. */
export async function digest(
  folder: string,
  choose: (path: string) => boolean,
  more: string[] = [],
): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const path of [...paths.filter(choose).sort(), ...more]) {
    const name = path.startsWith(root) ? path.slice(root.length) : path;
    hash
      .update(name)
      .update("\0")
      .update(await readFile(path))
      .update("\0");
  }
  return hash.digest("hex");
}

/** @throws {Failure} when less than `gigabytes` are free where the stack lives */
export async function needSpace(gigabytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(home);
  const free = (bavail * bsize) / 1024 ** 3;
  if (free < gigabytes) {
    throw new Failure(
      `The disk has ${free.toFixed(1)} GB left and about ${gigabytes} GB are needed in ${home}. ` +
        "Free some, or set CANDOR_HOME to a folder on another disk.",
    );
  }
}
