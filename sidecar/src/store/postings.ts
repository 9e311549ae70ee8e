import type { Queryable } from "./transaction.ts";

export interface Posting {
  term: string;
  chunk: string;
  tf: number;
  length: number;
}

/** Most occurrences and most words that a posting counts; BM25 has long saturated there. */
const maxTf = 32_767;
export const maxLength = 32_767;

export async function insertPostings(
  db: Queryable,
  generation: number,
  document: string,
  postings: Posting[],
): Promise<void> {
  await db.query(
    `insert into posting (generation, document, term, chunk, tf, length)
     select $1, $2, * from unnest($3::bigint[], $4::bigint[], $5::smallint[], $6::smallint[])`,
    [
      generation,
      document,
      postings.map((posting) => posting.term),
      postings.map((posting) => posting.chunk),
      postings.map((posting) => Math.min(posting.tf, maxTf)),
      postings.map((posting) => Math.min(posting.length, maxLength)),
    ],
  );
}

/** By whole keys: `posting` has no second index by chunk, which would double its size. */
export async function deletePostings(
  db: Queryable,
  generation: number,
  keys: { term: string; chunk: string }[],
): Promise<void> {
  await db.query(
    `delete from posting using unnest($2::bigint[], $3::bigint[]) as gone(term, chunk)
     where posting.generation = $1 and posting.term = gone.term and posting.chunk = gone.chunk`,
    [generation, keys.map((key) => key.term), keys.map((key) => key.chunk)],
  );
}

/**
 * Adds to the number of chunks that each term stands in. All writers lock these rows in the same
 * order, so that they wait for one another instead of meeting in a deadlock.
 */
export async function addToTerms(
  db: Queryable,
  generation: number,
  deltas: Map<string, number>,
): Promise<void> {
  const changed = [...deltas].filter(([, delta]) => delta !== 0);
  await db.query(
    `insert into term (generation, term, df)
     select $1, t.term, t.delta from unnest($2::bigint[], $3::int[]) as t(term, delta)
     order by t.term
     on conflict (generation, term) do update set df = term.df + excluded.df`,
    [generation, changed.map(([term]) => term), changed.map(([, delta]) => delta)],
  );
}
