// What `npm run demo|test|check|package|screenshot|bench` start. It runs on the machine's own Node with
// nothing installed: it brings the packages, then hands over to Node 24, which runs TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setInterval } from "node:timers";
import { fileURLToPath } from "node:url";

import { tryLock, unlock } from "./stack/lock.mjs";

const COMMANDS = ["demo", "test", "check", "package", "screenshot", "bench"];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stamp = join(modules, ".candor-installed");
const node24 = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

function stop(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

const [name = "", ...args] = process.argv.slice(2);
if (!COMMANDS.includes(name)) stop(`Say what to run: npm run ${COMMANDS.join(" | ")}.`);
if (Number(process.versions.node.split(".")[0]) < 20) {
  stop(
    `Candor needs Node 20 or newer to start; this is Node ${process.versions.node}. Install a newer one.`,
  );
}

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

/** By us, or by hand after the lock file was last changed. Node 24 counts too: npm may skip its script. */
function isInstalled() {
  if (!existsSync(node24)) return false;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockHash()) return true;
  const npms = join(modules, ".package-lock.json");
  return (
    !existsSync(stamp) &&
    existsSync(npms) &&
    statSync(npms).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs
  );
}

/** Two at once would write over each other: the second waits for the first. */
function withLock(work) {
  const lock = join(root, ".candor", "npm.lock");
  mkdirSync(dirname(lock), { recursive: true });
  let told = false;
  for (let owner = tryLock(lock); owner !== 0; owner = tryLock(lock)) {
    if (!told) console.log(`Waiting for the packages that process ${owner} installs …`);
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
  try {
    work();
  } finally {
    unlock(lock);
  }
}

function npm(...words) {
  return spawnSync("npm", words, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

function install() {
  if (isInstalled()) return;
  const started = Date.now();
  console.log("Installing node packages (once, about a minute) …");
  const result = npm("ci", "--no-audit", "--no-fund", "--loglevel=error");
  if (result.error?.code === "ENOENT")
    stop("npm is missing. Install Node.js with npm, then start again.");
  if (result.status !== 0) {
    stop(
      "The node packages could not be installed: npm's message is above. Start again to repeat it.",
    );
  }
  if (!existsSync(node24)) npm("rebuild", "node", "--foreground-scripts", "--loglevel=error");
  if (!existsSync(node24)) {
    spawnSync(process.execPath, ["installArchSpecificPackage.js"], {
      cwd: join(modules, "node"),
      stdio: "inherit",
    });
  }
  if (!existsSync(node24)) stop("Node 24 (the package `node`) has no build for this machine.");
  writeFileSync(stamp, lockHash());
  console.log(`Node packages are installed (${Math.round((Date.now() - started) / 1000)} s).`);
}

try {
  withLock(install);
} catch (error) {
  if (error.code === "ENOSPC") stop("The disk is full. Free about 3 GB, then start again.");
  if (error.code === "EACCES" || error.code === "EROFS")
    stop(`This folder can't be written: ${root}.`);
  throw error;
}

// The channel tells the child when this process dies without a word; its children must not stay behind.
const child = spawn(node24, [join(root, "e2e", "commands", `${name}.ts`), ...args], {
  cwd: root,
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: { ...process.env, PATH: `${join(modules, ".bin")}:${process.env.PATH ?? ""}` },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// npm may be ended alone, or killed: whoever waits for nobody ends too. (The scripts say `exec`, so
// that npm is the parent and no shell stands between.)
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1000).unref();
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
