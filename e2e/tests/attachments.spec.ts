import { Asker } from "../asker.ts";
import { pdf } from "./attachment-files.ts";
import { untilVectors } from "../stack/vectors.ts";
import { expect, test } from "./fixture.ts";
import { PanelPage, signIn } from "./panel-page.ts";

const sentence = (hall: string): string =>
  `The penalty for late delivery to ${hall} is two percent a week.`;
const question = (hall: string): string => `What is the penalty for late delivery to ${hall}?`;

async function leadWithFiles(owner: Asker, name: string): Promise<number> {
  const lead = await owner.call<number>("crm.lead", "create", [
    { name, type: "opportunity", user_id: owner.uid },
  ]);
  const files = {
    [`Offer ${name}.pdf`]: pdf([sentence(name)]),
    [`Locked ${name}.pdf`]: pdf(["Nobody reads this."], { encrypted: true }),
  };
  for (const [file, bytes] of Object.entries(files)) {
    await owner.call("ir.attachment", "create", [
      { name: file, datas: bytes.toString("base64"), res_model: "crm.lead", res_id: lead },
    ]);
  }
  return lead;
}

test.beforeEach(async ({ stack }) => {
  test.setTimeout(600_000);
  // By its words alone a sentence is not sure enough.
  await untilVectors(stack, () => undefined);
});

test("a PDF is found and quoted by its text within seconds, and one with a password is named", async ({
  page,
  context,
  stack,
}) => {
  const demo = await Asker.login(stack, "demo");
  const lead = await leadWithFiles(demo, "Juniper Hall");
  await expect(async () => {
    const answered = await demo.ask(question("Juniper Hall"));
    expect(answered.text).toContain("two percent a week");
    expect(answered.evidence[0]).toMatchObject({ resModel: "crm.lead", resId: lead });
    expect(answered.evidence[0]?.place).toContain("Offer Juniper Hall.pdf, page 1");
    expect(answered.result?.unread?.map(({ name, code }) => [name, code])).toEqual([
      ["Locked Juniper Hall.pdf", "encrypted"],
    ]);
  }).toPass({ timeout: 30_000, intervals: [1_000] });

  await signIn(context, stack, "demo");
  const panel = new PanelPage(page);
  await page.goto(`/odoo/crm.lead/${lead}`);
  await panel.open();
  const turn = await panel.ask(question("Juniper Hall"));
  await expect(turn).toContainText("two percent a week");
  await expect(turn).toContainText(
    "One attachment of Juniper Hall could not be read (Locked Juniper Hall.pdf: protected by a password).",
  );
});

test("the text of an attachment is for who may read its record, and for nobody else", async ({
  stack,
}) => {
  const admin = await Asker.login(stack, "admin");
  const demo = await Asker.login(stack, "demo");
  await leadWithFiles(admin, "Thornbury Hall");
  const asked = question("Thornbury Hall");
  await expect(async () => {
    expect((await admin.ask(asked)).text).toContain("Thornbury Hall is two percent a week");
  }).toPass({ timeout: 30_000, intervals: [1_000] });
  const refused = await demo.ask(asked);
  expect(refused.raw).not.toContain("Thornbury Hall");
});
