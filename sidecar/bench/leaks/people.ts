import { Asker } from "../../../e2e/asker.ts";
import type { World } from "./world.ts";

/** Rights of everybody's work; what is secret is kept from some by rules on top of these. */
const work = [
  "base.group_user",
  "candor.group_user",
  "sales_team.group_sale_salesman_all_leads",
  "purchase.group_purchase_user",
  "account.group_account_invoice",
  "project.group_project_user",
];
export const fieldGroups = [
  "candor_bench_leaks.group_vault",
  "candor_bench_leaks.group_courier",
  "candor_bench_leaks.group_remark",
];
const staff = ["hr.group_hr_user"];
const payroll = ["hr.group_hr_user", "hr.group_hr_manager"];
const wardCount = 5;

export interface Person {
  asker: Asker;
  login: string;
  /** Groups on top of everybody's work, by id. */
  groups: Set<number>;
  companies: number[];
  isReviewer: boolean;
}

export interface People {
  /** See none of the secrets: what they are told must not depend on them. */
  outsiders: Person[];
  /** See some of the secrets, at random. */
  insiders: Person[];
  /** See all of them, and review. */
  keepers: Person[];
  /** Groups that rules speak of. */
  wards: number[];
  /** The group that every rule lets through. */
  keeping: number;
}

/** Users with random groups and companies. */
export async function people(world: World): Promise<People> {
  const { random } = world;
  const keeping = await world.create("res.groups", { name: "Leak bench: keepers" });
  const wards: number[] = [];
  for (let at = 1; at <= wardCount; at += 1) {
    wards.push(await world.create("res.groups", { name: `Leak bench: ward ${at}` }));
  }
  const grouped = await Promise.all(fieldGroups.map((xmlid) => world.ref(xmlid)));
  const private_ = await Promise.all(
    [...new Set([...staff, ...payroll])].map((it) => world.ref(it)),
  );
  const [own, other] = world.companies;
  const reviewing = await world.ref("candor.group_reviewer");
  await world.write(
    { resModel: "res.users", resId: world.admin.uid },
    { group_ids: [keeping, ...wards, ...grouped, ...private_].map((id) => [4, id]) },
  );

  // The demo's own reviewers would be given what the bench's are to be given.
  const demo = await world.call<number[]>("res.users", "search", [
    [["all_group_ids", "in", [reviewing]]],
  ]);
  await world.call("res.users", "write", [demo, { group_ids: [[3, reviewing]] }]);

  const make = async (name: string, groups: number[], both: boolean): Promise<Person> => {
    const companies = both ? [own, other] : [own];
    const basic = await Promise.all(work.map((xmlid) => world.ref(xmlid)));
    await world.create("res.users", {
      name: `Bench ${name}`,
      login: name,
      password: name,
      email: `${name}@example.com`,
      group_ids: [[6, 0, [...basic, ...groups]]],
      company_id: own,
      company_ids: [[6, 0, companies]],
    });
    return {
      asker: await Asker.login(world.address, name),
      login: name,
      groups: new Set(groups),
      companies,
      isReviewer: groups.includes(reviewing),
    };
  };
  const found: People = { outsiders: [], insiders: [], keepers: [], wards, keeping };
  for (let at = 1; at <= 3; at += 1) {
    found.outsiders.push(await make(`outsider${at}`, [], false));
  }
  for (let at = 1; at <= 6; at += 1) {
    const groups = [...wards, ...grouped].filter(() => random.chance(0.5));
    if (at > 3)
      groups.push(...(await Promise.all((at > 4 ? payroll : staff).map((it) => world.ref(it)))));
    if (at % 3 === 0) groups.push(reviewing);
    found.insiders.push(await make(`insider${at}`, groups, at % 2 === 0));
  }
  for (let at = 1; at <= 2; at += 1) {
    const groups = [keeping, reviewing, ...grouped, ...private_];
    found.keepers.push(await make(`keeper${at}`, groups, true));
  }
  return found;
}
