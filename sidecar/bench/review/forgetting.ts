import { setTimeout as sleep } from "node:timers/promises";

import type { Canary } from "../leaks/canary.ts";
import { each } from "../leaks/trial.ts";
import type { Person } from "./people.ts";
import type { Quarter } from "./quarter.ts";
import type { Planted } from "./records.ts";
import { tracesOf } from "./traces.ts";
import type { Turn } from "./turns.ts";

const settledWithinMs = 120_000;
/** One in so many questions is answered by the sidecar itself, which keeps a trace of its own. */
const realEvery = 4;

/** What is deleted, and all words that must be gone with it. */
interface Deletion {
  what: string;
  turn: Turn;
  words: Canary[];
  remove(): Promise<void>;
}

/** Conversations, people, records and what was said of third persons, deleted with all that became of them. */
export class Forgetting {
  forgotten = 0;
  remains = 0;
  readonly #quarter: Quarter;
  readonly #deletions: Deletion[] = [];

  constructor(quarter: Quarter) {
    this.#quarter = quarter;
  }

  async measure(count: number): Promise<void> {
    const numbers = Array.from({ length: Math.ceil(count / 4) }, (_, at) => at);
    const { people } = this.#quarter;
    const rights = ["sales", "purchase", "project"];
    // One after the other: two who join Odoo's general channel at once fail each other.
    const leaving: Person[] = [];
    for (const at of numbers) {
      leaving.push(await people.make(`quarter_gone_${at}`, rights, [0, 1, 2, 3], false));
    }
    await each(numbers, async (at) => {
      await this.#conversation(at);
      await this.#person(leaving[at], at);
      await this.#record(at);
      await this.#thirdPerson(at);
    });
    await this.#review();
    const { stack } = this.#quarter;
    const wanted = new Set(this.#deletions.flatMap(({ words }) => words.map(key)));
    const before = await tracesOf(stack, wanted);
    const done: Deletion[] = [];
    for (const deletion of this.#deletions) {
      // One whose words are nowhere proves nothing.
      if (!deletion.words.every((it) => before.has(key(it)))) {
        console.error(`${deletion.what}: its words were nowhere before it was deleted`);
        continue;
      }
      await deletion.remove();
      done.push(deletion);
    }
    await this.#settle();
    const after = await tracesOf(stack, wanted);
    for (const { what, words } of done) {
      this.forgotten += 1;
      const places = new Set(words.flatMap((it) => after.get(key(it)) ?? []));
      if (places.size === 0) continue;
      this.remains += 1;
      console.error(`of ${what} something is left in ${[...places].join(", ")}`);
    }
  }

  /** Its asker deletes one of his conversations. */
  async #conversation(at: number): Promise<void> {
    const by = this.#anybody();
    const turn = await this.#asked(by, await this.#quarter.records.plantFree(), at);
    this.#deletions.push({
      what: `conversation ${turn.conversationId}`,
      turn,
      words: [turn.word],
      remove: async () => {
        await by.asker.call("candor.conversation", "delete", [[turn.conversationId]]);
      },
    });
  }

  /** The administrator deletes somebody, or all that somebody asked. */
  async #person(by: Person | undefined, at: number): Promise<void> {
    const { world, records } = this.#quarter;
    if (!by) return;
    by.isActive = false;
    const turn = await this.#asked(by, await records.plantFree(), at);
    const values = { kind: "person", user_id: by.asker.uid };
    this.#deletions.push({
      what: `person ${by.login}`,
      turn,
      words: [turn.word],
      remove: async () => {
        if (at % 2 === 0) await world.call("res.users", "unlink", [[by.asker.uid]]);
        else await this.#forget(values);
      },
    });
  }

  /** A record is deleted: who asked keeps his question, and nothing that was said. */
  async #record(at: number): Promise<void> {
    const { records } = this.#quarter;
    const planted = await records.plantFree();
    const turn = await this.#asked(this.#anybody(), planted, at);
    this.#deletions.push({
      what: `record ${planted.record.resModel} ${planted.record.resId}`,
      turn,
      words: [...planted.canaries],
      remove: async () => await records.remove(planted),
    });
  }

  /** A contact asks to be forgotten: what was said of him goes, whoever asked. */
  async #thirdPerson(at: number): Promise<void> {
    const contact = await this.#quarter.records.plantFree(["res.partner"]);
    const { resModel, resId } = contact.record;
    const turn = await this.#asked(this.#anybody(), contact, at);
    this.#deletions.push({
      what: `what was said of ${resModel} ${resId}`,
      turn,
      words: [turn.word],
      remove: async () => await this.#forget({ kind: "record", record: `${resModel},${resId}` }),
    });
  }

  #anybody(): Person {
    const { people, world } = this.#quarter;
    return world.random.pick(people.active.filter(({ isReviewer }) => !isReviewer));
  }

  /** A question about it that was sent to review. */
  async #asked(by: Person, about: Planted, at: number): Promise<Turn> {
    const { turns, byId } = this.#quarter;
    const kind = at % 3 === 0 ? "declined" : "right";
    const turn = await turns.ask(by, [about], { kind, goesOn: false, holdsBack: at % 2 === 0 });
    byId.set(turn.id, turn);
    if (at % realEvery === 0) {
      await by.asker.ask(`Who knows ${turn.word.word}?`, { conversationId: turn.conversationId });
    }
    await this.#quarter.send(turn);
    return turn;
  }

  /** Most are decided, with words of the reviewers; the others are still open when they are deleted. */
  async #review(): Promise<void> {
    const { caretaker, reviewing, ledger, people, stack } = this.#quarter;
    await caretaker.untilAssigned();
    const rows = await stack.sql<{ id: number; turn: number; reviewer: number | null }>(
      "odoo",
      "select id, turn_id as turn, reviewer_id as reviewer from candor_review where state = 'waiting'",
    );
    const reviews = new Map(rows.map((row) => [row.turn, row]));
    for (const [at, { turn, words }] of this.#deletions.entries()) {
      const review = reviews.get(turn.id);
      const reviewer = people.byUid(review?.reviewer ?? 0);
      const written = ledger.written.length;
      if (review && reviewer && at % 5 !== 0) await reviewing.answer(reviewer, review.id, turn);
      words.push(...ledger.written.slice(written).map(({ canary }) => canary));
      if (turn.heldBackWord) words.push(turn.heldBackWord);
    }
  }

  async #forget(values: object): Promise<void> {
    const { world } = this.#quarter;
    const wizard = await world.create("candor.forget", values);
    await world.call("candor.forget", "action_forget", [[wizard]]);
  }

  /** Odoo's cleaning has run, the sidecar has forgotten what it was told, and the index is up to date. */
  async #settle(): Promise<void> {
    const { stack, caretaker } = this.#quarter;
    await caretaker.lookAfter();
    await caretaker.run("base.autovacuum_job");
    const deadline = Date.now() + settledWithinMs;
    for (;;) {
      const [row] = await stack.sql<{ waiting: number; forgotten: number; edits: number }>(
        "odoo",
        `select forgotten, edits, forgotten + edits as waiting
           from (select count(*)::int as forgotten from candor_forgotten) told,
                (select count(*)::int as edits from candor_outbox where not coalesce(dead, false)) changed`,
      );
      if (row?.waiting === 0) return;
      if (Date.now() > deadline) {
        console.error(`${row?.forgotten} deletions and ${row?.edits} changes still wait`);
        return;
      }
      await sleep(500);
    }
  }
}

const key = ({ word }: Canary): string => word.toLowerCase();
