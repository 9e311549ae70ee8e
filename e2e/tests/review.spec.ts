import { expect, test } from "./fixture.ts";
import { meetingRooms, PanelPage, recordNamed, signIn } from "./panel-page.ts";

test("a question sent to review reaches a reviewer's activities, with question, answer and evidence", async ({
  page,
  browser,
  stack,
}) => {
  const { id, panel } = await PanelPage.beside(page, stack);
  const question = "How much is the expected revenue of the lead for six meeting rooms?";
  const turn = await panel.ask(question);
  await expect(turn).toContainText("28,400");
  await turn.getByRole("button", { name: "Send to human review" }).click();
  await expect(turn).toContainText("Sent to human review · waiting for Rita Reviewer since");

  const elsewhere = await browser.newContext({ baseURL: stack.odooUrl });
  const reviewer = await signIn(elsewhere, stack, "reviewer");
  const desk = await elsewhere.newPage();
  await desk.goto("/odoo");
  await desk
    .locator(".o_menu_systray")
    .getByRole("button", { name: /activit/i })
    .click();
  await expect(desk.locator(".o-mail-ActivityMenu, .o-dropdown--menu").last()).toContainText(
    /Lead|Opportunity/,
  );

  // On the record itself, without a word of what it is about.
  await desk.goto(`/odoo/crm.lead/${id}`);
  const activity = desk.locator(".o-mail-Activity").filter({ hasText: "Candor review" }).last();
  await expect(activity).toBeVisible();
  await expect(activity).not.toContainText("28,400");
  await expect(activity).not.toContainText("revenue");
  await activity.getByRole("link", { name: "Open review" }).click();

  const content = desk.getByRole("region", { name: "What is reviewed" });
  await expect(content).toContainText(question);
  await expect(content).toContainText("28,400");
  await expect(content.getByRole("link", { name: meetingRooms }).first()).toBeVisible();

  await desk.getByRole("button", { name: "Approve" }).click();
  await expect(desk.locator(".o_statusbar_status .o_arrow_button_current")).toHaveText("Done");
  const waiting = await reviewer.call<number>("mail.activity", "search_count", [
    [
      ["user_id", "=", reviewer.uid],
      ["res_model", "=", "crm.lead"],
      ["res_id", "=", id],
      ["activity_type_id.name", "=", "Candor review"],
    ],
  ]);
  expect(waiting).toBe(0);
  await elsewhere.close();
});

test("an abstention has the same button, and who reviews must be able to read what was read", async ({
  page,
  context,
  stack,
}) => {
  const admin = await signIn(context, stack, "admin");
  const employee = await recordNamed(admin, "hr.employee", "Jeffrey Kelly");
  const panel = new PanelPage(page);
  await panel.openBeside("hr.employee", employee);
  // The reviewer may not read wages: nobody is given this.
  const turn = await panel.ask("How much is the Wage?");
  await turn.getByRole("button", { name: "Send to human review" }).click();
  await expect(turn).toContainText(
    "Nobody with access to these records reviews yet. I told the person responsible.",
  );

  await panel.root.getByRole("button", { name: "New conversation" }).click();
  await panel.root.getByRole("button", { name: "Ask about all my records" }).click();
  const abstained = await panel.ask("What did Napoleon say about the harvest in Tasmania?");
  await expect(abstained.getByRole("button", { name: "Send to human review" })).toBeVisible();
  await expect(abstained).toContainText(/Contact/);
});
