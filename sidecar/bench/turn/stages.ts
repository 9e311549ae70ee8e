import { open } from "node:fs/promises";

import { quantile } from "../quantile.ts";

/** Milliseconds of a stage, over the turns that have it. */
export interface StageMs {
  meanMs: number;
  p95Ms: number;
}

/** Milliseconds by stage, one list a stage. */
export class Stages {
  readonly #ms = new Map<string, number[]>();

  add(timings: Record<string, number>): void {
    for (const [stage, ms] of Object.entries(timings)) {
      const all = this.#ms.get(stage) ?? [];
      all.push(ms);
      this.#ms.set(stage, all);
    }
  }

  /** Adds the `timings` of the lines "turn" of a sidecar's log. @returns how many turns it tells of */
  async addLog(path: string, from: number): Promise<number> {
    const file = await open(path);
    let turns = 0;
    try {
      for await (const line of file.readLines({ start: from })) {
        const timings = timingsOf(line);
        if (timings === undefined) continue;
        this.add(timings);
        turns += 1;
      }
    } finally {
      await file.close();
    }
    return turns;
  }

  figures(): Record<string, StageMs> {
    return Object.fromEntries(
      [...this.#ms].map(([stage, all]) => [
        stage,
        {
          meanMs: Math.round(all.reduce((sum, ms) => sum + ms, 0) / all.length),
          p95Ms: Math.round(quantile(all, 0.95)),
        },
      ]),
    );
  }
}

/** Those of a line of the log that tells of a turn, with the whole of it as `turn`. */
function timingsOf(line: string): Record<string, number> | undefined {
  if (!line.startsWith("{")) return undefined;
  const it = JSON.parse(line) as {
    message?: string;
    timings?: Record<string, number>;
    durationMs?: number;
  };
  if (it.message !== "turn" || it.timings === undefined) return undefined;
  return { ...it.timings, ...(it.durationMs === undefined ? {} : { turn: it.durationMs }) };
}
