import type { BenchServer } from "../../../e2e/stack/bench.ts";
import { retrieve } from "../../src/retrieval/retrieve.ts";
import type { Retrieved } from "../../src/retrieval/retrieve.ts";
import { Visibility } from "../../src/retrieval/visibility.ts";
import { createPool } from "../../src/context.ts";
import { Database } from "../../src/store/database.ts";
import { readQuestion } from "../../src/question/question.ts";
import { currentGeneration, openGeneration } from "../../src/store/generations.ts";
import type { Question, Row } from "./collection.ts";
import { fill, language, model } from "./fill.ts";
import type { Sight } from "./sight.ts";

const quiet = { info: () => undefined, warn: () => undefined };

/** Memory as whoever runs a database of that size would give it; no log of what `fill` writes. */
export const settings = {
  shared_buffers: "2GB",
  work_mem: "16MB",
  max_wal_size: "4GB",
  wal_level: "minimal",
  max_wal_senders: "0",
};

/** An index of the sidecar's own making, searched by its own code in this process. */
export class Searched {
  readonly database: Database;
  readonly #generation: number;
  readonly #visibility = new Visibility();

  private constructor(database: Database, generation: number) {
    this.database = database;
    this.#generation = generation;
  }

  static async on({ url }: BenchServer, stopped: AbortSignal): Promise<Searched> {
    const database = new Database(createPool(url), quiet);
    await database.prepare(stopped);
    const { id } = await openGeneration(database.pool, {
      fingerprint: "bench",
      tokenizer: "bench",
      model,
      dimensions: 384,
    });
    return new Searched(database, id);
  }

  /** In place of what was there. */
  async fill(rows: Iterable<Row>): Promise<void> {
    await fill(this.database.pool, this.#generation, rows);
  }

  /** Ids of the rows that answer best, best first, as a turn gets them before Odoo renders any. */
  async ask(question: Question, sight: Sight): Promise<number[]> {
    const { candidates } = await this.retrieve(question, sight);
    return candidates.map((it) => it.resId);
  }

  /** @param question without a vector where nobody embeds it */
  async retrieve(
    { text, vector }: Pick<Question, "text"> & { vector: Question["vector"] | undefined },
    { asker }: Pick<Sight, "asker">,
  ): Promise<Retrieved> {
    const { signal } = new AbortController();
    const db = this.database.statements(signal);
    const generation = await currentGeneration(db);
    if (!generation) throw new Error("The index has no generation.");
    const odoo = { ...asker.odoo, search: () => Promise.resolve([]) };
    return await retrieve(
      db,
      generation,
      readQuestion(text, [language, ...generation.languages]),
      vector ?? null,
      { openRecord: undefined, earlier: [] },
      { asker: { ...asker, odoo }, visibility: this.#visibility },
      signal,
    );
  }

  async end(): Promise<void> {
    await this.database.pool.end();
  }
}
