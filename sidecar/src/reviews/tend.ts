import { setTimeout as delay } from "node:timers/promises";
import type { Pool } from "pg";

import { isAborted } from "../abort.ts";
import { pauseAfter } from "../backoff.ts";
import { codeOf, OdooUnavailableError } from "../errors.ts";
import type { Log } from "../log.ts";
import { keepFailuresFor } from "../store/failures.ts";
import { forgetTurns } from "../store/forgotten.ts";
import type { ForgottenTurn } from "../store/forgotten.ts";
import { inTransaction } from "../store/transaction.ts";

/** What tending asks of Odoo; `odoo/service.ts` speaks it over the service account. */
export interface Reviews {
  tend(
    forgotten: readonly number[],
    signal: AbortSignal,
  ): Promise<{
    /** Until something is due again. */
    nextMs: number;
    forgotten: (ForgottenTurn & { id: number })[];
    /** 0 is for ever. */
    keepFailuresDays: number;
  }>;
}

export interface TendingContext {
  pool: Pool;
  reviews: Reviews;
  log: Pick<Log, "info" | "warn">;
}

const leastMs = 250;
const mostMs = 2_000;
/** Until an addon is asked again that doesn't know how to. */
const unknownMs = 60_000;

/**
 * Has Odoo look after reviews every second or two, at once at the start, until `signal` aborts: reviewers
 * are found, verdicts become final. What Odoo has forgotten is forgotten here, and acknowledged with the
 * next call, so that a crash in between loses nothing.
 */
export async function tendReviews(context: TendingContext, signal: AbortSignal): Promise<void> {
  const tending = new Tending(context);
  while (!signal.aborted) {
    const pauseMs = await tending.once(signal);
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

class Tending {
  readonly #context: TendingContext;
  #acknowledged: number[] = [];
  #isKnown = false;
  #failures = 0;

  constructor(context: TendingContext) {
    this.#context = context;
  }

  /** @returns milliseconds until the next time */
  async once(signal: AbortSignal): Promise<number> {
    const { pool, reviews, log } = this.#context;
    try {
      const told = await reviews.tend(this.#acknowledged, signal);
      this.#isKnown = true;
      await inTransaction(pool, async (client) => {
        await forgetTurns(client, told.forgotten);
        await keepFailuresFor(client, told.keepFailuresDays);
      });
      this.#acknowledged = told.forgotten.map(({ id }) => id);
      this.#failures = 0;
      if (told.forgotten.length > 0) {
        log.info("turns forgotten", { turns: told.forgotten.length });
        return leastMs;
      }
      return Math.min(mostMs, Math.max(leastMs, told.nextMs));
    } catch (error) {
      return isAborted(signal) ? 0 : this.#pauseAfter(error);
    }
  }

  #pauseAfter(error: unknown): number {
    // An addon of the release before has no such method, and looks after its reviews itself.
    if (!this.#isKnown && isException(error)) return unknownMs;
    this.#failures += 1;
    const pauseMs = pauseAfter(error, this.#failures);
    const code = codeOf(error) ?? "unknown";
    this.#context.log.warn("tending paused", { code, failures: this.#failures, pauseMs });
    return pauseMs;
  }
}

/** Whether Odoo answered with an exception of its own (XML-RPC fault 1). */
function isException(error: unknown): boolean {
  return error instanceof OdooUnavailableError && error.reason === "fault_1";
}
