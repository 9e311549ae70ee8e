// `npm run demo`: a live Odoo 19 with Candor in it, until Ctrl-C.
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { demo, startDemo } from "../stack/demo.ts";
import { Failure } from "../stack/failure.ts";
import { inHome } from "../stack/home.ts";
import { perform, type Step } from "../stack/install.ts";
import { removeInstance } from "../stack/instance.ts";
import { demoPorts, portOptions, type Ports } from "../stack/ports.ts";
import { runCommand } from "../stack/run.ts";
import { attach, runningPorts, stopInstance, stopOwn, type Stack } from "../stack/stack.ts";
import { untilVectors, vectorsOf } from "../stack/vectors.ts";

const USAGE = `npm run demo [-- options]

  --check            ask the questions of e2e/demo/questions.json, print how many were found, and stop
  --verbose          with --check: one line about each question that was missed
  --fresh            forget the demo's data and start over
${portOptions.map(([part, option]) => `  ${`${option} N`.padEnd(18)} port of ${part}, ${demoPorts[part]} when left out`).join("\n")}
`;

const values = options();
await runCommand(
  async (stopped) => {
    if (values.help === true) {
      console.log(USAGE);
      return 0;
    }
    if (values.check === true && (await runningPorts(demo.name)) !== undefined) {
      await perform([vectorsStep()]);
      return await check();
    }
    const since = Date.now();
    if (values.fresh === true) {
      if (await runningPorts(demo.name))
        throw new Failure("The demo is running. End it first, with Ctrl-C.");
      await stopInstance(demo);
      await removeInstance(demo);
      await rm(inHome("logs", demo.name), { recursive: true, force: true });
    }
    const checking = values.check === true;
    const stack = await startDemo(ports(), stopped, { whole: checking });
    if (checking) {
      await perform([vectorsStep()]);
      return await check();
    }
    await welcome(stack, since);
    return await watch(stack, stopped);
  },
  async () => {
    if (await stopOwn(demo)) console.log("Candor has stopped.");
  },
);

function options(): Record<string, string | boolean | undefined> {
  try {
    return parseArgs({
      options: {
        check: { type: "boolean" },
        verbose: { type: "boolean" },
        fresh: { type: "boolean" },
        help: { type: "boolean" },
        ...Object.fromEntries(
          portOptions.map(([, option]) => [option.slice(2), { type: "string" as const }]),
        ),
      },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : ""}\n\n${USAGE}`);
    process.exit(2);
  }
}

function ports(): Ports {
  const chosen = { ...demoPorts };
  for (const [part, option] of portOptions) {
    const value: unknown = values[option.slice(2)];
    if (typeof value !== "string") continue;
    const port = Number(value);
    if (!Number.isInteger(port) || port < 1024 || port > 65_535) {
      throw new Failure(`${option} takes a port from 1024 to 65535, not "${value}".`);
    }
    chosen[part] = port;
  }
  return chosen;
}

/** The first start waits for words only; vectors follow in a minute or two. */
function vectorsStep(): Step {
  return {
    title: "Vectors",
    work: async (progress) => await untilVectors(await attach(demo.name), progress),
  };
}

async function check(): Promise<number> {
  const { check: ask } = await import("../demo/check.ts");
  const { odooUrl, sidecarUrl, database } = await attach(demo.name);
  const verbose = values.verbose === true;
  return (await ask({ odooUrl, sidecarUrl, database }, { verbose })) ? 0 : 1;
}

async function welcome(stack: Stack, since: number): Promise<void> {
  const [index] = await stack.sql<{ records: string }>(
    "odoo",
    "select sum(document_count) as records from candor_source where active",
  );
  const { chunks, vectors, expected } = await vectorsOf(stack);
  let found = "";
  if (!expected) found = "They are found by their words only: no embedder runs here.\n";
  else if (vectors < chunks)
    found =
      "They are found by their words already, and by meaning in a minute or two " +
      `(${Math.floor((100 * vectors) / chunks)} %).\n`;
  console.log(`
Candor is running in Odoo, with ${index?.records ?? 0} records in its index (${Math.round((Date.now() - since) / 1000)} s).
${found}
  Open         ${stack.odooUrl}
  Log in as    demo / demo            a sales rep who sees his own documents
               admin / admin          who sees everything, wages too
               reviewer / reviewer    who is given what needs a human
               manager / manager      who manages Candor: sources and index

  Worth a try, in CRM, with the panel (the Candor button at the top right):
               open "Furniture for six meeting rooms": How many large tables and chairs do they need for six meeting rooms?
               as demo, then as admin: How much is the Expected Revenue of Marlowe Bank?
               as demo, then as admin: How much is the Wage of the employee Abigail Peterson?

  Logs         ${stack.instance.log("").replace(/\/[^/]*$/, "")}
  Stop         Ctrl-C
`);
}

/** Waits for the end, and says so when a part ends by itself. */
async function watch(stack: Stack, stopped: AbortSignal): Promise<number> {
  const told = new Set<string>();
  const waiting = (): boolean => !stopped.aborted;
  while (waiting()) {
    await sleep(2000, undefined, { signal: stopped }).catch(() => undefined);
    for (const part of await stack.missing()) {
      if (waiting() && !told.has(part)) {
        console.error(`${part} has ended; why is in ${stack.instance.log(part)}.`);
      }
      told.add(part);
    }
  }
  return 0;
}
