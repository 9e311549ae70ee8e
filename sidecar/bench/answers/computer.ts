import { evaluate } from "./expression.ts";
import { asNumber, moneyForms, norm, type Accepted } from "./matching.ts";
import type { Compute, Domain, Path, Question, XmlId } from "./question.ts";
import type { Reader, Row } from "./reader.ts";
import { Unproven } from "./unproven.ts";

/** What a check came to, with the records that counted. */
export interface Computed {
  number?: number;
  names?: string[];
  groups?: Map<string, number>;
  ids?: number[];
  model?: string;
  record?: [model: string, id: number];
}

const numerals = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

/** Runs the `check` of a question in Odoo, as its user and in his own company. */
export class Computer {
  readonly #xmlIds: Map<XmlId, [string, number]>;

  constructor(xmlIds: Map<XmlId, [string, number]>) {
    this.#xmlIds = xmlIds;
  }

  find(xmlId: XmlId): [model: string, id: number] | undefined {
    return this.#xmlIds.get(xmlId);
  }

  resolve(xmlId: XmlId): [model: string, id: number] {
    const found = this.find(xmlId);
    if (!found) throw new Unproven(`no record has the XML id ${xmlId}`);
    return found;
  }

  /** Its values with what depends on the user or on the day put in. */
  domain(reader: Reader, domain: Domain): unknown[] {
    return domain.map((term) =>
      typeof term === "string" ? term : [term[0], term[1], this.#value(reader, term[2])],
    );
  }

  #value(reader: Reader, value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const it = value as { uid?: unknown; ref?: XmlId; today?: number; month?: number };
    if ("uid" in it) return reader.uid;
    if (it.ref !== undefined) return this.resolve(it.ref)[1];
    if (it.today !== undefined) return day(it.today);
    if (it.month !== undefined) return month(it.month);
    return value;
  }

  async compute(reader: Reader, query: Compute): Promise<Computed> {
    const { op, field } = query;
    const model = await reader.model(query.model);
    const wanted = ["display_name", ...[field, query.by].filter((it) => it !== undefined)];
    const rows = await reader.call<Row[]>(
      model,
      "search_read",
      [this.domain(reader, query.domain), wanted],
      {
        allowed_company_ids: reader.companies.slice(0, 1),
        ...(op === "one" && { active_test: false }),
      },
    );
    const ids = rows.map(({ id }) => id);
    const valueOf = (row: Row): number => Number(row[field ?? ""] === false ? 0 : row[field ?? ""]);
    const total = (part: Row[]): number => {
      if (op === "count") return part.length;
      const sum = part.reduce((all, row) => all + valueOf(row), 0);
      return op === "avg" ? sum / part.length : sum;
    };
    if (query.by !== undefined) return groupsOf(rows, query, total, model, ids);
    if (op === "sum" || op === "count" || op === "avg") {
      return { number: total(rows) * (query.sign ?? 1), ids, model };
    }
    const extreme = (op === "max" ? Math.max : Math.min)(...rows.map(valueOf));
    const best = op === "one" ? rows : rows.filter((row) => valueOf(row) === extreme);
    const [only] = best;
    if (best.length !== 1 || !only) throw new Unproven(`the ${op} is ${best.length} records`);
    if (op === "one") return { number: valueOf(only), ids, model };
    return {
      names: [String(only.display_name)],
      ids: [only.id],
      model,
      record: [model, only.id],
    };
  }

  async path(reader: Reader, { record, path }: Path): Promise<unknown> {
    let [model, id] = this.resolve(record);
    let result: unknown;
    for (const name of path.split(".")) {
      model = await reader.model(model);
      // Costs depend on the company: his own comes first.
      const [row] = await reader.call<Row[]>(model, "read", [[id], [name]], {
        active_test: false,
        allowed_company_ids: reader.companies,
      });
      const field = (await reader.fields(model)).get(name);
      result = row?.[name];
      if (field?.type === "many2one") {
        [id] = result === false ? [0] : (result as [number]);
        model = field.relation ?? "";
      } else if (field?.type.endsWith("2many")) {
        const [first, ...others] = result as number[];
        if (first === undefined || others.length > 0) {
          throw new Unproven(`${record} ${path} doesn't lead to one record`);
        }
        id = first;
        model = field.relation ?? "";
      }
    }
    return result;
  }

  /** What the question's check comes to, where it has one that computes. */
  async result(reader: Reader, { check = {} }: Question): Promise<Computed | undefined> {
    if (check.compute) return await this.compute(reader, check.compute);
    if (check.value) return { names: [String(await this.path(reader, check.value))] };
    if (!check.calc) return undefined;
    const known: Record<string, number> = {};
    for (const [name, part] of Object.entries(check.calc.vars)) {
      known[name] =
        "path" in part
          ? Number(await this.path(reader, part))
          : ((await this.compute(reader, part)).number ?? Number.NaN);
    }
    return { number: evaluate(check.calc.expr, known) };
  }

  /** What is a right answer at this moment. */
  async accepted(reader: Reader, question: Question): Promise<Accepted> {
    const { check = {}, expectAnswer, alt = [], expectAll = [] } = question;
    const isComputed = "compute" in check || "calc" in check || "value" in check;
    if (expectAnswer.length > 0 || !isComputed) {
      return { some: [...expectAnswer, ...alt], every: expectAll };
    }
    const number = (await this.result(reader, question))?.number ?? Number.NaN;
    const some = question.currency === true ? moneyForms(number) : [number.toFixed(0)];
    if (number === 0) some.push("no ", "none", "nothing");
    else if (question.currency !== true) some.push(...numerals.slice(number, number + 1));
    return { some, every: [] };
  }
}

function groupsOf(
  rows: Row[],
  { by = "", pick }: Compute,
  total: (part: Row[]) => number,
  model: string,
  ids: number[],
): Computed {
  const parts = Map.groupBy(rows, (row) => (row[by] ? (row[by] as [number, string])[1] : ""));
  const groups = new Map([...parts].map(([name, part]) => [name, total(part)]));
  if (pick === "all") return { groups, ids, model };
  const most = Math.max(...groups.values());
  const names = [...groups].filter(([, value]) => value === most).map(([name]) => name);
  if (names.length !== 1) throw new Unproven("there is no single largest group");
  return { names, ids: (parts.get(names[0] ?? "") ?? []).map(({ id }) => id), model };
}

/** Whether a string says what was computed. */
export function saysResult(text: string, { number, names = [] }: Computed): boolean {
  if (number !== undefined) {
    const value = asNumber(text);
    return value !== null && Math.abs(value - Math.round((number + 1e-9) * 100) / 100) <= 0.004;
  }
  return names.some((name) => norm(name).endsWith(norm(text)));
}

function today(): Date {
  const shown = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Brussels" }).format();
  return new Date(`${shown}T00:00:00Z`);
}

function day(offset: number): string {
  const date = today();
  date.setUTCDate(date.getUTCDate() + offset);
  return date.toISOString().slice(0, 10);
}

function month(offset: number): string {
  const date = today();
  date.setUTCMonth(date.getUTCMonth() + offset, 1);
  return date.toISOString().slice(0, 10);
}
