import { existsSync } from "node:fs";
import { join } from "node:path";

import { Failure } from "./failure.ts";
import { root } from "./home.ts";
import { run } from "./processes.ts";

/** Compiles the panel's TypeScript: one .js beside each .ts. @throws {Failure} when it doesn't compile */
export async function compilePanel(): Promise<void> {
  const project = join(root, "addon/tsconfig.json");
  if (!existsSync(project)) throw new Failure(`${project} is missing.`);
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
