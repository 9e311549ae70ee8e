import { stat } from "node:fs/promises";

import { quantile } from "../quantile.ts";
import { People } from "./people.ts";
import { cpuS, pssMb } from "./processes.ts";
import { parts } from "./side.ts";
import type { Part, Running } from "./side.ts";
import { Stages } from "./stages.ts";

/** CPU seconds by part. */
export type Cpu = Record<Part, number>;

/** What one span of asking took. */
export interface Span {
  turns: number;
  p50Ms: number;
  p95Ms: number;
  /** From its begin to the last answer. */
  seconds: number;
  cpu: Cpu;
}

/** One of the two that are compared, measured from outside. */
export class Side {
  readonly stages = new Stages();
  readonly people: People;
  readonly #running: Running;

  private constructor(running: Running, people: People) {
    this.#running = running;
    this.people = people;
  }

  static async of(running: Running): Promise<Side> {
    return new Side(running, await People.of(running));
  }

  /** Asks until `ended` and waits for the answers. */
  async span(ratePerS: number, ended: AbortSignal): Promise<Span> {
    const { size: logged } = await stat(this.#running.sidecarLog);
    const before = await this.cpu();
    const since = performance.now();
    const turnsMs = await this.people.ask(ratePerS, ended, this.stages);
    const seconds = (performance.now() - since) / 1_000;
    const cpu = used(before, await this.cpu());
    await this.stages.addLog(this.#running.sidecarLog, logged);
    return {
      turns: turnsMs.length,
      p50Ms: quantile(turnsMs, 0.5),
      p95Ms: quantile(turnsMs, 0.95),
      seconds,
      cpu,
    };
  }

  async cpu(): Promise<Cpu> {
    const seconds = parts.map(
      async (part) => [part, await cpuS(this.#running.pids[part])] as const,
    );
    return Object.fromEntries(await Promise.all(seconds)) as Cpu;
  }

  async pssMb(): Promise<number> {
    return await pssMb(this.#running.pids.sidecar);
  }
}

export function used(before: Cpu, after: Cpu): Cpu {
  return Object.fromEntries(parts.map((part) => [part, after[part] - before[part]])) as Cpu;
}
