import { codeOf } from "../errors.ts";
import type { LabelVectors } from "../labels/label-vectors.ts";
import { assertWritable, writableGenerations } from "../store/generations.ts";
import type { Generation } from "../store/generations.ts";
import type { AttachmentReader } from "./attachments.ts";
import { passesByItself } from "../backoff.ts";
import { takesVectors } from "./generation.ts";
import type { Target } from "./generation.ts";
import type { Acknowledgement, Lane, LeasedRecord, Outbox } from "./outbox.ts";
import { chunksIn, replace } from "./replace.ts";
import { addVectors, missingVectors } from "./vectors.ts";
import type { Wordy } from "./vectors.ts";

export interface IndexingContext extends Target {
  outbox: Outbox;
  /** Reads the files of leased records. */
  files: AttachmentReader | undefined;
  /** Gives labels their vectors, so that the first question finds them. */
  labels: Pick<LabelVectors, "prepare">;
  log: {
    info(message: string, fields?: object): void;
    warn(message: string, fields?: object): void;
  };
  /** Whether people ask just now: indexing then leaves Odoo more room. */
  isAsked: () => boolean;
}

/**
 * Whether this release's generation may be written, asked before Odoo leases or is told anything: an
 * attempt must not be spent on a database that is away.
 *
 * @throws with code "generation_replaced" when a later release builds or has built its own
 */
export async function assertOurs({ pool }: IndexingContext, target: Generation): Promise<void> {
  await assertWritable(pool, target.id);
  const later = (await writableGenerations(pool)).some((it) => it.id > target.id);
  if (later)
    throw Object.assign(new Error("A later one is built."), { code: "generation_replaced" });
}

/**
 * Puts leased records into every generation that changes are written to, by their words.
 *
 * @returns what is settled with that, and the records that lack vectors; both are still leased.
 *   `isNews` where the index did not hold all of them as they are now, with vectors
 * @throws what the database says when it can't be written at all; the leases then run out
 */
export async function writeWords(
  context: IndexingContext,
  target: Generation,
  rows: LeasedRecord[],
  signal: AbortSignal,
): Promise<{ settled: Acknowledgement[]; wordy: Wordy[]; isNews: boolean }> {
  const { pool, embedder, window, log } = context;
  const generations = await writableGenerations(pool);
  const settled: Acknowledgement[] = [];
  const wordy: Wordy[] = [];
  let isNews = false;
  for (const row of rows) {
    signal.throwIfAborted();
    const { id, lease: held, resModel, resId } = row;
    try {
      const chunks = chunksIn(row, window);
      const missing: Wordy["missing"] = [];
      for (const generation of generations) {
        const { document, outcome } = await replace(pool, generation.id, row, chunks);
        isNews ||= outcome === "replaced";
        if (document === undefined || !takesVectors(generation, embedder)) continue;
        missing.push(...(await missingVectors(pool, generation.id, document, chunks)));
      }
      isNews ||= missing.length > 0;
      if (missing.length > 0) wordy.push({ id, lease: held, missing });
      else settled.push({ id, lease: held, outcome: "done" });
    } catch (error) {
      // When nothing can be written it isn't this record's fault: this throws.
      await assertWritable(pool, target.id);
      const code = codeOf(error) ?? "unknown";
      log.warn("record not indexed", { resModel, resId, code });
      settled.push({
        ...{ id, lease: held, outcome: "failed" as const },
        ...{ code: `index_${code}`, retry: passesByItself(error) },
      });
    }
  }
  return { settled, wordy, isNews };
}

/** Gives leased records their vectors and acknowledges each as soon as it has them. */
export async function writeVectors(
  { pool, outbox, embedder }: IndexingContext,
  rows: Wordy[],
  lane: Lane,
  signal: AbortSignal,
): Promise<void> {
  const acknowledge = async (settled: Acknowledgement[]): Promise<void> => {
    await outbox.acknowledge(settled, signal);
  };
  if (rows.length === 0) return;
  if (embedder) await addVectors({ pool, embedder }, rows, lane, signal, acknowledge);
}

/** Leaves the vectors for later: Odoo hands the records out again, after everything else. */
export async function postponeVectors(
  { outbox }: IndexingContext,
  rows: Wordy[],
  signal: AbortSignal,
): Promise<void> {
  if (rows.length === 0) return;
  const postponed = rows.map(({ id, lease: held }) => ({
    ...{ id, lease: held, outcome: "vectors_missing" as const },
  }));
  await outbox.acknowledge(postponed, signal);
}

/**
 * Reads leased records' files; Odoo queues a record whose files brought text. What time was too short
 * for is queued too.
 *
 * @returns the records whose files could not be read now, to be tried again
 */
export async function readFiles(
  { files, outbox, log }: IndexingContext,
  rows: LeasedRecord[],
  signal: AbortSignal,
): Promise<Acknowledgement[]> {
  const failed: Acknowledgement[] = [];
  for (const row of files ? rows : []) {
    const { id, lease: held, resModel, resId } = row;
    try {
      const left = (await files?.read(row, signal)) ?? 0;
      if (left > 0) await outbox.requeue([{ resModel, resId }], signal);
    } catch (error) {
      signal.throwIfAborted();
      const code = codeOf(error) ?? "unknown";
      log.warn("attachments not read", { resModel, resId, code });
      failed.push({
        ...{ id, lease: held, outcome: "failed" as const },
        ...{ code: `files_${code}`, retry: passesByItself(error) },
      });
    }
  }
  return failed;
}
