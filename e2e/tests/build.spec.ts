import { Asker } from "../asker.ts";
import type { Stack } from "../stack/stack.ts";
import { untilVectors } from "../stack/vectors.ts";
import { expect, test } from "./fixture.ts";
import { recordNamed } from "./panel-page.ts";

const question = "What is the expected revenue?";
/** Another embedder is another index: here, none at all. */
const wordsOnly = { CANDOR_EMBEDDER_URL: "" };

interface Build {
  key: string;
  status: "building" | "current";
  model: string | null;
  documents: number;
}

/** Generations of the index, oldest first. */
async function builds(stack: Stack): Promise<Build[]> {
  return await stack.sql<Build>(
    "sidecar",
    `select key, status, model,
            (select count(*)::int from document where generation = generation.id and not deleted) as documents
       from generation order by id`,
  );
}

async function current(stack: Stack): Promise<Build | undefined> {
  return (await builds(stack)).find(({ status }) => status === "current");
}

/** Records that Odoo still has to hand over for a build. */
async function waiting(stack: Stack): Promise<number> {
  const [row] = await stack.sql<{ waiting: number }>(
    "odoo",
    "select count(*)::int as waiting from candor_outbox where lane = 1",
  );
  return row?.waiting ?? 0;
}

/** Whether the manager's page has a figure between nothing and all. */
async function shownProgress(stack: Stack): Promise<boolean> {
  const [row] = await stack.sql<{ shown: boolean }>(
    "odoo",
    `select is_building and building_done > 0 and building_done < building_total as shown
       from candor_index`,
  );
  return row?.shown ?? false;
}

test.describe("Another embedder needs another index", () => {
  test.setTimeout(900_000);

  test("an interrupted build goes on where it was, and the old index answers until it is whole", async ({
    stack,
  }) => {
    const demo = await Asker.login(stack, "demo");
    const lead = await recordNamed(demo, "crm.lead", "Furniture for six meeting rooms");
    const beside = { open: { resModel: "crm.lead", resId: lead } };
    await untilVectors(stack, () => undefined);
    const before = await current(stack);
    const built = async (): Promise<number> =>
      (await builds(stack)).find(({ status }) => status === "building")?.documents ?? 0;
    try {
      await stack.restart("sidecar", wordsOnly);
      await expect.poll(built, { intervals: [50], timeout: 60_000 }).toBeGreaterThan(20);
      await stack.kill("sidecar");
      const begun = await built();
      expect(begun).toBeLessThan(before?.documents ?? 0);

      await stack.restart("sidecar", wordsOnly);
      expect((await current(stack))?.key).toBe(before?.key);
      expect((await demo.ask(question, beside)).text).toContain("28,400");
      await expect.poll(async () => await shownProgress(stack), { timeout: 20_000 }).toBe(true);
      // Nothing is asked for twice, but what was on its way when the sidecar died.
      expect(await waiting(stack)).toBeLessThan((before?.documents ?? 0) - begun + 45);
      await expect
        .poll(async () => (await current(stack))?.key, { timeout: 150_000 })
        .not.toBe(before?.key);
      expect((await current(stack))?.documents).toBeGreaterThanOrEqual(before?.documents ?? 0);
      expect(await builds(stack)).toHaveLength(1);
    } finally {
      await stack.restart("sidecar");
    }
    // The way back computes nothing anew: every text's vector is remembered.
    await expect
      .poll(async () => (await current(stack))?.model, { timeout: 150_000 })
      .toBe(before?.model);
    await untilVectors(stack, () => undefined);
    await expect
      .poll(async () => (await demo.ask(question, beside)).result?.mode)
      .toBe("extractive");
  });
});
