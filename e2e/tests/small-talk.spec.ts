import { expect, test } from "./fixture.ts";
import { meetingRooms, PanelPage } from "./panel-page.ts";

test("a greeting is answered with what can be asked here, and is neither rated nor reviewed", async ({
  page,
  stack,
}) => {
  const { asker, panel } = await PanelPage.beside(page, stack);
  const turn = await panel.ask("hello");
  await expect(turn).toContainText("Hello.");
  await expect(turn).toContainText("Expected Revenue");
  await expect(turn.locator(".o-candor-Evidence")).toHaveCount(0);
  await expect(turn).not.toContainText("%");
  await expect(turn.getByRole("button", { name: "Send to human review" })).toHaveCount(0);

  // As it was said, from the history too.
  await page.reload();
  await panel.open();
  await expect(panel.last).toContainText("Hello.");
  await expect(panel.last).not.toContainText("%");

  const answered = await asker.ask("thanks, bye");
  expect(answered.result).toMatchObject({ mode: "chat", given: false, confidence: null });
  expect(answered.result?.closest).toEqual([]);
  expect(answered.evidence).toEqual([]);
});

test("a question behind a greeting is searched like any other", async ({ page, stack }) => {
  const { panel } = await PanelPage.beside(page, stack);
  const turn = await panel.ask("Hi! How much is the expected revenue?");
  await expect(turn).not.toContainText("Hello.");
  await expect(turn).toContainText(meetingRooms);
});
