import { CandorError, errorBody, errorFields, InternalError, StoppedError } from "../errors.ts";
import { AnswerStream } from "./answer-stream.ts";
import type { Emit } from "./answer-stream.ts";
import { record } from "./delivery.ts";
import type { RecordContext } from "./delivery.ts";
import { documentOf } from "./document.ts";
import { modeOf } from "./ended.ts";
import type { Ended } from "./ended.ts";
import { failureOf, recordFailure } from "./failure.ts";
import { answerTurn } from "./pipeline.ts";
import type { PipelineContext } from "./pipeline.ts";
import type { QuestionQueue } from "./queue.ts";
import type { TurnRequest } from "./request.ts";
import { inTime } from "./stages.ts";

export type TurnContext = RecordContext & PipelineContext & { queue: QuestionQueue };

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
  const { taken, stages } = request;
  const { trace } = stages;
  const { requestId } = trace;
  const answer = new AnswerStream(emit);
  let ended: Ended | undefined;
  let failure: CandorError | undefined;
  try {
    ended = await whenItsTurn(context, request, answer, emit, signal);
  } catch (error) {
    failure = typed(error, signal);
    context.log.warn("turn failed", {
      requestId,
      uid: taken.uid,
      stage: trace.failedAt,
      ...errorFields(signal.aborted ? failure : error),
    });
  }
  const failedAt = failure && trace.failedAt;
  const document = documentOf(trace, answer, ended, failure);
  const recorded = await trace.stage("record", () => record(context, taken, document, trace.calls));
  context.log.info("turn", {
    ...trace.summary(),
    uid: taken.uid,
    outcome: document.outcome,
    ...(ended && { gate: ended.why }),
    recorded,
  });
  emit(
    ended
      ? {
          type: "result",
          requestId,
          mode: modeOf(ended, trace),
          rung: trace.rung ?? "extractive",
          given: ended.outcome === "answered",
          confidence: ended.confidence,
          closest: ended.closest,
          unread: ended.unread,
          durationMs: document.durationMs,
          recorded,
        }
      : { type: "error", ...errorBody(failure, requestId) },
  );
  // Whoever stopped it knows why.
  if (failure instanceof StoppedError) return;
  const { lacked } = trace;
  const kind = failure?.code ?? lacked?.code ?? (recorded ? undefined : "not_recorded");
  if (kind === undefined) return;
  const stage = failedAt ?? lacked?.stage ?? "record";
  const { turnId } = taken;
  const mode = document.mode ?? document.outcome;
  await recordFailure(context, failureOf(trace, { turnId, kind, stage, mode }));
}

/** Waits in line, and answers within the time that all stages have together. */
async function whenItsTurn(
  context: TurnContext,
  request: TurnRequest,
  answer: AnswerStream,
  emit: Emit,
  signal: AbortSignal,
): Promise<Ended> {
  const { taken, stages } = request;
  const admitted = await stages.run("queue", signal, (due) =>
    context.queue.admit(
      taken.uid,
      (place) => emit({ type: "stage", stage: "queued", ...place }),
      due,
    ),
  );
  try {
    return await inTime("turn", stages.deadlines, signal, (due) =>
      answerTurn(context, request, admitted, answer, emit, due),
    );
  } finally {
    admitted.leave();
  }
}

function typed(error: unknown, signal: AbortSignal): CandorError {
  if (signal.aborted) return new StoppedError();
  return error instanceof CandorError ? error : new InternalError();
}
