import { Asker, OdooRefusal, type Address } from "../../../e2e/asker.ts";
import { norm } from "./matching.ts";
import { valueTexts, type Field } from "./value-text.ts";

export type Row = Record<string, unknown> & { id: number };
type Context = Record<string, unknown>;
const skipped = new Set(["binary", "json", "properties_definition"]);
const unread = /^(avatar_|image_|activity_exception|message_follower)/;
const lines = new Set(
  `sale.order.line purchase.order.line account.move.line product.supplierinfo hr.resume.line
  hr.employee.skill hr.version product.template.attribute.line event.event.ticket stock.move
  fleet.vehicle.log.services`.split(/\s+/),
);
/** What a user's whole readable world is swept for. */
const worldModels =
  `crm.lead sale.order sale.order.line purchase.order purchase.order.line account.move
  account.move.line account.bank.statement.line res.partner res.partner.bank res.users project.project
  project.task project.update project.milestone product.template product.product product.supplierinfo
  product.document hr.employee hr.employee.public hr.version hr.job hr.department hr.resume.line
  hr.employee.skill mail.message mail.activity calendar.event rating.rating discuss.channel crm.team
  sale.order.template account.analytic.account account.analytic.line ir.attachment fleet.vehicle
  fleet.vehicle.log.contract fleet.vehicle.log.services maintenance.equipment maintenance.request
  event.event event.registration repair.order stock.picking`.split(/\s+/);

export interface Seen {
  model: string;
  id: number;
  /** Normalised. */
  text: string;
}

/**
 * Odoo as one user sees it over its own JSON-RPC. Nothing of Candor is asked: what this reads is what
 * answers are judged by.
 */
export class Reader {
  readonly login: string;
  readonly uid: number;
  /** His own company, first among all of his. */
  readonly companies: number[];
  readonly lang: string;
  readonly #asker: Asker;
  readonly #fields = new Map<string, Promise<Map<string, Field>>>();
  readonly #texts = new Map<string, Promise<string>>();
  #world: Promise<Seen[]> | undefined;

  private constructor(asker: Asker, companies: number[], lang: string) {
    this.#asker = asker;
    this.login = asker.login;
    this.uid = asker.uid;
    this.companies = companies;
    this.lang = lang;
  }

  static async login(address: Address, login: string): Promise<Reader> {
    const asker = await Asker.login(address, login);
    const [user] = await asker.call<Row[]>("res.users", "read", [
      [asker.uid],
      ["company_id", "company_ids", "lang"],
    ]);
    const [own] = user?.company_id as [number, string];
    const others = (user?.company_ids as number[]).filter((id) => id !== own);
    return new Reader(asker, [own, ...others], String(user?.lang));
  }

  /** @throws {OdooRefusal} */
  async call<T>(model: string, method: string, args: unknown[], context: Context = {}): Promise<T> {
    return await this.#asker.call<T>(model, method, args, { context });
  }

  /** All companies, archived records too: the widest view that this user can have. */
  everywhere(lang = "en_US"): Context {
    return { active_test: false, allowed_company_ids: this.companies, lang };
  }

  async fields(model: string, lang = "en_US"): Promise<Map<string, Field>> {
    const key = `${model} ${lang}`;
    const known = this.#fields.get(key) ?? this.#fieldsOf(model, lang);
    this.#fields.set(key, known);
    return await known;
  }

  async #fieldsOf(model: string, lang: string): Promise<Map<string, Field>> {
    const args = [[], ["type", "relation", "selection"]];
    const found = await refusedIs(
      {},
      this.call<Record<string, Field>>(model, "fields_get", args, { lang }),
    );
    return new Map(
      Object.entries(found).filter(([name, { type }]) => !skipped.has(type) && !unread.test(name)),
    );
  }

  /** Employees of those who are no HR officers are their public profiles, under the same ids. */
  async model(model: string): Promise<string> {
    const isPublic = model === "hr.employee" && !(await this.fields(model)).has("private_email");
    return isPublic ? "hr.employee.public" : model;
  }

  /** The rows that this user may read; a field that breaks the whole read is left out. */
  async read(model: string, ids: number[], names?: string[], lang = "en_US"): Promise<Row[]> {
    const wanted = names ?? [...(await this.fields(model)).keys()];
    if (ids.length === 0 || wanted.length === 0) return [];
    try {
      return await this.call<Row[]>(model, "read", [ids, wanted], this.everywhere(lang));
    } catch (error) {
      if (!(error instanceof OdooRefusal)) throw error;
      if (wanted.length === 1) return [];
    }
    const rows = new Map<number, Row>();
    const half = Math.floor(wanted.length / 2);
    for (const part of [wanted.slice(0, half), wanted.slice(half)]) {
      for (const row of await this.read(model, ids, part, lang)) {
        rows.set(row.id, { ...rows.get(row.id), ...row });
      }
    }
    return [...rows.values()];
  }

  async readable(model: string, id: number): Promise<boolean> {
    const args = [[id], ["display_name"]];
    const found = this.call<Row[]>(await this.model(model), "read", args, this.everywhere());
    return (await refusedIs([], found)).length > 0;
  }

  async search(model: string, domain: unknown[], context: Context = {}): Promise<number[]> {
    return await refusedIs([], this.call<number[]>(model, "search", [domain], context));
  }

  /**
   * Everything that this user can read of a record, in English and in his own language: fields, lines,
   * names of related records, chatter, activities.
   */
  async text(model: string, id: number): Promise<string> {
    const key = `${model} ${id}`;
    const known = this.#texts.get(key) ?? this.#textOf(await this.model(model), id);
    this.#texts.set(key, known);
    return await known;
  }

  async #textOf(model: string, id: number): Promise<string> {
    const parts: string[] = [];
    for (const lang of new Set(["en_US", this.lang]))
      parts.push(...(await this.#gather(model, id, lang)));
    return parts.join(" \n ");
  }

  async #gather(model: string, id: number, lang: string): Promise<string[]> {
    const parts: string[] = [];
    const context = this.everywhere(lang);
    for (const row of await this.read(model, [id], undefined, lang)) {
      parts.push(await this.#rowText(model, row, lang));
      for (const [name, value] of Object.entries(row)) {
        const { type = "", relation = "" } = (await this.fields(model)).get(name) ?? {};
        if (!type.endsWith("2many") || !Array.isArray(value) || value.length > 200) continue;
        if (value.length === 0 || /^(mail\.|res\.company|ir\.)/.test(relation)) continue;
        const found = await this.search(relation, [["id", "in", value]], context);
        const names = lines.has(relation) ? undefined : ["display_name"];
        for (const it of await this.read(relation, found, names, lang)) {
          parts.push(await this.#rowText(relation, it, lang));
        }
      }
    }
    const owner = model === "hr.employee.public" ? "hr.employee" : model;
    for (const [chatter, key] of [
      ["mail.message", "model"],
      ["mail.activity", "res_model"],
    ] as const) {
      const found = await this.search(
        chatter,
        [
          [key, "=", owner],
          ["res_id", "=", id],
        ],
        context,
      );
      const told = ["subject", "body", "author_id", "summary", "note", "user_id"];
      const known = await this.fields(chatter);
      const names = told.filter((name) => known.has(name));
      if (chatter === "mail.activity") names.push("activity_type_id", "date_deadline");
      for (const row of await this.read(chatter, found, names, lang)) {
        parts.push(await this.#rowText(chatter, row, lang));
      }
    }
    return parts;
  }

  async #rowText(model: string, row: Row, lang: string): Promise<string> {
    const fields = await this.fields(model, lang);
    return Object.entries(row)
      .flatMap(([name, value]) => (name === "id" ? [] : valueTexts(fields.get(name), name, value)))
      .join(" \n ");
  }

  /** Every record of the usual models that this user may read. */
  async world(): Promise<Seen[]> {
    this.#world ??= this.#sweep();
    return await this.#world;
  }

  async #sweep(): Promise<Seen[]> {
    const seen: Seen[] = [];
    for (const model of worldModels) {
      const fields = await this.fields(model);
      const names = [...fields].filter(([, { type }]) => !type.endsWith("2many"));
      const found = await this.search(model, [], this.everywhere());
      for (const row of await this.read(
        model,
        found,
        names.map(([name]) => name),
      )) {
        seen.push({ model, id: row.id, text: norm(await this.#rowText(model, row, "en_US")) });
      }
    }
    return seen;
  }
}

async function refusedIs<T>(instead: T, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof OdooRefusal) return instead;
    throw error;
  }
}
