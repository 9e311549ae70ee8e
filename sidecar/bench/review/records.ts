import { Canary } from "../leaks/canary.ts";
import type { WholeRecord } from "../leaks/recipe.ts";
import { wholeRecords } from "../leaks/whole-records.ts";
import type { RecordKey, World } from "../leaks/world.ts";
import type { People } from "./people.ts";

/** What of the leaks bench's records can stand in a quarter: each with a canary in one of its sections. */
const kinds = wholeRecords.filter(
  ({ name, resModel }) =>
    ["notes", "description", "sales description", "job position", "message", "line"].includes(
      name,
    ) && resModel !== "account.move",
);

/** Where the tag stands by which a record belongs to a ward, and the tag's model. */
const tags: Record<string, [field: string, model: string]> = {
  "crm.lead": ["tag_ids", "crm.tag"],
  "sale.order": ["tag_ids", "crm.tag"],
  "project.task": ["tag_ids", "project.tags"],
  "product.template": ["product_tag_ids", "product.tag"],
  "res.partner": ["category_id", "res.partner.category"],
};
/** Who is responsible for a record is in its `user_id`; only these have one that the bench sets. */
const withResponsible = ["crm.lead", "sale.order", "purchase.order"];

export interface Planted {
  recipe: WholeRecord;
  record: RecordKey;
  sections: string[];
  handle: string;
  /** All words that it ever had; the last one stands there now. */
  canaries: Canary[];
  isThere: boolean;
}

/** The records that are asked about, under rules which open those of a ward to its members only. */
export class Records {
  readonly all: Planted[] = [];
  readonly #world: World;
  readonly #people: People;
  /** By model, one tag per ward. */
  readonly #tags = new Map<string, number[]>();

  private constructor(world: World, people: People) {
    this.#world = world;
    this.#people = people;
  }

  static async of(world: World, people: People, count: number): Promise<Records> {
    const records = new Records(world, people);
    for (const [resModel, [field, tagModel]] of Object.entries(tags)) {
      const ids: number[] = [];
      for (const group of people.wards) {
        const id = await world.create(tagModel, { name: world.words.word(3) });
        ids.push(id);
        await world.create("ir.rule", {
          name: `Quarter: ${resModel} of ward ${group}`,
          model_id: await world.find("ir.model", [["model", "=", resModel]]),
          domain_force: `[(1, '=', 1)] if ${group} in user.all_group_ids.ids else [('${field}', 'not in', [${id}])]`,
        });
      }
      records.#tags.set(resModel, ids);
    }
    for (let at = 0; at < count; at += 1) await records.plant();
    return records;
  }

  get there(): Planted[] {
    return this.all.filter(({ isThere }) => isThere);
  }

  async plant(): Promise<Planted> {
    const { random } = this.#world;
    const recipe = random.pick(kinds);
    const responsible =
      withResponsible.includes(recipe.resModel) && random.chance(0.5)
        ? { user_id: random.pick(this.#people.active).asker.uid }
        : {};
    const ward = random.chance(0.6) ? this.wardValues(recipe.resModel) : {};
    return await this.#make(recipe, { ...responsible, ...ward });
  }

  /** One of no ward and without anybody responsible, of a kind that is left to chance. */
  async plantFree(resModels = ["res.partner", "product.template"]): Promise<Planted> {
    const fitting = kinds.filter(({ resModel }) => resModels.includes(resModel));
    return await this.#make(this.#world.random.pick(fitting), {});
  }

  async #make(recipe: WholeRecord, values: object): Promise<Planted> {
    const { words } = this.#world;
    const canary = new Canary(words, false);
    const handle = `${words.word(2)} ${words.word(2)}`;
    const made = await recipe.plant(this.#world, { handle, canary, values, resId: 0 });
    const record = { resModel: recipe.resModel, resId: made.resId };
    const planted = { recipe, record, ...made, handle, canaries: [canary], isThere: true };
    this.all.push(planted);
    return planted;
  }

  /** Values that put a record into another ward, or into none. */
  wardValues(resModel: string): object {
    const { random } = this.#world;
    const ids = this.#tags.get(resModel);
    const [field] = tags[resModel] ?? [];
    if (!ids || field === undefined) return {};
    return { [field]: [[6, 0, random.chance(0.8) ? [random.pick(ids)] : []]] };
  }

  async move(planted: Planted): Promise<void> {
    const values = this.wardValues(planted.record.resModel);
    if (Object.keys(values).length > 0) await this.#world.write(planted.record, values);
  }

  /** Its words become others. @returns whether it has words that can be overwritten */
  async edit(planted: Planted): Promise<boolean> {
    if (!planted.recipe.edit) return false;
    const canary = new Canary(this.#world.words, false);
    await planted.recipe.edit(this.#world, planted.record, planted.handle, canary);
    planted.canaries.push(canary);
    return true;
  }

  async remove(planted: Planted): Promise<void> {
    planted.isThere = false;
    await this.#world.call(planted.record.resModel, "unlink", [[planted.record.resId]]);
  }
}

/** Records of trade can't simply be deleted. */
export const isDeletable = ({ record, recipe }: Planted): boolean =>
  ["crm.lead", "project.task", "product.template", "res.partner"].includes(record.resModel) &&
  recipe.name !== "line";
