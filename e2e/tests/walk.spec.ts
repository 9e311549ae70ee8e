import { EventEmitter, once } from "node:events";

import { Asker } from "../asker.ts";
import { expect, test } from "./fixture.ts";
import { meetingRooms, PanelPage, recordNamed, signIn } from "./panel-page.ts";

/** Answered by a sentence of the customer's email. */
const wants = "How many large tables and chairs do they need for six meeting rooms?";
/** Answered by a field. */
const phone = "What is the Phone of Furniture for six meeting rooms?";

test.describe("A sales rep asks beside a lead", () => {
  test("reads what the contact wants, with sources that open in Odoo", async ({ page, stack }) => {
    const { panel } = await PanelPage.beside(page, stack);
    await expect(panel.root).toContainText(meetingRooms);

    const turn = await panel.ask(wants);
    await expect(turn).toContainText("6 large tables and 48 chairs");
    await expect(turn).toContainText("Quoted from your records; no language model is answering.");
    await expect(turn).toContainText(/\d+ %/);
    await expect(turn).toContainText("likely right");
    await expect(turn).toContainText("provisional");

    await turn.getByRole("button", { name: "Why?" }).click();
    await expect(turn).toContainText("The number is provisional");

    const source = turn.getByRole("list", { name: "Sources" }).getByRole("link").first();
    await source.hover();
    await expect(page.locator(".o-candor-Quote-popover mark")).toBeVisible();
    await page.goto("/odoo/contacts");
    await panel.open();
    // The answer survived the way to another page and back to its source.
    await panel.last.getByRole("list", { name: "Sources" }).getByRole("link").first().click();
    await expect(page.locator(".o_form_view")).toBeVisible();
    await expect(page.locator(".o_breadcrumb")).toContainText(meetingRooms);
    await expect(panel.last).toContainText("6 large tables and 48 chairs");
  });

  test("sees the words of a source marked in what stands around them, asked for once", async ({
    page,
    stack,
  }) => {
    const { panel } = await PanelPage.beside(page, stack);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/candor.turn/quoted")) asked.push(request.url());
    });
    await panel.ask(wants);
    const links = panel.last.getByRole("list", { name: "Sources" }).getByRole("link");
    const quote = page.locator(".o-candor-Quote-popover .o-candor-Quote");
    const isMarked = async (): Promise<void> => {
      await expect(quote.locator("mark")).toContainText("six meeting rooms");
      await expect(quote).toContainText("Hello,");
      await expect(quote).toContainText("Delivery has to be before 15 May");
      await expect(quote.locator("mark")).not.toContainText("Delivery");
    };
    await links.first().focus();
    await isMarked();
    await panel.box.focus();
    await expect(quote).toHaveCount(0);
    await links.first().hover();
    await isMarked();
    expect(asked).toHaveLength(1);

    // Found again in the history, it is asked for anew: rights may have changed.
    await panel.box.hover();
    await page.reload();
    await panel.open();
    await links.first().hover();
    await isMarked();
    expect(asked).toHaveLength(2);
  });

  test("reads the bare words of a source where what is around them can't be had", async ({
    page,
    stack,
  }) => {
    const { panel } = await PanelPage.beside(page, stack);
    const turn = await panel.ask(phone);
    await page.route("**/candor.turn/quoted", (route) => route.abort());
    await turn.getByRole("list", { name: "Sources" }).getByRole("link").first().hover();
    const quote = page.locator(".o-candor-Quote-popover .o-candor-Quote");
    await expect(quote).toContainText("+44 20 7946 0812");
    await expect(quote.locator("mark")).toHaveCount(0);
    await expect(page.locator(".o_notification, .o_error_dialog")).toHaveCount(0);
  });

  test("opens the panel with a hotkey, the command palette or the form, and closes it with Esc", async ({
    page,
    context,
    stack,
  }) => {
    const demo = await signIn(context, stack, "demo");
    const panel = new PanelPage(page);
    await page.goto(`/odoo/crm.lead/${await recordNamed(demo, "crm.lead", meetingRooms)}`);
    const launcher = page.getByRole("button", { name: "Ask about this record" });
    await launcher.click();
    await expect(panel.box).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(panel.root).toBeHidden();
    await expect(launcher).toBeFocused();

    await page.keyboard.press("Alt+Shift+C");
    await expect(panel.box).toBeFocused();
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+K");
    await page.locator(".o_command_palette_search input").fill("Candor");
    await page.locator(".o_command").filter({ hasText: "Ask Candor" }).first().click();
    await expect(panel.box).toBeFocused();
  });

  test("takes the record out of the question and asks about everything", async ({
    page,
    stack,
  }) => {
    const { panel } = await PanelPage.beside(page, stack);
    await panel.root.getByRole("button", { name: "Ask about all my records" }).click();
    await expect(panel.root).toContainText("all my records");
    const asked = page.waitForRequest("**/candor/ticket");
    await panel.ask("Who is the contact?");
    const { params } = (await asked).postDataJSON() as { params: { res_model: unknown } };
    expect(params.res_model).toBe(false);
  });

  test("starts from a suggestion made of the record's own data, and finds the conversation again", async ({
    page,
    stack,
  }) => {
    const { panel } = await PanelPage.beside(page, stack);
    const suggestion = panel.root.getByRole("group", { name: "Suggestions" }).getByRole("button");
    const question = await suggestion.first().innerText();
    await suggestion.first().click();
    await expect(panel.last).toHaveAttribute("data-state", "done");

    await panel.root.getByRole("button", { name: "New conversation" }).click();
    await expect(panel.turns).toHaveCount(0);
    await panel.root.getByRole("button", { name: "History" }).click();
    await panel.root.getByText(question).first().click();
    await expect(panel.last).toContainText(question);
    await expect(panel.last.getByRole("list", { name: "Sources" })).toBeVisible();
  });

  test("copies the answer, and puts it into the composer as an internal note that isn't sent", async ({
    page,
    context,
    stack,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const { asker: demo, id, panel } = await PanelPage.beside(page, stack);
    const messages = await countMessages();
    const turn = await panel.ask(phone);
    await turn.getByRole("button", { name: "Copy" }).click();
    const copied = await page.evaluate(async () => await navigator.clipboard.readText());
    expect(copied).toContain("+44 20 7946 0812");

    await turn.getByRole("button", { name: "Draft" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("radio", { name: /Internal note/ })).toBeChecked();
    await dialog.getByRole("radio", { name: /Message/ }).check();
    await expect(dialog).toContainText(meetingRooms);
    await dialog.getByRole("radio", { name: /Internal note/ }).check();
    await dialog.getByRole("button", { name: "Put into the composer" }).click();
    await expect(
      page.locator(".o-mail-Composer, .o_mail_composer_form_view").first(),
    ).toBeVisible();
    await expect(page.locator("body")).toContainText("+44 20 7946 0812");
    expect(await countMessages()).toBe(messages);

    async function countMessages(): Promise<number> {
      return await demo.call<number>("mail.message", "search_count", [
        [
          ["model", "=", "crm.lead"],
          ["res_id", "=", id],
        ],
      ]);
    }
  });

  test("a double click asks once, and an empty question not at all", async ({ page, stack }) => {
    const { panel } = await PanelPage.beside(page, stack);
    const send = panel.root.getByRole("button", { name: "Send", exact: true });
    await expect(send).toBeDisabled();
    await panel.box.fill("Who is the contact?");
    await send.dblclick();
    await expect(panel.last).toHaveAttribute("data-state", "done");
    await expect(panel.turns).toHaveCount(1);

    await panel.box.fill("x".repeat(4180));
    await expect(panel.root).toContainText("That's 4,180 characters; I can take 4,000.");
    await expect(send).toBeDisabled();
    await panel.box.fill("");
  });

  test("stops an answer, and has the question back in the box", async ({ page, stack }) => {
    const { panel } = await PanelPage.beside(page, stack);
    // The answer is on its way until she has stopped it.
    const stop = new EventEmitter();
    const stopped = once(stop, "stopped");
    await page.route("**/ask", async (route) => {
      await stopped;
      await route.continue().catch(() => undefined);
    });
    await panel.box.fill("Who is the contact?");
    await panel.box.press("Enter");
    await panel.root.getByRole("button", { name: "Stop" }).click();
    await expect(panel.last).toHaveAttribute("data-state", "failed");
    await expect(panel.last).toContainText("You stopped this answer.");
    await expect(panel.box).toHaveValue("Who is the contact?");
    stop.emit("stopped");
  });
});

test("what she may no longer read goes blank in her earlier conversations", async ({
  page,
  context,
  stack,
}) => {
  const demo = await signIn(context, stack, "demo");
  const admin = await Asker.login(stack, "admin");
  const id = await admin.call<number>("crm.lead", "create", [
    {
      name: "Belvedere for Wexcombe",
      type: "opportunity",
      user_id: demo.uid,
      expected_revenue: 45733,
    },
  ]);
  const panel = new PanelPage(page);
  await panel.openBeside("crm.lead", id);
  await expect(await panel.ask("How much is the Expected Revenue of the Belvedere?")).toContainText(
    "45,733",
  );

  await admin.call("crm.lead", "write", [[id], { user_id: admin.uid }]);
  await page.goto("/odoo/contacts");
  await panel.open();
  await expect(panel.last).toContainText("You can't read what this answer was made from.");
  await expect(panel.root).not.toContainText("45,733");
  await expect(panel.root).not.toContainText("Wexcombe");
});

test("why an earlier question failed is said in its own words, not that it was cut off", async ({
  page,
  stack,
}) => {
  const { panel } = await PanelPage.beside(page, stack);
  await panel.ask("Who is the contact, the night the index was away?");
  // As the sidecar records it, and one that it records no more.
  for (const [code, words] of [
    ["database_unavailable", "Candor's own database isn't answering."],
    ["lost", "The answer was cut off before anything arrived."],
  ] as const) {
    await stack.sql(
      "odoo",
      `update candor_turn set outcome = 'failed', error_code = $1
       where id = (select max(id) from candor_turn) returning id`,
      [code],
    );
    await page.reload();
    await panel.open();
    await expect(panel.last).toContainText(words);
  }
});

test("a record that was never saved or is gone is named as the reason, and the question is kept", async ({
  page,
  context,
  stack,
}) => {
  const demo = await signIn(context, stack, "demo");
  const panel = new PanelPage(page);
  await page.goto("/odoo/crm.lead/new");
  await panel.open();
  const unsaved = await panel.ask("Who is the contact?");
  await expect(unsaved).toContainText("was never saved");
  await unsaved.getByRole("button", { name: "Ask without this record" }).click();
  await expect(panel.last).toHaveAttribute("data-state", "done");

  const id = await demo.call<number>("crm.lead", "create", [
    { name: "Soon gone", type: "opportunity", user_id: demo.uid },
  ]);
  await page.goto(`/odoo/crm.lead/${id}`);
  await expect(page.locator(".o_form_view")).toBeVisible();
  await panel.open();
  const admin = await Asker.login(stack, "admin");
  await admin.call("crm.lead", "unlink", [[id]]);
  const turn = await panel.ask("Who is the contact?");
  await expect(turn).toContainText("was deleted, or you can no longer read it");
  await expect(turn).toContainText("Who is the contact?");
});

test("two tabs keep two conversations and one history", async ({ context, stack }) => {
  const demo = await signIn(context, stack, "demo");
  const id = await recordNamed(demo, "crm.lead", meetingRooms);
  const [one, two] = await Promise.all([context.newPage(), context.newPage()]);
  const [first, second] = [new PanelPage(one), new PanelPage(two)];
  await first.openBeside("crm.lead", id);
  await second.openBeside("crm.lead", id);
  await Promise.all([
    first.ask("Which company is it, seen from tab one?"),
    second.ask("Which company is it, seen from tab two?"),
  ]);
  await expect(first.turns).toHaveCount(1);
  await first.root.getByRole("button", { name: "History" }).click();
  await expect(first.root).toContainText("seen from tab one");
  await expect(first.root).toContainText("seen from tab two");
});

test("addon and sidecar of different versions: she is told, and whom to ask", async ({
  page,
  stack,
}) => {
  const { panel } = await PanelPage.beside(page, stack);
  await page.route("**/ask", async (route) => {
    const sent = route.request().postDataJSON() as object;
    await route.continue({ postData: JSON.stringify({ ...sent, protocol: 99 }) });
  });
  const turn = await panel.ask("Who is the contact?");
  await expect(turn).toContainText("Candor's two parts are of different versions.");
  await expect(turn).toContainText("Contact");
});
