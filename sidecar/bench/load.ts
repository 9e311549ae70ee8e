// load: how long questions take when many are asked, and what Candor does to Odoo meanwhile.
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { measureOdoo } from "./load/odoo.ts";
import type { OdooFigures } from "./load/odoo.ts";
import { measureTurns } from "./load/turn.ts";
import type { TurnFigures } from "./load/turn.ts";

const parts = ["turn", "odoo"] as const;
const bars = { turnP95Ms: 500, odooRatio: 1.5 };
/** Odoo's rule: twice the cores and one. */
const workers = 5;

interface Figures {
  turn?: TurnFigures;
  odoo?: Pick<OdooFigures, "ratio">;
}

export async function bench({ args, stack: start, stopped }: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args,
    options: { only: { type: "string", default: parts.join() } },
  });
  const wanted = values.only.split(",");
  const results: Figures = {};
  const missed: string[] = [];

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
