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
import { VersionMismatchError } from "../errors.ts";
import type { LabelVectors } from "../labels/label-vectors.ts";
import type { OdooSession, TakenTurn } from "../odoo/session.ts";
import { permit } from "../permission/permit.ts";
import type { PermittedRecord } from "../permission/permit.ts";
import { unreadOf } from "../permission/unread.ts";
import { isCompatible } from "../release.ts";
import type { Database } from "../store/database.ts";
import { keyOf } from "../store/search.ts";
import type { Ended } from "./ended.ts";
import type { Log } from "./failure.ts";
import { gather, readAsked } from "./gather.ts";
import type { Gathered, GatherContext } from "./gather.ts";
import type { Emit, Progress } from "./progress.ts";
import type { TurnRequest } from "./request.ts";
import { quotedBefore } from "./quoted-before.ts";
import { answerSmallTalk } from "./small-talk.ts";

/** What a question needs on its way. */
export interface PipelineContext extends GatherContext {
  database: Database;
  labels: Pick<LabelVectors, "find">;
  log: Log;
}

/**
 * The way of a question, from top to bottom: it is read once; small talk is answered at once; records that may answer are found; Odoo
 * permits them, as the asker; what answers is chosen among what was permitted; how sure that is decides
 * whether it is given.
 */
export async function answerTurn(
  context: PipelineContext,
  { taken, session }: TurnRequest,
  progress: Progress,
  emit: Emit,
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted();
  progress.stage = "meet";
  if (!isCompatible(taken.protocol)) throw new VersionMismatchError();
  await context.database.meet(taken.databaseUuid, signal);
  const odoo = progress.calls.odoo(session);

  const read = await readAsked(context, taken, progress, signal);
  const chat = await answerSmallTalk(read, context.embedder, taken, odoo, progress, emit, signal);
  if (chat) return chat;
  emit({ type: "stage", stage: "searching" });
  const gathered = await gather(context, read, taken, odoo, progress, signal);
  emit({ type: "stage", stage: "reading", records: gathered.records.length });

  progress.stage = "answer";
  const answering = new Answering(context, taken, gathered, progress, signal);
  const { decision, reading, records } = await answering.answer(odoo);
  signal.throwIfAborted();

  // What is not sure enough is not even begun.
  const { options, option, confidence, isGiven } = decision;
  if (isGiven && option) progress.show(option.answer, emit);
  const { rung, lacks } = gathered;
  const closest = isGiven
    ? []
    : closestRecords(options.opened, reading.linked, options.choices, option?.answer);
  return {
    mode: isGiven ? rung : "abstained",
    ...{ rung, lacks, confidence, closest },
    why: isGiven ? "answered" : (confidence.reasons[0]?.code ?? options.opened.why),
    calibrator: answering.calibrator,
    kind: option?.kind ?? null,
    features: option?.features ?? {},
    unread: unreadOf(records, isGiven && option ? option.answer.evidence : closest),
  };
}

/** PostgreSQL may take so long for labels' vectors; without them words and types choose. */
const labelMs = 1_000;

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
  readonly #progress: Progress;
  readonly #signal: AbortSignal;
  readonly #force: InForce;
  /** sha256 of what the last turn quoted. */
  readonly #quotedBefore: ReadonlySet<string>;

  constructor(
    context: PipelineContext,
    taken: TakenTurn,
    gathered: Gathered,
    progress: Progress,
    signal: AbortSignal,
  ) {
    this.#context = context;
    this.#gathered = gathered;
    this.#progress = progress;
    this.#signal = signal;
    this.#force = inForce(taken, context.log);
    this.#quotedBefore = quotedBefore(taken);
  }

  get calibrator(): string {
    return this.#force.calibrator.version;
  }

  /**
   * Where nothing of the records found answers, those that the records meant lead to are read as well, as
   * the customer of an order. Odoo permits them like any other.
   */
  async answer(odoo: Pick<OdooSession, "permit">): Promise<Answered> {
    const first = await this.#progress.time("answer", () => this.#from([]));
    if (first.decision.isGiven) return first;
    const targets = reachable(first.reading.linked, first.decision.options.choices);
    if (targets.length === 0) return first;
    return await this.#progress.time("reach", async () => {
      const pointers = targets.map((it) => ({ ...keyed(it), section: "fields" }));
      const permitted = await permit(odoo, pointers, this.#signal);
      this.#progress.give(permitted);
      const reached = permitted.flatMap((record): Reached[] => {
        const target = targets.find((it) => keyOf(it) === keyOf(record));
        if (!target) return [];
        return [{ record, from: keyOf(target.from.read.record), label: target.label }];
      });
      if (reached.length === 0) return first;
      const second = await this.#from(reached);
      return second.decision.isGiven ? second : first;
    });
  }

  async #from(reached: Reached[]): Promise<Answered> {
    const { question, vectors, candidates, retrieved } = this.#gathered;
    const records = [...this.#gathered.records, ...reached.map((it) => it.record)];
    const reading = readAll({
      ...{ question, vectors, candidates, reached, quotedBefore: this.#quotedBefore },
      labels: await this.#labels(records),
      records: this.#gathered.records,
      rarities: retrieved.rarities,
    });
    const { calibrator, threshold } = this.#force;
    return { decision: decide(reading, calibrator, threshold), reading, records };
  }

  async #labels(records: PermittedRecord[]): Promise<Map<string, Float32Array>> {
    const { database, labels, embedder } = this.#context;
    // Vectors of another embedder than the fitted one say nothing of labels.
    const isKnown = embedder?.model === labelMatch.model;
    if (!this.#gathered.vectors.question || !isKnown) return new Map();
    const db = database.statements(this.#signal, labelMs);
    return await labels.find(db, labelsIn(records)).catch(() => {
      this.#signal.throwIfAborted();
      return new Map<string, Float32Array>();
    });
  }
}

const keyed = ({ resModel, resId }: { resModel: string; resId: number }) => ({ resModel, resId });
