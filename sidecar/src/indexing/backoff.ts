import { codeOf } from "../errors.ts";

/**
 * How long to wait after an error: its type is the retry policy. What only a person can mend
 * (secret, account, version, another database) is asked for rarely; what passes by itself soon.
 *
 * @param failures how many in a row, from 1
 * @returns milliseconds, with jitter, so that several workers don't come back together
 */
export function pauseAfter(error: unknown, failures: number): number {
  const code = codeOf(error) ?? "";
  const { firstMs, mostMs } = policies.find((policy) => policy.codes.test(code)) ?? passing;
  const pauseMs = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(pauseMs * (0.75 + Math.random() / 2));
}

const passing = { firstMs: 1_000, mostMs: 30_000 };

const policies = [
  // Two transactions met: one of them only has to try again.
  { codes: /^40(001|P01)$/, firstMs: 50, mostMs: 1_000 },
  // Nothing changes until somebody changes it.
  { codes: /refused|mismatch|wrong_database|denied|^42/, firstMs: 15_000, mostMs: 60_000 },
];
