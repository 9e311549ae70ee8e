import type { BenchStack } from "../../../e2e/stack/bench.ts";
import type { World } from "../leaks/world.ts";
import { readableBy, type Readable } from "./judge.ts";
import type { People, Person } from "./people.ts";
import type { Planted, Records } from "./records.ts";
import type { Turn } from "./turns.ts";

/** A review as the database has it. */
interface Found {
  id: number;
  turn: number;
  reviewer: number | null;
  state: string;
}

/** Models without a `user_id`. */
const withoutUser = ["project.task", "product.template"];

/** Who stands in which place of the order in which reviewers come into question. */
interface Standing {
  responsible: Set<number>;
  ofSource: Set<number>;
}

/**
 * Whether each review was given to whom the rules name: the record's responsible who reviews and isn't
 * absent, else of the source's reviewers, else of all, else of the absent, of those who may read what it
 * is about the one with fewest waiting; who can judge what was held back before who can't.
 */
export class Routing {
  misrouted = 0;
  unreviewed = 0;
  readonly #stack: BenchStack;
  readonly #world: World;
  readonly #people: People;
  readonly #records: Records;
  readonly #judged = new Set<number>();
  #waiting = new Map<number, number>();

  constructor(stack: BenchStack, world: World, people: People, records: Records) {
    this.#stack = stack;
    this.#world = world;
    this.#people = people;
    this.#records = records;
  }

  /** Before anything is sent: who has how many in hand. */
  async begin(): Promise<void> {
    const rows = await this.#stack.sql<{ reviewer: number; count: number }>(
      "odoo",
      `select reviewer_id as reviewer, count(*)::int from candor_review
        where state in ('waiting', 'asked_back') group by 1`,
    );
    this.#waiting = new Map(rows.map(({ reviewer, count }) => [reviewer, count]));
    const known = await this.#stack.sql<{ id: number }>("odoo", "select id from candor_review");
    for (const { id } of known) this.#judged.add(id);
  }

  /** All that was sent since has its reviewer, and no right has changed. */
  async judge(turns: ReadonlyMap<number, Turn>): Promise<void> {
    // One is assigned after the other, and gets its reminder then.
    const rows = await this.#stack.sql<Found>(
      "odoo",
      `select review.id, review.turn_id as turn, review.reviewer_id as reviewer, review.state
         from candor_review review
         left join mail_activity on candor_review_id = review.id
        where review.state in ('waiting', 'nobody')
        order by mail_activity.id`,
    );
    const readable = await readableBy(this.#people.reviewers, this.#records.all);
    const absent = await this.#absent();
    for (const review of rows) {
      const turn = turns.get(review.turn);
      if (!turn || this.#judged.has(review.id)) continue;
      this.#judged.add(review.id);
      const able = this.#able(turn, readable);
      const rightOnes = able.length > 0 ? await this.#rightOnes(turn, able, readable, absent) : [];
      const given = review.reviewer ?? 0;
      if (review.state === "nobody" && able.length > 0) {
        this.unreviewed += 1;
        this.#say("unreviewed", review, turn, able);
      } else if (review.state === "waiting" && !rightOnes.some((it) => it.asker.uid === given)) {
        this.misrouted += 1;
        this.#say("misrouted", review, turn, rightOnes);
      }
      if (given > 0) this.#waiting.set(given, (this.#waiting.get(given) ?? 0) + 1);
    }
  }

  /** After rights have changed and Odoo has looked after all: each open one is in hands that may. */
  async judgeAgain(turns: ReadonlyMap<number, Turn>): Promise<void> {
    const rows = await this.#stack.sql<Found>(
      "odoo",
      `select id, turn_id as turn, reviewer_id as reviewer, state from candor_review
        where state in ('waiting', 'nobody', 'finding')`,
    );
    const readable = await readableBy(this.#people.reviewers, this.#records.all);
    for (const review of rows) {
      const turn = turns.get(review.turn);
      if (!turn) continue;
      const able = this.#able(turn, readable);
      if (review.state === "waiting") {
        if (able.some((it) => it.asker.uid === review.reviewer)) continue;
        this.misrouted += 1;
        this.#say("misrouted after a change", review, turn, able);
      } else if (able.length > 0) {
        this.unreviewed += 1;
        this.#say("unreviewed after a change", review, turn, able);
      }
    }
  }

  /** Reviewers who may read all that the turn is about and didn't ask. */
  #able(turn: Turn, readable: ReadonlyMap<Person, Readable>): Person[] {
    const about = [...turn.madeFrom, ...(turn.open ? [turn.open] : [])];
    return [...readable].flatMap(([person, reads]) =>
      person.isReviewer && person !== turn.by && reads.hasAll(about) ? [person] : [],
    );
  }

  async #rightOnes(
    turn: Turn,
    able: Person[],
    readable: ReadonlyMap<Person, Readable>,
    absent: Set<number>,
  ): Promise<Person[]> {
    const { responsible, ofSource } = await this.#standing(turn);
    const present = able.filter(({ asker }) => !absent.has(asker.uid));
    const ranks = [
      present.filter(({ asker }) => responsible.has(asker.uid)),
      present.filter(({ asker }) => ofSource.has(asker.uid)),
      present,
      able,
    ];
    const rank = ranks.find((it) => it.length > 0) ?? [];
    const judging = rank.filter((it) => readable.get(it)?.hasAll(turn.heldBackFrom));
    const asked = turn.heldBackFrom.length > 0 && judging.length > 0 ? judging : rank;
    const counts = asked.map(({ asker }) => this.#waiting.get(asker.uid) ?? 0);
    const fewest = Math.min(...counts);
    return asked.filter((_, at) => counts[at] === fewest);
  }

  async #standing(turn: Turn): Promise<Standing> {
    const first: Planted[] = [turn.open, turn.madeFrom[0]].filter((it) => it !== undefined);
    const responsible = new Set<number>();
    for (const { record, isThere } of first) {
      if (!isThere || withoutUser.includes(record.resModel)) continue;
      const [read] = await this.#world.call<{ user_id: [number, string] | false }[]>(
        record.resModel,
        "read",
        [[record.resId], ["user_id"]],
      );
      if (read?.user_id) responsible.add(read.user_id[0]);
    }
    const [source] = await this.#world.call<{ reviewer_ids: number[] }[]>(
      "candor.source",
      "search_read",
      [[["model", "=", first[0]?.record.resModel ?? ""]], ["reviewer_ids"]],
    );
    return { responsible, ofSource: new Set(source?.reviewer_ids) };
  }

  async #absent(): Promise<Set<number>> {
    const uids = this.#people.reviewers.map(({ asker }) => asker.uid);
    const rows = await this.#world.call<{ id: number; is_out_of_office: boolean }[]>(
      "res.users",
      "read",
      [uids, ["is_out_of_office"]],
    );
    return new Set(rows.filter((row) => row.is_out_of_office).map(({ id }) => id));
  }

  #say(what: string, review: Found, turn: Turn, should: Person[]): void {
    const names = (uids: (number | null)[]): string =>
      uids.map((uid) => this.#people.byUid(uid ?? 0)?.login ?? "nobody").join(", ");
    console.error(
      `${what}: review ${review.id} (turn ${turn.id}, ${turn.kind}, by ${turn.by.login}) is with ` +
        `${names([review.reviewer])}; it should be with ${names(should.map((it) => it.asker.uid))}`,
    );
  }
}
