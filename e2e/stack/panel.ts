import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "./failure.ts";
import { root } from "./home.ts";
import { run } from "./processes.ts";

/** A compiled file whose source was renamed or removed would still be bundled by Odoo. */
async function removeOrphans(): Promise<void> {
  const folder = join(root, "addon/candor/static/src");
  for (const name of await readdir(folder, { recursive: true })) {
    const source = join(folder, name.replace(/\.js$/, ".ts"));
    if (name.endsWith(".js") && !existsSync(source)) await rm(join(folder, name));
  }
}

/** Compiles the panel's TypeScript: one .js beside each .ts. @throws {Failure} when it doesn't compile */
export async function compilePanel(): Promise<void> {
  const project = join(root, "addon/tsconfig.json");
  if (!existsSync(project)) throw new Failure(`${project} is missing.`);
  await removeOrphans();
  try {
    await run({
      file: process.execPath,
      args: [join(root, "node_modules/typescript/bin/tsc"), "-p", project],
      cwd: root,
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      `The panel does not compile:\n${error instanceof Error ? error.message : ""}`,
    );
  }
}
