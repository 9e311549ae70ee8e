import type { Pool } from "pg";

import { countDocuments, documentStamps } from "../store/documents.ts";
import type { Outbox, Reconciled } from "./outbox.ts";

/** Ids and stamps only: a page is a few tens of kilobytes. */
const pageSize = 1_000;

/**
 * Compares what Odoo has of each model with what a generation holds, and queues whatever differs:
 * missing, changed, or there though Odoo has it no more. A removal is queued too, so that it carries
 * a version of Odoo's own and can't undo what happens meanwhile.
 *
 * @param resModels undefined for all: Odoo's sources, and whatever else the index holds
 * @returns what was mended
 */
export async function reconcile(
  { pool, outbox }: { pool: Pool; outbox: Outbox },
  generation: number,
  resModels: string[] | undefined,
  signal: AbortSignal,
): Promise<Reconciled> {
  const mended = { missing: 0, extra: 0, changed: 0 };
  for (const resModel of resModels ?? (await allModels(pool, outbox, generation, signal))) {
    let after = 0;
    for (let more = true; more;) {
      signal.throwIfAborted();
      // The index first: what it holds was committed in Odoo before, so Odoo's page, read after,
      // lacks it only when it is gone.
      const held = await documentStamps(pool, generation, resModel, after, pageSize);
      const page = await outbox.inventory({ resModel, after, limit: pageSize }, signal);
      const ends = [
        held.length === pageSize ? held.at(-1)?.resId : undefined,
        page.more ? page.records.at(-1)?.[0] : undefined,
      ].filter((it) => it !== undefined);
      more = ends.length > 0;
      const upTo = Math.min(Infinity, ...ends);

      const stamps = new Map(
        held.filter((it) => it.resId <= upTo).map((it) => [it.resId, it.stamp]),
      );
      const differing: number[] = [];
      for (const [resId, stamp] of page.records.filter(([resId]) => resId <= upTo)) {
        const known = stamps.get(resId);
        stamps.delete(resId);
        if (known === stamp) continue;
        mended[known === undefined ? "missing" : "changed"] += 1;
        differing.push(resId);
      }
      mended.extra += stamps.size;
      differing.push(...stamps.keys());
      if (differing.length > 0) {
        await outbox.requeue(
          differing.map((resId) => ({ resModel, resId })),
          signal,
        );
      }
      after = upTo;
    }
  }
  return { at: new Date().toISOString(), ...mended };
}

async function allModels(
  pool: Pool,
  outbox: Outbox,
  generation: number,
  signal: AbortSignal,
): Promise<string[]> {
  const { sources } = await outbox.settings(signal);
  const held = Object.keys(await countDocuments(pool, generation));
  return [...new Set([...sources.map((source) => source.resModel), ...held])];
}
