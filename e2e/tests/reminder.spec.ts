import type { BrowserContext, Page } from "@playwright/test";

import type { Stack } from "../stack/stack.ts";
import { expect, test } from "./fixture.ts";
import { meetingRooms, PanelPage, signIn } from "./panel-page.ts";

const quoted = "28,400";

/** A question about the lead under review, and its reviewer's browser. */
async function underReview(
  page: Page,
  context: BrowserContext,
  stack: Stack,
): Promise<{ leadId: number; reviewId: number; desk: Page }> {
  const { asker, id, panel } = await PanelPage.beside(page, stack);
  await panel.ask("How much is the expected revenue of the lead for six meeting rooms?");
  const [turn] = await asker.call<{ id: number }[]>("candor.turn", "search_read", [[], ["id"]], {
    limit: 1,
  });
  const { id: reviewId } = await asker.call<{ id: number }>("candor.turn", "send_to_review", [
    turn?.id ?? 0,
  ]);
  const reviewer = await signIn(context, stack, "reviewer");
  await expect(async () => {
    const found = await reviewer.call<number>("candor.review", "search_count", [
      [
        ["id", "=", reviewId],
        ["state", "=", "waiting"],
      ],
    ]);
    expect(found).toBe(1);
  }).toPass();
  return { leadId: id, reviewId, desk: await context.newPage() };
}

test("a review's activity is Odoo's own wherever activities are shown, and says nothing of the question", async ({
  page,
  browser,
  stack,
}) => {
  const context = await browser.newContext({ baseURL: stack.odooUrl });
  const { leadId, desk } = await underReview(page, context, stack);

  await desk.goto(`/odoo/crm.lead/${leadId}`);
  const activity = desk.locator(".o-mail-Activity").filter({ hasText: "Candor review" }).last();
  await expect(activity).toBeVisible();
  await expect(activity).not.toContainText(quoted);
  await expect(activity).not.toContainText("revenue");

  await desk.goto("/odoo");
  await desk
    .locator(".o_menu_systray")
    .getByRole("button", { name: /activit/i })
    .click();
  await expect(
    desk.locator(".o-mail-ActivityGroup").filter({ hasText: /Lead|Opportunity/ }),
  ).toBeVisible();
  await desk.goto("/odoo/action-crm.crm_lead_action_pipeline");
  await desk.locator(".o_facet_remove").first().click();
  const shown = {
    kanban: ".o_kanban_record",
    list: ".o_data_row",
    calendar: ".fc-event",
    activity: ".o_activity_record",
  };
  for (const [view, rows] of Object.entries(shown)) {
    await desk.locator(`.o_switch_view.o_${view}`).click();
    const row = desk.locator(rows).filter({ hasText: meetingRooms }).first();
    await expect(row).toBeVisible();
    if (view === "kanban") {
      await row.locator(".o-mail-ActivityButton").click();
      const popover = desk.locator(".o-mail-ActivityListPopover");
      await expect(popover).toContainText("Candor review");
      await expect(popover).not.toContainText(quoted);
      await desk.keyboard.press("Escape");
    }
  }
  await context.close();
});

test("an activity that is marked done without a verdict is refused, and its feedback reaches no chatter", async ({
  page,
  browser,
  stack,
}) => {
  const context = await browser.newContext({ baseURL: stack.odooUrl });
  const { leadId, reviewId, desk } = await underReview(page, context, stack);
  await desk.goto(`/odoo/crm.lead/${leadId}`);
  const activity = desk.locator(".o-mail-Activity").filter({ hasText: "Candor review" }).last();
  await activity.getByRole("button", { name: /Mark Done/ }).click();
  const popover = desk.locator(".o-mail-ActivityMarkAsDone");
  await popover.getByRole("textbox").fill("Their floor is oak");
  await popover.getByRole("button", { name: "Done", exact: true }).click();
  const refusal = desk.getByRole("dialog");
  await expect(refusal).toContainText("A review ends with a verdict");
  await refusal.getByRole("button", { name: "Open review" }).click();
  await expect(desk).toHaveURL(
    new RegExp(`candor.review/${reviewId}$|candor-reviews/${reviewId}$`),
  );
  await expect(desk.getByRole("button", { name: /^Approve/ })).toBeVisible();
  await desk.goto(`/odoo/crm.lead/${leadId}`);
  await expect(
    desk.locator(".o-mail-Activity").filter({ hasText: "Candor review" }),
  ).not.toHaveCount(0);
  await expect(desk.locator(".o-mail-Thread")).not.toContainText("oak");
  await context.close();
});
