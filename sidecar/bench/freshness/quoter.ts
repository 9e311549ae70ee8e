import { setTimeout as sleep } from "node:timers/promises";

import type { Asker } from "../../../e2e/asker.ts";
import { textsDuring } from "./records.ts";
import type { Subject } from "./records.ts";
import type { Words } from "./words.ts";

const pauseMs = 1500;
const WANTED: Record<string, string> = {
  "product.template": "sales price",
  "crm.lead": "expected revenue",
};

/** Asks about values that change meanwhile, and holds every answer against what Odoo had then. */
export class Quoter {
  asked = 0;
  /** Answers that quoted a value or a text of the record. */
  quoted = 0;
  /** Answers that quoted one which Odoo no longer had when the question was put. */
  stale = 0;
  readonly #asker: Asker;
  readonly #subjects: Subject[];
  readonly #random: Words;

  constructor(asker: Asker, subjects: Subject[], random: Words) {
    this.#asker = asker;
    this.#subjects = subjects.filter(({ resModel }) => resModel in WANTED);
    this.#random = random;
  }

  async run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      // While the sidecar is dead nobody is answered; that is no stale answer.
      await this.#ask().catch(() => undefined);
      await sleep(pauseMs, undefined, { signal: stopped }).catch(() => undefined);
    }
  }

  async #ask(): Promise<void> {
    const subject = this.#random.pick(this.#subjects);
    const from = performance.now();
    const { raw, text } = await this.#asker.ask(
      `What is the ${WANTED[subject.resModel] ?? ""} of Freshness ${subject.name}?`,
    );
    const true_ = textsDuring(subject, from, performance.now());
    this.asked += 1;
    const prices = new Set(
      [...text.matchAll(/\d[\d,]*\.\d\d/g)].map(([it]) => Number(it.replaceAll(",", ""))),
    );
    const given = subject.seen
      .concat(true_)
      .filter(({ word, price }) => raw.includes(word) || prices.has(price));
    if (given.length > 0) this.quoted += 1;
    if (given.some((it) => !true_.includes(it))) this.stale += 1;
  }
}
