import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";

import { Asker } from "../asker.ts";
import type { Stack } from "../stack/stack.ts";
import { expect, test } from "./fixture.ts";
import { meetingRooms, PanelPage, recordNamed } from "./panel-page.ts";

const question = "How much is the expected revenue of the lead for six meeting rooms?";
const answer = "28,400";

/** A question of `demo` in the hands of `reviewer`, who acts over HTTP. */
async function underReview(
  page: Page,
  stack: Stack,
): Promise<{ asker: Asker; panel: PanelPage; turn: Locator; reviewer: Asker; reviewId: number }> {
  const { asker, panel } = await PanelPage.beside(page, stack);
  const turn = await panel.ask(question);
  await expect(turn).toContainText(answer);
  await panel.sendToReview(turn);
  await expect(turn).toContainText("Sent to human review · waiting for Rita Reviewer since");
  const reviewer = await Asker.login(stack, "reviewer");
  const [reviewId] = await asker.call<number[]>(
    "candor.review",
    "search",
    [[["asker_id", "=", asker.uid]]],
    { limit: 1 },
  );
  if (reviewId === undefined) throw new Error("There is no review.");
  return { asker, panel, turn, reviewer, reviewId };
}

async function violations(page: Page, part: string): Promise<string[]> {
  const found = await new AxeBuilder({ page }).include(part).analyze();
  return found.violations.map((it) => it.id);
}

for (const width of [390, 1440]) {
  test(`what goes to a reviewer is said before it is sent, by keyboard, ${String(width)} px wide`, async ({
    page,
    stack,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    const { panel } = await PanelPage.beside(page, stack);
    const before = "Who is the salesperson of the lead for six meeting rooms?";
    await panel.ask(before);
    const turn = await panel.ask(question);
    const open = turn.getByRole("button", { name: "Send to human review" });
    await open.focus();
    await page.keyboard.press("Enter");
    const request = turn.getByRole("group", { name: "What a reviewer is given" });
    await expect(request).toBeFocused();
    await expect(request).toContainText(question);
    await expect(request).toContainText(before);
    await expect(request).toContainText("The answer, and the records it rests on");
    await expect(request).toContainText("the reviewer with the fewest waiting who may read");
    expect(await violations(page, ".o-candor-Turn:last-child")).toEqual([]);
    await page.screenshot({ path: test.info().outputPath("request.png") });

    await page.keyboard.press("Escape");
    await expect(request).toHaveCount(0);
    await expect(panel.root).toBeVisible();
    await expect(open).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(request).toContainText(question);
    await page.keyboard.press("Tab");
    await expect(request.getByRole("button", { name: "Send" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(turn).toContainText("waiting for Rita Reviewer since");
    await expect(turn.locator(".o-candor-Turn-review")).toBeFocused();
    await expect(open).toHaveCount(0);
    await page.screenshot({ path: test.info().outputPath("sent.png") });
    const overflow = await panel.root.evaluate((it) => it.scrollWidth - it.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test("a verdict arrives in every open tab while something is typed there", async ({
  page,
  context,
  stack,
}) => {
  const { panel, turn, reviewer, reviewId } = await underReview(page, stack);
  const otherTab = await context.newPage();
  const other = new PanelPage(otherTab);
  await otherTab.goto("/odoo/contacts");
  await other.open();
  await other.root.getByRole("button", { name: "History" }).click();
  await other.root.getByRole("button", { name: question }).first().click();
  await expect(other.last).toContainText("waiting for Rita Reviewer");

  await page.bringToFront();
  await panel.box.click();
  await page.keyboard.type("And what about");
  const log = panel.root.getByRole("log");
  await log.evaluate((it) => {
    it.scrollTop = 0;
  });
  await reviewer.call("candor.review", "decide", [
    reviewId,
    "reject",
    { reason: "They said 30,000 on the phone." },
  ]);
  await expect(turn).toContainText("Answered, arriving in a moment.");
  await expect(turn).not.toContainText("30,000");
  await page.keyboard.type(" the chairs?");
  await expect(turn).toContainText(/Rejected by Rita Reviewer · \d+:\d\d/);
  await expect(turn).toContainText("They said 30,000 on the phone.");
  await expect(other.last).toContainText("They said 30,000 on the phone.");
  await expect(panel.box).toBeFocused();
  await expect(panel.box).toHaveValue("And what about the chairs?");
  expect(await log.evaluate((it) => it.scrollTop)).toBe(0);
  await expect(turn.getByRole("button", { name: "Draft" })).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath("rejected.png") });
});

test("a verdict that is taken back in time never reaches who asked", async ({ page, stack }) => {
  const { turn, reviewer, reviewId } = await underReview(page, stack);
  const words = { reason: "Too little by far." };
  await reviewer.call("candor.review", "decide", [reviewId, "reject", words]);
  await expect(turn).toContainText("Answered, arriving in a moment.");
  await reviewer.call("candor.review", "undo", [reviewId]);
  await expect(turn).toContainText("waiting for Rita Reviewer");
  await reviewer.call("candor.review", "decide", [reviewId, "approve", {}]);
  await expect(turn).toContainText("Approved by Rita Reviewer");
  await expect(turn).not.toContainText("Too little");
});

test("a verdict given while the panel is closed is there on opening, and Odoo notifies of it", async ({
  page,
  stack,
}) => {
  const { asker, panel, reviewer, reviewId } = await underReview(page, stack);
  await panel.root.getByRole("button", { name: "Close" }).click();
  await expect(panel.root).toHaveCount(0);
  const words = { reason: "It is thirty thousand." };
  await reviewer.call("candor.review", "decide", [reviewId, "reject", words]);
  const notified = [
    ["model", "=", "candor.review"],
    ["res_id", "=", reviewId],
    ["partner_ids.user_ids", "in", [asker.uid]],
  ];
  const bodies = async (): Promise<{ body: string }[]> =>
    await asker.call("mail.message", "search_read", [notified, ["body"]]);
  await expect.poll(async () => (await bodies()).length, { timeout: 30_000 }).toBe(1);
  const [message] = await bodies();
  expect(message?.body).toContain(`/odoo/candor.review/${String(reviewId)}`);
  expect(message?.body).not.toContain("thirty");
  await panel.open();
  await expect(panel.last).toContainText("Rejected by Rita Reviewer");
  await expect(panel.last).toContainText("It is thirty thousand.");

  // Where the notification leads.
  await page.goto(`/odoo/candor.review/${String(reviewId)}`);
  const reviewed = page.getByRole("region", { name: "What is reviewed" });
  await expect(reviewed).toContainText(question);
  await expect(reviewed).toContainText("It is thirty thousand.");
});

test("a question back is answered once; what is typed outlives errors and a reload", async ({
  page,
  context,
  stack,
}) => {
  const { panel, reviewer, reviewId } = await underReview(page, stack);
  await panel.box.click();
  await reviewer.call("candor.review", "ask_back", [reviewId, "With or without tax?"]);
  const turn = panel.last;
  await expect(turn).toContainText("Rita Reviewer asks:");
  await expect(turn).toContainText("With or without tax?");
  await expect(panel.box).toBeFocused();
  const reply = turn.getByRole("textbox", { name: "Your answer" });
  const send = turn.getByRole("button", { name: "Send answer" });
  await expect(send).toBeDisabled();
  await reply.fill("x".repeat(4001));
  await expect(turn.getByRole("alert")).toContainText("4,001");
  await expect(send).toBeDisabled();
  await reply.fill("Without, please");
  expect(await violations(page, ".o-candor-ReviewProgress")).toEqual([]);
  await page.screenshot({ path: test.info().outputPath("asked-back.png") });

  await context.setOffline(true);
  await send.click();
  await expect(turn.getByRole("alert")).toContainText("Your text is kept here");
  await context.setOffline(false);
  await page.reload();
  await panel.open();
  await expect(reply).toHaveValue("Without, please");
  await reply.press("Control+Enter");
  await expect(turn).toContainText("You answered: Without, please");
  await expect(turn).toContainText("waiting for Rita Reviewer");
  await expect(turn.locator(".o-candor-Turn-review")).toBeFocused();
  await expect(reply).toHaveCount(0);
  const served = await reviewer.call<{ asked_back: { reply: string } }>("candor.review", "page", [
    reviewId,
  ]);
  expect(served.asked_back.reply).toBe("Without, please");
});

for (const scheme of ["light", "dark"] as const) {
  test(`a corrected answer stands above the earlier one, in the ${scheme} scheme`, async ({
    page,
    context,
    stack,
  }) => {
    await context.addCookies([{ name: "color_scheme", value: scheme, url: stack.odooUrl }]);
    const { turn, reviewer, reviewId } = await underReview(page, stack);
    const lead = await recordNamed(reviewer, "crm.lead", meetingRooms);
    await turn.getByRole("button", { name: "Bad answer" }).click();
    expect(await violations(page, ".o-candor-Rating")).toEqual([]);
    await reviewer.call("candor.review", "decide", [
      reviewId,
      "correct",
      {
        reason: "The chairs came on top.",
        correction: "It is 30,150.\n\nWith the chairs.",
        cited: [{ resModel: "crm.lead", resId: lead }],
      },
    ]);
    const corrected = turn.getByRole("group", { name: /^Corrected by Rita Reviewer · \d+:\d\d/ });
    await expect(corrected).toContainText("It is 30,150.");
    await expect(corrected).toContainText("With the chairs.");
    const sources = corrected.getByRole("list", { name: "Sources of the correction" });
    await expect(sources.getByRole("link", { name: meetingRooms })).toBeVisible();
    await expect(corrected).toContainText("The chairs came on top.");
    await expect(turn).toContainText("Earlier answer");
    await expect(turn).not.toContainText("likely right");
    const earlier = turn.getByRole("deletion");
    await expect(earlier).toContainText(answer);
    await expect(earlier.locator("p").first()).toHaveCSS("text-decoration-line", "line-through");
    const [above, below] = [await corrected.boundingBox(), await earlier.boundingBox()];
    expect(above && below && above.y + above.height <= below.y).toBe(true);
    expect(await violations(page, ".o-candor-Turn")).toEqual([]);
    await turn.scrollIntoViewIfNeeded();
    await page.screenshot({ path: test.info().outputPath(`corrected-${scheme}.png`) });
    await corrected.getByRole("button", { name: `Source 1: ${meetingRooms}` }).click();
    await expect(sources.getByRole("link", { name: meetingRooms })).toBeFocused();
  });
}

test("of a correction that cites what the asker can't read he gets no word", async ({
  page,
  stack,
}) => {
  const told: string[] = [];
  page.on("response", (response) => {
    void response.text().then(
      (text) => told.push(text),
      () => undefined,
    );
  });
  const { turn, reviewer, reviewId } = await underReview(page, stack);
  const [hidden] = await reviewer.call<number[]>(
    "crm.lead",
    "search",
    [
      [
        ["user_id.login", "!=", "demo"],
        ["user_id", "!=", false],
      ],
    ],
    { limit: 1 },
  );
  await reviewer.call("candor.review", "decide", [
    reviewId,
    "correct",
    {
      reason: "",
      correction: "As the zebrawood lead says.",
      cited: [{ resModel: "crm.lead", resId: hidden ?? 0 }],
    },
  ]);
  await expect(turn).toContainText("Corrected by Rita Reviewer");
  await expect(turn).toContainText("You can't read what the corrected answer was made from.");
  await expect(turn.getByRole("deletion")).toHaveCount(0);
  expect(told.length).toBeGreaterThan(0);
  expect(told.join("\n")).not.toContain("zebrawood");
});

test("a review that a rule made says so", async ({ page, stack }) => {
  const manager = await Asker.login(stack, "manager");
  const rules = [
    { kind: "declined", share: 0, words: "Sent to human review by a rule · waiting for" },
    { kind: "sample", share: 1, words: "Picked at random for human review · waiting for" },
  ];
  const { panel } = await PanelPage.beside(page, stack);
  for (const { kind, share, words } of rules) {
    const id = await manager.call<number>("candor.review.rule", "create", [
      { name: "For a test", kind, share },
    ]);
    try {
      const turn = await panel.ask("Which colour of the wallpaper do they prefer for their rooms?");
      await expect(turn).toContainText(words);
      await expect(turn.getByRole("button", { name: "Send to human review" })).toHaveCount(0);
    } finally {
      await manager.call("candor.review.rule", "unlink", [[id]]);
    }
  }
});
