import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { configure, installModules, odooUrl, startOdoo, stopOdoo } from "../stack/odoo.ts";
import { writePackage } from "../stack/package.ts";
import { freePorts } from "../stack/ports.ts";
import { run } from "../stack/processes.ts";
import { expect, test } from "./fixture.ts";

test("the package installs into a clean Odoo, and says so when its compiled code is gone", async ({
  stack,
  page,
}) => {
  test.setTimeout(400_000);
  const folder = join(stack.instance.folder, "package");
  await run({ file: "python3", args: ["-m", "zipfile", "-e", await writePackage(), folder] });
  const files = await readdir(join(folder, "candor"), { recursive: true });
  expect(files.filter((name) => /\.ts$|(^|\/)tests\//.test(name))).toEqual([]);

  // A database of its own beside the tests', on the same server.
  const database = "package";
  await stack.sql("odoo", `create database ${database} owner odoo template template0`);
  const clean = {
    ...stack.instance,
    odooConf: join(folder, "odoo.conf"),
    odooData: join(folder, "data"),
    pidFile: (part: string) => join(folder, `${part}.pid`),
    log: (part: string) => stack.instance.log(`package-${part}`),
  };
  const ports = { ...(await freePorts()), postgres: stack.ports.postgres };
  await configure(clean, ports, { addons: [folder], database });
  await installModules(clean, ports, ["-i", "crm,candor"], () => undefined);
  try {
    await startOdoo(clean, ports);
    const bundle = await fetch(`${odooUrl(ports)}/web/assets/any/web.assets_web.min.js`);
    expect(await bundle.text()).toContain("odoo.define('@candor/panel/panel_service'");
    await stopOdoo(clean);

    for (const name of files.filter((file) => file.endsWith(".js")))
      await rm(join(folder, "candor", name));
    await startOdoo(clean, ports);
    await page.request.post(`${odooUrl(ports)}/web/session/authenticate`, {
      data: { jsonrpc: "2.0", params: { db: database, login: "admin", password: "admin" } },
    });
    await page.goto(`${odooUrl(ports)}/odoo/settings`);
    await page.locator(".settings_tab .tab[data-key=candor]").click({ timeout: 60_000 });
    await expect(page.getByText("This addon has no compiled code")).toBeVisible();
  } finally {
    await stopOdoo(clean);
    await stack.sql("odoo", `drop database if exists ${database} with (force)`);
  }
});
