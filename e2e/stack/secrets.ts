import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";

/** What one instance's parts share. Kept in a file that only the owner reads; never printed. */
export interface Secrets {
  /** Passwords of the database roles: the server's owner, Odoo's, the sidecar's. */
  postgresPassword: string;
  odooPassword: string;
  sidecarPassword: string;
  /** Odoo's master password; its database pages are closed as well. */
  masterPassword: string;
  /** Signs between sidecar and addon. */
  sharedSecret: string;
  /** 32 bytes in base64, for the sidecar's journal. */
  encryptionKey: string;
  /** The indexer's API key; empty until the addon is installed. */
  indexerKey: string;
}

export async function readSecrets(path: string): Promise<Secrets> {
  return JSON.parse(await readFile(path, "utf8")) as Secrets;
}

export async function createSecrets(path: string): Promise<Secrets> {
  if (existsSync(path)) return await readSecrets(path);
  const word = (): string => randomBytes(24).toString("hex");
  const secrets: Secrets = {
    postgresPassword: word(),
    odooPassword: word(),
    sidecarPassword: word(),
    masterPassword: word(),
    sharedSecret: word(),
    encryptionKey: randomBytes(32).toString("base64"),
    indexerKey: "",
  };
  await writeSecrets(path, secrets);
  return secrets;
}

export async function writeSecrets(path: string, secrets: Secrets): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
