import type { OdooSession, Pointer, RenderedRecord } from "../odoo/session.ts";

/** Known to this file alone: nobody else can make a permitted record. */
const permitted = Symbol("permitted");

/** A record as the asker may read it now, said by Odoo. The only text that answers are made from. */
export interface PermittedRecord extends RenderedRecord {
  readonly [permitted]: true;
}

/**
 * Asks Odoo once, as the asker, for the sections pointed at. What comes back is permitted; what does
 * not is as if it didn't exist: nobody is told which, how many, or why.
 */
export async function permit(
  session: OdooSession,
  pointers: Pointer[],
  signal: AbortSignal,
): Promise<PermittedRecord[]> {
  if (pointers.length === 0) return [];
  const rendered = await session.permit(pointers, signal);
  return rendered.map((record) => ({ ...record, [permitted]: true as const }));
}
