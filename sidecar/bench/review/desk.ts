import type { launchChromium } from "../../../e2e/stack/chromium.ts";
import type { World } from "../leaks/world.ts";
import type { Outcome } from "./ledger.ts";
import type { Words } from "./page.ts";
import type { Person } from "./people.ts";

export type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Context = Awaited<ReturnType<Browser["newContext"]>>;
export type Tab = Awaited<ReturnType<Context["newPage"]>>;

const buttons: Record<Outcome, RegExp> = {
  approve: /^(Approve|Right to decline)/,
  held_back_right: /^Held-back answer is right/,
  correct: /^Correct/,
  reject: /^Reject/,
};

/** A browser of one person, who is signed in. */
export async function signedIn(browser: Browser, world: World, person: Person): Promise<Context> {
  const { odooUrl } = world.address;
  const context = await browser.newContext({
    baseURL: odooUrl,
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
  });
  context.setDefaultTimeout(30_000);
  const cookie = { name: "session_id", value: person.asker.cookie, url: odooUrl, httpOnly: true };
  await context.addCookies([cookie]);
  return context;
}

/** "AI review" in Discuss in a reviewer's browser, found as a person finds it: by roles and names. */
export class Desk {
  readonly person: Person;
  readonly #context: Context;
  #page: Tab;

  private constructor(person: Person, context: Context, page: Tab) {
    this.person = person;
    this.#context = context;
    this.#page = page;
  }

  static async open(browser: Browser, world: World, person: Person): Promise<Desk> {
    const context = await signedIn(browser, world, person);
    const desk = new Desk(person, context, await context.newPage());
    await desk.goto();
    return desk;
  }

  async goto(): Promise<void> {
    await this.#page.goto("/odoo/discuss?active_id=mail.box_aireview");
    await this.#page.locator(".o-candor-ReviewQueue").waitFor();
    await this.#page.getByRole("combobox", { name: "Which" }).selectOption("mine");
  }

  /** The tab is closed, whatever was in work, and another one opened. */
  async closeTab(): Promise<void> {
    await this.#page.close();
    this.#page = await this.#context.newPage();
    await this.goto();
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** Opens a review of the list. @returns false where the list has no such row */
  async open(reviewId: number): Promise<boolean> {
    const row = this.#row(reviewId);
    try {
      await row.waitFor({ timeout: 5_000 });
    } catch {
      return false;
    }
    await row.click();
    await this.#page.locator(`[data-review="${reviewId}"][aria-current="true"]`).waitFor();
    await this.#review.getByRole("heading", { level: 2 }).waitFor();
    return true;
  }

  /** Gives a verdict by its buttons, and waits until the review has left the list. */
  async decide(reviewId: number, outcome: Outcome, words: Words): Promise<void> {
    await this.#review.getByRole("button", { name: buttons[outcome] }).first().click();
    if (outcome === "correct") {
      await this.#review
        .getByRole("textbox", { name: "The answer as it should read" })
        .fill(words.correction);
      await this.#review.getByRole("button", { name: "Send the correction" }).click();
    } else if (outcome === "reject") {
      await this.#why.fill(words.reason);
      await this.sendRejection(reviewId);
      return;
    }
    await this.#row(reviewId).waitFor({ state: "detached" });
  }

  /** Begins to say why an answer is wrong, and doesn't send it. */
  async beginRejection(text: string): Promise<void> {
    await this.#review.getByRole("button", { name: buttons.reject }).first().click();
    await this.#why.fill(text);
  }

  /** What stands in the editor of a rejection that was begun, "" where there is none. */
  async begun(): Promise<string> {
    return await this.#why.inputValue({ timeout: 5_000 }).catch(() => "");
  }

  async sendRejection(reviewId: number): Promise<void> {
    await this.#review.getByRole("button", { name: "Reject", exact: true }).click();
    await this.#row(reviewId).waitFor({ state: "detached" });
  }

  get #why(): ReturnType<Tab["locator"]> {
    return this.#review.getByRole("textbox", { name: /Why is it wrong/ });
  }

  get #review(): ReturnType<Tab["locator"]> {
    return this.#page.getByRole("region", { name: "What is reviewed" });
  }

  #row(reviewId: number): ReturnType<Tab["locator"]> {
    return this.#page
      .getByRole("list", { name: "Reviews" })
      .locator(`button[data-review="${reviewId}"]`);
  }
}
