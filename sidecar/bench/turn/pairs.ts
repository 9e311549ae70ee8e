import { setTimeout as sleep } from "node:timers/promises";

import { quantile } from "../quantile.ts";
import { parts } from "./side.ts";
import { used } from "./span.ts";
import type { Cpu, Side, Span } from "./span.ts";

export const names = ["ours", "theirs"] as const;
export type Both<It> = Record<(typeof names)[number], It>;

/** A span, and what Odoo and its PostgreSQL server did in it beyond what they do when nobody asks. */
export interface Measured extends Span {
  odooCpuS: number;
}

/** Nothing is left to embed when the embedder slept so long. */
const quietS = 5;
const mostQuietMs = 15 * 60_000;

/** Until both embedders sleep: what is made ready in the background is ready. @throws when they don't */
export async function untilQuiet(sides: Both<Side>, stopped: AbortSignal): Promise<void> {
  const since = performance.now();
  while (performance.now() - since < mostQuietMs) {
    const { ours, theirs } = await idleBoth(sides, quietS, stopped);
    if (ours.embedder + theirs.embedder < 0.01) return;
  }
  throw new Error("The embedders are still at work.");
}

/** CPU seconds of each side's parts in a second in which nobody asks. */
export async function idleBoth(
  sides: Both<Side>,
  seconds: number,
  stopped: AbortSignal,
): Promise<Both<Cpu>> {
  const since = performance.now();
  const before = { ours: await sides.ours.cpu(), theirs: await sides.theirs.cpu() };
  await sleep(seconds * 1_000, undefined, { signal: stopped });
  const after = { ours: await sides.ours.cpu(), theirs: await sides.theirs.cpu() };
  const tookS = (performance.now() - since) / 1_000;
  const aSecond = (name: keyof typeof sides): Cpu => {
    const all = used(before[name], after[name]);
    return Object.fromEntries(parts.map((part) => [part, all[part] / tookS])) as Cpu;
  };
  return { ours: aSecond("ours"), theirs: aSecond("theirs") };
}

/** One span of each side, one after the other. */
export async function measurePair(
  sides: Both<Side>,
  order: readonly (typeof names)[number][],
  idle: Both<Cpu>,
  ask: (side: Side) => Promise<Span>,
): Promise<Both<Measured>> {
  const pair: Partial<Both<Measured>> = {};
  for (const name of order) {
    const span = await ask(sides[name]);
    const odooOf = (cpu: Cpu): number => cpu.odoo + cpu.odooPostgres;
    pair[name] = { ...span, odooCpuS: odooOf(span.cpu) - odooOf(idle[name]) * span.seconds };
  }
  return pair as Both<Measured>;
}

/** Median over pairs of ours by theirs. */
export function medianRatio(pairs: Both<Measured>[], of: (span: Measured) => number): number {
  const ratios = pairs.map(({ ours, theirs }) => of(ours) / of(theirs));
  return Number(quantile(ratios, 0.5).toFixed(3));
}
