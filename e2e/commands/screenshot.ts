// `npm run screenshot`: takes the README's pictures of the panel and of the reviewer's queue anew, from the demo.
import { join, relative } from "node:path";
import { chromium, type Browser, type Page } from "@playwright/test";

import { findChromium } from "../stack/chromium.ts";
import { demo, startDemo } from "../stack/demo.ts";
import { root } from "../stack/home.ts";
import { demoPorts } from "../stack/ports.ts";
import { runCommand } from "../stack/run.ts";
import { attach, runningPorts, stopOwn } from "../stack/stack.ts";

const PICTURES = join(root, "addon/candor/static/description");
const LEAD = "Furniture for six meeting rooms";
const QUESTION = "How many large tables and chairs do they need for six meeting rooms?";
const DECLINED = "Which carpet would suit their meeting rooms?";

interface Stack {
  odooUrl: string;
  database: string;
}

interface Loaded {
  turns: { id: number }[];
}

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
      const [lead] = await stack.sql<{ id: number }>(
        "odoo",
        "select id from crm_lead where name = $1",
        [LEAD],
      );
      const form = `/odoo/crm.lead/${lead?.id ?? 0}`;
      const asker = await signedIn(browser, stack, "demo");
      await openPanel(asker, form);
      await ask(asker, DECLINED);
      await asker.getByRole("button", { name: "New conversation" }).click();
      await ask(asker, QUESTION);
      await take(asker, "panel.png");
      await sendAll(asker);
      const reviewer = await signedIn(browser, stack, "reviewer");
      await reviewer.goto("/odoo/discuss?active_id=mail.box_aireview");
      await reviewer.getByRole("button", { name: new RegExp(escaped(QUESTION)) }).click();
      await reviewer.getByRole("region", { name: "Review", exact: true }).waitFor();
      await reviewer.getByRole("heading", { name: QUESTION }).waitFor();
      await take(reviewer, "queue.png");
    } finally {
      await browser.close();
    }
    console.log(`The pictures in ${relative(root, PICTURES)} are new.`);
    return 0;
  },
  async () => {
    await stopOwn(demo);
  },
);

async function signedIn(browser: Browser, stack: Stack, login: string): Promise<Page> {
  const page = await browser.newPage({
    baseURL: stack.odooUrl,
    viewport: { width: 1440, height: 810 },
    locale: "en-US",
  });
  page.setDefaultTimeout(90_000);
  // The page shares its cookies with these requests.
  await page.request.post("/web/session/authenticate", {
    data: { jsonrpc: "2.0", params: { db: stack.database, login, password: login } },
  });
  return page;
}

async function openPanel(page: Page, form: string): Promise<void> {
  await page.goto(form);
  await page.locator(".o_menu_systray").getByRole("button", { name: "Ask Candor" }).click();
  // The form may still be loading; asked before, the question would be about all records.
  await page.locator(".o-candor-Panel").getByText(LEAD).first().waitFor();
}

async function ask(page: Page, question: string): Promise<void> {
  const box = page.getByRole("textbox", { name: "Question" });
  await box.fill(question);
  await box.press("Enter");
  const turn = page.locator(".o-candor-Panel article", { hasText: question });
  await turn.and(page.locator("[data-state='done']")).waitFor();
  // A caret that blinks or a pointer that hovers would make each picture another.
  await box.blur();
}

/** Her last two questions, as the panel sends them. */
async function sendAll(page: Page): Promise<void> {
  const history = await call<{ id: number }[]>(page, "candor.conversation", "history", [2]);
  for (const { id } of history) {
    const { turns } = await call<Loaded>(page, "candor.conversation", "load", [id]);
    for (const turn of turns) await call(page, "candor.turn", "send_to_review", [turn.id]);
  }
}

async function call<T>(page: Page, model: string, method: string, args: unknown[]): Promise<T> {
  const response = await page.request.post(`/web/dataset/call_kw/${model}/${method}`, {
    data: { jsonrpc: "2.0", params: { model, method, args, kwargs: {} } },
  });
  const { result } = (await response.json()) as { result?: T };
  if (result === undefined) throw new Error(`${model}.${method} was refused`);
  return result;
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(720, 780);
  await page.screenshot({ path: join(PICTURES, name) });
}

function escaped(text: string): string {
  return text.replace(/[?.]/g, String.raw`\$&`);
}
