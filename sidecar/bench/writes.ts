// writes: what the triggers cost those who write in Odoo, beside the same writes without them.
import { readFile } from "node:fs/promises";

import { z } from "zod";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { quantile } from "./quantile.ts";

/** A user's write may take this many times as long as without Candor. */
const most = 1.1;

const seconds = z.object({ create: z.number(), write: z.number(), unlink: z.number() });
const measured = z.object({ with: z.array(seconds), without: z.array(seconds) });
const kinds = ["create", "write", "unlink"] as const;

/** 1,000 partners in batches of 100 through Odoo's ORM, committed, in interleaved pairs. */
export async function bench({ stack }: Bench): Promise<Outcome> {
  const whole = await stack({ durable: true });
  // Nobody drains meanwhile: measured is what stands in the user's transaction.
  for (const part of ["sidecar", "embedder", "odoo"] as const) await whole.kill(part);

  const script = await readFile(new URL("writes/measure.py", import.meta.url), "utf8");
  const said = /^writes: (.*)$/m.exec(await whole.odooShell(script))?.[1] ?? "";
  const runs = measured.parse(JSON.parse(said));
  const figures = kinds.map((kind) => {
    const medianMs = (of: z.output<typeof seconds>[]): number =>
      1000 *
      quantile(
        of.map((it) => it[kind]),
        0.5,
      );
    const withMs = medianMs(runs.with);
    const withoutMs = medianMs(runs.without);
    return { kind, withMs, withoutMs, ratio: withMs / withoutMs };
  });

  console.log(`\n1,000 partners, medians of ${runs.with.length} pairs, ms`);
  console.log("          without     with    ratio");
  for (const { kind, withMs, withoutMs, ratio } of figures) {
    const columns = [withoutMs.toFixed(0), withMs.toFixed(0), ratio.toFixed(3)];
    console.log(kind.padEnd(8) + columns.map((it) => it.padStart(9)).join(""));
  }
  return {
    results: Object.fromEntries(figures.map(({ kind, ratio }) => [kind, { ratio }])),
    missed: figures
      .filter(({ ratio }) => ratio > most)
      .map(({ kind, ratio }) => `${kind} ${ratio.toFixed(3)} × without, at most ${most}`),
  };
}
