// `npm run screenshot`: takes the README's picture of the panel anew, from the demo.
import { join, relative } from "node:path";
import { chromium, type Page } from "@playwright/test";

import { findChromium } from "../stack/chromium.ts";
import { demo, startDemo } from "../stack/demo.ts";
import { root } from "../stack/home.ts";
import { demoPorts } from "../stack/ports.ts";
import { runCommand } from "../stack/run.ts";
import { attach, runningPorts, stopOwn } from "../stack/stack.ts";

const PICTURE = join(root, "addon/candor/static/description/panel.png");
const LEAD = "Furniture for six meeting rooms";
const QUESTION = "How many large tables and chairs do they need for six meeting rooms?";

await runCommand(
  async (stopped) => {
    const stack = (await runningPorts(demo.name))
      ? await attach(demo.name)
      : await startDemo(demoPorts, stopped, { whole: true });
    const browser = await chromium.launch({
      executablePath: await findChromium(() => undefined),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const page = await browser.newPage({
        baseURL: stack.odooUrl,
        viewport: { width: 1440, height: 810 },
        locale: "en-US",
      });
      page.setDefaultTimeout(90_000);
      await logIn(page, stack.database);
      const [lead] = await stack.sql<{ id: number }>(
        "odoo",
        "select id from crm_lead where name = $1",
        [LEAD],
      );
      await ask(page, `/odoo/crm.lead/${lead?.id ?? 0}`);
      await page.screenshot({ path: PICTURE });
    } finally {
      await browser.close();
    }
    console.log(`${relative(root, PICTURE)} is new.`);
    return 0;
  },
  async () => {
    await stopOwn(demo);
  },
);

async function logIn(page: Page, database: string): Promise<void> {
  // The page shares its cookies with these requests.
  await page.request.post("/web/session/authenticate", {
    data: { jsonrpc: "2.0", params: { db: database, login: "demo", password: "demo" } },
  });
}

async function ask(page: Page, form: string): Promise<void> {
  await page.goto(form);
  await page.locator(".o_menu_systray").getByRole("button", { name: "Ask Candor" }).click();
  // The form may still be loading; asked before, the question would be about all records.
  await page.locator(".o-candor-Panel").getByText(LEAD).first().waitFor();
  const box = page.getByRole("textbox", { name: "Question" });
  await box.fill(QUESTION);
  await box.press("Enter");
  await page.locator(".o-candor-Panel article[data-state='done']").last().waitFor();
  // A caret that blinks or a pointer that hovers would make each picture another.
  await box.blur();
}
