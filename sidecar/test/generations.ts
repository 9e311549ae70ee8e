import { openGeneration } from "../src/store/generations.ts";
import type { Generation } from "../src/store/generations.ts";
import type { Queryable } from "../src/store/transaction.ts";
import { tokenizerVersion } from "../src/text/tokenize.ts";

/** A generation without vectors, or with vectors of so many dimensions. */
export function openTestGeneration(
  db: Queryable,
  { tokenizer = tokenizerVersion, dimensions = null as number | null } = {},
): Promise<Generation> {
  return openGeneration(db, {
    fingerprint: `tokenizer ${tokenizer}${dimensions === null ? "" : ` test ${dimensions}`}`,
    tokenizer,
    model: dimensions === null ? null : "test",
    dimensions,
  });
}
