import type { World } from "../leaks/world.ts";
import type { People, Person } from "./people.ts";
import { isDeletable, type Records } from "./records.ts";

/** Fewest people who ask: the others may leave. */
const askersKept = 5;

/** What a week brings: rights, records and people that change, not on Candor's account. */
export class Changes {
  /** By what changed. */
  readonly counts: Record<string, number> = {};
  readonly #world: World;
  readonly #people: People;
  readonly #records: Records;
  #away: Person | undefined;

  constructor(world: World, people: People, records: Records) {
    this.#world = world;
    this.#people = people;
    this.#records = records;
  }

  async week(number: number): Promise<void> {
    const { random } = this.#world;
    for (const person of random.sample(this.#people.active, 3)) await this.#ward(person);
    for (const planted of random.sample(this.#records.there, 4)) {
      await this.#records.move(planted);
      this.#count("record into another ward");
    }
    for (const planted of random.sample(this.#records.there, 6)) {
      if (await this.#records.edit(planted)) this.#count("record overwritten");
    }
    for (const planted of random.sample(this.#records.there.filter(isDeletable), 2)) {
      await this.#records.remove(planted);
      this.#count("record deleted");
    }
    for (let at = 0; at < 3; at += 1) await this.#records.plant();
    await this.#absence();
    if (number % 3 === 1) await this.#hired();
    if (number % 3 === 2) await this.#left();
    if (number % 4 === 3) await this.#stopsReviewing();
  }

  /** Into a ward, or out of it. */
  async #ward({ asker }: Person): Promise<void> {
    const { random } = this.#world;
    const ward = random.pick(this.#people.wards);
    const values = { group_ids: [[random.chance(0.5) ? 3 : 4, ward]] };
    await this.#world.write({ resModel: "res.users", resId: asker.uid }, values);
    this.#count("right given or taken");
  }

  /** One reviewer is back, and another one is out of office. */
  async #absence(): Promise<void> {
    const set = async (person: Person, from: string | false): Promise<void> =>
      await this.#world.write(
        { resModel: "res.users", resId: person.asker.uid },
        { out_of_office_from: from, out_of_office_to: false },
      );
    if (this.#away?.isActive) await set(this.#away, false);
    this.#away = this.#world.random.pick(this.#people.reviewers);
    await set(this.#away, "2020-01-01 00:00:00");
    this.#count("out of office");
  }

  async #hired(): Promise<void> {
    await this.#people.hire();
    this.#count("reviewer hired");
  }

  /** His account is closed, by the menu or as the record of it. */
  async #left(): Promise<void> {
    const { random } = this.#world;
    const askers = this.#people.active.filter(({ isReviewer }) => !isReviewer);
    const leaving =
      askers.length > askersKept && random.chance(0.5)
        ? random.pick(askers)
        : random.pick(this.#people.reviewers);
    leaving.isActive = false;
    const uid = leaving.asker.uid;
    if (random.chance(0.5)) await this.#world.call("res.users", "action_archive", [[uid]]);
    else await this.#world.write({ resModel: "res.users", resId: uid }, { active: false });
    this.#count("account closed");
  }

  async #stopsReviewing(): Promise<void> {
    const person = this.#world.random.pick(this.#people.reviewers);
    person.isReviewer = false;
    const reviewing = await this.#world.ref("candor.group_reviewer");
    await this.#world.write(
      { resModel: "res.users", resId: person.asker.uid },
      { group_ids: [[3, reviewing]] },
    );
    this.#count("reviewer no more");
    await this.#hired();
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}
