import { setTimeout as sleep } from "node:timers/promises";

import { OdooRefusal } from "../../../e2e/asker.ts";
import type { BenchStack } from "../../../e2e/stack/bench.ts";
import type { World } from "../leaks/world.ts";

/** So many open reviews are asked for their rights again in one run (review_tending.py). */
const checkedAtOnce = 30;
const mostMs = 120_000;

/** Presses the buttons that time would press: the scheduled actions of reviews, and of Odoo's cleaning. */
export class Caretaker {
  readonly #world: World;
  readonly #stack: BenchStack;

  constructor(world: World, stack: BenchStack) {
    this.#world = world;
    this.#stack = stack;
  }

  /** What Odoo does within minutes, now: until every open review was looked at. */
  async lookAfter(): Promise<void> {
    const [row] = await this.#stack.sql<{ open: number }>(
      "odoo",
      "select count(*)::int as open from candor_review where state in ('waiting', 'nobody')",
    );
    const runs = Math.ceil((row?.open ?? 0) / checkedAtOnce) + 1;
    for (let run = 0; run < runs; run += 1) await this.run("candor.ir_cron_reviews");
  }

  /** Runs a scheduled action, after the run of somebody else. */
  async run(xmlid: string): Promise<void> {
    const id = await this.#world.ref(xmlid);
    const deadline = Date.now() + mostMs;
    for (;;) {
      try {
        await this.#world.call("ir.cron", "method_direct_trigger", [[id]]);
        return;
      } catch (error) {
        if (!(error instanceof OdooRefusal) || Date.now() > deadline) throw error;
        await sleep(200);
      }
    }
  }

  /** Waits until every review that was sent has a reviewer, or was found to have none. */
  async untilAssigned(): Promise<void> {
    await this.#until("state = 'finding'");
  }

  /** Waits until every verdict that was given has had its consequences. */
  async untilFinal(): Promise<void> {
    await this.#until("state = 'pending'");
  }

  /** A week is over: what is open has waited so much longer. */
  async passWeek(): Promise<void> {
    await this.#stack.sql(
      "odoo",
      `update candor_review set due_date = due_date - 7, escalation_date = escalation_date - 7,
              create_date = create_date - interval '7 days'
        where state in ('finding', 'waiting', 'asked_back', 'nobody')`,
    );
  }

  async #until(condition: string): Promise<void> {
    const deadline = Date.now() + mostMs;
    for (;;) {
      const [row] = await this.#stack.sql<{ left: number }>(
        "odoo",
        `select count(*)::int as left from candor_review where ${condition}`,
      );
      if (row?.left === 0) return;
      if (Date.now() > deadline) throw new Error(`${row?.left} reviews are still ${condition}`);
      await sleep(200);
    }
  }
}
