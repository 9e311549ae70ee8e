import { AxeBuilder } from "@axe-core/playwright";

import { Asker } from "../asker.ts";
import { expect, test } from "./fixture.ts";
import { PanelPage, signIn } from "./panel-page.ts";

for (const scheme of ["light", "dark"] as const) {
  test(`an answer whose record was mended is shown as it was said, to asker and reviewer, ${scheme}`, async ({
    page,
    context,
    browser,
    stack,
  }) => {
    const cookie = { name: "color_scheme", value: scheme, url: stack.odooUrl };
    await context.addCookies([cookie]);
    const demo = await signIn(context, stack, "demo");
    const admin = await Asker.login(stack, "admin");
    const name = `Pergola for Tresham ${scheme}`;
    const id = await admin.call<number>("crm.lead", "create", [
      { name, type: "opportunity", user_id: demo.uid, expected_revenue: 45733 },
    ]);
    const panel = new PanelPage(page);
    await panel.openBeside("crm.lead", id);
    const asked = await panel.ask("How much is the Expected Revenue?");
    await expect(asked).toContainText("45,733");
    await panel.sendToReview(asked);
    await expect(asked).toContainText("waiting for Rita Reviewer");

    await admin.call("crm.lead", "write", [[id], { expected_revenue: 51200 }]);
    await page.goto("/odoo/contacts");
    // Until it is there the page may take the focus for its own search box.
    await expect(page.locator(".o_data_row").first()).toBeVisible();
    await panel.open();
    const turn = panel.last;
    const mark = /As of .*\d:\d\d.*; the record has changed since\./;
    await expect(turn).toContainText("45,733");
    await expect(turn).toContainText(mark);
    const show = turn.getByRole("button", { name: "Show it now" });
    await expect(show).toHaveAttribute("aria-expanded", "false");
    await expect(turn).not.toContainText("51,200");
    await show.press("Enter");
    const hide = turn.getByRole("button", { name: "Hide it" });
    await expect(hide).toBeFocused();
    const now = turn.getByRole("list", { name: "As it is now" });
    await expect(now).toContainText("Expected Revenue: $ 51,200.00");
    await expect(now.getByRole("link", { name })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath(`panel-${scheme}.png`) });
    const inPanel = await new AxeBuilder({ page }).include(".o-candor-Turn").analyze();
    expect(inPanel.violations.map((it) => it.id)).toEqual([]);
    await expect(hide).toHaveAttribute("aria-expanded", "true");
    await hide.press("Enter");
    await expect(now).toBeHidden();

    const elsewhere = await browser.newContext({ baseURL: stack.odooUrl });
    await elsewhere.addCookies([cookie]);
    const reviewer = await signIn(elsewhere, stack, "reviewer");
    const [reviewId] = await reviewer.call<number[]>(
      "candor.review",
      "search",
      [
        [
          ["reviewer_id", "=", reviewer.uid],
          ["state", "=", "waiting"],
        ],
      ],
      { order: "id desc", limit: 1 },
    );
    const desk = await elsewhere.newPage();
    await desk.goto(`/odoo/candor.review/${String(reviewId)}`);
    const content = desk.getByRole("region", { name: "What is reviewed" });
    await expect(content).toContainText(mark);
    await expect(content).toContainText("45,733");
    await content.getByRole("button", { name: "Show it now" }).click();
    await expect(content.getByRole("list", { name: "As it is now" })).toContainText("51,200");
    await desk.screenshot({ path: test.info().outputPath(`review-${scheme}.png`) });
    const review = new AxeBuilder({ page: desk }).include(".o-candor-ReviewPage");
    // Odoo's own primary button has too little contrast in its dark scheme.
    const inReview = await (scheme === "dark" ? review.exclude(".btn-primary") : review).analyze();
    expect(inReview.violations.map((it) => it.id)).toEqual([]);
    await desk.getByRole("button", { name: "Approve" }).click();
    await expect(desk.locator(".o_statusbar_status .o_arrow_button_current")).toHaveText(
      "Verdict given",
    );
    await elsewhere.close();

    // Without the right to it, it is as for one that is gone.
    await admin.call("crm.lead", "write", [[id], { user_id: admin.uid }]);
    await page.reload();
    await panel.open();
    await expect(panel.last).toContainText("You can't read what this answer was made from.");
    await expect(panel.root).not.toContainText("45,733");
    await expect(panel.root).not.toContainText("51,200");
  });
}
