import { setTimeout as sleep } from "node:timers/promises";

import { quantile } from "../quantile.ts";
import { pageOf, review } from "./page.ts";
import type { Quarter } from "./quarter.ts";

const crowd = 200;
const waiting = 1_000;
const assignedWithinMs = 60_000;

/** How long it takes where many review, and where much waits. */
export class Speed {
  readonly figures = { assignP95S: Infinity, listMs1000: Infinity, openMs1000: Infinity };
  readonly #quarter: Quarter;
  /** Reviews that were not sent by anybody. */
  #made: number[] = [];

  constructor(quarter: Quarter) {
    this.#quarter = quarter;
  }

  async measure(isShort: boolean): Promise<void> {
    await this.#wait();
    await this.#lists(isShort ? 20 : 60);
    await this.#assignments(isShort ? 10 : 40);
    await this.#clear();
  }

  /** A thousand wait, spread over the reviewers as an earlier quarter would have left them. */
  async #wait(): Promise<void> {
    const { stack, people, caretaker } = this.#quarter;
    const uids = people.reviewers.map(({ asker }) => asker.uid);
    const [row] = await stack.sql<{ open: number }>(
      "odoo",
      "select count(*)::int as open from candor_review where state = 'waiting'",
    );
    const missing = Math.max(0, waiting - (row?.open ?? 0));
    // Each turn has one review at most: without enough questions those of a short run are asked again.
    await stack.sql(
      "odoo",
      `insert into candor_turn (conversation_id, user_id, state, res_model, res_id, lang, company_ids_json,
         outcome, mode, rung, probability, answer, question, create_date, done_date)
       select conversation_id, user_id, state, res_model, res_id, lang, company_ids_json,
         outcome, mode, rung, probability, answer, question, create_date, done_date
         from candor_turn, generate_series(1, 20)
        where state = 'done' and outcome = 'answered' and user_id <> all($1) order by random() limit $2`,
      [uids, missing],
    );
    const made = await stack.sql<{ id: number }>(
      "odoo",
      `insert into candor_review (turn_id, asker_id, reviewer_id, source_id, state, origin, due_date,
         escalation_date, checked_date, create_date, write_date, create_uid, write_uid)
       select turn.id, turn.user_id, ($1::int[])[1 + turn.id % $2], source.id, 'waiting', 'asked',
         current_date + 3, current_date + 5, now() at time zone 'utc', now() at time zone 'utc', now() at time zone 'utc', 1, 1
         from candor_turn turn
         left join ir_model model on model.model = turn.res_model
         left join candor_source source on source.model_id = model.id
        where turn.state = 'done' and turn.outcome = 'answered' and turn.user_id <> all($1)
          and not exists (select from candor_review review where review.turn_id = turn.id)
        order by turn.id desc limit $3 returning id`,
      [uids, uids.length, missing],
    );
    this.#made = made.map(({ id }) => id);
    await caretaker.run("candor.ir_cron_reviews");
  }

  async #lists(times: number): Promise<void> {
    const { people } = this.#quarter;
    const listMs: number[] = [];
    const openMs: number[] = [];
    for (let at = 0; at < times; at += 1) {
      const person = people.reviewers[at % people.reviewers.length];
      if (!person) continue;
      const scope = at % 2 === 0 ? "mine" : "pool";
      const since = performance.now();
      const order = at % 4 < 2 ? "due" : "age";
      const { rows } = await review<{ rows: { id: number }[] }>(
        ...([person.asker, "queue", scope, order, "", 0, 20] as const),
      );
      listMs.push(performance.now() - since);
      const [row] = rows.slice(at % Math.max(1, rows.length));
      if (!row) continue;
      const opened = performance.now();
      await pageOf(person.asker, row.id);
      openMs.push(performance.now() - opened);
    }
    this.figures.listMs1000 = Math.round(quantile(listMs, 0.95));
    this.figures.openMs1000 = Math.round(quantile(openMs, 0.95));
  }

  /** From sending to a reviewer, while 200 may be asked whether they may. */
  async #assignments(times: number): Promise<void> {
    const { stack, people, world } = this.#quarter;
    const groups = await Promise.all(
      ["base.group_user", "candor.group_user", "candor.group_reviewer"].map(
        async (xmlid) => await world.ref(xmlid),
      ),
    );
    const missing = crowd - people.reviewers.length;
    const values = Array.from({ length: missing }, (_, at) => ({
      name: `Crowd ${at}`,
      login: `crowd_${at}`,
      group_ids: [[6, 0, groups]],
    }));
    await world.call("res.users", "create", [values]);
    const turns = await this.#quarter.ask(times);
    const seconds: number[] = [];
    for (const turn of turns) {
      const since = performance.now();
      if (!(await this.#quarter.send(turn))) continue;
      for (;;) {
        const [row] = await stack.sql<{ state: string }>(
          "odoo",
          "select state from candor_review where turn_id = $1",
          [turn.id],
        );
        if (row?.state !== "finding" || performance.now() - since > assignedWithinMs) break;
        await sleep(20);
      }
      seconds.push((performance.now() - since) / 1_000);
    }
    this.figures.assignP95S = Number(quantile(seconds, 0.95).toFixed(2));
    const made = [["login", "=like", "crowd_%"]];
    const ids = await world.call<number[]>("res.users", "search", [made]);
    await world.call("res.users", "write", [ids, { active: false }]);
  }

  /** What comes next has nothing to do with a crowd. */
  async #clear(): Promise<void> {
    const { stack, caretaker } = this.#quarter;
    await stack.sql("odoo", "delete from mail_activity where candor_review_id = any($1)", [
      this.#made,
    ]);
    await stack.sql("odoo", "delete from candor_review where id = any($1)", [this.#made]);
    await caretaker.lookAfter();
  }
}
