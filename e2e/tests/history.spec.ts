import { readFile } from "node:fs/promises";

import { AxeBuilder } from "@axe-core/playwright";

import { expect, test } from "./fixture.ts";
import { PanelPage } from "./panel-page.ts";

const revenue = "How much is the expected revenue of the lead for six meeting rooms?";
const chairs = "How many large tables and chairs do they need for six meeting rooms?";

for (const scheme of ["light", "dark"] as const) {
  test(`earlier conversations are found, deleted and exported, in the ${scheme} scheme`, async ({
    page,
    context,
    stack,
  }) => {
    await context.addCookies([{ name: "color_scheme", value: scheme, url: stack.odooUrl }]);
    // Not as the person of most tests: all her conversations are deleted.
    const options = { login: "admin" };
    const { asker, panel } = await PanelPage.beside(page, stack, options);
    await asker.call("candor.conversation", "delete_all", []);
    await panel.ask(revenue);
    await panel.root.getByRole("button", { name: "New conversation" }).click();
    const answered = await panel.ask(chairs);
    await expect(answered).toContainText("chairs");

    await panel.root.getByRole("button", { name: "History" }).click();
    const history = panel.root.getByRole("region", { name: "Earlier conversations" });
    const entries = history.getByRole("listitem");
    await expect(entries).toHaveCount(2);
    const search = history.getByRole("searchbox", { name: "Search your conversations" });
    await search.focus();
    // Of the answer only.
    await page.keyboard.type("28,400");
    await expect(history.getByRole("status")).toHaveText("1 conversation found");
    await expect(entries).toHaveText([new RegExp(revenue.replace("?", "\\?"))]);
    await expect(search).toBeFocused();
    expect(
      (await new AxeBuilder({ page }).include(".o-candor-Panel").analyze()).violations,
    ).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`history-${scheme}.png`) });
    await search.fill("zebrawood");
    await expect(history.getByRole("status")).toHaveText("Nothing found in what you may read now.");
    await search.fill("");
    await expect(entries).toHaveCount(2);

    const downloading = page.waitForEvent("download");
    await history.getByRole("link", { name: "Export all" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^candor-\d{4}-\d\d-\d\d\.json$/);
    const exported = await readFile(await download.path(), "utf8");
    const { conversations } = JSON.parse(exported) as { conversations: object[] };
    expect(conversations).toHaveLength(2);
    for (const words of [revenue, chairs, "28,400"]) expect(exported).toContain(words);

    // The open one: its questions are gone from the panel too.
    await history.getByRole("button", { name: `Delete: ${chairs}` }).click();
    const dialog = page.getByRole("dialog").filter({ hasText: "Delete this conversation?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(entries).toHaveCount(2);
    await history.getByRole("button", { name: `Delete: ${chairs}` }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await expect(entries).toHaveCount(1);
    await expect(dialog).toHaveCount(0);
    await expect(search).toBeFocused();
    await history.getByRole("button", { name: "Back" }).click();
    await expect(panel.turns).toHaveCount(0);

    await panel.root.getByRole("button", { name: "History" }).click();
    await history.getByRole("button", { name: revenue, exact: false }).first().click();
    await expect(panel.last).toContainText("28,400");
    await panel.root.getByRole("button", { name: "History" }).click();
    await history.getByRole("button", { name: "Delete all" }).click();
    await page
      .getByRole("dialog")
      .filter({ hasText: "Delete all your conversations?" })
      .getByRole("button", { name: "Delete" })
      .click();
    await expect(history).toContainText("You have not asked anything yet.");
    const stored = await asker.call<number>("candor.turn", "search_count", [
      [["user_id", "=", asker.uid]],
    ]);
    expect(stored).toBe(0);
  });
}

test("at 390 px the list fits, and a long question is cut", async ({ page, stack }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { panel } = await PanelPage.beside(page, stack);
  await panel.ask(`Please tell me once more and in detail: ${revenue}`);
  await panel.root.getByRole("button", { name: "History" }).click();
  const history = panel.root.getByRole("region", { name: "Earlier conversations" });
  await expect(
    history.getByRole("button", { name: /^Delete: Please tell me/ }).first(),
  ).toBeVisible();
  expect(await history.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
  await page.screenshot({ path: test.info().outputPath("history-390.png") });
});

test("what is deleted goes from other tabs too, and what is typed there stays", async ({
  page,
  context,
  stack,
}) => {
  const { asker, panel } = await PanelPage.beside(page, stack, { login: "admin" });
  const asked = await panel.ask(revenue);
  await expect(asked).toContainText("28,400");
  await panel.box.fill("And what about");
  const otherTab = await context.newPage();
  const other = new PanelPage(otherTab);
  await otherTab.goto("/odoo/contacts");
  await other.open();
  await other.root.getByRole("button", { name: "History" }).click();
  await other.root
    .getByRole("button", { name: `Delete: ${revenue}` })
    .first()
    .click();
  await otherTab.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(panel.turns).toHaveCount(0);
  await expect(panel.box).toHaveValue("And what about");

  // On another device: the next question begins a new conversation.
  await panel.ask(revenue);
  await asker.call("candor.conversation", "delete_all", []);
  const again = await panel.ask(revenue);
  await expect(again).toContainText("28,400");
});
