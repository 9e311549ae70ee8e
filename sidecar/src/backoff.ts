import { CandorError, codeOf } from "./errors.ts";

/**
 * How long to wait after an error: its type is the retry policy. What only a person can mend
 * (secret, account, version, another database) is asked for rarely; what passes by itself soon.
 *
 * @param failures how many in a row, from 1
 * @returns milliseconds, with jitter, so that several workers don't come back together
 */
export function pauseAfter(error: unknown, failures: number): number {
  const { firstMs, mostMs } = policyOf(error);
  const pauseMs = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(pauseMs * (0.75 + Math.random() / 2));
}

/** PostgreSQL's: serialization failure, deadlock. Two transactions met, one only has to try again. */
const met = /^40(001|P01)$/;
/** Classes of values that a column doesn't take, and of statements that are wrong or not allowed. */
const wrong = /^(22|23|42)/;

/** Whether trying the same again may succeed. */
export function passesByItself(error: unknown): boolean {
  if (error instanceof CandorError) return error.retry;
  return !wrong.test(codeOf(error) ?? "");
}

function policyOf(error: unknown): { firstMs: number; mostMs: number } {
  const code = codeOf(error) ?? "";
  if (met.test(code)) return { firstMs: 50, mostMs: 1_000 };
  return passesByItself(error)
    ? { firstMs: 1_000, mostMs: 30_000 }
    : { firstMs: 15_000, mostMs: 60_000 };
}
