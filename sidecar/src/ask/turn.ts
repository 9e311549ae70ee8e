import { readCalibrator, thresholdFor } from "../calibration/calibrator.ts";
import type { Calibrator, Features } from "../calibration/calibrator.ts";
import { shipped } from "../calibration/shipped.ts";
import type {
  AskEvent,
  AskResult,
  Confidence,
  Evidence,
  RecordRef,
  UnreadAttachment,
} from "../contract.ts";
import {
  CandorError,
  errorBody,
  errorFields,
  InternalError,
  StoppedError,
  VersionMismatchError,
} from "../errors.ts";
import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import { isCompatible } from "../release.ts";
import type { Answer, AnswerPart } from "./answer.ts";
import { decide } from "./decide.ts";
import { closestRecords } from "./gate.ts";
import type { Gate } from "./gate.ts";
import { passages } from "./passages.ts";
import { permitRounds } from "./permit.ts";
import type { PermittedRecord } from "./permit.ts";
import { record } from "./record.ts";
import type { RecordContext, TurnDocument } from "./record.ts";
import { retrieve } from "./retrieve.ts";
import type { Finding } from "./retrieve.ts";
import { unreadOf } from "./unread.ts";
import type { Finder } from "./visibility.ts";

export type TurnContext = RecordContext & Pick<Finding, "visibility" | "embedder">;

export interface TurnRequest {
  requestId: string;
  taken: TakenTurn;
  session: OdooSession;
  /** When the request came, for the duration: `performance.now()`. */
  startedAt: number;
  takeMs: number;
}

type Emit = (event: AskEvent) => void;

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
  const course = new Course(request);
  let ended: Ended | undefined;
  let failure: CandorError | undefined;
  try {
    ended = await run(context, request, course, emit, signal);
  } catch (error) {
    failure = typed(error, signal);
    context.log.warn("turn failed", {
      requestId,
      uid: taken.uid,
      ...errorFields(signal.aborted ? failure : error),
    });
  }
  const document = course.document(ended, failure);
  const recorded = await course.time("record", () =>
    record(context, taken.completionToken, document),
  );
  context.log.info("turn", {
    requestId,
    uid: taken.uid,
    outcome: document.outcome,
    ...(ended ? { gate: ended.gate.why, sections: document.sections.length } : {}),
    durationMs: course.durationMs(),
    timings: course.timings,
    recorded,
  });
  emit(
    ended
      ? {
          type: "result",
          requestId,
          mode: ended.mode,
          confidence: ended.confidence,
          closest: ended.closest,
          unread: ended.unread,
          durationMs: document.durationMs,
          recorded,
        }
      : { type: "error", ...errorBody(failure, requestId) },
  );
}

function typed(error: unknown, signal: AbortSignal): CandorError {
  if (signal.aborted) return new StoppedError();
  return error instanceof CandorError ? error : new InternalError();
}

interface Ended {
  mode: AskResult["mode"];
  gate: Gate;
  confidence: Confidence;
  features: Features;
  closest: RecordRef[];
  unread: UnreadAttachment[];
}

async function run(
  context: TurnContext,
  { taken, session }: TurnRequest,
  course: Course,
  emit: Emit,
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted();
  if (!isCompatible(taken.protocol)) throw new VersionMismatchError();
  await context.database.meet(taken.databaseUuid, signal);

  emit({ type: "stage", stage: "searching" });
  const retrieved = await course.time("retrieve", () =>
    retrieve(
      context.database.statements(signal),
      taken,
      {
        asker: { uid: taken.uid, companyIds: taken.companyIds, odoo: course.timed(session) },
        visibility: context.visibility,
        embedder: context.embedder,
      },
      signal,
    ),
  );
  course.generation = retrieved.generation ?? null;

  const { records, read: candidates } = await course.time("permit", () =>
    permitRounds(session, retrieved.candidates, signal),
  );
  course.give(records);
  emit({ type: "stage", stage: "reading", records: records.length });

  const startedAt = performance.now();
  const read = passages(records, retrieved.question, candidates, retrieved.rarities);
  const { calibrator, threshold } = inForce(taken, context.log);
  const { opened, option, confidence } = decide(read, taken.today, calibrator, threshold);
  course.timings.answer = Math.round(performance.now() - startedAt);
  signal.throwIfAborted();

  // Nothing is generated yet, so what is not sure enough is not even begun.
  const shown = confidence.probability >= threshold ? option.given : undefined;
  if (shown) course.show(shown, emit);
  const closest = shown ? [] : closestRecords(read);
  return {
    mode: !shown ? "abstained" : retrieved.byMeaning ? "extractive" : "lexical",
    gate: opened,
    confidence,
    features: option.features,
    closest,
    unread: unreadOf(records, shown?.evidence ?? closest),
  };
}

/** What makes probabilities, and from which one on an answer is given. */
function inForce(
  { calibrator: chosen, targetPrecision }: Pick<TakenTurn, "calibrator" | "targetPrecision">,
  log: TurnContext["log"],
): { calibrator: Calibrator; threshold: number } {
  const read = chosen === undefined || chosen === false ? shipped : readCalibrator(chosen);
  if (!read) log.warn("calibrator unreadable", { instead: shipped.version });
  const calibrator = read ?? shipped;
  return { calibrator, threshold: thresholdFor(calibrator, targetPrecision) };
}

/** What is known of a turn so far: recorded also when it ends in the middle. */
class Course {
  readonly timings: Record<string, number>;
  generation: string | null = null;
  readonly #request: TurnRequest;
  #sections: TurnDocument["sections"] = [];
  #parts: AnswerPart[] = [];
  #evidence: Evidence[] = [];

  constructor(request: TurnRequest) {
    this.#request = request;
    this.timings = { take: Math.round(request.takeMs) };
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
  timed(session: OdooSession): Finder {
    return {
      visible: (...asked) => this.time("visible", () => session.visible(...asked)),
      allVisible: (...asked) => this.time("visible", () => session.allVisible(...asked)),
    };
  }

  give(records: PermittedRecord[]): void {
    this.#sections = records.flatMap(({ resModel, resId, sections }) =>
      sections.map(({ section, hash }) => ({ resModel, resId, section, hash })),
    );
  }

  show({ parts, evidence }: Answer, emit: Emit): void {
    for (const [at, part] of parts.entries()) {
      for (const it of evidence.filter(({ n }) => part.evidence.includes(n))) {
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
      mode: ended?.mode ?? null,
      confidence: ended?.confidence ?? null,
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
  if (ended) return ended.mode === "abstained" ? "abstained" : "answered";
  return failure instanceof StoppedError ? "stopped" : "failed";
}
