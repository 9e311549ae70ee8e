import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";

import { Failure } from "./failure.ts";
import { inHome, root } from "./home.ts";
import { compilePanel } from "./panel.ts";
import { run } from "./processes.ts";

const SOURCE = join(root, "addon/candor");

/** What an installed addon has no use for. The compiled .js beside a .ts stays. */
const LEFT_OUT = /(^|\/)(tests|__pycache__)(\/|$)|\.(ts|pyc)$/;

/**
 * Compiles the panel and writes `dist/candor-<version>.zip` with the installable addon.
 *
 * @returns the path of the archive
 */
export async function writePackage(): Promise<string> {
  await compilePanel();
  const manifest = await readFile(join(SOURCE, "__manifest__.py"), "utf8");
  const version = /"version":\s*"(19\.0\.\d+\.\d+\.\d+)"/.exec(manifest)?.[1];
  if (version === undefined) throw new Failure("The addon's manifest has no version 19.0.x.y.z.");
  const staging = inHome("package");
  await rm(staging, { recursive: true, force: true });
  await cp(SOURCE, join(staging, basename(SOURCE)), {
    recursive: true,
    filter: (path) => !LEFT_OUT.test(path.slice(SOURCE.length)),
  });
  await cp(join(root, "LICENSE"), join(staging, basename(SOURCE), "LICENSE"));
  await mkdir(join(root, "dist"), { recursive: true });
  const archive = join(root, "dist", `candor-${version}.zip`);
  await rm(archive, { force: true });
  await run({
    file: "python3",
    args: ["-m", "zipfile", "-c", archive, basename(SOURCE)],
    cwd: staging,
  });
  await rm(staging, { recursive: true, force: true });
  return archive;
}
