import { readFile } from "node:fs/promises";

import { Asker } from "../asker.ts";
import type { Stack } from "../stack/stack.ts";
import { untilVectors } from "../stack/vectors.ts";
import { expect, test } from "./fixture.ts";
import { recordNamed } from "./panel-page.ts";

const question = "What is the expected revenue?";
/** Others, since a question's vector is remembered. */
const another = "Who is the contact?";
const onceMore = "Who is the salesperson?";

/** Chunks of a record, and how many of them can be found by meaning. */
async function chunksOf(
  stack: Stack,
  model: string,
  id: number,
): Promise<{ chunks: number; vectors: number }> {
  const [row] = await stack.sql<{ chunks: number; vectors: number }>(
    "sidecar",
    `select count(*)::int as chunks, count(embedding.chunk)::int as vectors
       from chunk left join embedding on embedding.chunk = chunk.id
      where chunk.res_model = $1 and chunk.res_id = $2`,
    [model, id],
  );
  return row ?? { chunks: 0, vectors: 0 };
}

test.describe("The embedder dies", () => {
  test.setTimeout(600_000);

  test.afterEach(async ({ stack }) => {
    for (const part of await stack.missing()) await stack.restart(part);
  });

  test("in the middle of a question: it is answered from its words, and says so; indexing goes on afterwards", async ({
    stack,
  }) => {
    const [admin, demo] = await Promise.all([
      Asker.login(stack, "admin"),
      Asker.login(stack, "demo"),
    ]);
    await untilVectors(stack, () => undefined);
    const lead = await recordNamed(demo, "crm.lead", "Furniture for six meeting rooms");
    const beside = { open: { resModel: "crm.lead", resId: lead } };
    expect((await demo.ask(question, beside)).result?.mode).toBe("extractive");

    // It has the question and doesn't answer; then its connection breaks.
    const pid = Number(await readFile(stack.instance.pidFile("embedder"), "utf8"));
    process.kill(-pid, "SIGSTOP");
    const { ticket } = await demo.ticket(another, beside);
    const answering = demo.redeem(ticket);
    await stack.kill("embedder");
    const answered = await answering;
    expect(answered.result?.mode).toBe("lexical");
    expect(answered.text).toContain("Helen Ashworth");

    const [id = 0] = await admin.call<number[]>("product.template", "create", [
      [{ name: "Saxifrage footstool", list_price: 61 }],
    ]);
    await expect
      .poll(async () => (await chunksOf(stack, "product.template", id)).chunks)
      .toBeGreaterThan(0);
    expect((await chunksOf(stack, "product.template", id)).vectors).toBe(0);
    const found = await demo.ask("What is the sales price of the Saxifrage footstool?");
    expect([...found.evidence, ...(found.result?.closest ?? [])]).toContainEqual(
      expect.objectContaining({ resModel: "product.template", resId: id }),
    );

    await stack.restart("embedder");
    await expect
      .poll(
        async () => {
          const { chunks, vectors } = await chunksOf(stack, "product.template", id);
          return chunks > 0 && vectors === chunks;
        },
        { timeout: 90_000, message: "its vectors should follow" },
      )
      .toBe(true);
    await expect
      .poll(async () => (await demo.ask(onceMore, beside)).result?.mode)
      .toBe("extractive");
  });
});
