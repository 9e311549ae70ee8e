import { decide } from "../answering/confidence/decide.ts";
import type { Decision } from "../answering/confidence/decide.ts";
import { closestRecords } from "../answering/confidence/gate.ts";
import { labelMatch } from "../answering/extractive/label-match.ts";
import { reachable } from "../answering/extractive/reach.ts";
import { readAll } from "../answering/extractive/read-all.ts";
import type { Reached, Reading } from "../answering/extractive/read-all.ts";
import { labelsIn } from "../answering/extractive/reading.ts";
import { inForce } from "../calibration/in-force.ts";
import type { InForce } from "../calibration/in-force.ts";
import { DatabaseUnavailableError, VersionMismatchError } from "../errors.ts";
import type { LabelVectors } from "../labels/label-vectors.ts";
import type { Log } from "../log.ts";
import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import { permit } from "../permission/permit.ts";
import type { PermittedRecord } from "../permission/permit.ts";
import { unreadOf } from "../permission/unread.ts";
import { isCompatible } from "../release.ts";
import type { Database } from "../store/database.ts";
import { keyOf } from "../store/search.ts";
import type { AnswerStream, Emit } from "./answer-stream.ts";
import type { Ended } from "./ended.ts";
import { gather, readAsked } from "./gather.ts";
import type { Gathered, GatherContext } from "./gather.ts";
import type { Admitted } from "./queue.ts";
import type { TurnRequest } from "./request.ts";
import { quotedBefore } from "./quoted-before.ts";
import { answerSmallTalk } from "./small-talk.ts";
import type { Stages } from "./stages.ts";

/** What a question needs on its way. */
export interface PipelineContext extends GatherContext {
  database: Database;
  labels: Pick<LabelVectors, "find">;
  log: Log;
}

/**
 * The way of a question, from top to bottom: it is read once; small talk is answered at once; records
 * that may answer are found; Odoo permits them, as the asker; what answers is chosen among what was
 * permitted; how sure that is decides whether it is given. Its place in the queue is free from where it
 * is chosen.
 */
export async function answerTurn(
  context: PipelineContext,
  { taken, session, stages }: TurnRequest,
  admitted: Admitted,
  answer: AnswerStream,
  emit: Emit,
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted();
  const { trace } = stages;
  await trace.stage("meet", async () => {
    if (!isCompatible(taken.protocol)) throw new VersionMismatchError();
    await context.database.meet(taken.databaseUuid, signal);
  });
  const odoo = trace.calls.odoo(session);

  const read = await readAsked(context, taken, stages, signal);
  const chat = await answerSmallTalk(read, context.embedder, taken, odoo, stages, answer, signal);
  if (chat) return chat;
  emit({ type: "stage", stage: "searching" });
  const gathered = await gather(context, read, taken, odoo, stages, signal);
  admitted.leave();
  emit({ type: "stage", stage: "reading", records: gathered.records.length });

  const answering = new Answering(context, taken, gathered, stages, admitted);
  const { decision, reading, records } = await answering.answer(odoo, signal);
  signal.throwIfAborted();

  // What is not sure enough is not even begun.
  const { options, option, confidence, isGiven } = decision;
  if (isGiven && option) answer.give(option.answer);
  const closest = isGiven
    ? []
    : closestRecords(options.opened, reading, options.choices, option?.answer);
  return {
    outcome: isGiven ? "answered" : "abstained",
    why: isGiven ? "answered" : (confidence.reasons[0]?.code ?? options.opened.why),
    made: option ? { kind: option.kind, features: option.features } : null,
    heldBack: isGiven ? null : (option?.answer ?? null),
    ...{ confidence, closest },
    unread: unreadOf(records, isGiven && option ? option.answer.evidence : closest),
  };
}

/** Whoever asks first in a language waits so long for its labels; else words and types choose. */
const labelPatienceMs = 2_000;

/** PostgreSQL may take so long for the labels that it has. */
const labelsMs = 1_000;

interface Answered {
  decision: Decision;
  reading: Reading;
  /** All that was read. */
  records: PermittedRecord[];
}

/** Chooses among what was permitted to one asker for one question. */
class Answering {
  readonly #context: PipelineContext;
  readonly #gathered: Gathered;
  readonly #stages: Stages;
  readonly #admitted: Admitted;
  readonly #force: InForce;
  /** sha256 of what the last turn quoted. */
  readonly #quotedBefore: ReadonlySet<string>;

  constructor(
    context: PipelineContext,
    taken: TakenTurn,
    gathered: Gathered,
    stages: Stages,
    admitted: Admitted,
  ) {
    this.#context = context;
    this.#gathered = gathered;
    this.#stages = stages;
    this.#admitted = admitted;
    this.#force = inForce(taken, context.log);
    stages.trace.versions.calibrator = this.#force.calibrator.version;
    this.#quotedBefore = quotedBefore(taken);
  }

  /**
   * Where nothing of the records found answers, those that the records meant lead to are read as well, as
   * the customer of an order. Odoo permits them like any other.
   */
  async answer(odoo: Pick<OdooSession, "permit">, signal: AbortSignal): Promise<Answered> {
    const first = await this.#from([], signal);
    if (first.decision.isGiven) return first;
    const targets = reachable(first.reading.linked, first.decision.options.choices);
    if (targets.length === 0) return first;
    const pointers = targets.map((it) => ({ ...keyed(it), section: "fields" }));
    const permitted = await this.#stages.run("reach", signal, (due) =>
      this.#admitted.again(() => permit(odoo, pointers, due), due),
    );
    this.#stages.trace.read(permitted);
    const reached = permitted.flatMap((record): Reached[] => {
      const target = targets.find((it) => keyOf(it) === keyOf(record));
      if (!target) return [];
      return [{ record, from: keyOf(target.from.read.record), label: target.label }];
    });
    if (reached.length === 0) return first;
    const second = await this.#from(reached, signal);
    return second.decision.isGiven ? second : first;
  }

  #from(reached: Reached[], signal: AbortSignal): Promise<Answered> {
    const { question, vectors, candidates, retrieved } = this.#gathered;
    const records = [...this.#gathered.records, ...reached.map((it) => it.record)];
    return this.#stages.run("answer", signal, async (due) => {
      const reading = readAll({
        ...{ question, vectors, candidates, reached, quotedBefore: this.#quotedBefore },
        labels: await this.#labels(records, due),
        records: this.#gathered.records,
        rarities: retrieved.rarities,
      });
      const { calibrator, threshold } = this.#force;
      return { decision: decide(reading, calibrator, threshold), reading, records };
    });
  }

  /** None while PostgreSQL doesn't tell them: words and types choose then. */
  async #labels(
    records: PermittedRecord[],
    signal: AbortSignal,
  ): Promise<Map<string, Float32Array>> {
    const { database, labels, embedder } = this.#context;
    // Vectors of another embedder than the fitted one say nothing of labels.
    const isKnown = embedder?.model === labelMatch.model;
    if (!this.#gathered.vectors.question || !isKnown) return new Map();
    const { trace } = this.#stages;
    const failed = trace.calls.failureOf("database");
    if (failed !== undefined) {
      // Who asks has waited for it once.
      trace.lack("labels", failed);
      return new Map();
    }
    try {
      return await this.#stages.run("labels", signal, (due) => {
        const db = trace.calls.database(database.statements(due, labelsMs));
        return labels.find(db, labelsIn(records), labelPatienceMs);
      });
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error;
      trace.lack("labels", error.code);
      return new Map();
    }
  }
}

const keyed = ({ resModel, resId }: { resModel: string; resId: number }) => ({ resModel, resId });
