import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";

import { z } from "zod";

import type { Extracted } from "./pages.ts";
import type { FileHint } from "./read.ts";
import { signatureOf } from "./signature.ts";
import { skipCodes } from "./skip.ts";
import type { SkipCode } from "./skip.ts";

/** Raised when other text comes out of the same file: Odoo then asks for every file again. */
export const extractorVersion = "1";

export interface Limits {
  bytes: number;
  timeMs: number;
  /** Of V8's heap. */
  heapMb: number;
  /** Of the whole process, where the system tells (Linux). */
  residentMb: number;
}

/** As Odoo's doors have it. */
export const maxBytes = 50 * 1024 * 1024;

const defaults: Limits = {
  bytes: maxBytes,
  timeMs: 30_000,
  heapMb: 256,
  residentMb: 768,
};

/** The process that reads could not be started, or ended without a word: try again later. */
export class ExtractorError extends Error {
  readonly code = "extractor_failed";
  constructor() {
    super("The process that extracts text failed.");
  }
}

const extracted = z.object({
  unit: z.enum(["page", "slide", "part"]),
  pages: z.array(z.string()).min(1).nullable(),
  skip: z.enum(skipCodes).nullable(),
});
const maxOutput = 16 * 1024 * 1024;
const watchMs = 100;

/**
 * Text of a file, read by a process that has no secrets, no network and no files, and is killed when
 * it takes too long or too much.
 *
 * @returns pages, or the reason why there are none; never throws for what is in the file
 * @throws ExtractorError, or the signal's reason when aborted
 */
export async function extract(
  bytes: Buffer,
  hint: FileHint,
  signal: AbortSignal,
  limits: Partial<Limits> = {},
): Promise<Extracted> {
  signal.throwIfAborted();
  const bounds = { ...defaults, ...limits };
  if (bytes.length > bounds.bytes) return skipped("too_large");
  const signature = signatureOf(bytes);
  if (signature === "other") return skipped("unsupported");
  if (signature === "empty") return skipped("no_text");
  return read(bytes, hint, bounds, signal);
}

export const skipped = (skip: SkipCode): Extracted => ({ unit: "part", pages: null, skip });

async function read(
  bytes: Buffer,
  hint: FileHint,
  bounds: Limits,
  signal: AbortSignal,
): Promise<Extracted> {
  const script = join(import.meta.dirname, "child.ts");
  const child = spawn(process.execPath, [...confinement(bounds.heapMb), script], {
    // Not one variable of ours: secrets are among them.
    env: {},
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<{ code: number | null; by: NodeJS.Signals | null }>((resolve) => {
    child.on("error", () => resolve({ code: 1, by: null }));
    child.on("close", (code, by) => resolve({ code, by }));
  });
  let killedFor: SkipCode | "aborted" | undefined;
  const kill = (why: NonNullable<typeof killedFor>): void => {
    killedFor ??= why;
    child.kill("SIGKILL");
  };
  const abort = (): void => kill("aborted");
  signal.addEventListener("abort", abort, { once: true });
  const late = setTimeout(() => kill("timeout"), bounds.timeMs);
  const watch = setInterval(() => {
    void residentMb(child).then((size) => {
      if (size > bounds.residentMb) kill("memory");
    });
  }, watchMs);
  try {
    giveWay(child);
    const output: Buffer[] = [];
    let length = 0;
    child.stdout.on("data", (piece: Buffer) => {
      output.push(piece);
      length += piece.length;
      if (length > maxOutput) kill("too_large");
    });
    // It may end before it has read everything; why, its end says.
    child.stdin.on("error", () => undefined);
    child.stdin.write(`${JSON.stringify(hint)}\n`);
    child.stdin.end(bytes);
    const { code, by } = await ended;
    if (killedFor === "aborted") throw signal.reason;
    if (killedFor !== undefined) return skipped(killedFor);
    // V8 aborts when its heap is full; a system that is out of memory kills.
    if (by === "SIGABRT" || by === "SIGKILL" || code === 134) return skipped("memory");
    return parsed(Buffer.concat(output));
  } finally {
    clearTimeout(late);
    clearInterval(watch);
    signal.removeEventListener("abort", abort);
  }
}

/** A stranger's file was in that process: what it says is checked as if it came from there. */
function parsed(output: Buffer): Extracted {
  try {
    return extracted.parse(JSON.parse(output.toString()));
  } catch {
    throw new ExtractorError();
  }
}

/** Node's arguments for a process that may read installed code and nothing else. */
export function confinement(heapMb: number): string[] {
  const here = import.meta.dirname;
  const readable = [here];
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    for (const name of ["node_modules", "package.json"]) {
      if (existsSync(join(folder, name))) readable.push(join(folder, name));
    }
  }
  return [
    "--permission",
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${heapMb}`,
    "--disallow-code-generation-from-strings",
  ];
}

/** Questions and Odoo come first. */
function giveWay(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended, or the system allows none: it is bounded all the same.
  }
}

/** 0 where the system doesn't tell: V8's heap is bounded everywhere. */
async function residentMb(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, "latin1").catch(() => "");
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
