import { countDocuments } from "./documents.ts";
import { countVectors } from "./embeddings.ts";
import { writableGenerations } from "./generations.ts";
import type { Generation } from "./generations.ts";
import type { Queryable } from "./transaction.ts";

/** Records that wait in Odoo. */
interface Waiting {
  edits: number;
  bulk: number;
  /** Their words are in the index, their vectors are to come. */
  vectors: number;
  /** Set aside, for people to look at. */
  dead: number;
}

/** How far a generation is. */
interface Built {
  /** What Odoo knows it by. */
  generation: string;
  /** Every record has been in it once. */
  complete: boolean;
  records: number;
  chunks: number;
  /** Of its chunks; null where it has words only. */
  vectors: number | null;
}

export interface IndexingProgress {
  /** Null before the first record was indexed. */
  answering: Built | null;
  /** Null while nothing is built beside it. */
  building: (Built & { etaSeconds: number | null }) | null;
  /** As the process that indexes was told last, at an ISO time; null before that. */
  waiting: (Waiting & { at: string }) | null;
}

/** Notes what waits, for processes that don't index. */
export async function noteWaiting(
  db: Queryable,
  { edits, bulk, vectors, dead }: Waiting,
  etaSeconds: number | null,
): Promise<void> {
  await db.query(
    `insert into indexing (edits, bulk, vectors, dead, eta_seconds, at)
     values ($1, $2, $3, $4, $5, now())
     on conflict (one) do update set edits = excluded.edits, bulk = excluded.bulk,
       vectors = excluded.vectors, dead = excluded.dead, eta_seconds = excluded.eta_seconds,
       at = excluded.at`,
    [edits, bulk, vectors, dead, etaSeconds],
  );
}

/** How far indexing is, in whatever process. */
export async function indexingProgress(db: Queryable): Promise<IndexingProgress> {
  const generations = await writableGenerations(db);
  const current = generations.find(({ status }) => status === "current");
  const next = generations.findLast(({ status }) => status === "building");
  const found = await db.query<Waiting & { etaSeconds: number | null; at: Date }>(
    `select edits, bulk, vectors, dead, eta_seconds as "etaSeconds", at from indexing`,
  );
  const noted = found.rows[0];
  const { etaSeconds = null, at, ...waiting } = noted ?? {};
  return {
    answering: current ? await built(db, current) : null,
    building: next ? { ...(await built(db, next)), etaSeconds } : null,
    waiting: at ? { ...(waiting as Waiting), at: at.toISOString() } : null,
  };
}

async function built(
  db: Queryable,
  { id, key, complete, chunks, model }: Generation,
): Promise<Built> {
  const counts = Object.values(await countDocuments(db, id));
  return {
    ...{ generation: key, complete, chunks },
    records: counts.reduce((sum, count) => sum + count, 0),
    vectors: model === null ? null : await countVectors(db, id),
  };
}
