import type { Pool } from "pg";

import { chunksOf, claimDocument, deleteChunks, insertChunks } from "../store/documents.ts";
import { growGeneration } from "../store/generations.ts";
import { replaceIdentifiers } from "../store/identifiers.ts";
import { addToTerms, deletePostings, insertPostings } from "../store/postings.ts";
import { inTransaction } from "../store/transaction.ts";
import { recordIdentifiers } from "../text/identifiers.ts";
import type { IdentifyingLine } from "../text/identifiers.ts";
import { chunk } from "./chunk.ts";
import type { Chunk, IndexableSection } from "./chunk.ts";

/** A record as Odoo leased it. Deleted ones have no sections. */
export interface IndexableRecord {
  resModel: string;
  resId: number;
  /** Grows with every change of the record; a lower one than the index holds is refused. */
  version: number;
  /** Of the record's state, as Odoo said it; reconcile compares it. */
  stamp?: string;
  deleted: boolean;
  lang: string;
  name: string;
  sections: (IndexableSection & { lines: IdentifyingLine[] })[];
}

export interface Replacement {
  /** `older`: the index holds a newer version, nothing was done. */
  outcome: "replaced" | "unchanged" | "deleted" | "older";
  /** The document's id; undefined when it is of a newer version. */
  document: string | undefined;
}

/** A record's chunks in every language; none of a deleted one. */
export function chunksIn(record: IndexableRecord, window?: number): Chunk[] {
  if (record.deleted) return [];
  return record.sections.flatMap((section) => chunk(record.name, section, record.lang, window));
}

/**
 * Puts a record into the index in place of what was there, in one transaction. Done twice it
 * changes nothing, so a lease that ran out before its acknowledgement may simply be worked again.
 *
 * @param wanted its chunks: everything costly happens before the transaction opens
 */
export async function replace(
  pool: Pool,
  generation: number,
  record: IndexableRecord,
  wanted: Chunk[] = chunksIn(record),
): Promise<Replacement> {
  const identifiers = record.deleted ? [] : recordIdentifiers(record.name, record.sections);
  const key = { generation, resModel: record.resModel, resId: record.resId };

  return inTransaction(pool, async (client) => {
    const document = await claimDocument(client, key, {
      version: record.version,
      stamp: record.stamp ?? "",
      deleted: record.deleted,
    });
    if (document === undefined) return { outcome: "older", document };

    const stored = await chunksOf(client, document);
    const place = (it: { section: string; lang: string; part: number }): string =>
      `${it.section} ${it.lang} ${it.part}`;
    const wantedAt = new Map(wanted.map((it) => [place(it), it]));
    const gone = stored.filter((it) => wantedAt.get(place(it))?.contentHash !== it.contentHash);
    const goneIds = new Set(gone.map((it) => it.id));
    const keptAt = new Set(stored.filter((it) => !goneIds.has(it.id)).map(place));
    const fresh = [...wantedAt.values()].filter((it) => !keptAt.has(place(it)));

    await replaceIdentifiers(client, generation, document, identifiers);
    if (gone.length === 0 && fresh.length === 0) {
      return { outcome: record.deleted ? "deleted" : "unchanged", document };
    }

    const deltas = new Map<string, number>();
    const count = (term: string, by: number): void => {
      deltas.set(term, (deltas.get(term) ?? 0) + by);
    };
    for (const it of gone) for (const term of it.terms) count(term, -1);
    for (const it of fresh) for (const term of it.counts.keys()) count(term, 1);

    if (gone.length > 0) {
      await deletePostings(
        client,
        generation,
        gone.flatMap((it) => it.terms.map((term) => ({ term, chunk: it.id }))),
      );
      await deleteChunks(client, [...goneIds]);
    }
    if (fresh.length > 0) {
      const ids = await insertChunks(
        client,
        document,
        key,
        fresh.map((it) => ({ ...it, terms: [...it.counts.keys()].sort() })),
      );
      await insertPostings(
        client,
        generation,
        document,
        fresh.flatMap((it, at) =>
          [...it.counts].map(([term, tf]) => ({
            term,
            chunk: ids[at] ?? "",
            tf,
            length: it.length,
          })),
        ),
      );
    }
    await addToTerms(client, generation, deltas);
    await growGeneration(client, generation, {
      chunks: fresh.length - gone.length,
      terms: lengthOf(fresh) - lengthOf(gone),
      languages: [...new Set(fresh.map((it) => it.lang))].sort(),
    });
    return { outcome: record.deleted ? "deleted" : "replaced", document };
  });
}

function lengthOf(chunks: { length: number }[]): number {
  return chunks.reduce((sum, it) => sum + it.length, 0);
}
