import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** A complete environment; nothing listens at these addresses unless a test says so. */
export function completeEnvironment(
  changes: Record<string, string | undefined> = {},
): Record<string, string | undefined> {
  return {
    CANDOR_DATABASE_URL: "postgres://candor:hunter2@127.0.0.1:1/candor",
    CANDOR_ODOO_URL: "http://127.0.0.1:1",
    CANDOR_ODOO_DB: "odoo_test",
    CANDOR_ALLOWED_ORIGINS: "http://odoo.test:8069,https://odoo.example.com",
    CANDOR_INDEXER_KEY: "indexer-key-5f0c",
    CANDOR_SHARED_SECRETS: "shared-secret-of-the-tests",
    CANDOR_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    ...changes,
  };
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return String(port);
}
