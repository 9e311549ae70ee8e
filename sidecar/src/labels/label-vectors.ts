import { setTimeout as sleep } from "node:timers/promises";

import type { Pool } from "pg";

import { LRUCache } from "lru-cache";

import { CandorError, errorFields } from "../errors.ts";
import type { Embedder } from "../model/embedder.ts";
import { cachedEmbeddings, rememberEmbeddings } from "../store/embedding-cache.ts";
import type { Queryable } from "../store/transaction.ts";
import { sha256 } from "../text/hash.ts";

interface Log {
  warn: (message: string, fields: object) => unknown;
}

/**
 * An Odoo with many modules and languages has some thousand labels; 384 numbers each. More wait until they are
 * seen again.
 */
const inMemory = 4_000;
const batch = 32;
const none = new Float32Array();
/** A label is a few words; a longer one is cut by the embedder anyway. */
const maxLetters = 200;

/**
 * Vectors of the labels that records are rendered with: names of fields, columns, properties and models, in
 * any language. Each is embedded once for each embedder, in the background, and kept in the table of vectors
 * by the hash of its text, so that nothing of it can be read there. A label that was never seen before may have no
 * vector for this question, and has one for the next.
 */
export class LabelVectors {
  readonly #pool: Pool;
  readonly #embedder: Embedder | undefined;
  readonly #log: Log;
  readonly #known = new LRUCache<string, Float32Array>({ max: inMemory });
  /** The embedder takes their text for wrong: asked again, it would only slow down the others. */
  readonly #refused = new LRUCache<string, true>({ max: inMemory });
  readonly #wanted = new Set<string>();
  readonly #ending = new AbortController();
  #work: Promise<void> | undefined;

  constructor(pool: Pool, embedder: Embedder | undefined, log: Log) {
    this.#pool = pool;
    this.#embedder = embedder;
    this.#log = log;
  }

  /**
   * Those that are known now; the others are embedded meanwhile. One that the embedder refuses has no numbers:
   * nothing is near it.
   *
   * @param patienceMs how long the others are waited for
   * @throws DatabaseUnavailableError
   */
  async find(
    db: Queryable,
    labels: Iterable<string>,
    patienceMs = 0,
  ): Promise<Map<string, Float32Array>> {
    const all = new Set(labels);
    await this.#load(db, all);
    const found = this.#found(all);
    if (found.size === all.size || patienceMs === 0) return found;
    await Promise.race([this.#work, sleep(patienceMs, undefined, { ref: false })]);
    return this.#found(all);
  }

  /** Embeds those that have no vector yet, in the background: what is indexed will be asked about. */
  async prepare(labels: Iterable<string>): Promise<void> {
    if (this.#embedder) await this.find(this.#pool, labels);
  }

  /** Waits until nothing is being embedded: for tests and for those who measure. */
  async settled(): Promise<void> {
    while (this.#work) await this.#work;
  }

  close(): void {
    this.#ending.abort();
  }

  #found(labels: Set<string>): Map<string, Float32Array> {
    const found = new Map<string, Float32Array>();
    for (const label of labels) {
      const vector = this.#known.get(label);
      if (vector) found.set(label, vector);
      else if (this.#refused.has(label)) found.set(label, none);
      else this.#want(label);
    }
    return found;
  }

  async #load(db: Queryable, labels: Set<string>): Promise<void> {
    if (!this.#embedder) return;
    const missing = new Map(
      [...labels].filter((it) => !this.#known.has(it)).map((it) => [hashOf(it), it]),
    );
    const cached = await cachedEmbeddings(db, this.#embedder.model, [...missing.keys()]);
    for (const [hash, vector] of cached) {
      const label = missing.get(hash);
      if (label !== undefined) this.#known.set(label, Float32Array.from(vector));
    }
  }

  #want(label: string): void {
    if (!this.#embedder || this.#wanted.size >= inMemory || this.#ending.signal.aborted) return;
    this.#wanted.add(label);
    this.#work ??= this.#embed(this.#embedder).finally(() => {
      this.#work = undefined;
    });
  }

  /** Until none is wanted, or the embedder fails: then they are wanted again when they are seen again. */
  async #embed(embedder: Embedder): Promise<void> {
    const { signal } = this.#ending;
    try {
      while (this.#wanted.size > 0) {
        const some = [...this.#wanted].slice(0, batch);
        const texts = some.map((it) => it.slice(0, maxLetters));
        const vectors = await embedder.embedPassages(texts, "edits", signal, "question");
        const fresh: { hash: string; vector: Float32Array }[] = [];
        for (const [at, label] of some.slice(0, vectors.length).entries()) {
          this.#wanted.delete(label);
          const vector = vectors[at];
          if (!vector || vector instanceof CandorError) {
            this.#refused.set(label, true);
            continue;
          }
          this.#known.set(label, vector);
          fresh.push({ hash: hashOf(label), vector });
        }
        await rememberEmbeddings(this.#pool, embedder.model, fresh);
      }
    } catch (error) {
      this.#wanted.clear();
      if (!signal.aborted) this.#log.warn("labels not embedded", errorFields(error));
    }
  }
}

/** Not the hash of a passage with the same text: models embed the two differently. */
const hashOf = (label: string): string => sha256(`label\n${label}`);
