// Plain JavaScript: bootstrap.mjs uses it on a machine where nothing is installed yet.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

export function tryLock(path) {
  const claim = `${path}.${process.pid}`;
  writeFileSync(claim, String(process.pid));
  try {
    // A link appears whole, with the pid in it, or not at all.
    linkSync(claim, path);
    return 0;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    rmSync(claim, { force: true });
  }
  const owner = ownerOf(path);
  if (owner !== 0 && isAlive(owner)) return owner;
  // Renamed first: of two that see a stale lock only one takes it away.
  try {
    renameSync(path, `${claim}.stale`);
  } catch {
    return owner;
  }
  rmSync(`${claim}.stale`, { force: true });
  return tryLock(path);
}

export function unlock(path) {
  if (ownerOf(path) === process.pid) rmSync(path, { force: true });
}

function ownerOf(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return 0;
  }
}
