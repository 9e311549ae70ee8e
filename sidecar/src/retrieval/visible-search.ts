import type { Asker, Visibility } from "./visibility.ts";
import { keyOf, search } from "../store/search.ts";
import type { Found, Hit, Limits, Search } from "../store/search.ts";
import type { Queryable } from "../store/transaction.ts";
import { idsOf } from "../store/visible-documents.ts";
import type { Documents } from "../store/visible-documents.ts";

/**
 * Hits taken from each leg of a search over all documents; deeper where too few of them are visible.
 * 1,000 is pgvector's most. Of 100,000 chunks, the first held 0.994 of the ten that fit best where all
 * was visible; the second 0.991 where a half was.
 */
const depths: Limits[] = [
  { words: 80, vectors: 120 },
  { words: 190, vectors: 270 },
  { words: 540, vectors: 1_000 },
];
/** So many visible hits hold the ten that fit best. */
const enough: Limits = { words: 64, vectors: 96 };
/** Where all that is searched is visible. */
const overVisible: Limits = { words: 120, vectors: 120 };

export interface VisibleHits {
  /** See `Found`. */
  mass: number;
  rarities: Found["rarities"];
  /** Those whose record the asker can find. */
  hits: Hit[];
  /** Keys of records that he can find, of hits and of those asked for besides. */
  seen: Set<string>;
  /** Ids that Odoo was asked about. */
  idsChecked: number;
}

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
  const stated = besides.map((it) => ({ ...it, record: keyOf(it) }));
  const asked = new Set<string>();
  const seen = new Set<string>();
  const check = async (
    records: { record: string; resModel: string; resId: number }[],
  ): Promise<void> => {
    const fresh = records.filter(({ record }) => {
      const isFresh = !asked.has(record);
      asked.add(record);
      return isFresh;
    });
    if (fresh.length === 0) return;
    for (const [resModel, ids] of Object.entries(await odoo.visible(idsOf(fresh), signal))) {
      for (const resId of ids) seen.add(keyOf({ resModel, resId }));
    }
  };
  const look = async (
    documents: Documents | null,
    limits: Limits,
  ): Promise<VisibleHits & { share: number; isEnough: boolean }> => {
    const { mass, rarities, hits } = await search(db, { ...sought, documents, limits });
    signal.throwIfAborted();
    await check([...hits, ...stated]);
    const visible = hits.filter((it) => seen.has(it.record));
    const legs = legsOf(hits, limits, (it) => seen.has(it.record));
    return {
      ...{ mass, rarities, hits: visible, seen, idsChecked: asked.size },
      share: Math.min(...legs.map((leg) => leg.visible / Math.max(leg.found, 1))),
      isEnough: legs.every((leg) => leg.isAll || leg.visible >= leg.enough),
    };
  };

  const few = await visibility.documents(db, sought.generation.id, asker, signal);
  if (few) return await look(few, overVisible);
  // Who saw too little of the first hits last time begins where he ended.
  const from = visibility.depth(sought.generation.id, asker);
  let found: VisibleHits | undefined;
  for (const [at, depth] of depths.entries()) {
    if (at < from) continue;
    // Words alone have to find what both would.
    const limits = sought.vector ? depth : { ...depth, words: depth.vectors };
    const { isEnough, share, ...hits } = await look(null, limits);
    found = hits;
    if (!isEnough) continue;
    const would = depths.findIndex((it) => it.vectors * share >= enough.vectors);
    visibility.keepDepth(sought.generation.id, asker, would < 0 ? at : Math.min(would, at));
    return found;
  }
  const all = await visibility.allDocuments(db, sought.generation.id, asker, signal);
  return all || !found ? await look(all, overVisible) : found;
}

/** Of what each leg found, how much is visible, and whether it is all that there was. */
function legsOf(
  hits: Hit[],
  limits: Limits,
  isVisible: (hit: Hit) => boolean,
): { found: number; visible: number; enough: number; isAll: boolean }[] {
  const legs: [keyof Limits, (hit: Hit) => number][] = [
    ["words", (hit) => hit.bm25],
    ["vectors", (hit) => hit.similarity ?? 0],
  ];
  return legs.map(([leg, score]) => {
    const limit = limits[leg];
    const all = hits.filter((hit) => score(hit) > 0).sort((a, b) => score(b) - score(a));
    const found = all.slice(0, limit);
    return {
      found: found.length,
      visible: found.filter(isVisible).length,
      enough: enough[leg],
      isAll: all.length < limit,
    };
  });
}
