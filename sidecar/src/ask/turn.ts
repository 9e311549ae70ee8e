import { readCalibrator, thresholdFor } from "../calibration/calibrator.ts";
import type { AnswerKind, Calibrator, Features } from "../calibration/calibrator.ts";
import { shipped } from "../calibration/shipped.ts";
import type {
  AskEvent,
  AskResult,
  Confidence,
  Evidence,
  RecordRef,
  Rung,
  UnreadAttachment,
} from "../contract.ts";
import {
  CandorError,
  errorBody,
  errorFields,
  InternalError,
  OdooUnavailableError,
  StoppedError,
  VersionMismatchError,
} from "../errors.ts";
import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import { isCompatible, sidecarVersion } from "../release.ts";
import type { Answer, AnswerPart } from "./answer.ts";
import type { Calls } from "./calls.ts";
import { decide } from "./decide.ts";
import { recordFailure } from "./failure.ts";
import { closestRecords } from "./gate.ts";
import type { Gate } from "./gate.ts";
import { find } from "./ladder.ts";
import type { LadderContext } from "./ladder.ts";
import { passages } from "./passages.ts";
import { permitRounds } from "./permit.ts";
import type { PermittedRecord } from "./permit.ts";
import type { QuestionQueue } from "./queue.ts";
import { record } from "./record.ts";
import type { RecordContext, TurnDocument } from "./record.ts";
import { answerSmallTalk } from "./small-talk.ts";
import { unreadOf } from "./unread.ts";
import type { Finder } from "./visibility.ts";

export type TurnContext = RecordContext & LadderContext & { queue: QuestionQueue };

export interface TurnRequest {
  requestId: string;
  taken: TakenTurn;
  session: OdooSession;
  /** When the request came, for the duration: `performance.now()`. */
  startedAt: number;
  /** Holds the call that took the turn. */
  calls: Calls;
}

type Emit = (event: AskEvent) => void;

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
  const course = new Course(request);
  let ended: Ended | undefined;
  let failure: CandorError | undefined;
  try {
    const work = (): Promise<Ended> =>
      inTime((due) => run(context, request, course, emit, due), signal);
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
      stage: course.stage,
      ...errorFields(signal.aborted ? failure : error),
    });
  }
  const document = course.document(ended, failure);
  const recorded = await course.time("record", () =>
    record(context, taken.completionToken, document, course.calls),
  );
  context.log.info("turn", {
    requestId,
    uid: taken.uid,
    outcome: document.outcome,
    ...(ended ? { gate: ended.why, rung: ended.rung, sections: document.sections.length } : {}),
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
    stage: failure ? course.stage : ended?.lacks === undefined ? "record" : "retrieve",
    mode: document.mode ?? document.outcome,
    versions: {
      addon: taken.addonVersion,
      sidecar: sidecarVersion,
      generation: course.generation,
      embedder: context.embedder?.model ?? null,
      calibrator: document.calibrator,
    },
    calls: course.calls.made,
    pointers: document.sections,
    durationMs: course.durationMs(),
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

interface Ended {
  mode: AskResult["mode"];
  rung: Rung;
  /** Code of what it went without. */
  lacks: string | undefined;
  /** Why it was answered or not, for the log. */
  why: Gate["why"] | "small_talk";
  confidence: Confidence | null;
  calibrator: string | null;
  kind: AnswerKind | null;
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
  course.stage = "meet";
  if (!isCompatible(taken.protocol)) throw new VersionMismatchError();
  await context.database.meet(taken.databaseUuid, signal);

  const odoo = course.calls.odoo(session);
  const embedder = course.calls.embedder(context.embedder);
  const chat = await course.time("chat", () => answerSmallTalk(embedder, taken, odoo, signal));
  if (chat !== undefined) {
    course.show({ parts: [{ text: chat, evidence: [] }], evidence: [], used: [] }, emit);
    return smallTalk;
  }

  emit({ type: "stage", stage: "searching" });
  course.stage = "retrieve";
  const { retrieved, rung, lacks } = await course.time("retrieve", () =>
    find(context, taken, course.timed(odoo), course.calls, signal),
  );
  course.generation = retrieved.generation ?? null;

  course.stage = "permit";
  const { records, read: candidates } = await course.time("permit", () =>
    permitRounds(odoo, retrieved.candidates, signal),
  );
  course.give(records);
  emit({ type: "stage", stage: "reading", records: records.length });

  course.stage = "answer";
  const startedAt = performance.now();
  const read = passages(records, retrieved.question, candidates, retrieved.rarities);
  const { calibrator, threshold } = inForce(taken, context.log);
  const { opened, option, confidence } = decide(read, taken.today, calibrator, threshold);
  course.timings.answer = Math.round(performance.now() - startedAt);
  signal.throwIfAborted();

  // Nothing is generated yet, so what is not sure enough is not even begun.
  const shown = confidence.probability >= threshold ? option.given : undefined;
  if (shown) course.show(shown, emit);
  const closest = shown ? [] : closestRecords(read, option.given);
  return {
    mode: shown ? rung : "abstained",
    rung,
    lacks,
    why: opened.why,
    confidence,
    calibrator: calibrator.version,
    kind: option.kind,
    features: option.features,
    closest,
    unread: unreadOf(records, shown?.evidence ?? closest),
  };
}

/** Small talk ends like this: nothing was searched, and there is nothing to judge. */
const smallTalk: Ended = {
  ...{ mode: "chat", rung: "extractive", lacks: undefined, why: "small_talk" },
  ...{ confidence: null, calibrator: null, kind: null },
  ...{ features: {}, closest: [], unread: [] },
};

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
