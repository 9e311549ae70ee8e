import type { Asker, Visibility } from "./visibility.ts";
import { search } from "../store/search.ts";
import type { Hit, Limits, Search } from "../store/search.ts";
import type { Queryable } from "../store/transaction.ts";
import type { Ids } from "../store/visible-documents.ts";

/** Over all documents; deeper where too little of it is visible. 1,000 is pgvector's most. */
const overAll: Limits = { words: 200, vectors: 200 };
const deeper: Limits = { words: 700, vectors: 1_000 };
const overVisible: Limits = { words: 200, vectors: 200 };
/**
 * So many visible hits of each leg hold the ten that fit best. Of both together, 60 held 0.86 to 0.97
 * of them: one leg may find what is visible while the other finds little but what is not.
 */
const enough = 70;

export interface VisibleHits {
  /** See `Found`. */
  mass: number;
  /** Those whose record the asker can find. */
  hits: Hit[];
  /** Keys of records that he can find, of hits and of those asked for besides. */
  seen: Set<string>;
  /** Ids that Odoo was asked about. */
  idsChecked: number;
}

export const keyOf = (it: { resModel: string; resId: number }): string =>
  `${it.resModel} ${it.resId}`;

/**
 * Searches where the asker may find something: exactly over his documents where they are few, else
 * over all and deeper until enough of the hits are his. Every hit is checked by Odoo, as the asker,
 * whatever the hint said.
 *
 * @param besides records that are candidates without a search, to be checked in the same call
 */
export async function searchVisible(
  db: Queryable,
  sought: Omit<Search, "documents" | "limits">,
  besides: { resModel: string; resId: number }[],
  asker: Asker & { visibility: Visibility },
  signal: AbortSignal,
): Promise<VisibleHits> {
  const { odoo, visibility } = asker;
  const asked = new Set<string>();
  const seen = new Set<string>();
  const check = async (records: { resModel: string; resId: number }[]): Promise<void> => {
    const fresh = records.filter((it) => !asked.has(keyOf(it)));
    for (const it of fresh) asked.add(keyOf(it));
    if (fresh.length === 0) return;
    for (const [resModel, ids] of Object.entries(await odoo.visible(idsOf(fresh), signal))) {
      for (const resId of ids) seen.add(keyOf({ resModel, resId }));
    }
  };
  const look = async (
    documents: number[] | null,
    limits: Limits,
  ): Promise<VisibleHits & { isEnough: boolean }> => {
    const { mass, hits } = await search(db, { ...sought, documents, limits });
    signal.throwIfAborted();
    await check([...hits, ...besides]);
    const visible = hits.filter((it) => seen.has(keyOf(it)));
    const isEnough = holdsEnough(hits, limits, (it) => seen.has(keyOf(it)));
    return { mass, hits: visible, seen, idsChecked: asked.size, isEnough };
  };

  const few = await visibility.documents(db, sought.generation.id, asker, signal);
  if (few) {
    const found = await look([...few.documents, ...few.recent], overVisible);
    // What was indexed just now is searched unseen and may have crowded the visible out.
    const crowded = few.recent.length > 0 && !found.isEnough;
    return crowded ? await look(few.documents, overVisible) : found;
  }
  let found = await look(null, overAll);
  if (found.isEnough) return found;
  found = await look(null, deeper);
  if (found.isEnough) return found;
  const all = await visibility.allDocuments(db, sought.generation.id, asker, signal);
  return all ? await look(all, overVisible) : found;
}

/** Whether enough of what each leg found is visible; a leg that found all there was has enough. */
function holdsEnough(hits: Hit[], limits: Limits, isVisible: (hit: Hit) => boolean): boolean {
  const legs: [number, (hit: Hit) => number][] = [
    [limits.words, (hit) => hit.bm25],
    [limits.vectors, (hit) => hit.similarity ?? 0],
  ];
  return legs.every(([limit, score]) => {
    const found = hits.filter((hit) => score(hit) > 0).sort((a, b) => score(b) - score(a));
    if (found.length < limit) return true;
    return found.slice(0, limit).filter(isVisible).length >= enough;
  });
}

/** Ids by model, each once, ascending. */
function idsOf(records: { resModel: string; resId: number }[]): Ids {
  const ids: Record<string, Set<number>> = {};
  for (const { resModel, resId } of records) (ids[resModel] ??= new Set()).add(resId);
  return Object.fromEntries(
    Object.entries(ids).map(([model, set]) => [model, [...set].sort((a, b) => a - b)]),
  );
}
