import { setTimeout as delay } from "node:timers/promises";

import type { Context } from "../context.ts";
import { noteAsked, wasAskedWithin } from "../store/asked.ts";

/** While somebody asked so lately, a pass leaves Odoo more room. */
const askedMs = 30_000;
/** How often processes tell and ask each other. */
const exchangeMs = 10_000;

/** Whether people ask, here or in another process of the same database. */
export class Asked {
  readonly #context: Context;
  #elsewhere = false;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Of this moment here, and some seconds old from elsewhere. */
  readonly lately = (): boolean =>
    this.#elsewhere || this.#context.odoo.bulkhead.wasUsedWithin(askedMs);

  /** Tells others when somebody asks here, and looks whether somebody asks there, until `signal` aborts. */
  async exchange(signal: AbortSignal): Promise<void> {
    const { database, odoo } = this.#context;
    while (!signal.aborted) {
      try {
        const db = database.statements(signal);
        if (odoo.bulkhead.wasUsedWithin(exchangeMs)) await noteAsked(db);
        this.#elsewhere = await wasAskedWithin(db, askedMs);
      } catch {
        // While PostgreSQL is away nothing is indexed; whoever needs it says so.
      }
      await delay(exchangeMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
