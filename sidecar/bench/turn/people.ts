import { Asker } from "../../../e2e/asker.ts";
import type { Address, AskOptions } from "../../../e2e/asker.ts";
import { codeOf } from "../../src/errors.ts";
import { atRate } from "../rate.ts";
import { everyday, users } from "./questions.ts";
import type { Question } from "./questions.ts";
import type { Stages } from "./stages.ts";

/** Of one model, what a person can open: more are not looked at. */
const mostForms = 40;

/** The demo's users, who ask one side the everyday questions, one after the other. */
export class People {
  /** Turns begun since they came. */
  asked = 0;
  /** Codes of what failed. */
  readonly errors: string[] = [];
  readonly #askers: Map<string, Asker>;
  readonly #questions = everyday();
  /** By user and model: ids of records that he may open. */
  readonly #forms = new Map<string, number[]>();

  private constructor(askers: Map<string, Asker>) {
    this.#askers = askers;
  }

  static async of(address: Address): Promise<People> {
    const askers = new Map<string, Asker>();
    for (const user of users) askers.set(user, await Asker.login(address, user));
    return new People(askers);
  }

  /**
   * Asks at a rate that doesn't wait for answers, until `ended`.
   *
   * @param stages what those who ask see, the request of the ticket and that of the answer, is added
   * @returns milliseconds of each turn, from the request of its ticket to the end of its answer
   */
  async ask(ratePerS: number, ended: AbortSignal, stages?: Stages): Promise<number[]> {
    const turnsMs: number[] = [];
    await atRate(ratePerS, ended, async () => {
      const question = this.#questions.next().value;
      this.asked += 1;
      try {
        const asker = this.#asker(question.user);
        const open = await this.#open(asker, question);
        const since = performance.now();
        const { ticket } = await asker.ticket(question.text, open);
        const ticketMs = performance.now() - since;
        const { result, error } = await asker.redeem(ticket);
        const turnMs = performance.now() - since;
        if (result === undefined) {
          this.errors.push(error?.code ?? "cut");
          return;
        }
        stages?.add({ "ticket (asker)": ticketMs, "answer (asker)": turnMs - ticketMs });
        turnsMs.push(turnMs);
      } catch (error) {
        this.errors.push(codeOf(error) ?? codeOf((error as Error).cause) ?? "unknown");
      }
    });
    return turnsMs;
  }

  /** Asks until they have begun so many turns in all, and waits for the answers. */
  async askUpTo(turns: number, ratePerS: number, stopped: AbortSignal): Promise<void> {
    while (this.asked < turns) {
      stopped.throwIfAborted();
      const ms = ((turns - this.asked) * 1_000) / ratePerS;
      await this.ask(ratePerS, AbortSignal.any([stopped, AbortSignal.timeout(ms)]));
    }
  }

  #asker(user: string): Asker {
    const asker = this.#askers.get(user);
    if (!asker) throw new Error(`Nobody is called ${user}.`);
    return asker;
  }

  /** One of the forms that this person may open, each time another. */
  async #open(asker: Asker, { open }: Question): Promise<AskOptions> {
    if (open === undefined) return {};
    const of = `${asker.login} ${open}`;
    const ids =
      this.#forms.get(of) ??
      (await asker.call<number[]>(open, "search", [[]], { limit: mostForms, order: "id" }));
    this.#forms.set(of, ids);
    const resId = ids[this.asked % ids.length];
    if (resId === undefined) throw new Error(`${asker.login} may open no ${open}.`);
    return { open: { resModel: open, resId } };
  }
}
