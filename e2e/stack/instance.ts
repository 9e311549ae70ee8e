import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { inHome } from "./home.ts";
import { run } from "./processes.ts";

/**
 * One folder with everything that a running Candor keeps: PostgreSQL's data, Odoo's files, the
 * secrets. A stopped instance is cloned by copying the folder, so every run has a server of its
 * own that it may kill.
 */
export interface Instance {
  name: string;
  folder: string;
  /** PostgreSQL's data directory. */
  postgres: string;
  /** Odoo's data directory: filestore and sessions. */
  odooData: string;
  odooConf: string;
  secrets: string;
  /** What runs: ports and pids, for other processes that find this instance. */
  state: string;
  pidFile(part: string): string;
  log(part: string): string;
}

/** Odoo's database and the sidecar's, the same in every instance. */
export const ODOO_DATABASE = "odoo";
export const SIDECAR_DATABASE = "candor";

export function instance(name: string): Instance {
  const folder = inHome(name);
  return {
    name,
    folder,
    postgres: join(folder, "postgres"),
    odooData: join(folder, "odoo"),
    odooConf: join(folder, "odoo.conf"),
    secrets: join(folder, "secrets.json"),
    state: join(folder, "state.json"),
    pidFile: (part) => join(folder, "run", `${part}.pid`),
    log: (part) => inHome("logs", name, `${part}.log`),
  };
}

/** Makes `to` a copy of the stopped instance `from`. */
export async function cloneInstance(from: Instance, to: Instance): Promise<void> {
  const copying = `${to.folder}.new`;
  await rm(copying, { recursive: true, force: true });
  await rm(to.folder, { recursive: true, force: true });
  // `cp` keeps owners and takes copy-on-write where the file system has it.
  await run({ file: "cp", args: ["-a", from.folder, copying] });
  for (const left of ["run", "state.json", "odoo.conf", "odoo/sessions"]) {
    await rm(join(copying, left), { recursive: true, force: true });
  }
  await rename(copying, to.folder);
}

export async function createInstance(made: Instance): Promise<void> {
  await rm(made.folder, { recursive: true, force: true });
  await mkdir(made.folder, { recursive: true });
}

/** Removes the stopped instance with its stamp. Its logs stay, to say what happened. */
export async function removeInstance(removed: Instance): Promise<void> {
  await rm(`${removed.folder}.made`, { force: true });
  await rm(removed.folder, { recursive: true, force: true });
}

export const exists = (made: Instance): boolean => existsSync(made.secrets);
