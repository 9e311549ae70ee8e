import type { AskOptions } from "../../../e2e/asker.ts";
import { Canary } from "./canary.ts";
import { leave, type Guard } from "./guards.ts";
import { hiddenParts } from "./hidden-parts.ts";
import type { People, Person } from "./people.ts";
import type { HiddenPart, Planted, WholeRecord } from "./recipe.ts";
import { wholeRecords } from "./whole-records.ts";
import type { RecordKey, World } from "./world.ts";

/** What keeps it from people. */
export type Kind = "rule" | "company" | "archived" | "field" | "target";

export interface Secret {
  number: number;
  kind: Kind;
  recipe: WholeRecord | HiddenPart;
  canary: Canary;
  handle: string;
  /** Why some may not read it. */
  guard: string;
  /** Who may read it and is asked the same, with what he has to have active or open. */
  twin: Person;
  allowed: AskOptions;
  /** Who may not. The outsiders come first. */
  denied: Person[];
  /** Known once it is planted. */
  record: RecordKey;
  sections: string[];
  /** Whether the record itself is hidden. */
  whole: boolean;
  plant(): Promise<void>;
  /** Takes the right from the twin; absent where he would keep it. */
  revoke: (() => Promise<void>) | undefined;
}

/** Of ten secrets; the others are hidden by record rules. */
const shares: [Kind, number][] = [
  ["company", 1],
  ["archived", 1],
  ["field", 2],
  ["target", 1],
];
/** Of each secret at most: those who see nothing, and those who see other secrets. */
const outsiders = 2;
const insiders = 2;

/** Models of which other companies' records are hidden, and of which some are archived. */
const perCompany = ["crm.lead", "product.template", "res.partner"];
const archivable = [...perCompany, "project.task"];

/** Draws secrets and makes what of them may be known: records without their hidden part. */
export async function drawSecrets(
  world: World,
  people: People,
  guards: Guard[],
  count: number,
): Promise<Secret[]> {
  const secrets: Secret[] = [];
  const kinds = shares.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));
  while (secrets.length < count) {
    const kind = kinds[secrets.length % 10] ?? "rule";
    const secret = await draw(world, people, guards, kind, secrets.length + 1);
    if (secret) secrets.push(secret);
  }
  return secrets;
}

async function draw(
  world: World,
  people: People,
  guards: Guard[],
  kind: Kind,
  number: number,
): Promise<Secret | undefined> {
  const { random, words } = world;
  const recipe = random.pick(recipesOf(kind));
  const guarded = kind === "target" ? "res.partner" : recipe.resModel;
  const guard =
    kind === "rule" || kind === "target"
      ? random.pick(guards.filter(({ resModel }) => resModel === guarded))
      : undefined;
  const responsible = random.pick(people.insiders);
  const group = "group" in recipe && recipe.group ? await world.ref(recipe.group) : undefined;
  const [, other] = world.companies;
  const admits = (person: Person): boolean => {
    if (guard) return guard.admits(person, responsible);
    if (group !== undefined) return person.groups.has(group);
    return kind === "archived" || person.companies.includes(other);
  };
  const twins = people.insiders.filter(admits);
  // Whoever only has it not active, or not open, may not find it either.
  const others = people.insiders.filter((person) => kind === "archived" || !admits(person));
  if (twins.length === 0) return undefined;
  const twin = random.pick(twins);

  const record = { resModel: recipe.resModel, resId: 0 };
  const planted: Planted = {
    handle: `${words.word(2)} ${words.word(2)}`,
    canary: new Canary(words, "counts" in recipe && recipe.counts),
    values: valuesOf(kind, guard, responsible, other),
    resId: 0,
  };
  if ("prepare" in recipe) planted.resId = await recipe.prepare(world, planted);
  const secret: Secret = {
    number,
    kind,
    recipe,
    canary: planted.canary,
    handle: planted.handle,
    guard: guard?.words ?? (group !== undefined ? `a field of group ${group}` : kind),
    twin,
    allowed: kind === "company" ? { companyIds: twin.companies } : {},
    denied: [
      ...random.sample(people.outsiders, outsiders),
      ...random.sample(
        others.filter((person) => person !== twin),
        insiders,
      ),
    ],
    record,
    sections: [],
    whole: !("prepare" in recipe),
    plant: async () => {
      const made = await recipe.plant(world, planted);
      record.resId = made.resId;
      secret.sections = made.sections;
      if (kind === "archived") secret.allowed = { open: record };
    },
    revoke:
      kind === "archived"
        ? undefined
        : async () => {
            if (guard) await guard.revoke(await guardedRecord(world, secret), twin);
            else if (group !== undefined) await leave(world, twin, group);
            else await leaveCompany(world, twin, other);
          },
  };
  return secret;
}

function recipesOf(kind: Kind): (WholeRecord | HiddenPart)[] {
  if (kind === "field") return [...hiddenParts.fields, ...hiddenParts.employees];
  if (kind === "target") return hiddenParts.targets;
  const models = { rule: undefined, company: perCompany, archived: archivable }[kind];
  return wholeRecords.filter(({ resModel }) => models?.includes(resModel) ?? true);
}

function valuesOf(kind: Kind, guard: Guard | undefined, person: Person, company: number): object {
  if (kind === "company") return { company_id: company };
  if (kind === "archived") return { active: false };
  return guard?.values(person) ?? {};
}

/** The record that the guard's rule speaks of. */
async function guardedRecord(world: World, { kind, record }: Secret): Promise<RecordKey> {
  if (kind !== "target") return record;
  const [read] = await world.call<{ partner_id: [number, string] }[]>(record.resModel, "read", [
    [record.resId],
    ["partner_id"],
  ]);
  return { resModel: "res.partner", resId: read?.partner_id[0] ?? 0 };
}

async function leaveCompany(world: World, { asker }: Person, company: number): Promise<void> {
  await world.write({ resModel: "res.users", resId: asker.uid }, { company_ids: [[3, company]] });
}
