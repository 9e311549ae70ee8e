import type { Calibrator } from "../calibration/calibrator.ts";
import type { UnreadFile } from "./attachments.ts";
import type { IndexableRecord } from "./replace.ts";

/** Edits are what people just changed; a pass, a reconcile and missing vectors are bulk. */
export type { Lane } from "../model/embedder.ts";

/** A record of Odoo's outbox, ours until the lease runs out. */
export interface LeasedRecord extends IndexableRecord {
  id: number;
  lease: string;
  /** Those that this version of the extractor has not read. */
  attachments: UnreadFile[];
}

export interface Pending {
  edits: number;
  bulk: number;
  /** Records whose words are in the index and whose vectors are to come. */
  vectors: number;
  /** Given up, for people to look at. */
  dead: number;
}

/**
 * What became of a leased record. `failed` with `retry` comes again after a pause; without, or after
 * the last attempt, it is shown to the manager with its code.
 */
export type Acknowledgement = { id: number; lease: string } & (
  { outcome: "done" | "vectors_missing" } | { outcome: "failed"; code: string; retry: boolean }
);

/** Progress of the generation that is being built beside the one that answers. */
export interface Building {
  generation: string;
  done: number;
  total: number;
  /** Null before anything is known of its speed. */
  etaSeconds: number | null;
}

export interface Reconciled {
  /** ISO. */
  at: string;
  missing: number;
  extra: number;
  changed: number;
}

export interface Report {
  generation: string;
  state: "started" | "running";
  documents: Record<string, number>;
  chunks: number;
  vectors: number;
  /** Null where none is configured. */
  embedder: { model: string; ok: boolean } | null;
  building: Building | null;
  highestVersion: number;
  extractor: string;
  reconciled: Reconciled | null;
  /** The one that ships, told when the worker starts. */
  calibrator?: Calibrator;
}

/** What indexing asks of Odoo; `odoo/service.ts` speaks it over the service account. */
export interface Outbox {
  lease(
    request: {
      limit: number;
      leaseSeconds: number;
      lane: "edits" | "bulk";
      /** Whether records that only lack vectors are wanted too. */
      vectors: boolean;
      /** Version of what reads attachments. */
      extractor: string;
    },
    signal: AbortSignal,
  ): Promise<{ rows: LeasedRecord[]; pending: Pending }>;
  acknowledge(rows: Acknowledgement[], signal: AbortSignal): Promise<unknown>;
  /** What the index should hold of a model, ids ascending. */
  inventory(
    request: { resModel: string; after: number; limit: number },
    signal: AbortSignal,
  ): Promise<{ records: (readonly [resId: number, stamp: string])[]; more: boolean }>;
  requeue(records: { resModel: string; resId: number }[], signal: AbortSignal): Promise<unknown>;
  report(
    state: Report,
    signal: AbortSignal,
  ): Promise<{
    /** One was queued for a generation that Odoo did not know. */
    fullPass: boolean;
    /** Models to compare with the index. */
    reconcile: string[];
  }>;
  settings(signal: AbortSignal): Promise<{ sources: { resModel: string }[] }>;
  /** What records are rendered with, in every language. */
  labels(signal: AbortSignal): Promise<string[]>;
}
