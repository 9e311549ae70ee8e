import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";

import { RateLimitedError } from "../errors.ts";
import type { Database } from "../store/database.ts";

const keyPrefix = "auth";

/** A person who mistypes nothing fails a few times a day; a network behind one address more often. */
const defaultLimit = { failures: 30, windowSeconds: 60 };

/** Every question waits for it; while PostgreSQL takes longer, memory counts. */
const lookMs = 500;
const never = new AbortController().signal;

/**
 * Failed authentications per address, or per hash of address and session. Counted in PostgreSQL, so
 * that all copies share the count, and in memory while that is away.
 */
export class AddressLimit {
  readonly #limiter: RateLimiterPostgres;
  readonly #failures: number;

  constructor(database: Pick<Database, "statements">, { failures, windowSeconds } = defaultLimit) {
    const options = { keyPrefix, points: failures, duration: windowSeconds };
    this.#failures = failures;
    this.#limiter = new RateLimiterPostgres({
      ...options,
      storeClient: {
        query: ({ text, values }: { text: string; values: unknown[] }) =>
          database.statements(never, lookMs).query(text, values),
      },
      storeType: "pool",
      tableName: "rate_limit",
      // Made by a migration; old rows are purged with the journal's.
      tableCreated: true,
      clearExpiredByTimeout: false,
      insuranceLimiter: new RateLimiterMemory(options),
    });
  }

  /** @throws RateLimitedError when it has used up its failures */
  async check(key: string): Promise<void> {
    const used = await this.#limiter.get(key);
    if (used && used.consumedPoints >= this.#failures) {
      throw new RateLimitedError(Math.ceil(used.msBeforeNext / 1000));
    }
  }

  async count(key: string): Promise<void> {
    try {
      await this.#limiter.consume(key);
    } catch (error) {
      // Rejects with the counter itself when the last point is gone: the next `check` refuses.
      if (!(error instanceof RateLimiterRes)) throw error;
    }
  }
}
