import { setTimeout as sleep } from "node:timers/promises";

import type { BenchStack } from "../../../e2e/stack/bench.ts";
import type { Words } from "./words.ts";

/** From a kill until a part may be late with what was changed: 10 s after it is ready again. */
const settleMs = 10_000;

type Victim = "sidecar" | "embedder" | "postgres";
const VICTIMS: Victim[] = ["sidecar", "postgres", "embedder"];

/** Kills parts at random moments and starts them again as a supervisor does. */
export class Killer {
  kills = 0;
  /** Spans in which changes may come late, as `performance.now()`. */
  readonly spans: { from: number; until: number }[] = [];
  readonly #stack: BenchStack;
  readonly #random: Words;

  constructor(stack: BenchStack, random: Words) {
    this.#stack = stack;
    this.#random = random;
  }

  /** One to two kills: every second time another part dies while the first comes back. */
  async strike(): Promise<void> {
    const span = { from: performance.now(), until: Infinity };
    this.spans.push(span);
    const first = this.#next();
    await this.#fell(first);
    const second = this.spans.length % 2 === 0 ? this.#next(first) : undefined;
    await Promise.all([
      this.#raise(first),
      second === undefined ? undefined : this.#fellAndRaise(second),
    ]);
    await this.#ready();
    span.until = performance.now() + settleMs;
  }

  isWithin(moment: number): boolean {
    return this.spans.some(({ from, until }) => moment >= from && moment <= until);
  }

  /** In turn, so that each dies equally often; beside another, whichever it is not. */
  #next(beside?: Victim): Victim {
    const others = VICTIMS.filter((victim) => victim !== beside);
    return beside === undefined
      ? (VICTIMS[(this.spans.length - 1) % VICTIMS.length] ?? "sidecar")
      : this.#random.pick(others);
  }

  async #fell(victim: Victim): Promise<void> {
    this.kills += 1;
    if (victim === "postgres") await this.#stack.ownServer?.kill();
    else await this.#stack.kill(victim);
  }

  async #raise(victim: Victim): Promise<void> {
    await sleep(this.#random.random() * 1000);
    if (victim === "postgres") await this.#stack.ownServer?.start();
    else await this.#stack.restart(victim);
  }

  async #fellAndRaise(victim: Victim): Promise<void> {
    await sleep(this.#random.random() * 1500);
    await this.#fell(victim);
    await this.#raise(victim);
  }

  async #ready(): Promise<void> {
    for (;;) {
      const answer = await fetch(`${this.#stack.sidecarUrl}/readyz`, {
        signal: AbortSignal.timeout(5000),
      }).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(100);
    }
  }
}
