import { OdooRefusal } from "../../../e2e/asker.ts";
import type { Asker } from "../../../e2e/asker.ts";
import type { Person } from "./people.ts";
import type { Planted } from "./records.ts";

/** Rows of a section that have access rules of their own. */
const rowModels: Record<string, string> = {
  message: "mail.message",
  "line:order_line sale.order": "sale.order.line",
  "line:order_line purchase.order": "purchase.order.line",
};

/**
 * What a person may read now, as Odoo itself says when it is asked as him: each record that was planted,
 * and each row of it that was quoted. Candor is not asked.
 */
export class Readable {
  readonly #records: Map<string, Set<number>>;

  private constructor(records: Map<string, Set<number>>) {
    this.#records = records;
  }

  static async by({ asker }: Person, records: readonly Planted[]): Promise<Readable> {
    const wanted = new Map<string, Set<number>>();
    const want = ([model, id]: [string, number]): void => {
      const ids = wanted.get(model) ?? new Set();
      wanted.set(model, ids.add(id));
    };
    for (const planted of records.filter(({ isThere }) => isThere)) keysOf(planted).forEach(want);
    const found = new Map<string, Set<number>>();
    for (const [model, ids] of wanted) found.set(model, await searched(asker, model, [...ids]));
    return new Readable(found);
  }

  has(planted: Planted): boolean {
    return (
      planted.isThere &&
      keysOf(planted).every(([model, id]) => this.#records.get(model)?.has(id) ?? false)
    );
  }

  hasAll(planted: readonly Planted[]): boolean {
    return planted.every((it) => this.has(it));
  }
}

/** Of a person whose account is closed: nothing. */
export async function readableBy(
  people: readonly Person[],
  records: readonly Planted[],
): Promise<Map<Person, Readable>> {
  const found = new Map<Person, Readable>();
  for (const person of people) {
    if (person.isActive) found.set(person, await Readable.by(person, records));
  }
  return found;
}

function keysOf({ record, sections }: Planted): [string, number][] {
  const rows = sections.flatMap((section): [string, number][] => {
    const parts = section.split(":");
    const kind = parts.slice(0, -1).join(":");
    const model = rowModels[kind] ?? rowModels[`${kind} ${record.resModel}`];
    return model === undefined ? [] : [[model, Number(parts.at(-1))]];
  });
  return [[record.resModel, record.resId], ...rows];
}

async function searched(asker: Asker, model: string, ids: number[]): Promise<Set<number>> {
  const context = { active_test: false };
  try {
    return new Set(await asker.call<number[]>(model, "search", [[["id", "in", ids]]], { context }));
  } catch (error) {
    // No right to the model at all is an error of Odoo's.
    if (error instanceof OdooRefusal) return new Set();
    throw error;
  }
}
