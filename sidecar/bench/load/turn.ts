import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { quantile } from "../quantile.ts";
import { Questions } from "./questions.ts";

export interface TurnFigures {
  ratePerS: number;
  p50Ms: number;
  p95Ms: number;
  errors: number;
}

const ratePerS = 3;
const warmUpMs = 15_000;
const measuredMs = 90_000;

/**
 * Whole turns without a model, from the ask request to the end of its stream, at a fixed rate and
 * through the real Odoo and embedder.
 */
export async function measureTurns(stack: BenchStack, stopped: AbortSignal): Promise<TurnFigures> {
  const span = (ms: number): AbortSignal => AbortSignal.any([stopped, AbortSignal.timeout(ms)]);
  const questions = await Questions.of(stack);
  await questions.run(ratePerS, span(warmUpMs));
  questions.durationsMs.length = 0;
  await questions.run(ratePerS, span(measuredMs));
  stopped.throwIfAborted();
  if (questions.errors.length > 0) console.log(`Failed: ${questions.errors.join(", ")}`);
  return {
    ratePerS,
    p50Ms: Math.round(quantile(questions.durationsMs, 0.5)),
    p95Ms: Math.round(quantile(questions.durationsMs, 0.95)),
    errors: questions.errors.length,
  };
}
