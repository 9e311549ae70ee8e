import type { Answer, AnswerPart } from "../answering/extractive/quotation.ts";
import type { AskEvent, Evidence } from "../contract.ts";
import type { CandorError } from "../errors.ts";
import { errorBody, OdooUnavailableError, StoppedError } from "../errors.ts";
import type { PermittedRecord } from "../permission/permit.ts";
import type { Finder } from "../retrieval/visibility.ts";
import type { Calls } from "../trace/calls.ts";
import type { TurnDocument } from "./delivery.ts";
import type { Ended } from "./ended.ts";
import type { TurnRequest } from "./request.ts";

export type Emit = (event: AskEvent) => void;

/** What is known of a turn so far: recorded also when it ends in the middle. */
export class Progress {
  readonly timings: Record<string, number>;
  readonly calls: Calls;
  /** Where it is, for the record of a failure. */
  stage = "queue";
  generation: string | null = null;
  readonly #request: TurnRequest;
  #sections: TurnDocument["sections"] = [];
  #parts: AnswerPart[] = [];
  #evidence: Evidence[] = [];

  constructor(request: TurnRequest) {
    this.#request = request;
    this.calls = request.calls;
    this.timings = { take: this.calls.made[0]?.durationMs ?? 0 };
  }

  /** Runs a stage and adds its milliseconds to the timings. */
  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      const ms = Math.round(performance.now() - startedAt);
      this.timings[stage] = (this.timings[stage] ?? 0) + ms;
    }
  }

  /** The session, its looks at what can be found timed. */
  timed<Odoo extends Finder>(odoo: Odoo): Odoo {
    return {
      ...odoo,
      visible: (...asked) => this.time("visible", () => odoo.visible(...asked)),
      allVisible: (...asked) => this.time("visible", () => odoo.allVisible(...asked)),
    };
  }

  /** Sections that the asker was given: those of further rounds are added. */
  give(records: PermittedRecord[]): void {
    const known = new Set(this.#sections.map((it) => `${it.resModel} ${it.resId} ${it.section}`));
    const given = records.flatMap(({ resModel, resId, sections }) =>
      sections.map(({ section, hash }) => ({ resModel, resId, section, hash })),
    );
    this.#sections.push(
      ...given.filter((it) => !known.has(`${it.resModel} ${it.resId} ${it.section}`)),
    );
  }

  show({ parts, evidence }: Answer, emit: Emit): void {
    const told = new Set<number>();
    for (const [at, part] of parts.entries()) {
      for (const it of evidence.filter(({ n }) => part.evidence.includes(n) && !told.has(n))) {
        told.add(it.n);
        emit({ type: "evidence", evidence: it });
      }
      emit({ type: "text", part: at, delta: part.text, evidence: part.evidence });
    }
    this.#parts = parts;
    this.#evidence = evidence;
  }

  durationMs(): number {
    return Math.round(performance.now() - this.#request.startedAt);
  }

  document(ended: Ended | undefined, failure: CandorError | undefined): TurnDocument {
    return {
      requestId: this.#request.requestId,
      outcome: outcomeOf(ended, failure),
      mode: ended?.mode ?? (failure instanceof OdooUnavailableError ? "unavailable" : null),
      rung: ended?.rung ?? null,
      confidence: ended?.confidence ?? null,
      calibrator: ended?.calibrator ?? null,
      kind: ended?.kind ?? null,
      generation: this.generation,
      model: null,
      promptVersion: null,
      features: { ...ended?.features },
      timings: this.timings,
      durationMs: this.durationMs(),
      errorCode: failure ? errorBody(failure).code : null,
      parts: this.#parts,
      evidence: this.#evidence,
      closest: ended?.closest ?? [],
      sections: this.#sections,
    };
  }
}

function outcomeOf(
  ended: Ended | undefined,
  failure: CandorError | undefined,
): TurnDocument["outcome"] {
  if (ended?.mode === "chat") return "chat";
  if (ended) return ended.mode === "abstained" ? "abstained" : "answered";
  return failure instanceof StoppedError ? "stopped" : "failed";
}
