import type { Rung } from "../contract.ts";
import { DatabaseUnavailableError } from "../errors.ts";
import type { Question } from "../question/question.ts";
import type { Database } from "../store/database.ts";
import { currentGeneration } from "../store/generations.ts";
import type { Generation } from "../store/generations.ts";
import type { Queryable } from "../store/transaction.ts";
import type { Calls } from "../trace/calls.ts";
import { searchOdoo } from "./odoo-search.ts";
import { retrieve } from "./retrieve.ts";
import type { Asked, Finding, Retrieved } from "./retrieve.ts";

/** What PostgreSQL may take for one question; under full load 19 of 20 need less than a tenth of it. */
const indexMs = 3_000;

/** The index that answers, or why there is none. */
export type Index =
  | { db: Queryable; generation: Generation; lacks: undefined }
  | { db: undefined; generation: undefined; lacks: string };

/** The index as it is now: each question looks anew, so that what comes back is used again at once. */
export async function openIndex(
  database: Pick<Database, "statements">,
  calls: Calls,
  signal: AbortSignal,
): Promise<Index> {
  const none = { db: undefined, generation: undefined };
  try {
    const db = calls.database(database.statements(signal, indexMs));
    const generation = await currentGeneration(db);
    return generation?.complete
      ? { db, generation, lacks: undefined }
      : { ...none, lacks: "index_incomplete" };
  } catch (error) {
    if (!(error instanceof DatabaseUnavailableError)) throw error;
    return { ...none, lacks: error.code };
  }
}

export interface Found {
  retrieved: Retrieved;
  rung: Rung;
  /** Code of what kept the search from a higher rung, though it should have been there. */
  lacks: string | undefined;
}

/**
 * Finds candidates on the highest rung that can be had now: by words and meaning, by words, by Odoo's own
 * search. A rung is left when its part is down or slower than its deadline.
 *
 * @throws what Odoo says, which no rung can do without; StoppedError
 */
export async function find(
  index: Index,
  question: Question,
  vector: Float32Array | undefined,
  asked: Asked,
  finding: Finding,
  calls: Calls,
  signal: AbortSignal,
): Promise<Found> {
  let { lacks } = index;
  if (index.db) {
    try {
      const { db, generation } = index;
      const sought = vector ?? null;
      const retrieved = await retrieve(db, generation, question, sought, asked, finding, signal);
      return retrieved.byMeaning
        ? { retrieved, rung: "extractive", lacks: undefined }
        : { retrieved, rung: "lexical", lacks: calls.failureOf("embedder") };
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error;
      lacks = error.code;
    }
  }
  const retrieved = await searchOdoo(question, asked, finding.asker.odoo, signal);
  return { retrieved, rung: "live", lacks };
}
