import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { root } from "./home.ts";

const TEXTS = ["README.md", "CHANGELOG.md"];

interface Package {
  scripts?: Record<string, string>;
}

/** Sentences about commands in the README and the changelog that don't exist (any more). */
export async function faultyCommands(): Promise<string[]> {
  const { scripts = {} } = JSON.parse(
    await readFile(join(root, "package.json"), "utf8"),
  ) as Package;
  const faults: string[] = [];
  for (const name of TEXTS.filter((text) => existsSync(join(root, text)))) {
    const text = await readFile(join(root, name), "utf8");
    for (const [command = "", script = ""] of text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)) {
      // npm's own, such as `npm ci`, need no script; `npm test` does.
      const own = /^npm (ci|install)$/.test(command);
      if (!own && scripts[script] === undefined)
        faults.push(`${name}: there is no \`${command}\`.`);
    }
    for (const [command, file = ""] of text.matchAll(/\bnode ([\w./-]+\.(?:ts|js|mjs))/g)) {
      if (!existsSync(join(root, file))) faults.push(`${name}: \`${command}\` names no file.`);
    }
    for (const [, file = ""] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      if (!existsSync(join(root, file))) faults.push(`${name}: the link to ${file} leads nowhere.`);
    }
  }
  return faults;
}
