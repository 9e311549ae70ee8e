import { shipped } from "../calibration/shipped.ts";
import type { Pool } from "pg";

import type { Embedder } from "../model/embedder.ts";
import { countDocuments, highestVersion } from "../store/documents.ts";
import { countVectors } from "../store/embeddings.ts";
import { currentGeneration } from "../store/generations.ts";
import type { Generation } from "../store/generations.ts";
import { extractorVersion } from "./extract/extract.ts";
import type { Building, Pending, Reconciled, Report } from "./outbox.ts";

/** What the worker knows of its own way, for the manager's page. */
export class Progress {
  reconciled: Reconciled | null = null;
  #pending: Pending | undefined;
  #startedAt = 0;
  #since: { at: number; remaining: number } | undefined;

  /** What waited when Odoo was asked last; undefined before it was asked since the start. */
  get pending(): Pending | undefined {
    return this.#pending;
  }

  /** A generation begins: what was asked before says nothing of its pass. */
  start(): void {
    this.#startedAt = performance.now();
    this.#pending = undefined;
    this.#since = undefined;
  }

  /** @param askedAt of the lease that said so, on `performance`'s clock */
  saw(pending: Pending, askedAt: number): void {
    if (askedAt < this.#startedAt) return;
    this.#pending = pending;
  }

  async report(
    pool: Pool,
    target: Generation,
    embedder: Embedder | undefined,
    state: Report["state"],
  ): Promise<Report> {
    const answering = (await currentGeneration(pool)) ?? target;
    const built = await countDocuments(pool, target.id);
    return {
      generation: target.key,
      state,
      documents: answering.id === target.id ? built : await countDocuments(pool, answering.id),
      chunks: answering.chunks,
      vectors: await countVectors(pool, answering.id),
      embedder: embedder ? { model: embedder.model, ok: embedder.status.ok } : null,
      building: answering.id === target.id ? null : this.#building(target, built),
      highestVersion: await highestVersion(pool),
      extractor: extractorVersion,
      reconciled: this.reconciled,
      // For the manager's page; it doesn't change while this process runs.
      ...(state === "started" && { calibrator: shipped }),
    };
  }

  #building(target: Generation, documents: Record<string, number>): Building {
    const written = Object.values(documents).reduce((sum, count) => sum + count, 0);
    const { bulk = 0, vectors = 0 } = this.#pending ?? {};
    const remaining = bulk + vectors;
    const done = Math.max(0, written - vectors);
    this.#since ??= { at: Date.now(), remaining };
    const worked = this.#since.remaining - remaining;
    const seconds = (Date.now() - this.#since.at) / 1_000;
    return {
      generation: target.key,
      done,
      total: done + remaining,
      etaSeconds: worked > 0 ? Math.round((remaining * seconds) / worked) : null,
    };
  }
}
