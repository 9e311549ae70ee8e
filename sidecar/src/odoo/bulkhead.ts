import { bulkhead, BulkheadRejectedError } from "cockatiel";

import { unlessAborted } from "../abort.ts";
import { RateLimitedError, StoppedError } from "../errors.ts";

/** Waiting longer than so many calls would take, an answer is no longer worth having. */
const mostWaiting = 100;
const retryAfterS = 5;

/** Calls to Odoo at a time, so that Candor never takes more of its workers than it was given. */
export class Bulkhead {
  readonly #policy;
  #usedAt = -Infinity;

  constructor(concurrency: number) {
    this.#policy = bulkhead(concurrency, mostWaiting);
  }

  /** Whether anybody called so lately. */
  wasUsedWithin(ms: number): boolean {
    return performance.now() - this.#usedAt < ms;
  }

  /**
   * Runs a call when there is room. An abort ends the waiting at once, even in the queue.
   *
   * @throws RateLimitedError when the queue is full, StoppedError when aborted
   */
  async run<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    this.#usedAt = performance.now();
    try {
      const done = this.#policy.execute(() => {
        // It may have been stopped while it waited.
        if (signal.aborted) throw new StoppedError();
        return call();
      });
      return await unlessAborted(done, signal);
    } catch (error) {
      if (error instanceof BulkheadRejectedError) throw new RateLimitedError(retryAfterS);
      throw error;
    }
  }
}
