import { Asker } from "../asker.ts";
import type { Answered } from "../asker.ts";
import { expect, test } from "./fixture.ts";
import { fullPass } from "./index-pass.ts";

/** Nothing of `words` in anything that reached the asker. */
function expectNothingOf(answered: Answered, ...words: string[]): void {
  for (const word of words) expect(answered.raw).not.toContain(word);
  expect(answered.result?.mode).toBe("abstained");
}

test.describe("Who may not read a record gets nothing of it, who may gets it quoted", () => {
  test("somebody else's lead", async ({ stack }) => {
    const admin = await Asker.login(stack, "admin");
    const demo = await Asker.login(stack, "demo");
    const lead = await admin.call<number>("crm.lead", "create", [
      {
        name: "Pavilion for Thistlewood",
        type: "opportunity",
        user_id: admin.uid,
        partner_name: "Ysolde Carriages",
        expected_revenue: 73451,
      },
    ]);
    await fullPass(admin);
    const question = "What is the expected revenue of Pavilion for Thistlewood?";

    const allowed = await admin.ask(question);
    expect(allowed.text).toContain("73,451");
    expect(allowed.evidence[0]).toMatchObject({ resModel: "crm.lead", resId: lead });

    expectNothingOf(await demo.ask(question), "73,451", "Ysolde", "Pavilion for Thistlewood");
    // Not even by claiming that it is open.
    await expect(
      demo.ask(question, { open: { resModel: "crm.lead", resId: lead } }),
    ).rejects.toMatchObject({ code: "record_gone" });
  });

  test("an employee's wage", async ({ stack }) => {
    const admin = await Asker.login(stack, "admin");
    const demo = await Asker.login(stack, "demo");
    await admin.call("hr.employee", "create", [{ name: "Odalys Quillfeather", wage: 8642 }]);
    await fullPass(admin);
    const question = "How much is the Wage of the employee Odalys Quillfeather?";

    expect((await admin.ask(question)).text).toContain("8,642");
    const refused = await demo.ask(question);
    expect(refused.raw).not.toContain("8,642");
    expect(refused.result?.mode).toBe("abstained");
  });

  test("an invoice outside one's rights", async ({ stack }) => {
    const admin = await Asker.login(stack, "admin");
    const purchaser = await Asker.login(stack, "purchaser");
    const partner = await admin.call<number>("res.partner", "create", [
      { name: "Larkspur Foundry" },
    ]);
    const invoice = await admin.call<number>("account.move", "create", [
      {
        move_type: "out_invoice",
        partner_id: partner,
        ref: "LARK-88213",
        invoice_line_ids: [[0, 0, { name: "Bronze bell casting", quantity: 1, price_unit: 9317 }]],
      },
    ]);
    await fullPass(admin);
    const question = "What is the total of LARK-88213?";

    expect((await admin.ask(question)).text).toMatch(/9,317|10,714/);
    // The customer himself is a contact, and those he may read.
    const shown = `"resModel":"account.move","resId":${invoice},`;
    expect((await admin.ask(question)).raw).toContain(shown);
    // Vendor bills he may read, and they are of the same model.
    expectNothingOf(await purchaser.ask(question), "9,317", "10,714", "bell", shown);
  });

  test("a record of a company that is not active", async ({ stack }) => {
    const admin = await Asker.login(stack, "admin");
    const company = await admin.call<number>("res.company", "create", [
      { name: "Vesper Subsidiary" },
    ]);
    await admin.call("res.users", "write", [[admin.uid], { company_ids: [[4, company]] }]);
    await admin.call("crm.lead", "create", [
      { name: "Orrery restoration", company_id: company, expected_revenue: 51283 },
    ]);
    await fullPass(admin);
    const question = "What is the expected revenue of Orrery restoration?";
    const [{ company_id: own }] = await admin.call<[{ company_id: [number, string] }]>(
      "res.users",
      "read",
      [[admin.uid], ["company_id"]],
    );

    const both = await admin.ask(question, { companyIds: [own[0], company] });
    expect(both.text).toContain("51,283");
    expectNothingOf(await admin.ask(question, { companyIds: [own[0]] }), "51,283");
  });

  test("an archived record, unless it is the one that is open", async ({ stack }) => {
    const admin = await Asker.login(stack, "admin");
    const product = await admin.call<number>("product.template", "create", [
      { name: "Astrolabe walnut case", list_price: 4519.5, active: false },
    ]);
    await fullPass(admin);
    const question = "What is the sales price of the Astrolabe walnut case?";

    expectNothingOf(await admin.ask(question), "4,519");
    const open = { resModel: "product.template", resId: product };
    expect((await admin.ask(question, { open })).text).toContain("4,519");
  });
});

test("a right revoked between two questions takes effect with the next, and blanks the first", async ({
  stack,
}) => {
  const admin = await Asker.login(stack, "admin");
  const demo = await Asker.login(stack, "demo");
  const lead = await admin.call<number>("crm.lead", "create", [
    {
      name: "Gazebo at Fennimore",
      type: "opportunity",
      user_id: demo.uid,
      expected_revenue: 62977,
    },
  ]);
  const open = { resModel: "crm.lead", resId: lead };
  const first = await demo.ask("How much is the Expected Revenue of the Gazebo?", { open });
  expect(first.text).toContain("62,977");

  await admin.call("crm.lead", "write", [[lead], { user_id: admin.uid }]);
  const second = await demo.ask("How much is the Expected Revenue of the Gazebo?", {
    conversationId: first.conversationId,
  });
  expect(second.raw).not.toContain("62,977");
  expect(second.raw).not.toContain("Fennimore");
  const served = await demo.call<{ turns: { id: number; blank: boolean; parts: unknown[] }[] }>(
    "candor.conversation",
    "load",
    [first.conversationId],
  );
  const earlier = served.turns.find((turn) => turn.id === first.turnId);
  expect(earlier).toMatchObject({ blank: true, parts: [] });
});

test("a portal user is refused by every route", async ({ stack }) => {
  const portal = await Asker.login(stack, "portal");
  await expect(portal.ticket("Who is the contact?")).rejects.toMatchObject({ code: "not_allowed" });
  for (const [path, params] of [
    ["/candor/turn/take", { ticket: "x", protocol: 2 }],
    ["/candor/permit", { ticket: "x", pointers: [] }],
    ["/candor/visible", { ticket: "x", ids: {} }],
    ["/candor/search", { ticket: "x", words: ["x"] }],
    ["/candor/topics", { ticket: "x" }],
    ["/candor/status", { ticket: "x" }],
  ] as const) {
    expect(await portal.route(path, params)).toHaveProperty("refused");
  }
  expect((await portal.redeem("x")).error?.code).toBe("ticket_refused");
});
