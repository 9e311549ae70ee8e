import type { BrowserContext, Locator, Page } from "@playwright/test";

import { Asker } from "../asker.ts";
import type { Address } from "../asker.ts";
import { expect } from "./fixture.ts";

/** Signs a person in without the login page, as a browser that remembers its session. */
export async function signIn(
  context: BrowserContext,
  address: Address,
  login: string,
): Promise<Asker> {
  const asker = await Asker.login(address, login);
  await context.addCookies([
    { name: "session_id", value: asker.cookie, url: address.odooUrl, httpOnly: true },
  ]);
  return asker;
}

/** The panel as a person finds it: by roles and names. */
export class PanelPage {
  readonly page: Page;
  readonly root: Locator;
  readonly box: Locator;
  readonly turns: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.locator(".o-candor-Panel");
    this.box = this.root.getByRole("textbox", { name: "Question" });
    this.turns = this.root.getByRole("article");
  }

  get last(): Locator {
    return this.turns.last();
  }

  /** Opens a record's form, and the panel beside it. */
  async openBeside(model: string, id: number): Promise<void> {
    await this.page.goto(`/odoo/${model}/${id}`);
    await expect(this.page.locator(".o_form_view")).toBeVisible();
    await this.open();
  }

  async open(): Promise<void> {
    const toggle = this.page.locator(".o_menu_systray").getByRole("button", { name: "Ask Candor" });
    await expect(toggle).toBeVisible();
    if (!(await this.root.isVisible())) await toggle.click();
    await expect(this.box).toBeFocused();
  }

  /** Asks and waits until the turn came to its end, whatever that is. */
  async ask(question: string): Promise<Locator> {
    const count = await this.turns.count();
    await this.box.fill(question);
    await this.box.press("Enter");
    await expect(this.turns).toHaveCount(count + 1);
    await expect(this.last).toHaveAttribute("data-state", /^(done|failed)$/);
    return this.last;
  }
}

/** The id of the one record of a model with this name. */
export async function recordNamed(asker: Asker, model: string, name: string): Promise<number> {
  const ids = await asker.call<number[]>(model, "search", [[["name", "=", name]]], { limit: 1 });
  const [id] = ids;
  if (id === undefined) throw new Error(`No ${model} is called "${name}".`);
  return id;
}
