import type { Both, Measured } from "./pairs.ts";
import { parts } from "./side.ts";
import type { Cpu, Side } from "./span.ts";
import type { StageMs } from "./stages.ts";

export function printPair({ ours, theirs }: Both<Measured>): void {
  const line = (of: (span: Measured) => number, digits: number): string =>
    `${of(ours).toFixed(digits)} | ${of(theirs).toFixed(digits)}`;
  console.log(
    `  ours | theirs: p50 ${line((it) => it.p50Ms, 0)} ms, p95 ${line((it) => it.p95Ms, 0)} ms, ` +
      `Odoo's CPU ${line((it) => it.odooCpuS, 2)} s in ${line((it) => it.turns, 0)} turns`,
  );
}

/** CPU milliseconds a turn of each part, all pairs together, idle time taken off. */
export function printParts(pairs: Both<Measured>[], idle: Both<Cpu>): void {
  const aTurn = (name: keyof Both<Cpu>, part: keyof Cpu): number => {
    const spans = pairs.map((pair) => pair[name]);
    const sum = (of: (span: Measured) => number): number =>
      spans.reduce((all, span) => all + of(span), 0);
    const busyS = sum((it) => it.cpu[part] - idle[name][part] * it.seconds);
    return Number(((1_000 * busyS) / sum((it) => it.turns)).toFixed(1));
  };
  console.log("\nCPU milliseconds a turn, idle taken off");
  console.table(
    Object.fromEntries(
      parts.map((part) => [
        part,
        {
          ours: aTurn("ours", part),
          theirs: aTurn("theirs", part),
          "ours idle, ms/s": Number((idle.ours[part] * 1_000).toFixed(1)),
          "theirs idle, ms/s": Number((idle.theirs[part] * 1_000).toFixed(1)),
        },
      ]),
    ),
  );
}

/** Stages of both sides; one that only one side has stands with that side alone. */
export function stagesOf(sides: Both<Side>): Record<string, Partial<Both<StageMs>>> {
  const [ours, theirs] = [sides.ours.stages.figures(), sides.theirs.stages.figures()];
  return Object.fromEntries(
    [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].map((stage) => [
      stage,
      {
        ...(ours[stage] && { ours: ours[stage] }),
        ...(theirs[stage] && { theirs: theirs[stage] }),
      },
    ]),
  );
}

export function printStages(stages: Record<string, Partial<Both<StageMs>>>): void {
  console.log("\nMilliseconds by stage");
  console.table(
    Object.fromEntries(
      Object.entries(stages).map(([stage, { ours, theirs }]) => [
        stage,
        {
          "ours mean": ours?.meanMs,
          "theirs mean": theirs?.meanMs,
          "ours p95": ours?.p95Ms,
          "theirs p95": theirs?.p95Ms,
        },
      ]),
    ),
  );
}
