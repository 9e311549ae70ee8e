import type { Rung } from "../contract.ts";
import { sidecarVersion } from "../release.ts";
import { Calls } from "./calls.ts";
import { begun, timed } from "./timed.ts";
import type { Timed } from "./timed.ts";

/** A part of a turn's way; those within another one are told as well. */
interface Stage extends Timed {
  stage: string;
}

/** A section that Odoo gave to answer from. */
export interface SectionRead {
  resModel: string;
  resId: number;
  section: string;
  /** sha256 (hex) of its lines. */
  hash: string;
}

/** Of all that makes an answer; null where it isn't known (yet), or takes no part. */
export interface Versions {
  addon: string | null;
  sidecar: string;
  /** Key of the index generation that was searched. */
  generation: string | null;
  embedder: string | null;
  calibrator: string | null;
}

/**
 * What happened in one turn, from its request on, without a word of question, records or answer. Log,
 * stored failure and document are made from it.
 */
export class Trace {
  readonly requestId: string;
  /** Of calls to other parts. */
  readonly calls = new Calls();
  readonly stages: Stage[] = [];
  readonly sections: SectionRead[] = [];
  readonly versions: Versions;
  /** How records were found; undefined while none were sought. */
  rung: Rung | undefined;
  #failed: { stage: string; error: unknown } | undefined;
  #lacked: { stage: string; code: string } | undefined;
  readonly #startedAt = performance.now();

  constructor(requestId: string, embedder: string | null) {
    this.requestId = requestId;
    this.versions = {
      ...{ addon: null, sidecar: sidecarVersion, generation: null },
      ...{ embedder, calibrator: null },
    };
  }

  /** Runs a stage, and notes how it ended and how long it took. */
  async stage<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const noted: Stage = { stage, ...begun };
    this.stages.push(noted);
    try {
      return await timed(noted, work);
    } catch (error) {
      // On its way out it passes the stages around this one.
      if (error !== this.#failed?.error) this.#failed = { stage, error };
      throw error;
    }
  }

  /** Sections that Odoo gave: those of further rounds are added, and none is ever taken back. */
  read(
    records: {
      resModel: string;
      resId: number;
      sections: Pick<SectionRead, "section" | "hash">[];
    }[],
  ): void {
    const keyOf = (it: SectionRead): string => `${it.resModel} ${it.resId} ${it.section}`;
    const known = new Set(this.sections.map(keyOf));
    for (const { resModel, resId, sections } of records) {
      for (const { section, hash } of sections) {
        const read = { resModel, resId, section, hash };
        if (!known.has(keyOf(read))) this.sections.push(read);
      }
    }
  }

  /** Notes what a stage went without, by its code. */
  lack(stage: string, code: string): void {
    this.#lacked ??= { stage, code };
  }

  /** What was lacked first. */
  get lacked(): { stage: string; code: string } | undefined {
    return this.#lacked;
  }

  /** Where it failed, as far in as the error says; before any did, the stage begun last. */
  get failedAt(): string {
    return this.#failed?.stage ?? this.stages.at(-1)?.stage ?? "take";
  }

  /** Milliseconds by stage, and of the looks at what the asker can find. */
  get timings(): Record<string, number> {
    const timings: Record<string, number> = {};
    const add = (name: string, ms: number): void => {
      timings[name] = (timings[name] ?? 0) + ms;
    };
    for (const { stage, durationMs } of this.stages) add(stage, durationMs);
    for (const { call, durationMs } of this.calls.made) {
      if (call === "visible") add(call, durationMs);
    }
    return timings;
  }

  get durationMs(): number {
    return Math.round(performance.now() - this.#startedAt);
  }

  /** For the log. */
  summary(): object {
    const failed = this.calls.made.filter(({ outcome }) => outcome !== "ok");
    return {
      requestId: this.requestId,
      ...(this.rung && { rung: this.rung }),
      ...(this.lacked && { lacked: this.lacked }),
      sections: this.sections.length,
      calls: this.calls.made.length,
      failedCalls: failed.map((it) => `${it.part} ${it.call} ${it.outcome}`),
      versions: this.versions,
      timings: this.timings,
      durationMs: this.durationMs,
    };
  }
}
