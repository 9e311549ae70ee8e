// load: how long questions take when many are asked, and what Candor does to Odoo meanwhile.
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { readCollection } from "./index/collection.ts";
import { Searched, settings } from "./index/searched.ts";
import { measureGrowth } from "./load/growth.ts";
import type { GrowthFigures } from "./load/growth.ts";
import { measureOdoo } from "./load/odoo.ts";
import type { OdooFigures } from "./load/odoo.ts";
import { measureRetrieval } from "./load/retrieval.ts";
import type { RetrievalFigures } from "./load/retrieval.ts";
import { measureTurns } from "./load/turn.ts";
import type { TurnFigures } from "./load/turn.ts";

const parts = ["retrieval", "growth", "turn", "odoo"] as const;
const bars = {
  retrieval: { p95Ms: 300, p95Ms50: 600, p95Ms10: 600, recall10: 0.99, ofBaseline: 1 / 8 },
  /** p95 at 300,000 chunks by that at 100,000. */
  growth: 2.5,
  turnP95Ms: 500,
  odooRatio: 1.5,
};
const sizes = [10_000, 30_000, 100_000, 300_000];
const usualSize = 100_000;
/** Odoo's rule: twice the cores and one. */
const workers = 5;

interface Figures {
  retrieval?: RetrievalFigures;
  growth?: GrowthFigures[];
  turn?: TurnFigures;
  odoo?: Pick<OdooFigures, "ratio">;
}

export async function bench(bench: Bench): Promise<Outcome> {
  const { args, stack: start, stopped } = bench;
  const { values } = parseArgs({
    args,
    options: { only: { type: "string", default: parts.join() } },
  });
  const wanted = values.only.split(",");
  const results: Figures = {};
  const missed: string[] = [];

  if (wanted.includes("retrieval") || wanted.includes("growth")) {
    await searches(bench, wanted, results, missed);
  }
  if (!wanted.includes("turn") && !wanted.includes("odoo")) return { results, missed };

  const stack = await start({ durable: true, workers });
  if (wanted.includes("turn")) {
    const turn = (results.turn = await measureTurns(stack, stopped));
    console.log(
      `Turns at ${turn.ratePerS}/s: p50 ${turn.p50Ms} ms, p95 ${turn.p95Ms} ms, ${turn.errors} errors`,
    );
    if (turn.p95Ms > bars.turnP95Ms) {
      missed.push(`turn p95 ${turn.p95Ms} ms, at most ${bars.turnP95Ms} ms`);
    }
    if (turn.errors > 0) missed.push(`${turn.errors} turns ended in an error`);
  }
  if (wanted.includes("odoo")) {
    const { ratio } = await measureOdoo(stack, stopped);
    results.odoo = { ratio };
    console.log(`Another user's form beside Candor: ${ratio} × the time without (median of p95s)`);
    if (ratio > bars.odooRatio) missed.push(`form ratio ${ratio}, at most ${bars.odooRatio}`);
  }
  return { results, missed };
}

/** Retrieval alone, and how it grows: one index on a server of its own, filled anew for each size. */
async function searches(
  { server, stopped }: Bench,
  wanted: string[],
  results: Figures,
  missed: string[],
): Promise<void> {
  const collection = readCollection();
  const its = await server({ settings });
  const searched = await Searched.on(its, stopped);
  const growth: GrowthFigures[] = [];
  for (const chunks of wanted.includes("growth") ? sizes : [usualSize]) {
    const since = Date.now();
    await searched.fill(collection.rows(chunks));
    stopped.throwIfAborted();
    console.log(`${chunks} chunks are indexed (${Math.round((Date.now() - since) / 1000)} s).`);
    if (wanted.includes("retrieval") && chunks === usualSize) {
      const figures = await measureRetrieval(searched, collection, chunks, stopped);
      results.retrieval = figures;
      growth.push({ chunks, p50Ms: figures.p50Ms, p95Ms: figures.p95Ms });
      console.table(figures);
      judgeRetrieval(figures, missed);
    } else {
      const size = await measureGrowth(searched, collection, chunks, stopped);
      growth.push(size);
      console.log(`Over ${chunks} chunks: p50 ${size.p50Ms} ms, p95 ${size.p95Ms} ms`);
    }
  }
  await searched.end();
  await its.kill();
  if (!wanted.includes("growth")) return;
  results.growth = growth;
  const p95 = (chunks: number): number => growth.find((it) => it.chunks === chunks)?.p95Ms ?? 0;
  const ratio = p95(300_000) / p95(100_000);
  if (!(ratio <= bars.growth)) {
    missed.push(`growth from 100k to 300k ${ratio.toFixed(2)} ×, at most ${bars.growth} ×`);
  }
}

function judgeRetrieval(figures: RetrievalFigures, missed: string[]): void {
  for (const bar of ["p95Ms", "p95Ms50", "p95Ms10"] as const) {
    const most = bars.retrieval[bar];
    if (!(figures[bar] <= most)) {
      missed.push(`retrieval ${bar} ${figures[bar]} ms, at most ${most} ms`);
    }
  }
  const { recall10, p95Ms, baselineP95Ms } = figures;
  if (!(recall10 >= bars.retrieval.recall10)) {
    missed.push(`retrieval recall@10 ${recall10}, at least ${bars.retrieval.recall10}`);
  }
  if (!(p95Ms <= bars.retrieval.ofBaseline * baselineP95Ms)) {
    missed.push(`retrieval p95 ${p95Ms} ms, at most an eighth of the baseline's ${baselineP95Ms}`);
  }
}
