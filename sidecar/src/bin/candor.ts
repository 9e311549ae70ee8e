#!/usr/bin/env node
import { ConfigError, readConfig } from "../config.ts";
import type { Config } from "../config.ts";
import { serve } from "./serve.ts";
import { status } from "./status.ts";

const help = `candor answers questions from the records of one Odoo database.

Usage: candor <command>

  serve              answer questions and follow Odoo's changes until stopped
  serve --no-work    answer questions only; other processes follow Odoo's changes
  work               follow Odoo's changes only, without listening
  status             print how far indexing is, as JSON

Any number may serve and work on one PostgreSQL database.
Settings come from the environment: see docker/.env.example.
`;

const commands: Record<string, (config: Config) => Promise<number>> = {
  serve: (config) => serve(config, { answers: true, indexes: true }),
  "serve --no-work": (config) => serve(config, { answers: true, indexes: false }),
  work: (config) => serve(config, { answers: false, indexes: true }),
  status,
};

/** @returns the exit code: 0 done, 1 failed, 2 called or configured wrongly */
async function main(args: string[]): Promise<number> {
  const [command] = args;
  if (command === undefined || command === "--help" || command === "-h") {
    process.stdout.write(help);
    return command === undefined ? 2 : 0;
  }
  const called = args.join(" ");
  const run = Object.hasOwn(commands, called) ? commands[called] : undefined;
  if (!run) {
    process.stderr.write(`candor: "${called}" is no command; try "candor --help".\n`);
    return 2;
  }
  try {
    return await run(readConfig(process.env));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(
      `candor cannot start:\n${error.faults.map((fault) => `  - ${fault}\n`).join("")}`,
    );
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
