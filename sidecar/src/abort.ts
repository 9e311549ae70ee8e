import { StoppedError } from "./errors.ts";

/**
 * Waits for `work` as long as nobody aborts.
 *
 * @throws StoppedError at once when `signal` aborts; what `work` then does is no longer looked at
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(new StoppedError());
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** A call, since the compiler takes an earlier check to hold across an await. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
