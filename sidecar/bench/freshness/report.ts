import { quantile } from "../quantile.ts";
import type { Killer } from "./killer.ts";

/** What is kept in freshness.json. */
export interface Figures {
  p50Ms: number;
  p95Ms: number;
  leftOutShare: number;
  leftOutP95Ms: number;
  changes: number;
  lost: number;
  stale: number;
  kills: number;
}

interface Timed {
  committedAt: number;
  /** Infinity: never. */
  foundAt: number;
}

interface During {
  /** Changes that were to be made. */
  wanted: number;
  asked: number;
  quoted: number;
}

interface Imports {
  count: number;
  lost: number;
  from: number;
  until: number;
}

const bars = { p95Ms: 2000, leftOutShare: 0.3, kills: 20 };
/** Fewer quotes than one in so many seconds would prove little about stale ones. */
const quoteEveryS = 10;
const changesPerS = 10;
/** How long after an import its records may still keep the index busy. */
const aftermathMs = 60_000;

/** Left out are changes committed from a kill to 10 s after all was ready again. */
export function figuresOf(changes: Timed[], killer: Killer, stale: number): Figures {
  const out = changes.filter(({ committedAt }) => killer.isWithin(committedAt));
  const counted = latencies(changes.filter(({ committedAt }) => !killer.isWithin(committedAt)));
  return {
    p50Ms: Math.round(quantile(counted, 0.5)),
    p95Ms: Math.round(quantile(counted, 0.95)),
    leftOutShare: Number((out.length / Math.max(1, changes.length)).toFixed(4)),
    leftOutP95Ms: Math.round(quantile(latencies(out), 0.95)),
    changes: changes.length,
    lost: changes.filter(({ foundAt }) => foundAt === Infinity).length,
    stale,
    kills: killer.kills,
  };
}

export function printed(
  figures: Figures,
  { asked, quoted }: During,
  imports: Imports,
  changes: Timed[],
): string {
  const while_ = changes.filter(
    ({ committedAt }) => committedAt >= imports.from && committedAt <= imports.until + aftermathMs,
  );
  const p95 = quantile(latencies(while_), 0.95);
  return `
  searchable after, p50 and p95            ${ms(figures.p50Ms)}, ${ms(figures.p95Ms)}
  left out around kills, and their p95     ${(100 * figures.leftOutShare).toFixed(1)} %, ${ms(figures.leftOutP95Ms)}
  changes, lost                            ${figures.changes}, ${figures.lost}
  answers that quoted, of them stale       ${quoted} of ${asked}, ${figures.stale}
  kills                                    ${figures.kills}
  imported records, lost                   ${imports.count} in ${ms(imports.until - imports.from)}, ${imports.lost}
  single edits of those minutes, p95       ${ms(p95)}`;
}

export function missedBars(figures: Figures, during: During, imports: Imports): string[] {
  const { p95Ms, leftOutShare, changes, lost, stale, kills } = figures;
  const leastQuotes = Math.floor(during.wanted / changesPerS / quoteEveryS);
  return [
    p95Ms > bars.p95Ms && `p95 ${ms(p95Ms)}, at most ${ms(bars.p95Ms)}`,
    leftOutShare > bars.leftOutShare && `left out ${leftOutShare}, at most ${bars.leftOutShare}`,
    changes < during.wanted && `${changes} of ${during.wanted} changes were made`,
    lost + imports.lost > 0 && `${lost} changes and ${imports.lost} imported records lost`,
    stale > 0 && `${stale} old texts quoted`,
    kills < bars.kills && `${kills} kills, at least ${bars.kills}`,
    during.quoted < leastQuotes && `${during.quoted} quotes, at least ${leastQuotes}`,
  ].filter((bar) => bar !== false);
}

const latencies = (changes: Timed[]): number[] =>
  changes.map(({ committedAt, foundAt }) => foundAt - committedAt);

export const ms = (value: number): string => `${Math.round(value).toLocaleString("en")} ms`;
