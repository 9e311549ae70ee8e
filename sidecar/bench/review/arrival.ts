import { quantile } from "../quantile.ts";
import { signedIn, type Browser, type Tab } from "./desk.ts";
import type { Person } from "./people.ts";
import type { Quarter } from "./quarter.ts";
import type { Turn } from "./turns.ts";

/** Panels that are open at once, each in a browser of its own. */
const panels = 3;

/** How long after its verdict is final an asker reads its words in his open panel. */
export class Arrival {
  readonly #quarter: Quarter;
  readonly #browser: Browser;
  readonly #seconds: number[] = [];

  constructor(quarter: Quarter, browser: Browser) {
    this.#quarter = quarter;
    this.#browser = browser;
  }

  /** @returns 95th percentile, in seconds from `final_date`; infinite where one never came */
  async measure(rounds: number): Promise<number> {
    const { people, world } = this.#quarter;
    const askers = people.active.filter(({ isReviewer }) => !isReviewer).slice(0, panels);
    const contexts = await Promise.all(
      askers.map(async (person) => ({
        person,
        context: await signedIn(this.#browser, world, person),
      })),
    );
    try {
      const tabs = await Promise.all(
        contexts.map(async ({ person, context }) => ({ person, tab: await context.newPage() })),
      );
      for (let round = 0; round < rounds; round += 1) {
        await Promise.all(tabs.map(async ({ person, tab }) => await this.#once(person, tab)));
      }
    } finally {
      for (const { context } of contexts) await context.close();
    }
    return Number(quantile(this.#seconds, 0.95).toFixed(2));
  }

  async #once(person: Person, tab: Tab): Promise<void> {
    const { caretaker, reviewing, people, stack } = this.#quarter;
    const [turn] = await this.#quarter.ask(1, [person], { goesOn: false });
    if (!turn) return;
    await this.#quarter.send(turn);
    await caretaker.untilAssigned();
    const [row] = await stack.sql<{ id: number; reviewer: number | null }>(
      "odoo",
      "select id, reviewer_id as reviewer from candor_review where turn_id = $1",
      [turn.id],
    );
    const reviewer = people.byUid(row?.reviewer ?? 0);
    if (!row || !reviewer) return;
    await this.#show(tab, turn);
    const words = await reviewing.answer(reviewer, row.id, turn);
    if (words === undefined) return;
    const [decided] = await stack.sql<{ ms: number }>(
      "odoo",
      "select extract(epoch from final_date at time zone 'utc') * 1000 as ms from candor_review where id = $1",
      [row.id],
    );
    const shownAt = await tab
      .locator(".o-candor-Panel")
      .getByText(words)
      .first()
      .waitFor({ timeout: 60_000 })
      .then(() => Date.now())
      .catch(() => Infinity);
    this.#seconds.push((shownAt - Number(decided?.ms)) / 1_000);
  }

  /** Finds the question among the earlier conversations of the panel. */
  async #show(tab: Tab, turn: Turn): Promise<void> {
    await tab.goto("/odoo/discuss");
    const toggle = tab.locator(".o_menu_systray").getByRole("button", { name: "Ask Candor" });
    await toggle.waitFor();
    if ((await toggle.getAttribute("aria-expanded")) === "false") await toggle.click();
    const panel = tab.locator(".o-candor-Panel");
    await panel.getByRole("button", { name: "History" }).click();
    await panel.getByRole("searchbox", { name: "Search your conversations" }).fill(turn.word.word);
    await panel.locator(".o-candor-History-entry").filter({ hasText: turn.word.word }).click();
    await panel.getByRole("article").filter({ hasText: turn.word.word }).waitFor();
  }
}
