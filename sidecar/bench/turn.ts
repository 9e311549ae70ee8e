// turn: time, Odoo's work and memory of whole turns, beside the build of 5659bf7.
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { home, root } from "../../e2e/stack/home.ts";
import { baselineTree } from "./turn/baseline.ts";
import { idleBoth, measurePair, medianRatio, names, untilQuiet } from "./turn/pairs.ts";
import type { Both, Measured } from "./turn/pairs.ts";
import { printPair, printParts, printStages, stagesOf } from "./turn/report.ts";
import { Side } from "./turn/span.ts";
import type { StageMs } from "./turn/stages.ts";
import { start } from "./turn/started.ts";

const bars = { p95Ratio: 0.7, odooCpuRatio: 0.7, pssRatio: 0.6 };
const ratePerS = 3;
const warmUpS = 20;
/** Memory is looked at after so many questions, those of the warm-up and of the pairs among them. */
const questions = 1_000;

interface Figures {
  /** Median over pairs of ours by theirs: p95 of a turn, CPU seconds of Odoo and its PostgreSQL. */
  p95Ratio?: number;
  odooCpuRatio?: number;
  pssRatio?: number;
  pairs?: Both<Measured>[];
  stages?: Record<string, Partial<Both<StageMs>>>;
  pssMb?: Both<number>;
}

/**
 * Both builds run side by side and are asked in turn, A B B A, so that what else the machine does
 * meets both alike. `--only pairs` or `--only pss` leaves the other out.
 */
export async function bench(bench: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args: bench.args,
    options: {
      pairs: { type: "string", default: "5" },
      seconds: { type: "string", default: "60" },
      only: { type: "string", default: "pairs,pss" },
    },
  });
  const wanted = values.only.split(",");
  const { stopped } = bench;
  const inS = (s: number): AbortSignal =>
    AbortSignal.any([stopped, AbortSignal.timeout(s * 1_000)]);

  const theirTree = await baselineTree();
  const ours = await Side.of(await start({ name: "ours", folder: root, home }, bench));
  const theirs = await Side.of(await start(theirTree, bench));
  const sides = { ours, theirs };
  await untilQuiet(sides, stopped);
  for (const name of names) await sides[name].people.ask(ratePerS, inS(warmUpS));

  const results: Figures = {};
  if (wanted.includes("pairs")) {
    const seconds = Number(values.seconds);
    const idle = await idleBoth(sides, seconds, stopped);
    const pairs = (results.pairs = [] as Both<Measured>[]);
    while (pairs.length < Number(values.pairs)) {
      const order = pairs.length % 2 === 0 ? names : names.toReversed();
      const pair = await measurePair(sides, order, idle, async (side) => {
        const span = await side.span(ratePerS, inS(seconds));
        stopped.throwIfAborted();
        return span;
      });
      pairs.push(pair);
      printPair(pair);
    }
    results.p95Ratio = medianRatio(pairs, (it) => it.p95Ms);
    results.odooCpuRatio = medianRatio(pairs, (it) => it.odooCpuS);
    results.stages = stagesOf(sides);
    printParts(pairs, idle);
    printStages(results.stages);
  }
  if (wanted.includes("pss")) {
    const pssMb = (results.pssMb = { ours: 0, theirs: 0 });
    for (const name of names) {
      await sides[name].people.askUpTo(questions, ratePerS, stopped);
      pssMb[name] = Number((await sides[name].pssMb()).toFixed(1));
    }
    results.pssRatio = Number((pssMb.ours / pssMb.theirs).toFixed(3));
    console.log(`\nPSS after ${questions} questions: ${pssMb.ours} MB, theirs ${pssMb.theirs} MB`);
  }
  return { results, missed: missedOf(results, sides) };
}

function missedOf(results: Figures, sides: Both<Side>): string[] {
  const missed: string[] = [];
  for (const key of ["p95Ratio", "odooCpuRatio", "pssRatio"] as const) {
    const ratio = results[key];
    if (ratio === undefined) continue;
    console.log(`${key.padEnd(13)} ${ratio.toFixed(3)}, at most ${bars[key]}`);
    if (!(ratio <= bars[key])) missed.push(`${key} ${ratio.toFixed(3)}, at most ${bars[key]}`);
  }
  for (const name of names) {
    const { errors } = sides[name].people;
    if (errors.length > 0)
      missed.push(`${errors.length} turns of ${name} failed: ${codes(errors)}`);
  }
  return missed;
}

const codes = (errors: string[]): string => [...new Set(errors)].join(", ");
