import { isAborted, unlessAborted } from "../abort.ts";
import { StoppedError } from "../errors.ts";
import type { OdooSession } from "../odoo/session.ts";
import type { Queryable } from "../store/transaction.ts";
import { documentsOf, idsOf, recentRecords } from "../store/visible-documents.ts";
import type { Documents, RecentRecord } from "../store/visible-documents.ts";

/** Asks Odoo, as the asker, what he can find. */
export type Finder = Pick<OdooSession, "visible" | "allVisible">;

export interface Asker {
  uid: number;
  companyIds: number[];
  odoo: Finder;
}

/** Above this a search over all documents, checked afterwards, costs less than one over the asker's. */
const fewRecords = 10_000;
/** Long records have many chunks, and an exact search reads them all. */
const fewChunks = 20_000;
/** Above this the next question is searched over all again, in the hope that it finds enough. */
const manyChunks = 40_000;
/** Most that Odoo tells; the last resort where a search over all finds too little that is visible. */
const allRecords = 200_000;
const keepMs = 5_000;
const maxHints = 200;
/** A record was indexed this long at most before its transaction ended, and Odoo was asked meanwhile. */
const marginSeconds = 10;
/** Of a full pass; whoever waits for one of its records finds it with the next hint. */
const maxRecent = 2_000;

interface Taken {
  takenAt: number;
  /** Undefined: many. */
  documents: Documents | undefined;
}

interface Hint extends Taken {
  /** Which depth of a search over all was enough last. */
  depth: number;
  /** Whether the asker may find what was indexed since, by document and time. */
  recent: Map<string, boolean>;
}

/**
 * What askers may find, as Odoo said within the last seconds. It only decides where to search, never
 * what is shown: every hit is checked again and every text is permitted. A right given meanwhile is
 * noticed with the next hint, a right taken away at once.
 */
export class Visibility {
  /** By user and companies, the one used last at the end. */
  readonly #hints = new Map<string, Hint>();
  /** Of those that are being asked for: a hint of thousands of ids is costly, and many may wait for it. */
  readonly #taking = new Map<string, Promise<Taken>>();

  /**
   * Where to search, or undefined where the asker may find so many that all is searched. What was
   * indexed since Odoo was asked is among it, if it is the asker's: a record just made must be found.
   */
  async documents(
    db: Queryable,
    generation: number,
    asker: Asker,
    signal: AbortSignal,
  ): Promise<Documents | undefined> {
    const key = keyOf(generation, asker);
    const kept = this.#hints.get(key);
    const hint =
      kept && performance.now() - kept.takenAt < keepMs
        ? kept
        : {
            ...(await this.#take(db, generation, asker, signal)),
            depth: kept?.depth ?? 0,
            recent: new Map<string, boolean>(),
          };
    this.#keep(key, hint);
    const { documents, takenAt } = hint;
    if (!documents) return undefined;
    const since = (performance.now() - takenAt) / 1_000 + marginSeconds;
    const recent = await recentRecords(db, generation, since, maxRecent);
    if (recent.length === 0) return documents;
    const known = new Set(documents.ids);
    const unknown = recent.filter((it) => !known.has(it.document));
    const found = await this.#visibleOf(unknown, hint, asker, signal);
    if (found.length === 0) return documents;
    const more = await documentsOf(db, generation, idsOf(found));
    return {
      ids: [...documents.ids, ...more.ids],
      chunks: documents.chunks + more.chunks,
      words: documents.words + more.words,
    };
  }

  /** Those that the asker may find; Odoo is asked once about each. */
  async #visibleOf(
    records: RecentRecord[],
    { recent }: Hint,
    { odoo }: Asker,
    signal: AbortSignal,
  ): Promise<RecentRecord[]> {
    const stampOf = (it: RecentRecord): string => `${it.document} ${it.indexedAt}`;
    const fresh = records.filter((it) => !recent.has(stampOf(it)));
    if (fresh.length > 0) {
      const visible = await odoo.visible(idsOf(fresh), signal);
      for (const it of fresh) {
        recent.set(stampOf(it), visible[it.resModel]?.includes(it.resId) ?? false);
      }
    }
    return records.filter((it) => recent.get(stampOf(it)));
  }

  async #take(
    db: Queryable,
    generation: number,
    asker: Asker,
    signal: AbortSignal,
  ): Promise<Taken> {
    const key = keyOf(generation, asker);
    for (let shared; (shared = this.#taking.get(key)) !== undefined;) {
      // What was asked with another request ends with it, for that one only.
      const taken = await unlessAborted(shared, signal).catch(() => undefined);
      if (isAborted(signal)) throw new StoppedError();
      if (taken) return taken;
    }
    const taking = take(db, generation, asker, signal);
    this.#taking.set(key, taking);
    try {
      return await taking;
    } finally {
      if (this.#taking.get(key) === taking) this.#taking.delete(key);
    }
  }

  /** All that the asker may find, though many; null where even that is more than Odoo tells. */
  async allDocuments(
    db: Queryable,
    generation: number,
    asker: Asker,
    signal: AbortSignal,
  ): Promise<Documents | null> {
    const takenAt = performance.now();
    const ids = await asker.odoo.allVisible(allRecords, signal);
    if (!ids) return null;
    const documents = await documentsOf(db, generation, ids);
    if (documents.chunks <= manyChunks) {
      const hint = { takenAt, documents, depth: 0, recent: new Map<string, boolean>() };
      this.#keep(keyOf(generation, asker), hint);
    }
    return documents;
  }

  /** Where a search over all begins: 0 unless the asker's last one had to go deeper. */
  depth(generation: number, asker: Asker): number {
    return this.#hints.get(keyOf(generation, asker))?.depth ?? 0;
  }

  keepDepth(generation: number, asker: Asker, depth: number): void {
    const hint = this.#hints.get(keyOf(generation, asker));
    if (hint) hint.depth = depth;
  }

  #keep(key: string, hint: Hint): void {
    this.#hints.delete(key);
    this.#hints.set(key, hint);
    const [oldest] = this.#hints.keys();
    if (this.#hints.size > maxHints && oldest !== undefined) this.#hints.delete(oldest);
  }
}

const keyOf = (generation: number, { uid, companyIds }: Asker): string =>
  [generation, uid, ...companyIds].join(" ");

async function take(
  db: Queryable,
  generation: number,
  { odoo }: Asker,
  signal: AbortSignal,
): Promise<Taken> {
  const takenAt = performance.now();
  const ids = await odoo.allVisible(fewRecords, signal);
  if (!ids) return { takenAt, documents: undefined };
  const documents = await documentsOf(db, generation, ids);
  return { takenAt, documents: documents.chunks > fewChunks ? undefined : documents };
}
