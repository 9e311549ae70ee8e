import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { OdooRefusal } from "../../../e2e/asker.ts";
import { each } from "../leaks/trial.ts";
import { World } from "../leaks/world.ts";
import { Caretaker } from "./caretaker.ts";
import { Changes } from "./changes.ts";
import { Content } from "./content.ts";
import { Readable } from "./judge.ts";
import { Ledger } from "./ledger.ts";
import { People, type Person } from "./people.ts";
import { Records, type Planted } from "./records.ts";
import { Reviewing } from "./reviewing.ts";
import { Routing } from "./routing.ts";
import { Turns, type Asking, type Turn } from "./turns.ts";

export interface Size {
  weeks: number;
  records: number;
  /** In the whole quarter. */
  questions: number;
  reviews: number;
  verdicts: number;
  /** Of other reviews, besides. */
  inBrowsers: number;
}

/** Three months of questions and reviews, week by week. */
export class Quarter {
  readonly stack: BenchStack;
  readonly world: World;
  readonly people: People;
  readonly records: Records;
  readonly turns: Turns;
  readonly byId = new Map<number, Turn>();
  readonly ledger = new Ledger();
  readonly caretaker: Caretaker;
  readonly changes: Changes;
  readonly content: Content;
  readonly reviewing: Reviewing;
  readonly routing: Routing;
  /** Milliseconds that each sender waited. */
  readonly sendMs: number[] = [];

  private constructor(stack: BenchStack, world: World, people: People, records: Records) {
    this.stack = stack;
    this.world = world;
    this.people = people;
    this.records = records;
    this.turns = new Turns(world);
    this.caretaker = new Caretaker(world, stack);
    this.changes = new Changes(world, people, records);
    this.content = new Content(stack, world, people, records, this.ledger);
    this.reviewing = new Reviewing(world, people, this.ledger);
    this.routing = new Routing(stack, world, people, records);
  }

  static async of(stack: BenchStack, seed: number, size: Size): Promise<Quarter> {
    const world = await World.open(stack, stack.sharedSecret, seed);
    const people = await People.of(world);
    const records = await Records.of(world, people, size.records);
    const quarter = new Quarter(stack, world, people, records);
    await quarter.#rule();
    return quarter;
  }

  /** Rights change, people ask and send, and what was sent is judged. */
  async week(number: number, { weeks, questions, reviews }: Size): Promise<void> {
    if (number > 0) await this.changes.week(number);
    await this.caretaker.untilFinal();
    await this.caretaker.passWeek();
    await this.caretaker.lookAfter();
    await this.routing.judgeAgain(this.byId);
    await this.routing.begin();
    const asked = await this.ask(Math.ceil(questions / weeks));
    for (const turn of this.world.random.sample(asked, Math.ceil(reviews / weeks))) {
      await this.send(turn);
    }
    await this.caretaker.untilAssigned();
    await this.routing.judge(this.byId);
  }

  /** So many questions, some people at once, each about what he may read. */
  async ask(
    count: number,
    by: readonly Person[] = this.people.active,
    asking: Asking = {},
  ): Promise<Turn[]> {
    const readable = new Map<Person, Planted[]>();
    for (const person of by) {
      const reads = await Readable.by(person, this.records.there);
      readable.set(
        person,
        this.records.there.filter((it) => reads.has(it)),
      );
    }
    const able = by.filter((person) => (readable.get(person)?.length ?? 0) > 0);
    const asked: Turn[] = [];
    const places = Array.from({ length: count }, (_, at) => at);
    await each(places, async (at) => {
      const person = able[at % able.length];
      if (!person) return;
      const turn = await this.turns.ask(person, readable.get(person) ?? [], asking);
      this.byId.set(turn.id, turn);
      asked.push(turn);
    });
    return asked;
  }

  /** To human review, as the panel sends it. @returns false where a rule has done so before */
  async send(turn: Turn): Promise<boolean> {
    const since = performance.now();
    try {
      await turn.by.asker.call("candor.turn", "send_to_review", [turn.id]);
    } catch (error) {
      if (error instanceof OdooRefusal) return false;
      throw error;
    }
    this.sendMs.push(performance.now() - since);
    return true;
  }

  /** Records of a model, as the administrator counts them. */
  async count(model: string): Promise<number> {
    return await this.world.call<number>(model, "search_count", [[]]);
  }

  /** What the administrator has set: who reviews which source, and what is sent by itself. */
  async #rule(): Promise<void> {
    const { world, people } = this;
    for (const [model, names] of [
      ["crm.lead", ["broad", "sales", "seller"]],
      ["sale.order", ["sales", "plain"]],
      ["project.task", ["planner", "mixed"]],
    ] as const) {
      const source = await world.find("candor.source", [["model", "=", model]]);
      const uids = people.reviewers.flatMap(({ login, asker }) =>
        names.some((name) => login === `quarter_${name}`) ? [asker.uid] : [],
      );
      const values = { reviewer_ids: [[6, 0, uids]] };
      await world.write({ resModel: "candor.source", resId: source }, values);
    }
    const tasks = await world.find("candor.source", [["model", "=", "project.task"]]);
    for (const rule of [
      { name: "A sample", kind: "sample", share: 0.05 },
      { name: "Unsure", kind: "below", below: 0.82 },
      { name: "Declined about tasks", kind: "declined", source_ids: [[6, 0, [tasks]]] },
    ]) {
      await world.create("candor.review.rule", rule);
    }
  }
}
