import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { home, inHome, root } from "./home.ts";
import { ODOO_DATABASE, type Instance } from "./instance.ts";
import { ADDONS, configure, runOdoo, TEST_ADDONS } from "./odoo.ts";
import type { Ports } from "./ports.ts";
import { query } from "./postgres.ts";
import { endRunning, environment, run, type Command } from "./processes.ts";
import { readSecrets } from "./secrets.ts";

/** How long a runner may take to end after it wrote its report, in milliseconds. */
const LINGER_MS = 15_000;

/** How many tests of a suite passed, failed, and were left out by their own condition. */
export interface Count {
  suite: string;
  passed: number;
  failed: number;
  skipped: number;
}

/** The sidecar's tests, on the stack's PostgreSQL: each file makes a database of its own there. */
export async function runJest(tested: Instance, ports: Ports, filter: string[]): Promise<Count> {
  title("Sidecar");
  const report = await reportFile("jest.json");
  await query(tested, ports.postgres, "postgres", "alter role candor createdb");
  // Only a superuser may add it, and each test file makes a database of its own.
  await query(tested, ports.postgres, "template1", "create extension if not exists vector");
  const { sidecarPassword } = await readSecrets(tested.secrets);
  const ended = await shown(report, {
    file: process.execPath,
    args: [
      ...[
        "--experimental-vm-modules",
        "--no-warnings",
        join(root, "node_modules/jest/bin/jest.js"),
      ],
      ...["--json", `--outputFile=${report}`, "--testLocationInResults", ...filter],
    ],
    cwd: join(root, "sidecar"),
    env: environment({
      CANDOR_TEST_DATABASE_URL: `postgresql://candor:${sidecarPassword}@127.0.0.1:${ports.postgres}/candor`,
    }),
  });
  interface Report {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numRuntimeErrorTestSuites: number;
  }
  const result = await read<Report>(report);
  return {
    suite: "Sidecar (jest)",
    passed: result?.numPassedTests ?? 0,
    // A file that doesn't even load holds tests that didn't pass.
    failed:
      (result?.numFailedTests ?? 1) + (result?.numRuntimeErrorTestSuites ?? 0) + (ended ? 0 : 1),
    skipped: result?.numPendingTests ?? 0,
  };
}

/** The addon's tests, run by Odoo itself on a clone of the database. */
export async function runPython(tested: Instance, ports: Ports, filter: string[]): Promise<Count> {
  title("Addon");
  const database = "python_tests";
  await query(tested, ports.postgres, "postgres", `drop database if exists ${database}`);
  await query(
    tested,
    ports.postgres,
    "postgres",
    `create database ${database} owner odoo template ${ODOO_DATABASE}`,
  );
  const filestore = join(tested.odooData, "filestore");
  if (existsSync(join(filestore, ODOO_DATABASE))) {
    await cp(join(filestore, ODOO_DATABASE), join(filestore, database), { recursive: true });
  }
  await configure(tested, ports, { database, addons: [ADDONS, TEST_ADDONS] });
  const log = inHome("reports", "python.log");
  await rm(log, { force: true });
  const tags = filter.length === 0 ? "/candor" : filter.map((name) => `/candor:${name}`).join(",");
  let said: string;
  try {
    said = await runOdoo(tested, ports, ["--test-tags", tags, "--max-cron-threads", "0"], { log });
  } catch (error) {
    said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  }
  // Odoo logs to stderr, so what a successful run said is in the file only.
  const text = existsSync(log) ? await readFile(log, "utf8") : said;
  const [, failures, errors, total] =
    /(\d+) failed, (\d+) error\(s\) of (\d+) tests/.exec(text) ?? [];
  if (total === undefined) {
    console.log(text.split("\n").slice(-40).join("\n"));
    return { suite: "Addon (Odoo)", passed: 0, failed: 1, skipped: 0 };
  }
  const failed = Number(failures) + Number(errors);
  if (failed > 0) console.log(errorRecords(text));
  console.log(`Addon: ${total} tests, ${failed} failed; the log is ${log}.`);
  return { suite: "Addon (Odoo)", passed: Number(total) - failed, failed, skipped: 0 };
}

/** The walk in a browser, against the instance that runs. */
export async function runEndToEnd(
  tested: Instance,
  chromium: string,
  filter: string[],
): Promise<Count> {
  title("Browser");
  const report = await reportFile("e2e.json");
  const ended = await shown(report, {
    file: process.execPath,
    args: [
      ...[join(root, "node_modules/@playwright/test/cli.js"), "test"],
      ...["--config", join(root, "e2e/playwright.config.ts"), ...filter],
    ],
    cwd: join(root, "e2e"),
    env: environment({
      CANDOR_HOME: home,
      CANDOR_E2E_INSTANCE: tested.name,
      CANDOR_E2E_REPORT: report,
      CANDOR_E2E_OUTPUT: inHome("reports", "e2e"),
      CANDOR_CHROMIUM: chromium,
    }),
  });
  interface Report {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: unknown[];
  }
  const result = await read<Report>(report);
  return {
    suite: "Browser (Playwright)",
    passed: result?.stats.expected ?? 0,
    failed: result
      ? result.stats.unexpected + result.stats.flaky + result.errors.length + (ended ? 0 : 1)
      : 1,
    skipped: result?.stats.skipped ?? 0,
  };
}

function title(text: string): void {
  console.log(`\n── ${text} ${"─".repeat(60 - text.length)}`);
}

/**
 * Runs a suite with its output shown; that tests failed is in its report.
 *
 * @returns false when the runner had to be ended: something that a test opened was never closed
 */
async function shown(report: string, command: Command): Promise<boolean> {
  const done = new AbortController();
  const watch = (async () => {
    for (; !existsSync(report);) await sleep(1000, undefined, { signal: done.signal });
    await sleep(LINGER_MS, undefined, { signal: done.signal });
    console.log("The tests are over, and their runner doesn't end: a test left something open.");
    endRunning();
    return false;
  })().catch(() => true);
  try {
    await run({ ...command, show: true });
  } catch (error) {
    if (!(error instanceof Error && "stderr" in error)) throw error;
  } finally {
    done.abort();
  }
  return await watch;
}

async function reportFile(name: string): Promise<string> {
  const path = inHome("reports", name);
  await mkdir(inHome("reports"), { recursive: true });
  await rm(path, { force: true });
  return path;
}

async function read<Report>(path: string): Promise<Report | undefined> {
  return existsSync(path) ? (JSON.parse(await readFile(path, "utf8")) as Report) : undefined;
}

/** Records of Odoo's log at level ERROR with the lines that belong to them. */
function errorRecords(log: string): string {
  let inside = false;
  return log
    .split("\n")
    .filter((line) => {
      const level = /^\d{4}-\d\d-\d\d [\d:,]+ \d+ ([A-Z]+) /.exec(line)?.[1];
      if (level !== undefined) inside = level === "ERROR" || level === "CRITICAL";
      return inside;
    })
    .join("\n");
}
