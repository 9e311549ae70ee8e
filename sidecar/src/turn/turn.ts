import {
  CandorError,
  errorBody,
  errorFields,
  InternalError,
  OdooUnavailableError,
  StoppedError,
} from "../errors.ts";
import { sidecarVersion } from "../release.ts";
import { record } from "./delivery.ts";
import type { RecordContext } from "./delivery.ts";
import type { Ended } from "./ended.ts";
import { recordFailure } from "./failure.ts";
import { answerTurn } from "./pipeline.ts";
import type { PipelineContext } from "./pipeline.ts";
import { Progress } from "./progress.ts";
import type { Emit } from "./progress.ts";
import type { QuestionQueue } from "./queue.ts";
import type { TurnRequest } from "./request.ts";

export type TurnContext = RecordContext & PipelineContext & { queue: QuestionQueue };

/** What a question may take once it is its turn: each part has its own deadline, all of them together this. */
const turnMs = 25_000;

/**
 * Answers one taken question from what the asker may read, tells it by events, and records it,
 * however it ended. Never throws: what fails leaves as the `error` event.
 */
export async function turn(
  context: TurnContext,
  request: TurnRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const { requestId, taken } = request;
  const progress = new Progress(request);
  let ended: Ended | undefined;
  let failure: CandorError | undefined;
  try {
    const work = (): Promise<Ended> =>
      inTime((due) => answerTurn(context, request, progress, emit, due), signal);
    ended = await context.queue.run(
      taken.uid,
      work,
      (place) => emit({ type: "stage", stage: "queued", ...place }),
      signal,
    );
  } catch (error) {
    failure = typed(error, signal);
    context.log.warn("turn failed", {
      requestId,
      uid: taken.uid,
      stage: progress.stage,
      ...errorFields(signal.aborted ? failure : error),
    });
  }
  const document = progress.document(ended, failure);
  const recorded = await progress.time("record", () =>
    record(context, taken.completionToken, document, progress.calls),
  );
  context.log.info("turn", {
    requestId,
    uid: taken.uid,
    outcome: document.outcome,
    ...(ended ? { gate: ended.why, rung: ended.rung, sections: document.sections.length } : {}),
    durationMs: progress.durationMs(),
    timings: progress.timings,
    recorded,
  });
  emit(
    ended
      ? {
          type: "result",
          requestId,
          mode: ended.mode,
          rung: ended.rung,
          given: ended.mode !== "abstained" && ended.mode !== "chat",
          confidence: ended.confidence,
          closest: ended.closest,
          unread: ended.unread,
          durationMs: document.durationMs,
          recorded,
        }
      : { type: "error", ...errorBody(failure, requestId) },
  );
  const kind = failure?.code ?? ended?.lacks ?? (recorded ? undefined : "not_recorded");
  // Whoever stopped it knows why.
  if (kind === undefined || failure instanceof StoppedError) return;
  await recordFailure(context, {
    requestId,
    turnId: taken.turnId,
    kind,
    stage: failure ? progress.stage : ended?.lacks === undefined ? "record" : "retrieve",
    mode: document.mode ?? document.outcome,
    versions: {
      addon: taken.addonVersion,
      sidecar: sidecarVersion,
      generation: progress.generation,
      embedder: context.embedder?.model ?? null,
      calibrator: document.calibrator,
    },
    calls: progress.calls.made,
    pointers: document.sections,
    durationMs: progress.durationMs(),
    failedAt: new Date(),
  });
}

/** @throws OdooUnavailableError when the time is up: every other part is given up before */
async function inTime<T>(work: (due: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  const late = AbortSignal.timeout(turnMs);
  try {
    return await work(AbortSignal.any([signal, late]));
  } catch (error) {
    throw late.aborted && !signal.aborted ? new OdooUnavailableError("turn_timeout") : error;
  }
}

function typed(error: unknown, signal: AbortSignal): CandorError {
  if (signal.aborted) return new StoppedError();
  return error instanceof CandorError ? error : new InternalError();
}
