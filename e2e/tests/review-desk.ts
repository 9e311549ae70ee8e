import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Locator, Page } from "@playwright/test";

import { Asker } from "../asker.ts";
import type { Stack } from "../stack/stack.ts";
import { expect } from "./fixture.ts";
import { signIn } from "./panel-page.ts";

/** A question under review. */
export interface Sent {
  leadId: number;
  lead: string;
  turnId: number;
  reviewId: number;
}

const EMPLOYEE = ["base.group_user", "candor.group_user"];
const SALES = "sales_team.group_sale_salesman";
const REVIEWER = ["sales_team.group_sale_salesman_all_leads", "candor.group_reviewer"];

/** What axe finds wrong with the queue, by rule and element. */
export async function faultsOf(page: Page): Promise<string[]> {
  const queue = new AxeBuilder({ page }).include(".o-candor-ReviewQueue");
  // The colours of Odoo's own button are a little too near to each other in its dark scheme.
  const { violations } = await queue.exclude(".btn-primary").analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** A person of a test's own, whose password is the login. @returns the id */
export async function hire(
  admin: Asker,
  login: string,
  name: string,
  role: "asker" | "reviewer",
): Promise<number> {
  const [known] = await admin.call<number[]>("res.users", "search", [[["login", "=", login]]]);
  if (known !== undefined) return known;
  const names = [...EMPLOYEE, ...(role === "asker" ? [SALES] : REVIEWER)];
  const groups: number[] = [];
  for (const group of names) {
    const [module = "", xmlid = ""] = group.split(".");
    const domain = [
      ["module", "=", module],
      ["name", "=", xmlid],
    ];
    const found = await admin.call<{ res_id: number }[]>("ir.model.data", "search_read", [
      domain,
      ["res_id"],
    ]);
    groups.push(...found.map(({ res_id }) => res_id));
  }
  const values = { name, login, password: login, group_ids: [[6, 0, groups]] };
  const context = { no_reset_password: true };
  return await admin.call<number>("res.users", "create", [values], { context });
}

/** Asks about a lead of the asker's own, sends that to review and waits until somebody has it. */
export async function send(admin: Asker, asker: Asker, lead: string): Promise<Sent> {
  const leadId = await admin.call<number>("crm.lead", "create", [
    { name: lead, type: "opportunity", user_id: asker.uid, expected_revenue: 45733 },
  ]);
  const question = `How much is the Expected Revenue of ${lead}?`;
  const { turnId, text } = await asker.ask(question, {
    open: { resModel: "crm.lead", resId: leadId },
  });
  expect(text).toContain("45,733");
  const { id: reviewId } = await asker.call<{ id: number }>("candor.turn", "send_to_review", [
    turnId,
  ]);
  await expect
    .poll(async () => (await stateOf(asker, turnId)).state, { timeout: 30_000 })
    .toBe("waiting");
  return { leadId, lead, turnId, reviewId };
}

interface ReviewState {
  state: string;
  outcome: string | false;
  reviewer: string | false;
  corrected: { parts: { text: string }[] } | false;
  is_unreadable: boolean;
}

/** What the asker is told of the review of a turn. */
export async function stateOf(asker: Asker, turnId: number): Promise<ReviewState> {
  const [turn] = await asker.call<{ review: ReviewState }[]>("candor.turn", "serve", [[turnId]]);
  if (!turn) throw new Error(`Turn ${turnId} is not served.`);
  return turn.review;
}

interface DeskOptions {
  width?: number;
  height?: number;
  scheme?: "light" | "dark";
}

/** "AI review" in Discuss, in a browser of its own. */
export class Desk {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly person: Asker;
  readonly queue: Locator;
  readonly review: Locator;
  readonly rows: Locator;

  private constructor(context: BrowserContext, page: Page, person: Asker) {
    this.context = context;
    this.page = page;
    this.person = person;
    this.queue = page.locator(".o-candor-ReviewQueue");
    this.review = page.getByRole("region", { name: "What is reviewed" });
    this.rows = this.queue.getByRole("list", { name: "Reviews" }).getByRole("listitem");
  }

  static async open(
    browser: Browser,
    stack: Stack,
    login: string,
    { width = 1440, height = 900, scheme = "light" }: DeskOptions = {},
  ): Promise<Desk> {
    const context = await browser.newContext({
      baseURL: stack.odooUrl,
      viewport: { width, height },
    });
    await context.addCookies([{ name: "color_scheme", value: scheme, url: stack.odooUrl }]);
    const person = await signIn(context, stack, login);
    return new Desk(context, await context.newPage(), person);
  }

  async goto(): Promise<void> {
    await this.page.goto("/odoo/discuss?active_id=mail.box_aireview");
    await expect(this.queue).toBeVisible();
  }

  row(about: string): Locator {
    return this.rows.filter({ hasText: about });
  }

  async openRow(about: string): Promise<void> {
    await this.row(about).getByRole("button").click();
    await expect(this.review.getByRole("heading", { level: 2 })).toContainText(about);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
