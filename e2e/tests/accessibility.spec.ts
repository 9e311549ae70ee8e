import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test } from "./fixture.ts";
import { meetingRooms, PanelPage, recordNamed, signIn } from "./panel-page.ts";

/** Answered by a sentence of the customer's email. */
const wants = "How many large tables and chairs do they need for six meeting rooms?";

interface Finding {
  rule: string;
  target: string;
}

/** Serious and critical findings, one per element. */
async function findings(page: Page, within?: string): Promise<Finding[]> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (within === undefined ? builder : builder.include(within)).analyze();
  return violations
    .filter((it) => it.impact === "serious" || it.impact === "critical")
    .flatMap((it) => it.nodes.map((node) => ({ rule: it.id, target: node.target.join(" ") })));
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(`In the ${scheme} scheme`, () => {
    test.beforeEach(async ({ context, stack }) => {
      await context.addCookies([{ name: "color_scheme", value: scheme, url: stack.odooUrl }]);
    });

    test("axe finds nothing serious in Candor's elements, and no more on the page than without", async ({
      page,
      context,
      stack,
    }) => {
      const demo = await signIn(context, stack, "demo");
      const id = await recordNamed(demo, "crm.lead", meetingRooms);
      await page.goto(`/odoo/crm.lead/${id}`);
      await expect(page.locator(".o_form_view .o-mail-Chatter")).toBeVisible();
      // Odoo's own findings, with what is Candor's on the page taken away.
      await page.addStyleTag({
        content: "[class*='o-candor-'] { display: none !important; }",
      });
      const without = new Set((await findings(page)).map((it) => it.rule));

      await page.reload();
      const panel = new PanelPage(page);
      await panel.open();
      const turn = await panel.ask(wants);
      await turn.getByRole("button", { name: "Why?" }).click();
      for (const part of [".o-candor-Panel", ".o-candor-SystrayItem", ".o-candor-Launcher"]) {
        expect(await findings(page, part), part).toEqual([]);
      }
      await turn.getByRole("list", { name: "Sources" }).getByRole("link").first().hover();
      await expect(page.locator(".o-candor-Quote-popover mark")).toBeVisible();
      // While it fades in, its contrast is no measure.
      await expect(page.locator(".o-candor-Quote-popover")).toHaveCSS("opacity", "1");
      expect(await findings(page, ".o-candor-Quote-popover")).toEqual([]);
      await panel.box.hover();
      const added = (await findings(page)).filter((it) => !without.has(it.rule));
      expect(added).toEqual([]);

      await panel.root.getByRole("button", { name: "Ask about all my records" }).click();
      await panel.ask("What is the wage of Jeffrey Kelly?");
      expect(await findings(page, ".o-candor-Panel")).toEqual([]);
      await panel.root.getByRole("button", { name: "History" }).click();
      await expect(panel.root.getByRole("button", { name: "History" })).toHaveAttribute(
        "aria-pressed",
        "true",
      );
      expect(await findings(page, ".o-candor-Panel")).toEqual([]);
    });

    test("axe finds no more on the manager's page than on a form of Odoo's own", async ({
      page,
      context,
      stack,
    }) => {
      const manager = await signIn(context, stack, "manager");
      const id = await recordNamed(manager, "res.partner", "Northgate Clinics");
      await stack.sql("odoo", "delete from candor_outbox where dead");
      await stack.sql(
        "odoo",
        `insert into candor_outbox (res_model, res_id, lane, attempts, since, dead, failure)
         values ('res.partner', $1, 0, 10, now() at time zone 'utc', true, 'render')`,
        [id],
      );
      for (const width of [1400, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`/odoo/res.partner/${id}`);
        await expect(page.locator(".o_form_view")).toBeVisible();
        const without = new Set((await findings(page)).map((it) => it.rule));
        await page.goto("/odoo/candor-index");
        await page.getByRole("tab", { name: "Given up" }).click();
        await expect(page.getByText("Odoo could not read the record.")).toBeVisible();
        const added = (await findings(page)).filter(
          // Odoo gives the input of its percentage widget no label.
          (it) =>
            !without.has(it.rule) &&
            !(it.rule === "label" && it.target === 'input[inputmode="decimal"]'),
        );
        expect(added, `${width} px`).toEqual([]);
        const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(scrolled).toBeLessThanOrEqual(width);
        await page.screenshot({ path: test.info().outputPath(`index-${scheme}-${width}.png`) });
      }
      await page.getByRole("button", { name: "Retry", exact: true }).click();
      await expect(page.getByRole("tab", { name: "Given up" })).toBeHidden();
    });

    for (const width of [360, 768, 1280, 1920]) {
      test(`${width} px wide, nothing is cut off and nothing scrolls sideways`, async ({
        page,
        stack,
      }) => {
        await page.setViewportSize({ width, height: 800 });
        const { panel } = await PanelPage.beside(page, stack);
        await panel.ask(wants);
        const box = await panel.root.evaluate(
          (root) => root.getBoundingClientRect().toJSON() as DOMRect,
        );
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(width);
        if (width < 768) expect(box.width).toBe(width);
        const overflowing = await panel.root.evaluate((root) =>
          [root, ...root.querySelectorAll("*")]
            .filter((it) => !it.closest(".visually-hidden, .text-truncate, textarea"))
            .filter((it) => it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0)
            .filter((it) => getComputedStyle(it).display !== "inline")
            .map((it) => `${it.tagName} ${it.classList.value}`),
        );
        expect(overflowing).toEqual([]);
        await page.screenshot({ path: test.info().outputPath(`${scheme}-${width}.png`) });
      });
    }
  });
}

test("the whole walk works by keyboard alone", async ({ page, context, stack }) => {
  const demo = await signIn(context, stack, "demo");
  const panel = new PanelPage(page);
  await page.goto(`/odoo/crm.lead/${await recordNamed(demo, "crm.lead", meetingRooms)}`);
  await expect(page.locator(".o_form_view")).toBeVisible();
  await page.keyboard.press("Alt+Shift+C");
  await expect(panel.box).toBeFocused();
  await page.keyboard.type(wants);
  await page.keyboard.press("Enter");
  await expect(panel.last).toHaveAttribute("data-state", "done");
  await expect(panel.box).toBeFocused();

  // Backwards from the box: the actions, why, the sources, the numbers in the text.
  const reached = new Set<string>();
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press("Shift+Tab");
    reached.add(await page.evaluate(() => document.activeElement?.textContent.trim() ?? ""));
  }
  for (const name of ["Send to human review", "Draft", "Copy"]) expect(reached).toContain(name);
  expect([...reached].some((text) => text.startsWith("Why?"))).toBe(true);
  expect([...reached].some((text) => text.includes(meetingRooms))).toBe(true);
  await panel.box.focus();
  await page.keyboard.press("Escape");
  await expect(panel.root).toBeHidden();
});
