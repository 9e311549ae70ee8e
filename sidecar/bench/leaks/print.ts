import type { Count, Tally } from "./tally.ts";

/** How many of each list are printed whole. */
const printed = 20;

/** The table of channels, and what needs a look: leaks were printed when they were seen. */
export function printTally(tally: Tally, channels: Record<string, Count>): void {
  const rows = Object.entries(channels).map(([channel, count]) => ({
    channel,
    probes: count.probes,
    leaks: count.leaks,
    "twin looked": count.allowedProbes,
    "saw nothing": count.allowedMisses,
  }));
  console.table(rows);
  console.log(`${tally.equalReplies} replies equal those without the secrets`);
  for (const reply of tally.unequal.slice(0, printed)) console.log(`changed: ${reply}`);
  for (const reply of tally.blind.slice(0, printed)) console.log(`unproven: ${reply}`);
}
