import { Asker } from "../asker.ts";
import { pdf } from "./attachment-files.ts";
import { expect, test } from "./fixture.ts";
import { PanelPage, signIn } from "./panel-page.ts";

const sentence = "The carpets for Juniper Hall are delivered to the rear entrance on 15 May 2027.";
const question = "When are the carpets for Juniper Hall delivered?";

async function leadWithFiles(owner: Asker, name: string): Promise<number> {
  const lead = await owner.call<number>("crm.lead", "create", [
    { name, type: "opportunity", user_id: owner.uid },
  ]);
  const files = {
    "offer.pdf": pdf([sentence]),
    "locked.pdf": pdf(["Nobody reads this."], { encrypted: true }),
  };
  for (const [file, bytes] of Object.entries(files)) {
    await owner.call("ir.attachment", "create", [
      { name: file, datas: bytes.toString("base64"), res_model: "crm.lead", res_id: lead },
    ]);
  }
  return lead;
}

test("a PDF is found and quoted by its text within seconds, and one with a password is named", async ({
  page,
  context,
  stack,
}) => {
  const demo = await Asker.login(stack, "demo");
  const lead = await leadWithFiles(demo, "Juniper Hall");
  await expect(async () => {
    const answered = await demo.ask(question);
    expect(answered.text).toContain("15 May 2027");
    expect(answered.evidence[0]).toMatchObject({ resModel: "crm.lead", resId: lead });
    expect(answered.evidence[0]?.place).toContain("offer.pdf, page 1");
    expect(answered.result?.unread?.map(({ name, code }) => [name, code])).toEqual([
      ["locked.pdf", "encrypted"],
    ]);
  }).toPass({ timeout: 30_000, intervals: [1_000] });

  await signIn(context, stack, "demo");
  const panel = new PanelPage(page);
  await page.goto(`/odoo/crm.lead/${lead}`);
  await panel.open();
  const turn = await panel.ask(question);
  await expect(turn).toContainText("15 May 2027");
  await expect(turn).toContainText(
    "One attachment of Juniper Hall could not be read (locked.pdf: protected by a password).",
  );
});

test("the text of an attachment is for who may read its record, and for nobody else", async ({
  stack,
}) => {
  const admin = await Asker.login(stack, "admin");
  const demo = await Asker.login(stack, "demo");
  await leadWithFiles(admin, "Thornbury Hall");
  const secret = "What of Thornbury Hall is delivered to the rear entrance?";
  await expect(async () => {
    expect((await admin.ask(secret)).raw).toContain("offer.pdf");
  }).toPass({ timeout: 30_000, intervals: [1_000] });
  const refused = await demo.ask(secret);
  for (const word of ["offer.pdf", "locked.pdf", "Thornbury Hall ("]) {
    expect(refused.raw).not.toContain(word);
  }
});
