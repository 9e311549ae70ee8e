import { createHash } from "node:crypto";

/**
 * Whether a question is sealed: of it only figures are shown, and nobody who mends code reads it. Half
 * of all ids are, by a hash that whoever writes a question can't choose.
 */
export function isSealed(id: string): boolean {
  const [first = 0] = createHash("sha256").update(id).digest();
  return first % 2 === 1;
}
