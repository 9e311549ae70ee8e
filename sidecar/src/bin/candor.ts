#!/usr/bin/env node
import { ConfigError, readConfig } from "../config.ts";
import { serve } from "./serve.ts";

const help = `candor answers questions from the records of one Odoo database.

Usage: candor <command>

  serve    answer questions and follow Odoo's changes until stopped

Settings come from the environment: see docker/.env.example.
`;

/** @returns the exit code: 0 done, 1 failed, 2 called or configured wrongly */
async function main(args: string[]): Promise<number> {
  const [command] = args;
  if (command === undefined || command === "--help" || command === "-h") {
    process.stdout.write(help);
    return command === undefined ? 2 : 0;
  }
  if (command !== "serve" || args.length > 1) {
    process.stderr.write(`candor: "${args.join(" ")}" is no command; try "candor --help".\n`);
    return 2;
  }
  try {
    return await serve(readConfig(process.env));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(
      `candor cannot start:\n${error.faults.map((fault) => `  - ${fault}\n`).join("")}`,
    );
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
