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

test("the manager, who is no administrator, chooses sources and threshold and sees counts", async ({
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
  const threshold = page.locator("[name=threshold] input");
  await expect(threshold).toBeVisible();
  await expect(page.getByRole("button", { name: "Full pass" })).toBeVisible();
  await threshold.fill("55");
  const save = page.locator(".o_form_button_save");
  await save.click();
  // Odoo hides the button when the record is stored, not when it is clicked.
  await expect(save).toBeHidden();
  const [index] = await manager.call<{ threshold: number }[]>("candor.index", "search_read", [
    [],
    ["threshold"],
  ]);
  expect(index?.threshold).toBeCloseTo(0.55);
  await manager.call("candor.index", "write", [
    await manager.call("candor.index", "search", [[]]),
    { threshold: 0.5 },
  ]);
  // Numbers only: what others asked is not hers.
  await expect(manager.call("candor.turn", "search_read", [[], ["question"]])).rejects.toThrow();
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
