import type { OdooSession, Pointer, RenderedRecord } from "../odoo/session.ts";
import { pointersOf } from "./pointers.ts";
import type { Candidate } from "../retrieval/candidates.ts";

/** Known to this file alone: nobody else can make a permitted record. */
const permitted = Symbol("permitted");

/** A record as the asker may read it now, said by Odoo. The only text that answers are made from. */
export interface PermittedRecord extends RenderedRecord {
  readonly [permitted]: true;
}

/** What renders records as one reader may read them. */
export type Permitting = Pick<OdooSession, "permit">;

/**
 * Asks Odoo once, as the asker, for the sections pointed at. What comes back is permitted; what does
 * not is as if it didn't exist: nobody is told which, how many, or why.
 */
export async function permit(
  session: Permitting,
  pointers: Pointer[],
  signal: AbortSignal,
): Promise<PermittedRecord[]> {
  if (pointers.length === 0) return [];
  const rendered = await session.permit(pointers, signal);
  return rendered.map((record) => ({ ...record, [permitted]: true as const }));
}

/** So many records are read, as long as there are candidates that turn out to be permitted. */
const wanted = 12;

/**
 * Permits the best candidates, and the next ones in place of those refused: a short result would mean
 * that there is no more. All have passed the asker's own search, so a second round is rare.
 */
export async function permitRounds(
  session: Permitting,
  candidates: Candidate[],
  signal: AbortSignal,
): Promise<{ records: PermittedRecord[]; read: Candidate[] }> {
  const records: PermittedRecord[] = [];
  const read: Candidate[] = [];
  while (records.length < wanted && read.length < candidates.length) {
    const next = candidates.slice(read.length, read.length + wanted - records.length);
    records.push(...(await permit(session, pointersOf(next, read.length), signal)));
    read.push(...next);
  }
  return { records, read };
}
