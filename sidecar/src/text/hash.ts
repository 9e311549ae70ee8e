import { createHash } from "node:crypto";

/**
 * First 64 bits of SHA-256 as a signed decimal: a `bigint` of Postgres. Among a million terms two
 * meet with a probability of about 3e-8.
 */
export function hash64(value: string): string {
  return createHash("sha256").update(value).digest().readBigInt64BE(0).toString();
}

/** SHA-256, hex. */
export function sha256(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}
