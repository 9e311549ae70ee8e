import { readFile } from "node:fs/promises";

import { Asker } from "../../../e2e/asker.ts";
import type { Address } from "../../../e2e/asker.ts";
import { codeOf } from "../../src/errors.ts";
import { atRate } from "../rate.ts";

/** Before a question of the demo: no two turns ask the same, so no vector is a remembered one. */
const openings = ["", "Please tell me: ", "I need to know: ", "For a customer: ", "Quick one: "];

interface Asked {
  user: string;
  question: string;
}

/** The file has them person by person; at work, people ask among each other. */
function mixed(asked: Asked[]): Asked[] {
  const byUser = [...Map.groupBy(asked, (it) => it.user).values()];
  const place = new Map(
    byUser.flatMap((its) => its.map((it, at) => [it, at / its.length] as const)),
  );
  return asked.toSorted((left, right) => (place.get(left) ?? 0) - (place.get(right) ?? 0));
}

/** Asks the demo's questions as their users, at a rate that doesn't wait for answers. */
export class Questions {
  readonly durationsMs: number[] = [];
  /** Codes of what failed. */
  readonly errors: string[] = [];
  readonly #asked: Asked[];
  readonly #askers: Map<string, Asker>;
  #next = 0;

  private constructor(asked: Asked[], askers: Map<string, Asker>) {
    this.#asked = asked;
    this.#askers = askers;
  }

  static async of(address: Address): Promise<Questions> {
    const file = new URL("../../../e2e/demo/questions.json", import.meta.url);
    // Who may not use Candor is refused before anything is measured.
    const all = JSON.parse(await readFile(file, "utf8")) as Asked[];
    const asked = mixed(all.filter(({ user }) => user !== "portal"));
    const askers = new Map<string, Asker>();
    for (const { user } of asked) {
      if (!askers.has(user)) askers.set(user, await Asker.login(address, user));
    }
    return new Questions(asked, askers);
  }

  /** Begins a turn every 1/`ratePerS` seconds until `ended`, then waits for the answers. */
  async run(ratePerS: number, ended: AbortSignal): Promise<void> {
    await atRate(ratePerS, ended, () => this.#ask());
  }

  async #ask(): Promise<void> {
    const round = Math.floor(this.#next / this.#asked.length);
    const { user, question } = this.#asked[this.#next % this.#asked.length] ?? this.#missing();
    this.#next += 1;
    const asker = this.#askers.get(user) ?? this.#missing();
    const opening = openings[round % openings.length] ?? "";
    try {
      const { ticket } = await asker.ticket(opening + question);
      const { result, error, durationMs } = await asker.redeem(ticket);
      if (result === undefined) this.errors.push(error?.code ?? "cut");
      else this.durationsMs.push(durationMs);
    } catch (error) {
      const { cause } = error as Error;
      this.errors.push(codeOf(error) ?? codeOf(cause) ?? "unknown");
    }
  }

  #missing(): never {
    throw new Error("The demo's questions are missing.");
  }
}
