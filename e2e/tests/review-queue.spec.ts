import { Asker } from "../asker.ts";
import { expect, test } from "./fixture.ts";
import { PanelPage, signIn } from "./panel-page.ts";
import { Desk, faultsOf, hire, send, stateOf } from "./review-desk.ts";

test.beforeAll(async ({ stack }) => {
  const admin = await Asker.login(stack, "admin");
  await hire(admin, "nora", "Nora Newcomer", "asker");
});

test.afterAll(async ({ stack }) => {
  // Other files count on one reviewer.
  const admin = await Asker.login(stack, "admin");
  const hired = await admin.call<number[]>("res.users", "search", [[["login", "=", "rolf"]]]);
  await admin.call("res.users", "write", [hired, { active: false }]);
});

test("a question arrives in the queue while it is open, is approved by a key, and taken back", async ({
  browser,
  stack,
}) => {
  const admin = await Asker.login(stack, "admin");
  const asker = await Desk.open(browser, stack, "nora");
  await asker.page.goto("/odoo/discuss");
  await expect(asker.page.locator(".o-mail-DiscussSidebar")).toBeVisible();
  // She has nothing under review.
  const entry = asker.page.getByRole("button", { name: "AI review" });
  await expect(entry).toHaveCount(0);
  const desk = await Desk.open(browser, stack, "reviewer");
  await desk.goto();

  const { lead, turnId } = await send(admin, asker.person, "Arbour for Corby");
  await expect(desk.row(lead)).toContainText(/asked by Nora Newcomer/);
  await expect(desk.row(lead)).toContainText(/due/);
  await expect(desk.page.locator('[data-mailbox-id="aireview"] .o-discuss-badge')).toHaveText(/\d/);
  // The first one makes the place appear, without a reload.
  await entry.click();
  await asker.queue.getByRole("combobox", { name: "Which" }).selectOption("asked");
  await expect(asker.row(lead)).toContainText("waiting");

  await desk.openRow(lead);
  await expect(desk.review.getByRole("heading", { level: 2 })).toBeFocused();
  await expect(desk.review.getByRole("group", { name: "Answer" })).toContainText("45,733");
  await expect(desk.review.getByRole("link", { name: lead }).first()).toBeVisible();
  expect(await faultsOf(desk.page)).toEqual([]);
  await desk.page.screenshot({ path: test.info().outputPath("queue-light.png") });

  // Typed in Candor's own box it is a figure.
  const panel = new PanelPage(desk.page);
  await desk.page.locator(".o_menu_systray").getByRole("button", { name: "Ask Candor" }).click();
  await expect(panel.box).toBeFocused();
  await panel.box.press("1");
  await expect(panel.box).toHaveValue("1");
  await panel.box.fill("");
  await panel.box.press("Escape");
  await expect(panel.root).toBeHidden();
  expect((await stateOf(asker.person, turnId)).state).toBe("waiting");

  await desk.review.getByRole("heading", { level: 2 }).focus();
  await desk.page.keyboard.press("1");
  const undo = desk.queue.getByRole("button", { name: "Undo" });
  await expect(undo).toBeVisible();
  await expect(desk.queue).toContainText("Approved.");
  await expect(desk.row(lead)).toHaveCount(0);
  await expect(asker.row(lead)).toContainText("answered, arriving");
  await undo.click();
  await expect(desk.row(lead)).toHaveCount(1);
  await expect(desk.review.getByRole("heading", { level: 2 })).toContainText(lead);
  await expect(asker.row(lead)).toContainText("waiting");

  await expect(desk.review.getByRole("button", { name: "Approve" })).toBeEnabled();
  await desk.page.keyboard.press("1");
  await expect(desk.row(lead)).toHaveCount(0);
  await expect
    .poll(async () => (await stateOf(asker.person, turnId)).state, { timeout: 20_000 })
    .toBe("done");
  expect((await stateOf(asker.person, turnId)).outcome).toBe("approve");
  await expect(undo).toHaveCount(0);
  await desk.close();
  await asker.close();
});

test("a correction cites records, says which the asker can't read, and reaches the asker", async ({
  browser,
  stack,
}) => {
  const admin = await Asker.login(stack, "admin");
  const nora = await Asker.login(stack, "nora");
  const foreign = "Belvedere for Kettering";
  await admin.call("crm.lead", "create", [
    { name: foreign, type: "opportunity", user_id: admin.uid },
  ]);
  const { lead, turnId } = await send(admin, nora, "Balustrade for Oundle");
  const desk = await Desk.open(browser, stack, "reviewer", { scheme: "dark" });
  await desk.goto();
  await desk.openRow(lead);
  await desk.page.keyboard.press("2");
  const text = desk.review.getByRole("textbox", { name: "The answer as it should read" });
  await expect(text).toBeFocused();
  await expect(text).toHaveValue(/45,733/);
  // A key is text now.
  await text.press("End");
  await text.press("1");
  await expect(text).toHaveValue(/1$/);
  await text.fill("It is 47,000 dollars since the call of Monday.");
  const cited = desk.review.getByRole("list", { name: "Records that it rests on" });
  await expect(cited.getByRole("listitem")).toHaveCount(1);
  const find = desk.review.getByRole("searchbox", { name: "Find a record to cite" });
  await find.fill("Belvedere");
  await desk.review.getByRole("list", { name: "Records found" }).getByRole("button").click();
  await expect(cited.getByRole("listitem")).toHaveCount(2);
  const warning = desk.review.getByText("gets nothing of this text while they are cited");
  await expect(warning).toBeVisible();
  await expect(
    cited.getByRole("listitem").filter({ hasText: foreign }).getByRole("img"),
  ).toHaveAccessibleName("The asker can't read this");
  expect(await faultsOf(desk.page)).toEqual([]);
  await desk.page.screenshot({ path: test.info().outputPath("correction-dark.png") });
  await cited.getByRole("button", { name: `Don't cite ${foreign}` }).click();
  await expect(warning).toHaveCount(0);
  await desk.review.getByRole("button", { name: "Send the correction" }).click();
  await expect(desk.queue).toContainText("Corrected.");
  await expect
    .poll(async () => (await stateOf(nora, turnId)).corrected, { timeout: 20_000 })
    .toMatchObject({ parts: [{ text: "It is 47,000 dollars since the call of Monday." }] });
  await desk.close();
});

for (const kind of ["email", "inbox"] as const) {
  test(`on a phone of a person notified by ${kind} entry, page and text stay when it is turned and loaded again`, async ({
    browser,
    stack,
  }) => {
    const admin = await Asker.login(stack, "admin");
    const nora = await Asker.login(stack, "nora");
    const reviewer = await Asker.login(stack, "reviewer");
    await admin.call("res.users", "write", [[reviewer.uid], { notification_type: kind }]);
    const { lead, turnId } = await send(admin, nora, `Trellis by ${kind}`);
    const desk = await Desk.open(browser, stack, "reviewer", { width: 390, height: 844 });
    await desk.goto();
    const tab = desk.page.getByRole("button", { name: "AI review" });
    await expect(tab).toHaveClass(/active/);
    await expect(tab).toContainText(/\d/);
    await expect(desk.row(lead)).toBeVisible();
    await desk.page.screenshot({ path: test.info().outputPath(`phone-list-${kind}.png`) });
    await desk.openRow(lead);
    await desk.review.getByRole("button", { name: /Reject/ }).click();
    const why = desk.review.getByRole("textbox", { name: /Why is it wrong/ });
    await why.fill("The offer was raised on Monday.");
    await desk.page.screenshot({ path: test.info().outputPath(`phone-${kind}.png`) });

    await desk.page.setViewportSize({ width: 844, height: 390 });
    await expect(desk.page.locator(".o-mail-DiscussSidebar")).toBeVisible();
    await expect(why).toHaveValue("The offer was raised on Monday.");
    await desk.page.setViewportSize({ width: 390, height: 844 });
    await expect(desk.page.locator(".o-mail-DiscussSidebar")).toHaveCount(0);
    await expect(tab).toHaveClass(/active/);
    await expect(why).toHaveValue("The offer was raised on Monday.");
    expect(await faultsOf(desk.page)).toEqual([]);

    await desk.page.reload();
    await expect(why).toHaveValue("The offer was raised on Monday.");
    // Offline it is kept as well, and said so.
    await desk.context.setOffline(true);
    await desk.review.getByRole("button", { name: "Reject", exact: true }).click();
    await expect(desk.review).toContainText("Your text is kept here");
    await expect(why).toHaveValue("The offer was raised on Monday.");
    await desk.context.setOffline(false);
    await desk.review.getByRole("button", { name: "Reject", exact: true }).click();
    await expect(desk.queue).toContainText("Rejected.");
    await expect
      .poll(async () => (await stateOf(nora, turnId)).outcome, { timeout: 20_000 })
      .toBe("reject");
    const kept = await desk.page.evaluate(() =>
      Object.keys(localStorage).filter((name) => name.startsWith("candor.review.")),
    );
    expect(kept).toEqual([]);
    await desk.close();
  });
}

test("of two reviewers at once one verdict counts, and the other one keeps his text and is told", async ({
  browser,
  context,
  page,
  stack,
}) => {
  const admin = await Asker.login(stack, "admin");
  const nora = await Asker.login(stack, "nora");
  const { lead, turnId } = await send(admin, nora, "Gazebo for Stamford");
  expect((await stateOf(nora, turnId)).reviewer).toBe("Rita Reviewer");
  await hire(admin, "rolf", "Rolf Reviewer", "reviewer");

  const first = await Desk.open(browser, stack, "reviewer");
  await first.goto();
  await first.openRow(lead);
  await first.page.keyboard.press("3");
  const why = first.review.getByRole("textbox", { name: /Why is it wrong/ });
  await why.fill("That was the old price.");

  const other = await Desk.open(browser, stack, "rolf");
  await other.goto();
  await other.queue.getByRole("combobox", { name: "Which" }).selectOption("pool");
  await expect(other.row(lead)).toContainText("with Rita Reviewer");
  await other.openRow(lead);
  await other.review.getByRole("button", { name: "Take" }).click();
  await expect(other.review.getByRole("button", { name: /Approve/ })).toBeVisible();

  // In Rita's browser, while she writes.
  await expect(first.review).toContainText("What you wrote was not sent:");
  await expect(first.review).toContainText("That was the old price.");
  await other.review.getByRole("button", { name: /Approve/ }).click();
  await expect(other.queue).toContainText("Approved.");
  // Nobody hints to her any more: coming back to the window does.
  await first.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(first.review).toContainText("This review is no longer in your hands.");
  await expect(first.review).toContainText("That was the old price.");
  await expect(first.review).not.toContainText("45,733");
  await expect
    .poll(async () => (await stateOf(nora, turnId)).outcome, { timeout: 20_000 })
    .toBe("approve");

  // The manager counts it, and reads no word of it.
  await signIn(context, stack, "manager");
  await page.goto("/odoo/candor-reviews");
  await page.locator(".o_facet_remove").first().click();
  const row = page.locator(".o_data_row").filter({ hasText: "Rolf Reviewer" });
  await expect(row).toContainText("Approved");
  await expect(page.locator(".o_list_view")).not.toContainText("Gazebo");
  await row.getByText("Nora Newcomer").click();
  await expect(page.getByRole("region", { name: "What is reviewed" })).toContainText(
    "Only who asked and who reviews can read this.",
  );
  await expect(page.locator(".o_form_view")).not.toContainText("Gazebo");
  for (const view of ["graph", "pivot"]) {
    await page.goto("/odoo/candor-reviews");
    await page.locator(`.o_switch_view.o_${view}`).click();
    await expect(page.locator(`.o_${view}_view`)).toBeVisible();
  }
  await first.close();
  await other.close();
});
