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

/**
 * Gives `work` so many milliseconds, which end by aborting its signal: it must heed that.
 *
 * @throws what `late` makes where the time is up, else what `work` throws
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  late: () => Error,
  work: (due: AbortSignal) => Promise<T>,
): Promise<T> {
  const up = new AbortController();
  const timer = setTimeout(() => up.abort(), ms);
  try {
    return await work(AbortSignal.any([signal, up.signal]));
  } catch (error) {
    throw up.signal.aborted && !signal.aborted ? late() : error;
  } finally {
    clearTimeout(timer);
  }
}

/** A call, since the compiler takes an earlier check to hold across an await. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
