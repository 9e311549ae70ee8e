import type { Person, People } from "./people.ts";
import type { RecordKey, World } from "./world.ts";

/** What keeps records from people: a record rule, drawn at random. */
export interface Guard {
  resModel: string;
  /** The rule, for who has to reproduce a leak. */
  words: string;
  /** Values that put a record under it. `responsible` is who may read it where that decides. */
  values(responsible: Person): object;
  /** Whether it lets this person read a record put under it with that responsible. */
  admits(person: Person, responsible: Person): boolean;
  /** Takes the right from somebody who has it. */
  revoke(record: RecordKey, person: Person): Promise<void>;
}

type Shape = (context: Context) => Promise<Guard>;

interface Context {
  world: World;
  people: People;
  resModel: string;
  mark: Mark;
}

/** How records of a model are told apart. */
interface Mark {
  /** Field of the domain: of the record, or of its partner. */
  path: string;
  /** Makes a new mark. @returns its id, and the values that set it */
  make(world: World): Promise<{ id: number; values: object }>;
  /** Field of the responsible user or users. */
  user?: string;
  /** Whether the record has a sales team. */
  team?: boolean;
  /** Whether no rule of Odoo's own grants what a rule for a group would take away. */
  free?: boolean;
}

const tagged = (field: string, model: string): Pick<Mark, "path" | "make"> => ({
  path: field,
  make: async (world) => {
    const id = await world.create(model, { name: world.words.word(3) });
    return { id, values: { [field]: [[6, 0, [id]]] } };
  },
});

/** By a category of the partner, where the records have no tags. */
const ofPartner: Pick<Mark, "path" | "make"> = {
  path: "partner_id.category_id",
  make: async (world) => {
    const id = await world.create("res.partner.category", { name: world.words.word(3) });
    const partner = await world.create("res.partner", {
      name: `Yard ${world.words.word(3)}`,
      category_id: [[6, 0, [id]]],
    });
    return { id, values: { partner_id: partner } };
  },
};

const marks: Record<string, Mark> = {
  "crm.lead": { ...tagged("tag_ids", "crm.tag"), user: "user_id", team: true },
  "sale.order": { ...tagged("tag_ids", "crm.tag"), user: "user_id", team: true },
  "project.task": { ...tagged("tag_ids", "project.tags"), user: "user_ids" },
  "product.template": { ...tagged("product_tag_ids", "product.tag"), free: true },
  "res.partner": { ...tagged("category_id", "res.partner.category"), free: true },
  "purchase.order": { ...ofPartner, user: "user_id" },
  "account.move": { ...ofPartner, user: "invoice_user_id" },
};

/** A rule for all, with a way round it for the members of a ward. */
const ward: Shape = async ({ world, people, resModel, mark }) => {
  const group = world.random.pick(people.wards);
  const { id, values } = await mark.make(world);
  const kept = `[('${mark.path}', 'not in', [${id}])]`;
  const domain = `[(1, '=', 1)] if {${group}, ${people.keeping}} & set(user.all_group_ids.ids) else ${kept}`;
  await rule(world, resModel, domain);
  return {
    resModel,
    words: domain,
    values: () => values,
    admits: (person) => person.groups.has(group) || person.groups.has(people.keeping),
    revoke: async (_record, person) => await leave(world, person, group),
  };
};

/** Rules of groups, of which any that matches grants. */
const grant: Shape = async ({ world, people, resModel, mark }) => {
  const group = world.random.pick(people.wards);
  const { id, values } = await mark.make(world);
  const kept = `[('${mark.path}', 'not in', [${id}])]`;
  await rule(world, resModel, kept, [await world.ref("base.group_user")]);
  const granted = `[('${mark.path}', 'in', [${id}])]`;
  await rule(world, resModel, granted, [group]);
  await rule(world, resModel, "[(1, '=', 1)]", [people.keeping]);
  return {
    resModel,
    words: `${kept} for users, ${granted} for group ${group}`,
    values: () => values,
    admits: (person) => person.groups.has(group) || person.groups.has(people.keeping),
    revoke: async (_record, person) => await leave(world, person, group),
  };
};

/** Only the responsible reads it. */
const responsible: Shape = async ({ world, people, resModel, mark }) => {
  const { id, values } = await mark.make(world);
  const { user = "" } = mark;
  const many = user.endsWith("_ids");
  const operator = many ? "in" : "=";
  const own = `['|', ('${mark.path}', 'not in', [${id}]), ('${user}', '${operator}', user.id)]`;
  const domain = `[(1, '=', 1)] if ${people.keeping} in user.all_group_ids.ids else ${own}`;
  await rule(world, resModel, domain);
  const set = (uid: number): object => ({ [user]: many ? [[6, 0, [uid]]] : uid });
  return {
    resModel,
    words: domain,
    values: (person) => ({ ...values, ...set(person.asker.uid) }),
    admits: (person, of) => person === of || person.groups.has(people.keeping),
    revoke: async (record) => await world.write(record, set(world.admin.uid)),
  };
};

/** Only members of its sales team read it. */
const team: Shape = async ({ world, people, resModel }) => {
  const members = world.random.sample(people.insiders, 3);
  const id = await world.create("crm.team", {
    name: `Team ${world.words.word(3)}`,
    member_ids: [[6, 0, members.map(({ asker }) => asker.uid)]],
  });
  const own = `['|', ('team_id', '!=', ${id}), ('team_id.member_ids', 'in', [user.id])]`;
  const domain = `[(1, '=', 1)] if ${people.keeping} in user.all_group_ids.ids else ${own}`;
  await rule(world, resModel, domain);
  return {
    resModel,
    words: domain,
    values: () => ({ team_id: id }),
    admits: (person) => members.includes(person) || person.groups.has(people.keeping),
    revoke: async (_record, { asker }) =>
      await world.write({ resModel: "crm.team", resId: id }, { member_ids: [[3, asker.uid]] }),
  };
};

/** Rules of every model, some of each shape that it allows. */
export async function guards(world: World, people: People): Promise<Guard[]> {
  // Else joining a second team ends the first membership.
  await world.call("ir.config_parameter", "set_param", ["sales_team.membership_multi", "True"]);
  const made: Guard[] = [];
  for (const [resModel, mark] of Object.entries(marks)) {
    const shapes = [ward, ...(mark.user ? [responsible] : []), ...(mark.team ? [team] : [])];
    const context = { world, people, resModel, mark };
    // A second pair of rules for groups would grant what the first keeps.
    if (mark.free) made.push(await grant(context));
    for (let at = 0; at < 3; at += 1) made.push(await world.random.pick(shapes)(context));
  }
  return made;
}

async function rule(
  world: World,
  model: string,
  domain: string,
  groups: number[] = [],
): Promise<void> {
  await world.create("ir.rule", {
    name: `Leak bench ${world.words.word(2)}`,
    model_id: await world.find("ir.model", [["model", "=", model]]),
    domain_force: domain,
    groups: [[6, 0, groups]],
    // Whoever may not read it may not change it either, but that is not what is tried here.
    ...{ perm_read: true, perm_write: false, perm_create: false, perm_unlink: false },
  });
}

/** Takes a person out of a group, and out of those that bring it with them. */
export async function leave(world: World, person: Person, group: number): Promise<void> {
  const bringing = await world.call<number[]>("res.groups", "search", [
    [["all_implied_ids", "in", [group]]],
  ]);
  await world.write(
    { resModel: "res.users", resId: person.asker.uid },
    { group_ids: [group, ...bringing].map((id) => [3, id]) },
  );
}
