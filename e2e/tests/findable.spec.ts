import { Asker } from "../asker.ts";
import { untilVectors } from "../stack/vectors.ts";
import { expect, test } from "./fixture.ts";
import { fullPass } from "./index-pass.ts";

const names = {
  en_US: "Walnut barometer",
  de_DE: "Nussbaumbarometer",
  es_ES: "Barómetro de nogal",
};

test.describe("A record is found by all that it says, where it says it", () => {
  let admin: Asker;
  let order: number, lead: number, message: number, barometer: number, employee: number;

  test.beforeAll(async ({ stack }) => {
    test.setTimeout(600_000);
    admin = await Asker.login(stack, "admin");
    const partner = await admin.call<number>("res.partner", "create", [{ name: "Quay Stores" }]);
    const compass = await admin.call<number>("product.product", "create", [
      { name: "Gimballed compass", list_price: 731 },
    ]);
    const line = { product_id: compass, product_uom_qty: 17 };
    order = await admin.call("sale.order", "create", [
      { partner_id: partner, order_line: [[0, 0, line]] },
    ]);
    lead = await admin.call("crm.lead", "create", [{ name: "Boathouse at Elmsworth" }]);
    [message = 0] = await admin.call<number[]>("crm.lead", "message_post", [[lead]], {
      body: "They need the slipway finished before the regatta of 14 September.",
      message_type: "comment",
    });
    barometer = await admin.call("product.template", "create", [
      { name: names.en_US, list_price: 2897 },
    ]);
    for (const [lang, name] of Object.entries(names)) {
      await admin.call("product.template", "write", [[barometer], { name }], { context: { lang } });
    }
    employee = await admin.call("hr.employee", "create", [
      { name: "Perpetua Lindqvist", birthday: "1984-03-17" },
    ]);
    await fullPass(admin);
    // By its words alone a sentence is not sure enough.
    await untilVectors(stack, () => undefined);
  });

  test("by a line of it", async () => {
    const found = await admin.ask("How many gimballed compasses did Quay Stores order?");
    const record = { resModel: "sale.order", resId: order };
    expect(found.evidence[0] ?? found.result?.closest[0]).toMatchObject(record);

    const [read] = await admin.call<{ name: string }[]>("sale.order", "read", [[order], ["name"]]);
    const quoted = await admin.ask(`How much is the Total of Gimballed compass in ${read?.name}?`);
    expect(quoted.evidence[0]).toMatchObject(record);
    expect(quoted.evidence[0]?.section).toMatch(/^line:order_line:\d+$/);
    expect(quoted.text).toContain("Quantity: 17");
  });

  test("by a message in its chatter", async () => {
    const found = await admin.ask("When do they need the slipway finished before the regatta?");
    const section = `message:${message}`;
    expect(found.evidence[0]).toMatchObject({ resModel: "crm.lead", resId: lead, section });
    expect(found.text).toContain("14 September");
  });

  test("by its name in each language, answered in the asker's own", async ({ stack }) => {
    const asked = {
      demo: `What is the sales price of the ${names.en_US}?`,
      demo_de: `Was ist der Verkaufspreis von ${names.de_DE}?`,
      demo_es: `¿Cuál es el precio de venta del ${names.es_ES}?`,
    };
    for (const [login, question] of Object.entries(asked)) {
      const found = await (await Asker.login(stack, login)).ask(question);
      const record = { resModel: "product.template", resId: barometer };
      expect(found.evidence[0], question).toMatchObject(record);
      expect(found.text.replace(/\D/g, ""), question).toContain("2897");
    }
  });

  test("a field of one group, in a record that was found by its other words", async ({ stack }) => {
    const question = "When is the Birthday of Perpetua Lindqvist?";
    const found = await admin.ask(question);
    expect(found.text, JSON.stringify(found.result)).toContain("03/17/1984");
    expect(found.evidence[0]).toMatchObject({ resModel: "hr.employee", resId: employee });
    expect(found.evidence[0]?.section).toMatch(/^fields:.*hr\.group_hr_user/);

    // What everybody reads is all that the index was given.
    const known = await stack.sql<{ section: string }>(
      "sidecar",
      `select distinct section from chunk where res_model like 'hr.employee%' and res_id = $1`,
      [employee],
    );
    expect(known.length).toBeGreaterThan(0);
    expect(known.map((it) => it.section).filter((it) => it.startsWith("fields:"))).toEqual([]);
    const refused = await (await Asker.login(stack, "demo")).ask(question);
    expect(refused.raw).not.toMatch(/1984|03.17/);
  });
});
