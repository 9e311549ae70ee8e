import type { Page } from "@playwright/test";

import { Asker } from "../asker.ts";
import { expect, test } from "./fixture.ts";
import { untilRead } from "./index-pass.ts";
import { PanelPage, recordNamed, signIn } from "./panel-page.ts";

const customer = "Kestrel Lighthouse";

/** The panel with nothing open beside it. */
async function besideContacts(page: Page): Promise<PanelPage> {
  const panel = new PanelPage(page);
  await page.goto("/odoo/contacts");
  await panel.open();
  return panel;
}

test.describe("Where no answer can be given, she is told what to do instead", () => {
  let orders: number[];

  test.beforeAll(async ({ stack }) => {
    const [admin, demo] = await Promise.all([
      Asker.login(stack, "admin"),
      Asker.login(stack, "demo"),
    ]);
    const partner = await admin.call<number>("res.partner", "create", [{ name: customer }]);
    const product = await admin.call<number>("product.product", "create", [
      { name: "Fresnel lens", list_price: 100, taxes_id: [] },
    ]);
    orders = await admin.call<number[]>("sale.order", "create", [
      [1, 2, 3].map((quantity) => ({
        // Numbered anew each year: the number alone is that of three orders.
        name: `SO/${2023 + quantity}/6417`,
        partner_id: partner,
        user_id: demo.uid,
        order_line: [[0, 0, { product_id: product, product_uom_qty: quantity }]],
      })),
    ]);
    await untilRead(admin);
  });

  test("a number that three orders bear asks which one, and its button answers from it", async ({
    page,
    context,
    stack,
  }) => {
    const demo = await signIn(context, stack, "demo");
    const panel = await besideContacts(page);
    const turn = await panel.ask("How much is the Total of the Sales Order 6417?");
    await expect(turn).toContainText("Several records fit equally well. Which one do you mean?");
    const choices = turn.getByRole("list", { name: "Which one do you mean?" }).getByRole("button");
    await expect(choices).toHaveCount(orders.length);

    const third = await demo.call<{ name: string }[]>("sale.order", "read", [
      [orders[2]],
      ["name"],
    ]);
    await choices.filter({ hasText: third[0]?.name ?? "" }).click();
    await expect(panel.turns).toHaveCount(2);
    await expect(panel.last).toHaveAttribute("data-state", "done");
    await expect(panel.last).toContainText("300");
    await expect(panel.last).toContainText("likely right");
    await panel.last.getByRole("list", { name: "Sources" }).getByRole("link").first().click();
    await expect(page.locator(".o_breadcrumb")).toContainText(third[0]?.name ?? "");
  });

  test("a count says that it takes a language model, and opens Odoo's own list", async ({
    page,
    context,
    stack,
  }) => {
    const demo = await signIn(context, stack, "demo");
    const panel = await besideContacts(page);
    const turn = await panel.ask(`How many sales orders does ${customer} have?`);
    await expect(turn).toContainText("I can't count or add up without a language model.");
    await expect(turn).not.toContainText("%");
    await turn.getByRole("button", { name: "Open the list in Odoo: Sales Order" }).click();
    await expect(page.locator(".o_breadcrumb")).toContainText("Sales Order");
    const all = await demo.call<number>("sale.order", "search_count", [[]]);
    expect(all).toBeGreaterThanOrEqual(orders.length);
    await expect(page.locator(".o_list_view .o_data_row")).toHaveCount(all);
    await expect(panel.root).toBeVisible();
  });

  test("journal entries are to her the invoices and bills", async ({ page, context, stack }) => {
    await signIn(context, stack, "finance");
    const panel = await besideContacts(page);
    const turn = await panel.ask("How many journal entries are there?");
    await turn.getByRole("button", { name: "Open the list in Odoo: Invoices and bills" }).click();
    await expect(page.locator(".o_breadcrumb")).toContainText("Invoices and bills");
    await expect(page.locator(".o_list_view .o_data_row").first()).toBeVisible();
  });

  test("a list that she may no longer see is refused in plain words", async ({
    page,
    context,
    stack,
  }) => {
    const admin = await Asker.login(stack, "admin");
    const purchaser = await signIn(context, stack, "purchaser");
    const panel = await besideContacts(page);
    const turn = await panel.ask("How many purchase orders are there?");
    const list = turn.getByRole("button", { name: "Open the list in Odoo: Purchase Order" });
    await expect(list).toBeVisible();
    const [before] = await admin.call<{ group_ids: number[] }[]>("res.users", "read", [
      [purchaser.uid],
      ["group_ids"],
    ]);
    const [employees] = await admin.call<{ res_id: number }[]>("ir.model.data", "search_read", [
      [
        ["module", "=", "base"],
        ["name", "=", "group_user"],
      ],
      ["res_id"],
    ]);
    const belongTo = (groups: number[]): Promise<unknown> =>
      admin.call("res.users", "write", [[purchaser.uid], { group_ids: [[6, 0, groups]] }]);
    await belongTo([employees?.res_id ?? 0]);
    try {
      await list.click();
      await expect(page.locator(".o_notification")).toContainText("Odoo shows you no such list.");
      await expect(page.locator(".o_error_dialog")).toHaveCount(0);
    } finally {
      await belongTo(before?.group_ids ?? []);
    }
  });

  test("on a phone the list comes out from under the panel", async ({ page, context, stack }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await signIn(context, stack, "demo");
    const panel = await besideContacts(page);
    const turn = await panel.ask("How many sales orders are there?");
    await turn.getByRole("button", { name: /Open the list in Odoo/ }).click();
    await expect(page.locator(".o_kanban_view, .o_list_view")).toBeVisible();
    await expect(panel.root).toBeHidden();
  });

  test("where nothing answers, there is a human and the contact that the administrator set", async ({
    page,
    context,
    stack,
  }) => {
    await signIn(context, stack, "demo");
    const panel = await besideContacts(page);
    const turn = await panel.ask("When does the lease of our warehouse end?");
    await expect(turn.getByRole("button", { name: "Send to human review" })).toBeVisible();
    await expect(turn.getByRole("link", { name: "Contact Mitchell Admin" })).toHaveAttribute(
      "href",
      /^mailto:/,
    );
  });

  test("a contact without an address is written to in Discuss", async ({
    page,
    context,
    stack,
  }) => {
    const admin = await Asker.login(stack, "admin");
    const key = "candor.contact_partner_id";
    const before = await admin.call<string>("ir.config_parameter", "get_param", [key]);
    const rita = await recordNamed(admin, "res.partner", "Rita Reviewer");
    const [{ email } = { email: "" }] = await admin.call<{ email: string }[]>(
      "res.partner",
      "read",
      [[rita], ["email"]],
    );
    await admin.call("res.partner", "write", [[rita], { email: false }]);
    await admin.call("ir.config_parameter", "set_param", [key, String(rita)]);
    try {
      await signIn(context, stack, "demo");
      const panel = await besideContacts(page);
      const turn = await panel.ask("When does the lease of our warehouse end?");
      await turn.getByRole("button", { name: "Contact Rita Reviewer" }).click();
      await expect(page.locator(".o-mail-ChatWindow")).toContainText("Rita Reviewer");
    } finally {
      await admin.call("ir.config_parameter", "set_param", [key, before]);
      await admin.call("res.partner", "write", [[rita], { email }]);
    }
  });
});
