import { AxeBuilder } from "@axe-core/playwright";

import { expect, test } from "./fixture.ts";
import { PanelPage, signIn } from "./panel-page.ts";

const question = "How much is the expected revenue of the lead for six meeting rooms?";

test("an answer is rated by keyboard, with a word why, and the rating is there after a reload", async ({
  page,
  stack,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { panel } = await PanelPage.beside(page, stack);
  const turn = await panel.ask(question);
  const up = turn.getByRole("button", { name: "Good answer" });
  const down = turn.getByRole("button", { name: "Bad answer" });
  await up.focus();
  await page.keyboard.press("Space");
  await expect(up).toHaveAttribute("aria-pressed", "true");
  await expect(turn.getByRole("textbox")).toHaveCount(0);

  await page.keyboard.press("Tab");
  await expect(down).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(down).toHaveAttribute("aria-pressed", "true");
  await expect(up).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Tab");
  const why = turn.getByRole("textbox", { name: "What was wrong? (optional)" });
  await expect(why).toBeFocused();
  await page.screenshot({ path: test.info().outputPath("rating-asked.png") });
  const found = await new AxeBuilder({ page }).include(".o-candor-Turn-actions").analyze();
  expect(found.violations).toEqual([]);
  await page.keyboard.type("They said 30,000 since");
  await page.keyboard.press("Enter");
  await expect(why).toHaveCount(0);
  await expect(turn).toContainText("They said 30,000 since");
  await page.screenshot({ path: test.info().outputPath("rating-said.png") });

  await page.reload();
  await panel.open();
  await expect(down).toHaveAttribute("aria-pressed", "true");
  await expect(panel.last).toContainText("They said 30,000 since");
  await down.click();
  await expect(down).toHaveAttribute("aria-pressed", "false");
  await expect(panel.last).not.toContainText("They said 30,000 since");
});

test("what gave no answer has nothing to rate", async ({ page, stack }) => {
  const { panel } = await PanelPage.beside(page, stack);
  const declined = await panel.ask("What did Napoleon say about the harvest in Tasmania?");
  await expect(declined.getByRole("button", { name: "Send to human review" })).toBeVisible();
  await expect(declined.getByRole("group", { name: "Rate this answer" })).toHaveCount(0);
  const greeting = await panel.ask("Hello");
  await expect(greeting.getByRole("group", { name: "Rate this answer" })).toHaveCount(0);
});

test("of a declined question the reviewer sees what would have been said, and the asker never", async ({
  page,
  browser,
  stack,
}) => {
  const told: string[] = [];
  page.on("response", (response) => {
    if (!response.url().includes("candor")) return;
    void response.text().then(
      (text) => told.push(text),
      () => undefined,
    );
  });
  const { asker, panel } = await PanelPage.beside(page, stack);
  const turn = await panel.ask("Which colour of the wallpaper do they prefer for their rooms?");
  await panel.sendToReview(turn);
  await expect(turn).toContainText("waiting for Rita Reviewer since");
  const [review] = await asker.call<{ id: number }[]>(
    "candor.review",
    "search_read",
    [[["asker_id", "=", asker.uid]], ["id"]],
    { limit: 1 },
  );

  const elsewhere = await browser.newContext({ baseURL: stack.odooUrl });
  await signIn(elsewhere, stack, "reviewer");
  const desk = await elsewhere.newPage();
  await desk.goto(`/odoo/candor.review/${String(review?.id)}`);
  const heldBack = desk.getByRole("group", { name: "Would have said" });
  await expect(heldBack).toBeVisible();
  const words = (await heldBack.locator("p").first().innerText()).slice(0, 40);
  expect(words.length).toBeGreaterThan(10);
  // Which record comes nearest is not what is tested here.
  await expect(desk.getByRole("list", { name: "Sources" }).getByRole("link").first()).toBeVisible();
  await expect(desk.getByRole("button", { name: "Reject" })).toHaveCount(0);
  await expect(desk.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await desk.screenshot({ path: test.info().outputPath("held-back.png") });
  await desk.getByRole("button", { name: "Held-back answer is right" }).click();
  await expect(desk.locator(".o_statusbar_status .o_arrow_button_current")).toHaveText("Done");

  await page.reload();
  await panel.open();
  await expect(panel.last).toContainText("Reviewed by Rita Reviewer: I should have answered");
  expect(told.length).toBeGreaterThan(0);
  expect(told.join("\n")).not.toContain(words);
  await elsewhere.close();
});
