import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

import { currentGeneration } from "../../src/store/generations.ts";
import { search } from "../../src/store/search.ts";
import { hash64 } from "../../src/text/hash.ts";
import { formsUnder } from "../../src/text/tokenize.ts";

/** A word that a search is to return a record for. */
export interface Awaited {
  word: string;
  resModel: string;
  resId: number;
}

const pauseMs = 50;
/** Words of one search; hits per word are few, since each word stands in one record. */
const wordsEach = 50;
const limit = 1000;

/** Asks the sidecar's own search again and again for what is awaited, and tells what it returns. */
export class Finder<Change extends Awaited> {
  readonly awaited = new Set<Change>();
  readonly #pool: pg.Pool;
  readonly #found: (change: Change, at: number) => void;

  constructor(url: string, found: (change: Change, at: number) => void) {
    this.#pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 1000 });
    this.#pool.on("error", () => undefined);
    this.#pool.on("connect", (client) => client.on("error", () => undefined));
    this.#found = found;
  }

  async run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await sleep(pauseMs, undefined, { signal: stopped }).catch(() => undefined);
      const all = [...this.awaited];
      for (let at = 0; at < all.length; at += wordsEach) {
        const some = all.slice(at, at + wordsEach);
        // The server is killed now and then: then nothing is found, and it is asked again.
        const hits = await this.search(some.map(({ word }) => word)).catch(() => undefined);
        if (!hits) break;
        const now = performance.now();
        for (const change of some) {
          if (!hits.has(keyOf(change))) continue;
          this.awaited.delete(change);
          this.#found(change, now);
        }
      }
    }
    await this.#pool.end();
  }

  /** Records that hold any of the words, as `model id`. */
  async search(words: string[]): Promise<Set<string>> {
    const generation = await currentGeneration(this.#pool);
    if (!generation) return new Set();
    const terms = words.flatMap((word, at) =>
      formsUnder(word, generation.languages).map((form) => ({
        term: hash64(form),
        weight: 1,
        word: at,
      })),
    );
    // Without the words' vectors: what the other leg finds earlier than this one isn't counted for it.
    const { hits } = await search(this.#pool, {
      ...{ generation, terms, vector: null, documents: null },
      limits: { words: limit, vectors: 0 },
    });
    return new Set(hits.map(keyOf));
  }
}

export const keyOf = ({ resModel, resId }: { resModel: string; resId: number }): string =>
  `${resModel} ${resId}`;
