import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { OdooRefusal } from "../../../e2e/asker.ts";
import type { World } from "../leaks/world.ts";
import type { Caretaker } from "./caretaker.ts";
import type { People } from "./people.ts";

interface Reminder {
  id: number;
  review: number;
  model: string;
  record: number;
  uid: number;
}

type Attack = (reminder: Reminder) => Promise<void>;

/**
 * Does to the reminders what people, other modules and statements do to activities, lets Odoo look after
 * them once, as it does within five minutes, and counts what isn't right then.
 */
export class Reminders {
  readonly #stack: BenchStack;
  readonly #world: World;
  readonly #people: People;
  readonly #caretaker: Caretaker;
  readonly counts: Record<string, number> = {};
  /** Lines of one `odoo shell`, which takes seconds to start. */
  #inShell: string[] = [];

  constructor(stack: BenchStack, world: World, people: People, caretaker: Caretaker) {
    this.#stack = stack;
    this.#world = world;
    this.#people = people;
    this.#caretaker = caretaker;
  }

  /** @returns open reviews without exactly one right active reminder */
  async disturb(count: number): Promise<number> {
    const { random } = this.#world;
    const reminders = await this.#stack.sql<Reminder>(
      "odoo",
      `select activity.id, candor_review_id as review, activity.res_model as model,
              activity.res_id as record, activity.user_id as uid
         from mail_activity activity join candor_review review on review.id = candor_review_id
        where activity.active and review.state in ('waiting', 'asked_back', 'nobody')`,
    );
    const attacks = Object.entries(this.#attacks());
    for (const [at, reminder] of random.sample(reminders, count).entries()) {
      const [name, attack] = attacks[at % attacks.length] ?? [];
      if (name === undefined || !attack) continue;
      try {
        await attack(reminder);
        this.counts[name] = (this.counts[name] ?? 0) + 1;
      } catch (error) {
        // Refused is as good.
        if (!(error instanceof OdooRefusal)) throw error;
        this.counts[`${name}, refused`] = (this.counts[`${name}, refused`] ?? 0) + 1;
      }
    }
    await this.#stack.odooShell([...this.#inShell, "env.cr.commit()", ""].join("\n"));
    this.#inShell = [];
    await this.#caretaker.lookAfter();
    return await this.wrong();
  }

  /** As the database has them: neither state nor reviewer is Candor's word for it, but what it must fit. */
  async wrong(): Promise<number> {
    const rows = await this.#stack.sql<{ id: number; right: number; all: number }>(
      "odoo",
      `select review.id, count(activity.id)::int as all,
              count(activity.id) filter (where activity.active and reviewer.active
                and (activity.user_id = review.reviewer_id or review.state = 'nobody'))::int as right
         from candor_review review
         left join mail_activity activity on activity.candor_review_id = review.id and activity.active
         left join res_users reviewer on reviewer.id = activity.user_id
        where review.state in ('waiting', 'asked_back', 'nobody')
        group by review.id`,
    );
    const wrong = rows.filter((row) => row.right !== 1 || row.all !== 1);
    for (const { id, right, all } of wrong) {
      console.error(`review ${id} has ${all} active reminders, ${right} of them right`);
    }
    const hidden = await this.#hidden(wrong.map(({ id }) => id));
    return wrong.length + hidden;
  }

  /** Reminders that their reviewer doesn't find among his activities, or on a record that is gone. */
  async #hidden(known: number[]): Promise<number> {
    const rows = await this.#stack.sql<Reminder>(
      "odoo",
      `select activity.id, candor_review_id as review, activity.res_model as model,
              activity.res_id as record, activity.user_id as uid
         from mail_activity activity join candor_review review on review.id = candor_review_id
        where activity.active and review.state in ('waiting', 'asked_back')`,
    );
    let hidden = 0;
    for (const [uid, own] of Map.groupBy(rows, (row) => row.uid)) {
      const person = this.#people.byUid(uid);
      if (!person?.isActive) continue;
      const found = new Set(
        await person.asker.call<number[]>("mail.activity", "search", [
          [
            ["id", "in", own.map(({ id }) => id)],
            ["user_id", "=", uid],
          ],
        ]),
      );
      for (const [model, on] of Map.groupBy(own, (row) => row.model)) {
        const ids = [...new Set(on.map(({ record }) => record))];
        const there = new Set(
          await person.asker.call<number[]>(model, "search", [[["id", "in", ids]]]),
        );
        for (const { id, review, record } of on) {
          if (known.includes(review) || (found.has(id) && there.has(record))) continue;
          hidden += 1;
          console.error(`the reminder of review ${review} is hidden from ${person.login}`);
        }
      }
    }
    return hidden;
  }

  #attacks(): Record<string, Attack> {
    const world = this.#world;
    const sql = async (statement: string, ...values: unknown[]): Promise<void> => {
      await this.#stack.sql("odoo", statement, values);
    };
    const activity = async (method: string, id: number, ...args: unknown[]): Promise<void> => {
      await world.call("mail.activity", method, [[id], ...args]);
    };
    const somebody = (uid: number): number =>
      world.random.pick(this.#people.active.filter(({ asker }) => asker.uid !== uid)).asker.uid;
    const shell = async (code: string): Promise<void> => {
      this.#inShell.push(code);
      await Promise.resolve();
    };
    return {
      cancelled: async ({ id }) => await activity("unlink", id),
      done: async ({ id }) => await activity("action_feedback", id, "as I said"),
      archived: async ({ id }) => await activity("action_archive", id),
      reassigned: async ({ id, uid }) => await activity("write", id, { user_id: somebody(uid) }),
      "deleted by SQL": async ({ id }) => await sql("delete from mail_activity where id = $1", id),
      "archived by SQL": async ({ id }) =>
        await sql("update mail_activity set active = false where id = $1", id),
      "reassigned by SQL": async ({ id, uid }) =>
        await sql("update mail_activity set user_id = $2 where id = $1", id, somebody(uid)),
      "moved by SQL": async ({ id }) =>
        await sql(
          "update mail_activity set res_model = 'res.partner', res_id = 999999999 where id = $1",
          id,
        ),
      "doubled by SQL": async ({ id }) =>
        await sql(
          `insert into mail_activity (res_model_id, res_model, res_id, activity_type_id, user_id,
             date_deadline, active, candor_review_id, create_date, write_date)
           select res_model_id, res_model, res_id, activity_type_id, user_id, date_deadline, true,
             candor_review_id, now(), now() from mail_activity where id = $1`,
          id,
        ),
      "record archived": async ({ model, record }) => {
        if (model === "crm.lead" || model === "project.task" || model === "res.partner")
          await world.call(model, "action_archive", [[record]]);
      },
      "done in sudo": async ({ id }) =>
        await shell(`env["mail.activity"].browse(${id}).sudo().write({"active": False})`),
      "deleted in sudo": async ({ id }) =>
        await shell(`env["mail.activity"].browse(${id}).sudo().unlink()`),
    };
  }
}
