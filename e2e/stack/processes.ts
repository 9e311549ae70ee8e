import { spawn } from "node:child_process";
import { existsSync, openSync, closeSync } from "node:fs";
import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";

import { Failure } from "./failure.ts";
import { isAlive as answersSignals } from "./lock.mjs";

/** What a program is given: never the caller's own PG*, PYTHON* or ODOO* settings. */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(PG|PYTHON|ODOO|CANDOR_|NODE_OPTIONS|VIRTUAL_ENV|LC_|LANG)/.test(name),
  );
  return { ...Object.fromEntries(kept), LANG: "C.UTF-8", LC_ALL: "C.UTF-8", ...more };
}

export interface Command {
  file: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  input?: string;
  /** File that everything it says is appended to. */
  log?: string;
  /** Each line as it is said, for progress. */
  onLine?: (line: string) => void;
  /** Also write it to our own output, as it comes. */
  show?: boolean;
}

const running = new Set<number>();

/**
 * Runs a program to its end.
 *
 * @returns its standard output
 * @throws {Failure} with the end of what it said, when it fails
 */
export async function run(command: Command): Promise<string> {
  const child = execa(command.file, command.args, {
    env: command.env ?? environment(),
    extendEnv: false,
    all: true,
    reject: false,
    // A group of its own, so that stopping ends its children too.
    detached: true,
    maxBuffer: 200 * 1024 ** 2,
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...(command.input === undefined ? { stdin: "ignore" as const } : { input: command.input }),
  });
  if (child.pid !== undefined) running.add(child.pid);
  if (command.show === true) child.all?.pipe(process.stdout, { end: false });
  let rest = "";
  child.all?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split(/[\r\n]+/);
    rest = lines.pop() ?? "";
    if (command.onLine) for (const line of lines) command.onLine(line);
  });
  const result = await child;
  if (child.pid !== undefined) running.delete(child.pid);
  if (command.log !== undefined) {
    await mkdir(dirname(command.log), { recursive: true });
    await appendFile(command.log, `${result.all ?? ""}\n`);
  }
  if (result.failed) {
    if (String((result as { code?: unknown }).code).includes("ENOENT")) {
      throw new Failure(`The program \`${command.file}\` is missing.`);
    }
    const error = new Error(`${command.file} failed:\n${lastLines(result.all ?? "", 12)}`);
    throw Object.assign(error, { stderr: result.all ?? "" });
  }
  return result.stdout;
}

/** Ends every program that `run` waits for. */
export function endRunning(): void {
  for (const pid of running) signalGroup(pid, "SIGTERM");
}

export interface Service extends Command {
  log: string;
  /** Keeps the pid, so that any process can find and end the service. */
  pidFile: string;
}

/** Starts a program that keeps running, in a group of its own, apart from the terminal's Ctrl-C. */
export async function startService(service: Service): Promise<void> {
  await mkdir(dirname(service.log), { recursive: true });
  await mkdir(dirname(service.pidFile), { recursive: true });
  const log = openSync(service.log, "a", 0o600);
  const child = spawn(service.file, service.args, {
    env: service.env ?? environment(),
    detached: true,
    stdio: ["ignore", log, log],
    ...(service.cwd === undefined ? {} : { cwd: service.cwd }),
  });
  closeSync(log);
  await new Promise<void>((started, failed) => {
    child.once("spawn", started);
    child.once("error", (error) =>
      failed(new Failure(`${service.file} can't be started: ${error.message}`)),
    );
  });
  child.unref();
  await writeFile(`${service.pidFile}.new`, `${child.pid ?? 0}`);
  await rename(`${service.pidFile}.new`, service.pidFile);
}

/** Pid of the service when it lives, else 0. */
export async function pidOf(pidFile: string, mark: string): Promise<number> {
  if (!existsSync(pidFile)) return 0;
  const pid = Number(await readFile(pidFile, "utf8"));
  return pid > 0 && (await isAlive(pid, mark)) ? pid : 0;
}

/**
 * Ends a service and waits until it is gone; kills it when `patienceMs` have passed.
 *
 * @param mark words of its command line: a pid may by now be somebody else's
 */
export async function endService(
  pidFile: string,
  mark: string,
  signal: NodeJS.Signals,
  patienceMs = 20_000,
): Promise<void> {
  const pid = await pidOf(pidFile, mark);
  if (pid > 0) {
    signalGroup(pid, signal);
    const deadline = Date.now() + patienceMs;
    while (await isAlive(pid, mark)) {
      if (Date.now() > deadline) signalGroup(pid, "SIGKILL");
      await sleep(50);
    }
  }
  await rm(pidFile, { force: true });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
}

/** Alive, not a zombie that nobody waits for, and still the program that was started. */
async function isAlive(pid: number, mark: string): Promise<boolean> {
  if (!answersSignals(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
    if (command !== "") return command.includes(mark);
    // A zombie has none, and nor has, for a moment, a program that becomes another (`nice`, say).
    return !/^\d+ \(.*\) [ZX] /s.test(await readFile(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

export function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

/** The sentence about a service that did not start, with the end of its log. */
export async function didNotStart(name: string, log: string): Promise<string> {
  const text = existsSync(log) ? await readFile(log, "utf8") : "";
  return `${name} did not start. The end of ${log}:\n${lastLines(text, 12)}`;
}

/** Asks until `ready` says yes. @throws {Failure} after `timeoutMs`, or when `gone` says that it ended. */
export async function until(
  ready: () => Promise<boolean>,
  {
    timeoutMs,
    gone,
    sentence,
  }: { timeoutMs: number; gone?: () => Promise<boolean>; sentence: () => Promise<string> },
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (await ready().catch(() => false)) return;
    if ((await gone?.()) === true || Date.now() > deadline) throw new Failure(await sentence());
    await sleep(200);
  }
}
