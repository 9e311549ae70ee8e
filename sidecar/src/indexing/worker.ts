import { setTimeout as delay } from "node:timers/promises";

import PQueue from "p-queue";

import { isAborted } from "../abort.ts";
import { codeOf } from "../errors.ts";
import { pruneEmbeddings } from "../store/embedding-cache.ts";
import { countVectors } from "../store/embeddings.ts";
import { completeGeneration, currentGeneration, promote } from "../store/generations.ts";
import type { Generation } from "../store/generations.ts";
import { noteWaiting } from "../store/indexing-progress.ts";
import { inTransaction } from "../store/transaction.ts";
import { pauseAfter } from "../backoff.ts";
import { extractorVersion } from "./extract/extract.ts";
import { openTarget, takesVectors } from "./generation.ts";
import { assertOurs, postponeVectors, readFiles, writeVectors, writeWords } from "./lease.ts";
import type { IndexingContext } from "./lease.ts";
import type { Lane, LeasedRecord, Pending } from "./outbox.ts";
import { Progress } from "./progress.ts";
import { reconcile } from "./reconcile.ts";
import type { Wordy } from "./vectors.ts";

/** Records per lease: a few hundred milliseconds of Odoo's time. */
const leaseLimit = 20;
/**
 * For bulk while people ask: records per lease, and how many times as long as Odoo renders them until
 * the next. What somebody imported is looked for sooner than what a pass finds unchanged.
 */
const politely = { news: { limit: 8, times: 5 }, noNews: { limit: 4, times: 10 } };
const editSeconds = 60;
/** Vectors of one bulk lease may take a while; a start releases whatever a killed worker held. */
const bulkSeconds = 300;
const idleMs = 500;
/** So many chunks may wait for the embedder in memory; the others wait in Odoo. */
const mostWaitingChunks = { edits: 48, bulk: 300 };
/** Records of bulk whose files may wait to be read while the lane goes on. */
const mostWaitingFiles = 8;
const reportMs = 60_000;
const busyReportMs = 3_000;
const pruneMs = 86_400_000;
/** Vectors of text that no record has borne for so long are forgotten. */
const rememberDays = 90;

/**
 * Follows Odoo's outbox until `signal` aborts, in two lanes: edits every half second when idle and at
 * once when busy, and bulk, which leaves Odoo and the embedder to everybody else.
 *
 * It never gives up: whatever fails is asked for again after a pause. When a later release's
 * generation took over it only answers.
 */
export async function startIndexing(context: IndexingContext, signal: AbortSignal): Promise<void> {
  const target = await persisting(context, signal, async () => {
    const opened = await openTarget(context, signal);
    const worker = new Worker(context, opened);
    // Odoo queues a full pass for a generation that it doesn't know: until it has heard of it,
    // nothing has started.
    await worker.report("started", signal);
    return worker;
  });
  await target?.follow(signal);
}

/** Tries until it succeeds. @returns undefined when aborted before */
async function persisting<T>(
  { log }: IndexingContext,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (isAborted(signal)) return undefined;
      const pauseMs = pauseAfter(error, failures);
      log.warn("indexing paused", { code: codeOf(error) ?? "unknown", failures, pauseMs });
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

class Worker {
  readonly #context: IndexingContext;
  readonly #progress = new Progress();
  #target: Generation;
  /** Odoo may have changed hands of leases; the whole index is compared once after a start. */
  #toReconcile: string[] | "all" = "all";
  #knowsLabels = false;
  #worked = 0;
  #reportedAt = 0;
  #prunedAt = 0;
  #writingEdits: Promise<void> | undefined;
  readonly #waitingChunks = { edits: 0, bulk: 0 };
  #waitingFiles = 0;
  /** Whether bulk's last lease brought anything that the index did not hold. */
  #bulkIsNews = false;
  readonly #adding = new Set<Promise<void>>();
  /** Vectors of bulk, lease after lease: while one's are stored, the next one's are computed. */
  readonly #vectors = new PQueue({ concurrency: 2 });
  readonly #files = new PQueue({ concurrency: 1 });

  constructor(context: IndexingContext, target: Generation) {
    this.#context = context;
    this.#target = target;
  }

  async follow(signal: AbortSignal): Promise<void> {
    const lanes = [
      () => this.#edits(signal),
      () => this.#bulk(signal),
      () => this.#housekeeping(signal),
    ];
    await Promise.all(lanes.map((lane) => this.#repeat(lane, signal)));
    await Promise.allSettled([...this.#adding, this.#writingEdits]);
  }

  async report(state: "started" | "running", signal: AbortSignal): Promise<void> {
    const { pool, embedder, outbox } = this.#context;
    // A key that Odoo doesn't know would queue a full pass for a generation that is of the past.
    await assertOurs(this.#context, this.#target);
    const report = await this.#progress.report(pool, this.#target, embedder, state);
    const { pending } = this.#progress;
    if (pending) await noteWaiting(pool, pending, report.building?.etaSeconds ?? null);
    const { fullPass, reconcile: marked } = await outbox.report(report, signal);
    this.#reportedAt = Date.now();
    this.#worked = 0;
    if (state === "started") this.#progress.start();
    if (fullPass) {
      // It brings everything that a comparison would.
      this.#toReconcile = [];
    } else if (this.#toReconcile !== "all") {
      this.#toReconcile = [...new Set([...this.#toReconcile, ...marked])];
    }
  }

  async #repeat(lane: () => Promise<number>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await persisting(this.#context, signal, lane);
      await delay(pauseMs ?? 0, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Leases the next edits while those before are written. @returns how long the lane may rest */
  async #edits(signal: AbortSignal): Promise<number> {
    const before = this.#writingEdits;
    const [leased, written] = await Promise.allSettled([
      this.#lease("edits", leaseLimit, false, signal),
      before,
    ]);
    this.#writingEdits = undefined;
    if (written.status === "rejected") throw written.reason;
    if (leased.status === "rejected") throw leased.reason;
    const { rows } = leased.value;
    if (rows.length === 0) return idleMs;
    this.#writingEdits = this.#writeEdits(rows, signal);
    // Told to the next round.
    this.#writingEdits.catch(() => undefined);
    return 0;
  }

  async #writeEdits(rows: LeasedRecord[], signal: AbortSignal): Promise<void> {
    const { plain, filed } = byFiles(rows);
    const { wordy } = await this.#words(plain, signal);
    // The next edits' words wait neither for these vectors nor for anybody's files.
    const { read } = await this.#wordsBeforeFiles(filed, "edits", signal);
    this.#inBackground(read(), signal);
    const waiting = this.#waitingChunks.edits;
    const hasRoom = waiting === 0 || waiting + chunksOf(wordy) <= mostWaitingChunks.edits;
    if (hasRoom && this.#context.embedder?.inService)
      this.#inBackground(this.#addVectors(wordy, "edits", signal), signal);
    else await postponeVectors(this.#context, wordy, signal);
  }

  /** Words of everything first; as many vectors meanwhile as the embedder has room for. */
  async #bulk(signal: AbortSignal): Promise<number> {
    const { bulk = 0, vectors = 0 } = this.#progress.pending ?? {};
    const { embedder } = this.#context;
    const wantsVectors =
      embedder?.inService === true &&
      takesVectors(this.#target, embedder) &&
      this.#waitingChunks.bulk < mostWaitingChunks.bulk;
    if (bulk === 0 && (vectors === 0 || !wantsVectors)) return idleMs;
    const isAsked = this.#context.isAsked();
    const pace = this.#bulkIsNews ? politely.news : politely.noNews;
    const limit = isAsked ? pace.limit : leaseLimit;
    const startedAt = performance.now();
    const { rows } = await this.#lease("bulk", limit, wantsVectors, signal);
    const leasedMs = performance.now() - startedAt;
    // Leased by others, or waiting for another try.
    if (rows.length === 0) return idleMs;
    const { plain, filed } = byFiles(rows);
    const { wordy, isNews } = await this.#words(plain, signal);
    const files = await this.#wordsBeforeFiles(filed, "bulk", signal);
    this.#bulkIsNews = isNews || files.isNews;
    this.#inBackground(this.#files.add(files.read), signal);
    if (wantsVectors) this.#inBackground(this.#addVectors(wordy, "bulk", signal), signal);
    else await postponeVectors(this.#context, wordy, signal);
    if (this.#waitingFiles > mostWaitingFiles) await this.#files.onIdle();
    const restMs = isAsked ? pace.times * leasedMs - (performance.now() - startedAt) : 0;
    return Math.max(0, restMs);
  }

  /** Puts words into the index and acknowledges what that settles. @returns what lacks vectors */
  async #words(
    rows: LeasedRecord[],
    signal: AbortSignal,
  ): Promise<{ wordy: Wordy[]; isNews: boolean }> {
    const { settled, wordy, isNews } = await writeWords(this.#context, this.#target, rows, signal);
    this.#worked += rows.length;
    if (settled.length > 0) await this.#context.outbox.acknowledge(settled, signal);
    return { wordy, isNews };
  }

  /** As `#words`, with the leases kept until `read` has read the files. */
  async #wordsBeforeFiles(
    rows: LeasedRecord[],
    lane: Lane,
    signal: AbortSignal,
  ): Promise<{ read: () => Promise<void>; isNews: boolean }> {
    const { settled, wordy, isNews } = await writeWords(this.#context, this.#target, rows, signal);
    this.#worked += rows.length;
    this.#waitingFiles += rows.length;
    const read = async (): Promise<void> => {
      const failed = await readFiles(this.#context, rows, signal).finally(() => {
        this.#waitingFiles -= rows.length;
      });
      const isRead = ({ id }: { id: number }): boolean => !failed.some((it) => it.id === id);
      const done = [...settled.filter(isRead), ...failed];
      if (done.length > 0) await this.#context.outbox.acknowledge(done, signal);
      const rest = wordy.filter(isRead);
      if (this.#context.embedder?.inService) await this.#addVectors(rest, lane, signal);
      else await postponeVectors(this.#context, rest, signal);
    };
    return { read, isNews };
  }

  async #addVectors(wordy: Wordy[], lane: Lane, signal: AbortSignal): Promise<void> {
    const chunks = chunksOf(wordy);
    this.#waitingChunks[lane] += chunks;
    const write = async (): Promise<void> => writeVectors(this.#context, wordy, lane, signal);
    try {
      await (lane === "bulk" ? this.#vectors.add(write) : write());
    } finally {
      this.#waitingChunks[lane] -= chunks;
    }
  }

  #inBackground(work: Promise<void>, signal: AbortSignal): void {
    const known = work
      .catch((error: unknown) => {
        // The leases run out, and the records come again.
        if (isAborted(signal)) return;
        this.#context.log.warn("lease not finished", { code: codeOf(error) ?? "unknown" });
      })
      .finally(() => this.#adding.delete(known));
    this.#adding.add(known);
  }

  async #lease(
    lane: Lane,
    limit: number,
    vectors: boolean,
    signal: AbortSignal,
  ): Promise<{ rows: LeasedRecord[]; pending: Pending }> {
    await assertOurs(this.#context, this.#target);
    const askedAt = performance.now();
    const leaseSeconds = lane === "edits" ? editSeconds : bulkSeconds;
    const request = { limit, leaseSeconds, lane, vectors, extractor: extractorVersion };
    const leased = await this.#context.outbox.lease(request, signal);
    this.#progress.saw(leased.pending, askedAt);
    return leased;
  }

  async #housekeeping(signal: AbortSignal): Promise<number> {
    const { pool, embedder, outbox, log } = this.#context;
    if (this.#target.model === null && (await this.#embedderCame(signal))) {
      // The embedder came after the start: its generation is built beside the one of words.
      this.#target = await openTarget(this.#context, signal);
      await this.report("started", signal);
    }
    if (embedder?.inService && !this.#knowsLabels) await this.#prepareLabels(signal);
    await this.#promoteWhenComplete();
    const sinceMs = Date.now() - this.#reportedAt;
    if (sinceMs > reportMs || (sinceMs > busyReportMs && this.#worked > 0)) {
      await this.report("running", signal);
    }
    if (this.#toReconcile.length > 0 && this.#progress.pending?.bulk === 0) {
      const models = this.#toReconcile === "all" ? undefined : this.#toReconcile;
      const mended = await reconcile({ pool, outbox }, this.#target.id, models, signal);
      this.#toReconcile = [];
      this.#progress.reconciled = mended;
      const { missing, extra, changed } = mended;
      log.info("reconciled", { missing, extra, changed });
      await this.report("running", signal);
    }
    if (embedder && Date.now() - this.#prunedAt > pruneMs) {
      this.#prunedAt = Date.now();
      await pruneEmbeddings(pool, rememberDays);
    }
    return idleMs;
  }

  /** Once after a start; one that comes later is embedded when a question meets it. */
  async #prepareLabels(signal: AbortSignal): Promise<void> {
    const { outbox, labels, log } = this.#context;
    this.#knowsLabels = true;
    try {
      await labels.prepare(await outbox.labels(signal));
    } catch (error) {
      // An addon of the release before can't tell them.
      if (!isAborted(signal)) log.warn("labels not prepared", { code: codeOf(error) ?? "unknown" });
    }
  }

  async #embedderCame(signal: AbortSignal): Promise<boolean> {
    const { embedder } = this.#context;
    if (!embedder?.inService) return false;
    return (await embedder.connect(signal).catch(() => 0)) > 0;
  }

  async #promoteWhenComplete(): Promise<void> {
    const { pool, embedder, log } = this.#context;
    const { pending } = this.#progress;
    const { status, complete } = this.#target;
    if ((status === "current" && complete) || !pending || pending.edits + pending.bulk > 0) return;
    if (status === "current") {
      await completeGeneration(pool, this.#target.id);
      this.#target = { ...this.#target, complete: true };
      return;
    }
    if (takesVectors(this.#target, embedder) && pending.vectors > 0) return;
    const { id } = this.#target;
    await inTransaction(pool, (client) => promote(client, id));
    this.#target = (await currentGeneration(pool)) ?? this.#target;
    log.info("generation answers", { generation: id, vectors: await countVectors(pool, id) });
    this.#toReconcile = "all";
  }
}

function chunksOf(wordy: Wordy[]): number {
  return wordy.reduce((sum, it) => sum + it.missing.length, 0);
}

function byFiles(rows: LeasedRecord[]): { plain: LeasedRecord[]; filed: LeasedRecord[] } {
  return {
    plain: rows.filter((row) => row.attachments.length === 0),
    filed: rows.filter((row) => row.attachments.length > 0),
  };
}
