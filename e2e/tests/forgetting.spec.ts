import type { Page } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";

import { expect, test } from "./fixture.ts";
import { PanelPage, signIn } from "./panel-page.ts";

const question = "How much is the expected revenue of the lead for six meeting rooms?";

async function openForget(page: Page): Promise<void> {
  await page.goto("/odoo/candor-sources");
  await page.getByRole("menuitem", { name: "Forget…" }).click();
  await expect(page.getByRole("dialog")).toContainText("You see none of it");
}

test("an administrator forgets what a person asked, unread, and the sidecar forgets it too", async ({
  page,
  browser,
  stack,
}) => {
  const { panel } = await PanelPage.beside(page, stack);
  await panel.ask(question);
  const [turn] = await stack.sql<{ id: number }>("odoo", "select max(id) as id from candor_turn");
  const id = turn?.id ?? 0;
  // As a process writes them that fails, and one that waits for Odoo.
  await stack.sql(
    "sidecar",
    `insert into failure (request_id, turn_id, kind, stage, mode, versions, calls, pointers, duration_ms,
       failed_at, expires_at)
     values (gen_random_uuid(), $1, 'internal', 'answer', 'unavailable', '{}', '[]', '[]', 1, now(),
       now() + interval '30 days')`,
    [id],
  );
  await stack.sql(
    "sidecar",
    `insert into journal (id, turn_id, sealed, due_at, expires_at)
     values (gen_random_uuid(), $1, 'sealed', now() + interval '1 hour', now() + interval '7 days')`,
    [id],
  );

  const context = await browser.newContext({ baseURL: stack.odooUrl });
  await signIn(context, stack, "manager");
  const managing = await context.newPage();
  await openForget(managing);
  const dialog = managing.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Person" }).fill("Marc");
  await managing.getByRole("option", { name: /Marc Demo/ }).click();
  await expect(dialog.locator("[name=question_count]")).not.toHaveText("0");
  await expect(dialog).not.toContainText("meeting rooms");
  const found = await new AxeBuilder({ page: managing })
    .include(".modal .o_form_view .o_form_renderer")
    .analyze();
  expect(found.violations).toEqual([]);
  await managing.screenshot({ path: test.info().outputPath("forget.png") });
  await dialog.getByRole("button", { name: "Delete" }).click();
  await managing
    .getByRole("dialog")
    .filter({ hasText: "can't be brought back" })
    .getByRole("button", { name: "Ok" })
    .click();
  await expect(managing.getByRole("alert").filter({ hasText: "Deleted questions" })).toBeVisible();

  expect(await stack.sql("odoo", "select from candor_turn where id = $1", [id])).toEqual([]);
  for (const table of ["failure", "journal"]) {
    const left = (): Promise<object[]> =>
      stack.sql("sidecar", `select from ${table} where turn_id = $1`, [id]);
    await expect.poll(left, { timeout: 15_000 }).toEqual([]);
  }
  // Acknowledged with the next call.
  const waiting = (): Promise<object[]> => stack.sql("odoo", "select from candor_forgotten");
  await expect.poll(waiting, { timeout: 15_000 }).toEqual([]);
  await context.close();
});

test("settings, rules and the reviewers of a source are where an administrator looks for them", async ({
  page,
  context,
  stack,
}) => {
  await signIn(context, stack, "admin");
  await page.goto("/odoo/candor-settings");
  const kept = page.locator("[name=candor_keep_turns_days] input");
  const save = async (days: string): Promise<void> => {
    await kept.fill(days);
    // Odoo loads the page again once they are stored.
    const loaded = page.waitForEvent("load");
    await page.getByRole("button", { name: "Save" }).click();
    await loaded;
  };
  await kept.fill("4000");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toContainText("from 0 to 3650 days");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await save("0");
  await expect(kept).toHaveValue("0");
  await save("365");

  await page.getByRole("button", { name: "Review rules" }).click();
  await page.getByRole("button", { name: "New" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("One in twenty");
  await page.getByRole("radio", { name: "Random sample" }).check();
  await expect(page.locator("[name=share] input")).toHaveValue("5");
  await expect(page.locator("[name=below]")).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath("rule.png") });
  await page.getByRole("button", { name: "Discard" }).click();

  await page.goto("/odoo/candor-sources");
  await page.locator(".o_data_row", { hasText: "Lead" }).getByText("Lead").first().click();
  await expect(page.getByPlaceholder("Everybody who reviews")).toBeVisible();
});
