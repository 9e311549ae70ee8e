import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixture.ts";
import { signIn } from "./panel-page.ts";

test("the administrator sees the sidecar's address, tests the connection and finds no secret", async ({
  page,
  context,
  stack,
}) => {
  const admin = await signIn(context, stack, "admin");
  await page.goto("/odoo/settings#candor");
  await page.locator(".settings_tab .tab[data-key=candor]").click();
  const settings = page
    .locator(".app_settings_block[data-key=candor], .app_settings_block")
    .filter({
      hasText: "Connection test",
    });
  await expect(settings).toContainText(stack.sidecarUrl);
  await settings.getByRole("button", { name: "Test connection" }).click();
  const lines = settings.getByRole("list", { name: "Result" }).getByRole("listitem");
  await expect(lines.first()).toBeVisible();
  await expect(settings.locator("li[data-ok=no]")).toHaveCount(0);
  await expect(settings).toContainText(/PostgreSQL \d+/);
  await expect(settings).toContainText(/pgvector/);

  const defaults = JSON.stringify(
    await admin.call("res.config.settings", "default_get", [["candor_sidecar_url"]]),
  );
  const html = await page.content();
  for (const secret of [stack.sharedSecret, stack.indexerKey]) {
    expect(html).not.toContain(secret);
    expect(defaults).not.toContain(secret);
  }
});

test("the connection test says what is missing and how to mend it", async ({
  page,
  context,
  stack,
}) => {
  await signIn(context, stack, "admin");
  await page.goto("/odoo/settings");
  await page.locator(".settings_tab .tab[data-key=candor]").click();
  await stack.kill("sidecar");
  try {
    await page.getByRole("button", { name: "Test connection" }).click();
    const wrong = page.locator(".o-candor-ConnectionTest li[data-ok=no]");
    await expect(wrong.first()).toContainText(/sidecar/i);
  } finally {
    await stack.restart("sidecar");
  }
});

test("the manager, who is no administrator, chooses sources and precision and sees counts", async ({
  page,
  context,
  stack,
}) => {
  const manager = await signIn(context, stack, "manager");
  await expect(manager.call("res.config.settings", "create", [{}])).rejects.toThrow();
  await page.goto("/odoo/candor-sources");
  const rows = page.locator(".o_data_row");
  await expect(rows.filter({ hasText: "Lead" }).first()).toBeVisible();
  await expect(rows.filter({ hasText: /\d+/ }).first()).toBeVisible();

  await page.goto("/odoo/candor-index");
  const precision = page.locator("[name=target_precision] input");
  await expect(precision).toBeVisible();
  await expect(page.getByRole("button", { name: "Full pass" })).toBeVisible();
  await precision.fill("95");
  const save = page.locator(".o_form_button_save");
  await save.click();
  // Odoo hides the button when the record is stored, not when it is clicked.
  await expect(save).toBeHidden();
  const [index] = await manager.call<{ target_precision: number }[]>(
    "candor.index",
    "search_read",
    [[], ["target_precision"]],
  );
  expect(index?.target_precision).toBeCloseTo(0.95);
  await manager.call("candor.index", "write", [
    await manager.call("candor.index", "search", [[]]),
    { target_precision: 0.9 },
  ]);
  // Numbers only: what others asked is not hers.
  await expect(manager.call("candor.turn", "search_read", [[], ["question"]])).rejects.toThrow();
});

test("the manager imports a calibrator, and reads in words what it promises", async ({
  page,
  context,
  stack,
}) => {
  const manager = await signIn(context, stack, "manager");
  await page.goto("/odoo/candor-index");
  const model = { bias: 0, terms: { lexical: { mean: 0.5, deviation: 0.2, weight: 1 } } };
  const document = {
    version: "2026-11-28",
    fittedOn: [{ name: "SQuAD 2 dev", rows: 17801 }],
    figures: { n: 17801, ece: 0.021, auroc: 0.914 },
    thresholds: [
      { target: 0.9, threshold: 0.83, promised: true, labels: 1400, missing: 0 },
      { target: 0.95, threshold: 0.91, promised: false, labels: 1400, missing: 250 },
    ],
    model: { fields: model, passage: model, excerpt: model },
  };
  const bring = async (content: string): Promise<void> => {
    const buffer = Buffer.from(content);
    const file = { name: "calibrator.json", mimeType: "application/json", buffer };
    await page.locator(".modal .o_field_binary input[type=file]").setInputFiles(file);
    await page.locator(".modal").getByRole("button", { name: "Import", exact: true }).click();
  };
  await page.getByRole("button", { name: "Import a calibrator" }).click();
  await bring("{}");
  const refusal = page.locator(".modal").filter({ hasText: "This is no calibrator" });
  await expect(refusal).toContainText("“version” is missing or has another shape.");
  await refusal.getByRole("button", { name: "Close" }).last().click();
  await page.locator(".modal .o_clear_file_button").click();
  await bring(JSON.stringify(document));

  const words = (name: string): Locator => page.locator(`.o_field_widget[name=${name}]`);
  await expect(words("calibrator_words")).toHaveText("2026-11-28 (Imported)");
  await expect(words("calibrator_data")).toHaveText("SQuAD 2 dev (17,801 answers)");
  await expect(words("threshold_words")).toContainText("83 %");
  await expect(words("promise_words")).toContainText(
    "at least 90 % of the answers given are right there",
  );
  await expect(words("promise_words")).toContainText("promises nothing until reviewers");
  await page.locator("[name=target_precision] input").fill("95");
  await page.locator("[name=target_precision] input").press("Tab");
  await expect(words("promise_words")).toContainText("250 more judged answers are needed");
  await page.getByRole("button", { name: "Discard" }).click();
  await manager.call("candor.index", "write", [
    await manager.call("candor.index", "search", [[]]),
    { calibrator_id: false },
  ]);
});

test.describe("Candor → Index answers whether it works, is whole and fresh, and what to do", () => {
  const figure = (page: Page, name: string): Locator =>
    page.locator(`.o_field_widget[name=${name}]`);

  test.beforeEach(async ({ page, context, stack }) => {
    await signIn(context, stack, "manager");
    await page.goto("/odoo/candor-index");
    await expect(figure(page, "state")).toBeVisible();
  });

  test("each source counts as many records in the index as in Odoo", async ({ page }) => {
    const row = page.locator(".o_data_row").filter({ hasText: "Lead" });
    await expect
      .poll(
        async () => {
          const [inOdoo, inIndex] = await Promise.all(
            ["record_count", "document_count"].map(
              async (name) => await row.locator(`[name=${name}]`).innerText(),
            ),
          );
          return Number(inOdoo) > 0 && inOdoo === inIndex;
        },
        { timeout: 90_000, message: "the page refreshes itself until both are equal" },
      )
      .toBe(true);
    await expect(figure(page, "heard")).toHaveText(/ago$/);
  });

  test("a record that was given up says why, opens where one may, and is tried again", async ({
    page,
    stack,
  }) => {
    await stack.sql(
      "odoo",
      `insert into candor_outbox (res_model, res_id, lane, attempts, since, dead, failure)
       select 'product.template', max(id), 0, 10, now() at time zone 'utc', true, 'render'
         from product_template where active`,
    );
    await page.reload();
    await expect(figure(page, "state")).toHaveText("Needs attention");
    await expect(figure(page, "advice").first()).toContainText("Some records were given up.");
    await page.getByRole("tab", { name: "Given up" }).click();
    const row = page.locator("[name=dead_ids] .o_data_row");
    await expect(row).toContainText("Odoo could not read the record.");
    await expect(row.getByRole("button", { name: "Open" })).toBeVisible();
    await row.getByRole("button", { name: "Retry" }).click();
    await expect(page.getByRole("tab", { name: "Given up" })).toBeHidden();
    await expect
      .poll(async () => await stack.sql("odoo", "select from candor_outbox where dead"))
      .toEqual([]);
  });

  test("a rebuild shows its progress and about how long it takes", async ({ page, stack }) => {
    const progress = figure(page, "building_progress");
    await expect(progress).toBeHidden();
    await stack.sql(
      "odoo",
      `update candor_index set is_building = true, building_done = 35, building_total = 100,
                               building_eta_seconds = 180, last_report = now() at time zone 'utc'`,
    );
    await page.reload();
    await expect(progress).toContainText("35");
    await expect(figure(page, "building_left")).toHaveText("about 3 minutes");
    await stack.sql("odoo", "update candor_index set is_building = false");
    // Without a reload: the page reads its figures again.
    await expect(progress).toBeHidden({ timeout: 30_000 });
  });

  test("while the sidecar is down, what waits has an age, and is gone when it is back", async ({
    page,
    stack,
  }) => {
    await stack.kill("sidecar");
    try {
      await stack.sql(
        "odoo",
        "insert into candor_change (origin, ids) select 'crm_lead', array[max(id)] from crm_lead",
      );
      await expect(figure(page, "waiting_edits")).not.toHaveText("0", { timeout: 30_000 });
      await expect(figure(page, "lag")).toHaveText(/second|minute/);
    } finally {
      await stack.restart("sidecar");
    }
    await expect(figure(page, "lag")).toHaveText("nothing waits", { timeout: 90_000 });
  });

  test("refreshing can be paused", async ({ page }) => {
    const button = page.getByRole("button", { name: "Pause refreshing" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Go on refreshing" }).click();
    await expect(button).toBeVisible();
  });
});

test("somebody without the group has neither button nor panel", async ({
  page,
  context,
  stack,
}) => {
  await signIn(context, stack, "portal");
  await page.goto("/my");
  await expect(page.locator("body")).toContainText(/My account|Home/i);
  await expect(page.locator(".o-candor-Panel, .o-candor-SystrayItem")).toHaveCount(0);
});
