import { createHmac } from "node:crypto";

import type { Secret } from "../secret.ts";

/** HMAC-SHA256, hex, under the first of the shared secrets; Odoo verifies with all it has. */
export function sign(message: string, secrets: readonly Secret[]): string {
  const secret = secrets[0];
  if (!secret) throw new Error("No shared secret to sign with.");
  return createHmac("sha256", secret.reveal()).update(message).digest("hex");
}
