import { mineOf, pageOf } from "./page.ts";
import type { Quarter } from "./quarter.ts";
import { Desk, type Browser } from "./desk.ts";
import type { Person } from "./people.ts";
import type { Turn } from "./turns.ts";

/** Reviewers in browsers at once. */
const desks = 3;
/** Rows that a list shows at first. */
const listed = 20;

/** Reviewers who work in "AI review" in Discuss, each in a browser of his own that stays open for weeks. */
export class Browsers {
  readonly #quarter: Quarter;
  readonly #browser: Browser;
  readonly #desks = new Map<Person, Desk>();
  #decided = 0;

  constructor(quarter: Quarter, browser: Browser) {
    this.#quarter = quarter;
    this.#browser = browser;
  }

  /** So many verdicts, by those who have most in hand. */
  async work(count: number): Promise<void> {
    const { people, world } = this.#quarter;
    for (const [person, desk] of this.#desks) {
      if (person.isActive && person.isReviewer) continue;
      await desk.close();
      this.#desks.delete(person);
    }
    const queues = await Promise.all(
      people.reviewers.map(async (person) => ({ person, queue: await mineOf(person.asker) })),
    );
    const busiest = queues
      .toSorted((a, b) => b.queue.rows.length - a.queue.rows.length)
      .slice(0, desks);
    await Promise.all(
      busiest.map(async ({ person }) => {
        const known = this.#desks.get(person);
        const desk = known ?? (await Desk.open(this.#browser, world, person));
        this.#desks.set(person, desk);
        if (known) await desk.goto();
        await this.#workAt(desk, Math.ceil(count / desks));
      }),
    );
  }

  async #workAt(desk: Desk, count: number): Promise<void> {
    const { byId } = this.#quarter;
    const { rows } = await mineOf(desk.person.asker);
    let left = count;
    for (const { id, turn_id } of rows.slice(0, listed)) {
      const turn = byId.get(turn_id || 0);
      if (left === 0) return;
      if (turn && (await this.#decide(desk, id, turn))) left -= 1;
    }
  }

  async #decide(desk: Desk, id: number, turn: Turn): Promise<boolean> {
    const { reviewing, ledger } = this.#quarter;
    const page = await pageOf(desk.person.asker, id);
    const draft = page && reviewing.draft(page, turn);
    if (!page || !draft || !(await desk.open(id))) return false;
    this.#decided += 1;
    const { outcome, words } = draft;
    // The browser proposes the records that the answer rests on, and sends a reason with a rejection only.
    const cited = outcome === "correct" ? [...turn.madeFrom, ...turn.heldBackFrom] : [];
    const reason = outcome === "reject" ? words.reason : "";
    if (outcome === "reject" && this.#decided % 2 === 0) {
      await desk.beginRejection(reason);
      await desk.closeTab();
      if (!(await desk.open(id)) || (await desk.begun()) !== reason) {
        ledger.lost(id, "typed in a tab that was closed");
        return false;
      }
      ledger.count("tab closed over a text");
      await desk.sendRejection(id);
    } else {
      await desk.decide(id, outcome, { ...words, reason });
    }
    const by = desk.person;
    const given = { ...words, reason, cited: [] };
    ledger.give({ reviewId: id, turn, by, outcome, words: given, cited, inBrowser: true });
    if (this.#decided % 4 === 0) {
      await desk.closeTab();
      ledger.count("tab closed before the verdict was final");
    }
    return true;
  }

  async close(): Promise<void> {
    for (const desk of this.#desks.values()) await desk.close();
    this.#desks.clear();
  }
}
