import type { Asker } from "../../../e2e/asker.ts";

interface Views {
  models: Record<string, { fields: Record<string, { type: string; relation?: string }> }>;
}

type Specification = Record<string, { fields?: object; limit?: number }>;

/** What the web client asks Odoo for when somebody opens a record: its fields and its chatter. */
export class Form {
  readonly #asker: Asker;
  readonly #model: string;
  readonly #specification: Specification;

  private constructor(asker: Asker, model: string, specification: Specification) {
    this.#asker = asker;
    this.#model = model;
    this.#specification = specification;
  }

  /** The view itself is asked for once, as the browser keeps it. */
  static async of(asker: Asker, model: string): Promise<Form> {
    const { models } = await asker.call<Views>(model, "get_views", [[[false, "form"]]]);
    return new Form(asker, model, specificationOf(models, model));
  }

  /** @returns milliseconds until everything that the page shows is there */
  async open(resId: number): Promise<number> {
    const begunAt = performance.now();
    await this.#asker.call(this.#model, "web_read", [[resId], this.#specification]);
    const thread = { thread_model: this.#model, thread_id: resId };
    const list = ["activities", "attachments", "followers", "suggestedRecipients"];
    await Promise.all([
      this.#asker.route("/mail/data", {
        fetch_params: [["mail.thread", { ...thread, request_list: list }]],
      }),
      this.#asker.route("/mail/thread/messages", { ...thread, fetch_params: { limit: 30 } }),
    ]);
    return performance.now() - begunAt;
  }
}

/** Odoo's answer holds just the fields that the form and its lists show. */
function specificationOf(models: Views["models"], model: string, nested = false): Specification {
  const specification: Specification = {};
  for (const [name, { type, relation }] of Object.entries(models[model]?.fields ?? {})) {
    specification[name] = {};
    if (type === "many2one") specification[name] = { fields: { display_name: {} } };
    if (/^(one|many)2many$/.test(type) && relation !== undefined && !nested) {
      specification[name] = { fields: specificationOf(models, relation, true), limit: 40 };
    }
  }
  return specification;
}
