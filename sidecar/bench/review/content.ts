import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { callMethod } from "../leaks/routes.ts";
import type { World } from "../leaks/world.ts";
import { Readable } from "./judge.ts";
import type { Ledger } from "./ledger.ts";
import { mineOf, review, type Queue } from "./page.ts";
import type { People, Person } from "./people.ts";
import type { Planted, Records } from "./records.ts";
import type { Turn } from "./turns.ts";

/** Of what is each word that nobody else has, and who may read it. */
interface Owner {
  what: string;
  may(person: Person, reads: Readable): boolean;
}

/** Pages that each person opens in one look. */
const pagesLooked = 4;
/** Tables in which no word of a question, an answer or a verdict may ever stand. */
const silent = ["mail_message", "mail_mail", "mail_activity", "bus_bus", "mail_tracking_value"];

/** Looks over people's shoulders: every canary that reaches somebody who may not read it is a leak. */
export class Content {
  leaks = 0;
  looks = 0;
  readonly #stack: BenchStack;
  readonly #world: World;
  readonly #people: People;
  readonly #records: Records;
  readonly #ledger: Ledger;

  constructor(stack: BenchStack, world: World, people: People, records: Records, ledger: Ledger) {
    this.#stack = stack;
    this.#world = world;
    this.#people = people;
    this.#records = records;
    this.#ledger = ledger;
  }

  /** Everybody looks into his queue, some pages, his history and what he was notified of. */
  async look(turns: readonly Turn[]): Promise<void> {
    const owners = this.#owners(turns);
    for (const person of this.#people.active) {
      const reads = await Readable.by(person, this.#records.all);
      for (const [channel, shown] of Object.entries(await this.#shown(person))) {
        this.looks += 1;
        this.#check(`${channel} of ${person.login}`, shown, owners, (owner) =>
          owner.may(person, reads),
        );
      }
    }
  }

  /** What is stored where others than asker and reviewer read it. */
  async lookIntoTables(turns: readonly Turn[]): Promise<void> {
    const owners = this.#owners(turns, false);
    for (const table of silent) {
      const rows = await this.#stack.sql<{ row: string }>(
        "odoo",
        `select ${table}::text as row from ${table}`,
      );
      this.looks += 1;
      this.#check(table, rows.map(({ row }) => row).join("\n"), owners, () => false);
    }
  }

  async #shown(person: Person): Promise<Record<string, string>> {
    const { asker } = person;
    const queue = await mineOf(asker);
    const pool = await review<Queue>(asker, "queue", "pool", "age", "", 0, 40);
    const asked = await review<Queue>(asker, "queue", "asked", "age", "", 0, 100);
    const others = await this.#world.call<number[]>("candor.review", "search", [[]], {
      limit: 300,
      order: "id desc",
    });
    const ids = this.#world.random.sample(
      [...queue.rows, ...pool.rows, ...asked.rows].map(({ id }) => id),
      pagesLooked,
    );
    ids.push(...this.#world.random.sample(others, pagesLooked));
    const call = async (model: string, method: string, ...args: unknown[]): Promise<string> =>
      await callMethod(this.#world, person, model, method, ...args);
    const pages = await Promise.all(ids.map(async (id) => await call("candor.review", "page", id)));
    const turns = asked.rows.flatMap(({ turn_id }) => (turn_id ? [turn_id] : []));
    const own = ["|", ["partner_ids.user_ids", "in", [asker.uid]], ["model", "=", "candor.review"]];
    return {
      queue: JSON.stringify(queue),
      pool: JSON.stringify(pool),
      asked: JSON.stringify(asked),
      sources: JSON.stringify(await review(asker, "sources", "pool")),
      pages: pages.join("\n"),
      turns: await call("candor.turn", "serve", turns),
      history: await call("candor.conversation", "history", 200),
      notifications: await call("mail.message", "search_read", own),
      activities: await call("mail.activity", "search_read", []),
      reviews: await call("candor.review", "search_read", [["id", "in", ids]]),
      labels: await call("candor.label", "search_read", []),
    };
  }

  #check(
    where: string,
    shown: string,
    owners: ReadonlyMap<string, Owner>,
    may: (owner: Owner) => boolean,
  ): void {
    const words = new Set(shown.toLowerCase().match(/[a-z]{9,}/g) ?? []);
    for (const word of words) {
      const owner = owners.get(word);
      if (!owner || may(owner)) continue;
      this.leaks += 1;
      console.error(`LEAK in ${where}: ${owner.what} (${word})`);
    }
  }

  /** @param withRecords also the words of records, which Odoo itself writes into tables */
  #owners(turns: readonly Turn[], withRecords = true): Map<string, Owner> {
    const owners = new Map<string, Owner>();
    const own = (word: string | undefined, owner: Owner): void => {
      if (word !== undefined) owners.set(word.toLowerCase(), owner);
    };
    for (const planted of withRecords ? this.#records.all : []) {
      const { resModel, resId } = planted.record;
      const may: Owner["may"] = (_person, reads) => reads.has(planted);
      for (const { word } of planted.canaries) own(word, { what: `${resModel} ${resId}`, may });
    }
    for (const turn of turns) {
      own(turn.word.word, {
        what: `question of turn ${turn.id}`,
        may: (person, reads) => person === turn.by || mayJudge(turn, person, reads),
      });
      own(turn.heldBackWord?.word, {
        what: `what turn ${turn.id} held back`,
        may: (person, reads) =>
          person !== turn.by && mayJudge(turn, person, reads) && reads.hasAll(turn.heldBackFrom),
      });
    }
    for (const { canary, turn, cited } of this.#ledger.written) {
      own(canary.word, {
        what: `words of a reviewer or asker about turn ${turn.id}`,
        may: (person, reads) =>
          reads.hasAll([...turn.madeFrom, ...cited]) &&
          (person === turn.by || mayJudge(turn, person, reads)),
      });
    }
    return owners;
  }
}

function mayJudge(turn: Turn, person: Person, reads: Readable): boolean {
  const about: Planted[] = [...turn.madeFrom, ...(turn.open ? [turn.open] : [])];
  return person.isReviewer && person !== turn.by && reads.hasAll(about);
}
