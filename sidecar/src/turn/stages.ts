import { within } from "../abort.ts";
import {
  DatabaseUnavailableError,
  OdooUnavailableError,
  OverdueError,
  RateLimitedError,
} from "../errors.ts";
import type { CandorError } from "../errors.ts";
import type { Trace } from "../trace/trace.ts";

/** A question that waited so long may be asked again after that many seconds. */
const retryAfterS = 5;
const odoo = (stage: string): CandorError => new OdooUnavailableError(`${stage}_timeout`);

/**
 * What a stage may take, in milliseconds, waiting for other parts included, and how it ends past that.
 * Not here are those whose only wait has its own deadline: `meet` and `question` wait for PostgreSQL (three
 * seconds each), `embed` for the embedder (0.4).
 */
const limits = {
  take: { ms: 10_000, late: odoo },
  queue: { ms: 120_000, late: () => new RateLimitedError(retryAfterS) },
  smallTalk: { ms: 8_000, late: odoo },
  retrieve: { ms: 12_000, late: odoo },
  permit: { ms: 15_000, late: odoo },
  /** Without them, words and types choose. */
  labels: { ms: 3_000, late: () => new DatabaseUnavailableError("labels_timeout") },
  answer: { ms: 6_000, late: (stage: string) => new OverdueError(`${stage}_timeout`) },
  reach: { ms: 8_000, late: odoo },
  /** Odoo's part of it; the journal has a second before. */
  complete: { ms: 4_000, late: odoo },
  /** All of them together, once it is the question's turn. */
  turn: { ms: 25_000, late: odoo },
};

type Limited = keyof typeof limits;
/** Milliseconds by stage. */
export type Deadlines = Record<Limited, number>;

export const deadlines = Object.fromEntries(
  Object.entries(limits).map(([stage, { ms }]) => [stage, ms]),
) as Deadlines;

/** Runs work until the deadline of its stage. @throws the stage's own error past that */
export function inTime<T>(
  stage: Limited,
  by: Deadlines,
  signal: AbortSignal,
  work: (due: AbortSignal) => Promise<T>,
): Promise<T> {
  return within(by[stage], signal, () => limits[stage].late(stage), work);
}

/** The stages of one turn: each within its deadline, and noted in its trace. */
export class Stages {
  readonly trace: Trace;
  readonly deadlines: Deadlines;

  constructor(trace: Trace, by: Deadlines) {
    this.trace = trace;
    this.deadlines = by;
  }

  run<T>(stage: Limited, signal: AbortSignal, work: (due: AbortSignal) => Promise<T>): Promise<T> {
    return this.trace.stage(stage, () => inTime(stage, this.deadlines, signal, work));
  }
}
