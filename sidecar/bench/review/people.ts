import { Asker } from "../../../e2e/asker.ts";
import type { World } from "../leaks/world.ts";

/** What each reviewer may read besides what any employee may, and of which wards he is. */
const reviewers: [name: string, rights: string[], wards: number[]][] = [
  ["broad", ["sales", "purchase", "project"], [0, 1, 2, 3]],
  ["sales", ["sales"], [0, 1]],
  ["seller", ["ownSales"], [0, 1, 2, 3]],
  ["buyer", ["purchase"], [3]],
  ["planner", ["project"], [0, 3]],
  ["plain", ["sales", "purchase", "project"], []],
  ["mixed", ["ownSales", "project"], [1, 2]],
  ["narrow", [], [2]],
];
const askers: typeof reviewers = [
  ["ask1", ["sales", "purchase", "project"], [0, 1]],
  ["ask2", ["sales", "project"], [2]],
  ["ask3", ["sales", "purchase"], [3]],
  ["ask4", ["purchase", "project"], [0, 3]],
  ["ask5", ["sales"], []],
  ["ask6", ["ownSales", "project"], [1, 2]],
  ["ask7", ["sales", "purchase", "project"], [0, 1, 2, 3]],
  ["ask8", ["project"], [1]],
];
const groupsOf: Record<string, string> = {
  sales: "sales_team.group_sale_salesman_all_leads",
  ownSales: "sales_team.group_sale_salesman",
  purchase: "purchase.group_purchase_user",
  project: "project.group_project_user",
};

export interface Person {
  asker: Asker;
  login: string;
  isReviewer: boolean;
  isActive: boolean;
}

/** Those who ask and review; who of them may what is Odoo's to say, see judge.ts. */
export class People {
  readonly all: Person[] = [];
  /** Groups that the wards' rules speak of. */
  readonly wards: number[];
  readonly #world: World;
  #hired = 0;

  private constructor(world: World, wards: number[]) {
    this.#world = world;
    this.wards = wards;
  }

  static async of(world: World): Promise<People> {
    const wards: number[] = [];
    for (let at = 1; at <= 4; at += 1) {
      wards.push(await world.create("res.groups", { name: `Quarter: ward ${at}` }));
    }
    await world.write(
      { resModel: "res.users", resId: world.admin.uid },
      { group_ids: wards.map((id) => [4, id]) },
    );
    // The demo's own reviewers and rules would be given what the bench's are to be given.
    const reviewing = await world.ref("candor.group_reviewer");
    const demo = await world.call<number[]>("res.users", "search", [
      [["all_group_ids", "in", [reviewing]]],
    ]);
    await world.call("res.users", "write", [demo, { group_ids: [[3, reviewing]] }]);
    const people = new People(world, wards);
    for (const [name, rights, of] of reviewers)
      await people.make(`quarter_${name}`, rights, of, true);
    for (const [name, rights, of] of askers)
      await people.make(`quarter_${name}`, rights, of, false);
    return people;
  }

  get reviewers(): Person[] {
    return this.all.filter(({ isReviewer, isActive }) => isReviewer && isActive);
  }

  get active(): Person[] {
    return this.all.filter(({ isActive }) => isActive);
  }

  byUid(uid: number): Person | undefined {
    return this.all.find(({ asker }) => asker.uid === uid);
  }

  /** A reviewer of the same kind as one of the first, who joins later. */
  async hire(): Promise<Person> {
    this.#hired += 1;
    const [name, rights, of] = reviewers[this.#hired % reviewers.length] ?? ["broad", [], []];
    return await this.make(`quarter_${name}_${this.#hired}`, rights, of, true);
  }

  async make(login: string, rights: string[], of: number[], isReviewer: boolean): Promise<Person> {
    const xmlids = [
      ...["base.group_user", "candor.group_user", ...(isReviewer ? ["candor.group_reviewer"] : [])],
      ...rights.map((right) => groupsOf[right] ?? right),
    ];
    const groups = await Promise.all(xmlids.map((xmlid) => this.#world.ref(xmlid)));
    await this.#world.create("res.users", {
      name: `Quarter ${login}`,
      login,
      password: login,
      email: `${login}@example.com`,
      group_ids: [[6, 0, [...groups, ...of.map((at) => this.wards[at])]]],
    });
    const asker = await Asker.login(this.#world.address, login);
    const person = { asker, login, isReviewer, isActive: true };
    this.all.push(person);
    return person;
  }
}
