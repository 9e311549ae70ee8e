// `npm run check`: every tool, one line each; all run even when one fails.
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

import { installSteps, perform } from "../stack/install.ts";
import { odooPath } from "../stack/debian.ts";
import { root } from "../stack/home.ts";
import { environment, run, type Command } from "../stack/processes.ts";
import { python } from "../stack/python.ts";
import { faultyCommands } from "../stack/readme.ts";
import { runCommand } from "../stack/run.ts";

interface Tool {
  name: string;
  /** Nothing when all is well, else what is wrong. Throws with a tool's output when that fails. */
  work: () => Promise<string>;
}

const node = (name: string, script: string, ...args: string[]): Tool =>
  program(name, { file: process.execPath, args: [join(root, "node_modules", script), ...args] });

const pythonModule = (name: string, ...args: string[]): Tool =>
  program(name, { file: python, args: ["-m", ...args] });

const tsc = "typescript/bin/tsc";

const TOOLS: Tool[] = [
  node("ESLint", "eslint/bin/eslint.js", "."),
  node("tsc, addon", tsc, "-p", "addon/tsconfig.json", "--noEmit"),
  node("tsc, sidecar", tsc, "-p", "sidecar/tsconfig.json"),
  node("tsc, e2e", tsc, "-p", "e2e/tsconfig.json"),
  node("Prettier", "prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."),
  node("knip", "knip/bin/knip.js", "--no-progress"),
  node(
    "dependency-cruiser",
    "dependency-cruiser/bin/dependency-cruise.mjs",
    ...[
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err",
      "sidecar/src",
      ...(existsSync(join(root, "sidecar/bench")) ? ["sidecar/bench"] : []),
      "addon",
      "e2e",
    ],
  ),
  pythonModule("ruff", "ruff", "check", "."),
  pythonModule("ruff format", "ruff", "format", "--check", "."),
  pythonModule(
    "pylint-odoo",
    "pylint",
    ...["--rcfile", ".pylintrc"],
    // What people do with a review or a turn is a file for each thing: in .pylintrc it would come too early.
    ...["--disable", "consider-merging-classes-inherited"],
    "addon/candor",
  ),
  program("Odoo's transpiler", {
    file: python,
    args: ["addon/check_transpiled.py"],
    env: environment({ PYTHONPATH: odooPath }),
  }),
  { name: "commands in README", work: async () => (await faultyCommands()).join("\n") },
];

await runCommand(async (stopped) => {
  await perform(installSteps());
  console.log("");
  const waiting = [...TOOLS];
  const failures: string[] = [];
  const next = async (): Promise<void> => {
    for (let tool = waiting.shift(); tool && !stopped.aborted; tool = waiting.shift()) {
      const since = Date.now();
      const wrong = await fault(tool);
      const seconds = ((Date.now() - since) / 1000).toFixed(1);
      console.log(`${wrong === "" ? "✔" : "✖"} ${tool.name} (${seconds} s)`);
      if (wrong !== "") failures.push(`── ${tool.name}\n${wrong}`);
    }
  };
  await Promise.all(cpus().slice(0, 4).map(next));
  if (failures.length > 0) console.log(`\n${failures.join("\n\n")}`);
  console.log(
    failures.length === 0
      ? `\nAll ${TOOLS.length} checks passed.`
      : `\n${failures.length} of ${TOOLS.length} checks failed.`,
  );
  return failures.length === 0 ? 0 : 1;
});

function program(name: string, command: Command): Tool {
  const work = async (): Promise<string> => {
    await run({ cwd: root, ...command });
    return "";
  };
  return { name, work };
}

async function fault(tool: Tool): Promise<string> {
  try {
    return await tool.work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return "stderr" in error ? String(error.stderr).trim() : error.message;
  }
}
