import { Asker } from "../asker.ts";
import { expect, test } from "./fixture.ts";
import { recordNamed, signIn } from "./panel-page.ts";
import { send, stateOf } from "./review-desk.ts";

test("a question sent to review is an activity of its reviewer, which only a verdict ends", async ({
  page,
  context,
  stack,
}) => {
  const admin = await Asker.login(stack, "admin");
  const demo = await Asker.login(stack, "demo");
  const { leadId, lead, turnId } = await send(admin, demo, "Bandstand for Uppingham");
  expect((await stateOf(demo, turnId)).reviewer).toBe("Rita Reviewer");

  const reviewer = await signIn(context, stack, "reviewer");
  await page.goto("/odoo");
  await page
    .locator(".o_menu_systray")
    .getByRole("button", { name: /activit/i })
    .click();
  await expect(page.locator(".o-mail-ActivityMenu, .o-dropdown--menu").last()).toContainText(
    /Lead|Opportunity/,
  );

  // On the record itself, without a word of what it is about.
  await page.goto(`/odoo/crm.lead/${leadId}`);
  const activity = page.locator(".o-mail-Activity").filter({ hasText: "Candor review" }).last();
  await expect(activity).toBeVisible();
  await expect(activity).not.toContainText("45,733");
  await expect(activity).not.toContainText("Revenue");

  // Marked done it is refused, and what was typed there goes nowhere.
  await activity.getByRole("button", { name: "Mark Done" }).click();
  const done = page.locator(".o-mail-ActivityMarkAsDone");
  await done.getByRole("textbox").fill("Looks right to me");
  await done.getByRole("button", { name: "Done", exact: true }).click();
  const refusal = page.getByRole("dialog").filter({ hasText: "A review ends with a verdict" });
  await refusal.getByRole("button", { name: "Open review" }).click();

  const review = page.getByRole("region", { name: "What is reviewed" });
  await expect(review).toContainText(lead);
  await expect(review).toContainText("45,733");
  await expect(review.getByRole("link", { name: lead }).first()).toBeVisible();

  // Its own link leads to the same page.
  await page.goto(`/odoo/crm.lead/${leadId}`);
  await activity.getByRole("link", { name: "Open review" }).click();
  await expect(review).toContainText("45,733");
  await review.getByRole("button", { name: "Approve" }).click();
  await expect(review).toContainText("Approved by Rita Reviewer");
  await expect(review.getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(review.getByRole("button", { name: "Undo" })).toHaveCount(0, { timeout: 20_000 });

  const waiting = [
    ["user_id", "=", reviewer.uid],
    ["res_model", "=", "crm.lead"],
    ["res_id", "=", leadId],
    ["activity_type_id.name", "=", "Candor review"],
  ];
  // What follows from a verdict is the cron's at the latest, within two minutes.
  await stack.odooShell('env["candor.review"]._look_after()\nenv.cr.commit()\n');
  expect(await reviewer.call<number>("mail.activity", "search_count", [waiting])).toBe(0);
  const said = [
    ["model", "=", "crm.lead"],
    ["res_id", "=", leadId],
    ["body", "ilike", "Looks right to me"],
  ];
  expect(await admin.call<number>("mail.message", "search_count", [said])).toBe(0);
});

test("who reviews must be able to read what was read, else nobody is given it", async ({
  stack,
}) => {
  const admin = await Asker.login(stack, "admin");
  const employee = await recordNamed(admin, "hr.employee", "Jeffrey Kelly");
  // The reviewer may not read wages.
  const { turnId } = await admin.ask("How much is the Wage?", {
    open: { resModel: "hr.employee", resId: employee },
  });
  await admin.call("candor.turn", "send_to_review", [turnId]);
  await expect
    .poll(async () => (await stateOf(admin, turnId)).state, { timeout: 30_000 })
    .toBe("nobody");
});
