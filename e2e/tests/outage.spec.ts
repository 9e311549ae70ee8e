import { Asker } from "../asker.ts";
import type { Stack } from "../stack/stack.ts";
import { expect, test } from "./fixture.ts";
import { meetingRooms, PanelPage, recordNamed, signIn } from "./panel-page.ts";

const question = "How much is the Expected Revenue of Furniture for six meeting rooms?";

test.describe("Whatever part dies, the person is told and the question is kept", () => {
  test.afterEach(async ({ stack }) => {
    for (const part of await stack.missing()) await stack.restart(part);
  });

  test("the sidecar: Odoo works as usual, and the question is asked again with one click", async ({
    page,
    stack,
  }) => {
    const { asker: demo, id, panel } = await PanelPage.beside(page, stack);
    await stack.kill("sidecar");
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    const turn = await panel.ask(question);
    await expect(turn).toContainText("Candor can't be reached. Odoo works as usual.");
    await expect(turn).toContainText(/Contact/);

    // Odoo is used meanwhile.
    await page.locator(".o_field_widget[name=phone] input").fill("+44 20 7946 0813");
    await page.locator(".o_form_button_save").click();
    await expect(page.locator(".o_form_button_save")).toBeHidden();
    await demo.call("crm.lead", "write", [[id], { phone: "+44 20 7946 0812" }]);
    expect(errors).toEqual([]);

    await stack.restart("sidecar");
    await turn.getByRole("button", { name: "Try again" }).click();
    await expect(panel.last).toHaveAttribute("data-state", "done");
    await expect(panel.last).toContainText("28,400");
  });

  test("the sidecar in the middle of an answer: what arrived stays, the rest is named", async ({
    page,
    stack,
  }) => {
    const { panel } = await PanelPage.beside(page, stack);
    // The network breaks after the first words, as a proxy does that loses its upstream.
    await page.route("**/ask", async (route) => {
      const response = await route.fetch();
      const whole = await response.text();
      await route.fulfill({ response, body: whole.slice(0, whole.indexOf("event: result")) });
    });
    const turn = await panel.ask(question);
    await expect(turn).toContainText("The answer was cut off. What arrived is above.");
    await expect(turn).toContainText("28,400");
    await page.unroute("**/ask");
    await turn.getByRole("button", { name: "Ask again" }).click();
    await expect(panel.last).toHaveAttribute("data-state", "done");
  });

  test("Odoo: the panel says so, keeps the question, and answers when Odoo is back", async ({
    page,
    stack,
  }) => {
    const { panel } = await PanelPage.beside(page, stack);
    await stack.kill("odoo");
    const turn = await panel.ask(question);
    await expect(turn).toContainText("Odoo isn't answering. Your question is kept here.");
    await stack.restart("odoo");
    await turn.getByRole("button", { name: "Try again" }).click();
    await expect(panel.last).toHaveAttribute("data-state", "done");
    await expect(panel.last).toContainText("28,400");
  });

  test("the session: the panel asks to sign in, and the question is still there afterwards", async ({
    page,
    context,
    stack,
  }) => {
    const { id, panel } = await PanelPage.beside(page, stack);
    await context.clearCookies();
    const turn = await panel.ask(question);
    await expect(turn).toContainText("Your session has ended. Sign in again");

    await signIn(context, stack, "demo");
    await page.goto(`/odoo/crm.lead/${id}`);
    await panel.open();
    await expect(panel.box).toHaveValue(question);
  });

  test("PostgreSQL under both: unavailable, then sign in, and the question is still there", async ({
    page,
    context,
    stack,
  }) => {
    const { id, panel } = await PanelPage.beside(page, stack);
    await stack.kill("postgres");
    const turn = await panel.ask(question);
    await expect(turn).toContainText(/Odoo isn't answering|Your session has ended/);
    await stack.restart("postgres");
    // In threaded mode Odoo's cron threads died with it.
    await stack.restart("odoo");
    await signIn(context, stack, "demo");
    await page.goto(`/odoo/crm.lead/${id}`);
    await panel.open();
    await expect(panel.box).toHaveValue(question);
    await panel.box.press("Enter");
    await expect(panel.last).toHaveAttribute("data-state", "done");
  });

  test("Odoo while an answer is recorded: the journal keeps it and delivers it later", async ({
    stack,
  }) => {
    const demo = await Asker.login(stack, "demo");
    const id = await recordNamed(demo, "crm.lead", meetingRooms);
    const open = { resModel: "crm.lead", resId: id };
    const first = await demo.ask(question, { open });
    expect(first.result?.recorded).toBe(true);

    const { ticket, turnId } = await demo.ticket(question, { open });
    // The lock holds the completion up for longer than the sidecar waits.
    await stack.sql(
      "odoo",
      `create function test_refuse() returns trigger language plpgsql as
       $$ begin if new.state = 'done' then raise exception 'not now'; end if; return new; end $$`,
    );
    await stack.sql(
      "odoo",
      "create trigger test_refuse before update on candor_turn for each row execute function test_refuse()",
    );
    try {
      const answered = await demo.redeem(ticket);
      expect(answered.text).toContain("28,400");
      expect(answered.result?.recorded).toBe(false);
    } finally {
      await stack.sql("odoo", "drop trigger test_refuse on candor_turn");
      await stack.sql("odoo", "drop function test_refuse()");
    }
    await expect
      .poll(
        async () => {
          const [turn] = await demo.call<{ state: string }[]>("candor.turn", "serve", [[turnId]]);
          return turn?.state;
        },
        { timeout: 90_000 },
      )
      .toBe("done");
  });

  test("the sidecar's database: Odoo itself is searched, the panel says so, and the index is back by itself", async ({
    page,
    stack,
  }) => {
    const { asker: demo, panel } = await PanelPage.beside(page, stack);
    const live = "My index is down. I searched Odoo directly; I may miss things.";
    await stack.sql("odoo", "alter database candor allow_connections false");
    try {
      await stack.sql(
        "odoo",
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'candor'",
      );
      const turn = await panel.ask(question);
      await expect(turn).toContainText(live);
      await expect(turn).toContainText("28,400");
      // Who he is comes first: a forged ticket is refused without any search.
      expect((await demo.redeem("forged")).error?.code).toBe("ticket_refused");
      // Nothing is open that would answer: Odoo's own search has to find it.
      const asked = await demo.ask(question);
      expect(asked.result?.rung).toBe("live");
      expect(asked.text).toContain("28,400");
    } finally {
      await stack.sql("odoo", "alter database candor allow_connections true");
    }
    // Asked anew, and not as what follows the same question.
    await panel.root.getByRole("button", { name: "New conversation" }).click();
    await expect(panel.turns).toHaveCount(0);
    const turn = await panel.ask(question);
    await expect(turn).toContainText("28,400");
    await expect(turn).not.toContainText(live);
    // It could not be stored at once.
    const stored = "select kind from failure where mode = 'live'";
    await expect
      .poll(async () => await stack.sql("sidecar", stored))
      .toContainEqual({ kind: "database_unavailable" });
  });

  test("Odoo in the middle of a question: the panel says so, and the turn is recorded as unavailable", async ({
    page,
    stack,
  }) => {
    const { asker: demo, panel } = await PanelPage.beside(page, stack);
    // What is asked for waits here until Odoo is gone.
    const held = hold(stack, 4);
    const asking = panel.ask(question);
    await expect(panel.last).toHaveAttribute("data-state", "searching");
    await untilHeld(stack);
    await stack.kill("odoo");
    const turn = await asking;
    await expect(turn).toContainText("Odoo isn't answering. Your question is kept here.");
    await held;
    await stack.restart("odoo");
    const recorded = (): Promise<number> =>
      demo.call("candor.turn", "search_count", [[["mode", "=", "unavailable"]]]);
    await expect.poll(recorded, { timeout: 90_000 }).toBeGreaterThan(0);
    await turn.getByRole("button", { name: "Try again" }).click();
    await expect(panel.last).toHaveAttribute("data-state", "done");
  });

  test("more questions than there is room for: the panel tells the person's place in the line", async ({
    page,
    stack,
  }) => {
    const { asker: demo, panel } = await PanelPage.beside(page, stack);
    await stack.restart("sidecar", { CANDOR_QUESTIONS_AT_ONCE: "1" });
    try {
      const held = hold(stack, 5);
      const { ticket } = await demo.ticket(question);
      const first = demo.redeem(ticket);
      await untilHeld(stack);
      const asking = panel.ask(question);
      await expect(panel.last).toContainText(
        "Many questions at once: you are number 1, about a second",
      );
      await expect(await asking).toContainText("28,400");
      expect((await first).result).toBeDefined();
      await held;
    } finally {
      await stack.restart("sidecar");
    }
  });
});

/** Keeps everybody from reading messages for some seconds: what permits a question waits for it. */
function hold(stack: Stack, seconds: number): Promise<unknown> {
  const statement = `begin; lock table mail_message in access exclusive mode; select pg_sleep(${seconds}); commit`;
  return stack.sql("odoo", statement);
}

async function untilHeld(stack: Stack): Promise<void> {
  await expect
    .poll(async () => await stack.sql("odoo", "select from pg_locks where not granted"))
    .not.toEqual([]);
}
