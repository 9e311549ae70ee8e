import { Asker } from "../asker.ts";
import type { Answered } from "../asker.ts";
import { expect, test } from "./fixture.ts";

/** From Odoo's confirmation of a change to the first search that returns it. */
const searchableMs = 2000;

/** A product of its own, with a name that nothing else has. */
async function makeProduct(admin: Asker, name: string, price: number): Promise<number> {
  const [id = 0] = await admin.call<number[]>("product.template", "create", [
    [{ name, list_price: price, type: "consu" }],
  ]);
  return id;
}

/** Whether a product is among what an answer rests on, or offers instead of one. */
function shows(answered: Answered, id: number): boolean {
  const shown = [...answered.evidence, ...(answered.result?.closest ?? [])];
  return shown.some(({ resModel, resId }) => resModel === "product.template" && resId === id);
}

test.describe("A change in Odoo is in the very next answers", () => {
  let admin: Asker;
  let demo: Asker;

  test.beforeAll(async ({ stack }) => {
    [admin, demo] = await Promise.all([Asker.login(stack, "admin"), Asker.login(stack, "demo")]);
  });

  async function isFound(words: string, id: number): Promise<boolean> {
    return shows(await demo.ask(`What is the sales price of the ${words}?`), id);
  }

  test("a price is quoted right in the next question, and found by its new wording within 2 s", async () => {
    const id = await makeProduct(admin, "Larkspur bench", 1410.25);
    await expect.poll(async () => await isFound("Larkspur bench", id)).toBe(true);

    await admin.call("product.template", "write", [[id], { list_price: 1777.5 }]);
    const { text } = await demo.ask("What is the sales price of the Larkspur bench?");
    expect(text).toContain("1,777.50");
    expect(text).not.toContain("1,410.25");

    await admin.call("product.template", "write", [[id], { name: "Hollyhock settee" }]);
    const committedAt = performance.now();
    let askedAt = 0;
    await expect
      .poll(
        async () => {
          askedAt = performance.now();
          return await isFound("Hollyhock settee", id);
        },
        { intervals: [50] },
      )
      .toBe(true);
    // When the question was put that found it: how long the answer took is another matter.
    expect(askedAt - committedAt).toBeLessThan(searchableMs);
  });

  test("what is archived or deleted is found no more, what is taken back is found again", async () => {
    const id = await makeProduct(admin, "Foxglove cabinet", 320);
    await expect.poll(async () => await isFound("Foxglove cabinet", id)).toBe(true);

    await admin.call("product.template", "write", [[id], { active: false }]);
    expect(await isFound("Foxglove cabinet", id)).toBe(false);
    await admin.call("product.template", "write", [[id], { active: true }]);
    await expect.poll(async () => await isFound("Foxglove cabinet", id)).toBe(true);

    await admin.call("product.template", "unlink", [[id]]);
    expect(await isFound("Foxglove cabinet", id)).toBe(false);
  });
});
