import type { BrowserContext, Locator, Page } from "@playwright/test";

import { Asker } from "../asker.ts";
import type { Address } from "../asker.ts";
import { expect } from "./fixture.ts";

/** A lead of `demo` in the demo's data, with an email of the customer. */
export const meetingRooms = "Furniture for six meeting rooms";

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

/** What the panel is found by, in the reader's language. */
export interface PanelWords {
  question: string;
  ask: string;
}

/** The panel as a person finds it: by roles and names. */
export class PanelPage {
  readonly page: Page;
  readonly root: Locator;
  readonly box: Locator;
  readonly turns: Locator;
  readonly #words: PanelWords;

  constructor(page: Page, words: PanelWords = { question: "Question", ask: "Ask Candor" }) {
    this.page = page;
    this.#words = words;
    this.root = page.locator(".o-candor-Panel");
    this.box = this.root.getByRole("textbox", { name: words.question });
    this.turns = this.root.getByRole("article");
  }

  get last(): Locator {
    return this.turns.last();
  }

  /** Signs somebody in and opens the panel beside the form of a record that has this name. */
  static async beside(
    page: Page,
    address: Address,
    { login = "demo", model = "crm.lead", name = meetingRooms } = {},
  ): Promise<{ asker: Asker; id: number; panel: PanelPage }> {
    const asker = await signIn(page.context(), address, login);
    const id = await recordNamed(asker, model, name);
    const panel = new PanelPage(page);
    await panel.openBeside(model, id);
    return { asker, id, panel };
  }

  /** Opens a record's form, and the panel beside it. */
  async openBeside(model: string, id: number): Promise<void> {
    await this.page.goto(`/odoo/${model}/${id}`);
    await expect(this.page.locator(".o_form_view")).toBeVisible();
    await this.open();
  }

  async open(): Promise<void> {
    const toggle = this.page
      .locator(".o_menu_systray")
      .getByRole("button", { name: this.#words.ask });
    await expect(toggle).toBeVisible();
    // It stays open over a reload, without taking the focus from the page.
    if ((await toggle.getAttribute("aria-expanded")) === "false") {
      // A view that comes later takes the focus for its own box.
      await expect(this.page.locator(".o_view_controller")).toBeVisible();
      await toggle.click();
      await expect(this.box).toBeFocused();
      return;
    }
    // A page that is still loading may take it back once, for its own search box.
    await expect(async () => {
      await this.box.focus();
      await expect(this.box).toBeFocused({ timeout: 500 });
    }).toPass();
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

  /** Sends a turn to human review, as somebody who has read what goes. */
  async sendToReview(turn: Locator): Promise<void> {
    await turn.getByRole("button", { name: "Send to human review" }).click();
    const request = turn.getByRole("group", { name: "What a reviewer is given" });
    await request.getByRole("button", { name: "Send" }).click();
    await expect(request).toHaveCount(0);
  }
}

/** The id of the one record of a model with this name. */
export async function recordNamed(asker: Asker, model: string, name: string): Promise<number> {
  const ids = await asker.call<number[]>(model, "search", [[["name", "=", name]]], { limit: 1 });
  const [id] = ids;
  if (id === undefined) throw new Error(`No ${model} is called "${name}".`);
  return id;
}
