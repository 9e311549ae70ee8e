import type { Rung } from "../contract.ts";
import { DatabaseUnavailableError } from "../errors.ts";
import type { OdooSession } from "../odoo/session.ts";
import type { Database } from "../store/database.ts";
import { currentGeneration } from "../store/generations.ts";
import type { Calls } from "./calls.ts";
import { searchLive } from "./live.ts";
import { retrieve } from "./retrieve.ts";
import type { Asked, Finding, Retrieved } from "./retrieve.ts";

/** What PostgreSQL may take for one question; under full load 19 of 20 need less than a tenth of it. */
const indexMs = 3_000;

export interface Found {
  retrieved: Retrieved;
  rung: Rung;
  /** Code of what kept the search from a higher rung, though it should have been there. */
  lacks: string | undefined;
}

/** What each rung needs. */
export interface LadderContext extends Pick<Finding, "visibility" | "embedder"> {
  database: Pick<Database, "statements">;
}

/**
 * Finds candidates on the highest rung that can be had now, each question anew: by words and meaning,
 * by words, by Odoo's own search. A rung is left when its part is down or slower than its deadline.
 * A language model's rung stands above these: it answers from what any of them found.
 *
 * @throws what Odoo says, which no rung can do without; StoppedError
 */
export async function find(
  { database, visibility, embedder }: LadderContext,
  asked: Asked & { uid: number; companyIds: number[] },
  odoo: Pick<OdooSession, "visible" | "allVisible" | "search">,
  calls: Calls,
  signal: AbortSignal,
): Promise<Found> {
  const lacks = { code: "index_incomplete" };
  try {
    const db = calls.database(database.statements(signal, indexMs));
    if ((await currentGeneration(db))?.complete) {
      const asker = { uid: asked.uid, companyIds: asked.companyIds, odoo };
      const finding = { asker, visibility, embedder: calls.embedder(embedder) };
      const retrieved = await retrieve(db, asked, finding, signal);
      return retrieved.byMeaning
        ? { retrieved, rung: "extractive", lacks: undefined }
        : { retrieved, rung: "lexical", lacks: calls.failureOf("embedder") };
    }
  } catch (error) {
    if (!(error instanceof DatabaseUnavailableError)) throw error;
    lacks.code = error.code;
  }
  return { retrieved: await searchLive(asked, odoo, signal), rung: "live", lacks: lacks.code };
}
