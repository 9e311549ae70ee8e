import { indexedVector, vectorLiteral } from "./embeddings.ts";
import type { Vector } from "./embeddings.ts";
import type { Queryable } from "./transaction.ts";
import type { Documents } from "./visible-documents.ts";

/**
 * BM25's usual constants (Robertson and Zaragoza 2009): k1 = 1.2 saturates repeated words, b = 0.75
 * discounts long chunks. IDF as in Lucene, ln(1 + (N - df + 0.5) / (df + 0.5)), never negative.
 */
export const k1 = 1.2;
const b = 0.75;

/** A term of the question; `weight` 1 is a plain word. */
export interface WeightedTerm {
  term: string;
  weight: number;
  /** Number of the word that it is a form of: several forms of one are one word that is known or not. */
  word: number;
}

export interface Search {
  generation: { id: number; dimensions: number | null };
  terms: WeightedTerm[];
  /** The question's; null where it has none: then words alone are searched. */
  vector: Vector | null;
  /**
   * Documents to search, exactly; null for all, approximately. Exact costs by the number of documents,
   * so it is for those who see few.
   */
  documents: Documents | null;
  /** Chunks taken from each leg at most. */
  limits: Limits;
}

export interface Limits {
  words: number;
  vectors: number;
}

/** A chunk that either leg found, with what both say of it. */
export interface Hit {
  chunk: string;
  document: number;
  resModel: string;
  resId: number;
  /** `keyOf` these two. */
  record: string;
  section: string;
  /** Exact, 0 where it has none of the words. */
  bm25: number;
  /** Inner product with the question's vector; null where one of the two has no vector. */
  similarity: number | null;
}

export interface Found {
  /**
   * BM25 that a chunk full of all the question's words would come near; a word that no chunk holds
   * counts as the rarest.
   */
  mass: number;
  /** IDF of each word of the question, by its number, as far as there are any hits. */
  rarities: Map<number, number>;
  /** In no order: `fuse` makes one. */
  hits: Hit[];
}

/**
 * Postings read at most to find candidates, from the rarest term on, which is read whatever it has.
 * The terms left are so frequent that they only tell candidates apart, and are looked up for these.
 */
const postingsRead = 8_000;
/** The next term is read, however frequent, while those before it have fewer postings than this. */
const fewPostings = 50;
/**
 * Among so few documents all postings are read, and how rare words are is reckoned from these documents
 * alone: what is found is exactly what fits best, and no other document moves a score.
 */
export const thoroughDocuments = 5_000;
/**
 * Among more, how rare words are is taken from the whole index, and all that stand in fewer chunks than
 * this count as equally rare, as those that stand in none: or a score would tell whoever asks for a
 * word whether it stands in a document that he may not see.
 */
export const rareChunks = 5;
/** Of a small index, where five chunks would be many. */
const rareShare = 1 / 2_000;

/** BM25 of posting `p` for term `a`. */
const bm25 = `a.idf * p.tf * ${k1 + 1}::float8
  / (p.tf + ${k1}::float8 * (${1 - b}::float8 + ${b}::float8 * p.length / a.mean_length))`;

/** BM25 of chunk `c` for those of the terms `a` that were not read to find it. */
const lookedUp = (generation: number, which: string): string => `coalesce((
      select sum(${bm25})
      from asked a join posting p on p.generation = ${generation} and p.term = a.term and p.chunk = c.id
      where ${which}
    ), 0)`;

/** Similarity of chunk `c`: looked up where the vectors' leg of `found` hasn't it. */
const similarityOf = (found: string, dimensions: number | undefined, vector: string): string =>
  dimensions === undefined
    ? "null::float8"
    : `coalesce(${found}.similarity, (
      select -(e.vector <#> ${vector}::halfvec) from embedding e where e.chunk = c.id
    ))`;

interface Form {
  generation: number;
  /** Undefined without a question vector. */
  dimensions: number | undefined;
  /** Whether documents are given. */
  exact: boolean;
  /** Whether all postings are read; among documents given only. */
  thorough: boolean;
  limits: Limits;
}

/**
 * The statement of `search`. Exported so that a test can read its plan. Generation, dimensions and
 * limits are written into it: a partial index and a limit are planned for before parameters are known.
 * The question's terms are selected, so that the planner can't count them: for a known number of them
 * it made a plan of its own with each question, of 100,000 chunks the same one, in 0.7 of 10 ms.
 */
export function searchStatement(form: Form): string {
  const { generation, exact, thorough } = form;
  const g = Math.trunc(generation);
  return `
  with form as materialized (
    select * from unnest((select $1::bigint[]), (select $2::float8[]), (select $3::int[]))
      as q(term, weight, word)
  ), ${thorough ? ownFrequencies(g) : commonFrequencies(g)},
  weighted as materialized (
    select q.term, q.word, coalesce(f.df, 0) as df, c.mean_length, c.rare,
      q.weight * ln(1 + (c.chunks - r.df + 0.5) / (r.df + 0.5)) as idf
    from form q
    cross join collection c
    left join frequency f using (term)
    cross join lateral (select least(greatest(coalesce(f.df, 0), c.rare), c.chunks) as df) r
  ), asked as materialized (
    select term, idf, mean_length,
      ${thorough} or sum(df) over rarest_first <= ${postingsRead}
        or sum(df) over rarest_first - df < ${fewPostings} as is_read
    from weighted where df > 0 window rarest_first as (order by df, term)
  ), question as materialized (
    select ${k1 + 1}::float8 * sum(known.idf) as mass, array_agg(known.idf order by known.word) as rarities
    from (
      select word, coalesce(min(idf) filter (where df > rare), max(idf)) as idf from weighted group by word
    ) known
  ), ${exact ? exactly(form) : approximately(form)}`;
}

/** Of posting `p`, where documents are given. */
const isVisible = "(p.document in (select unnest($4::int[]))) is true";

/** Of the asker's own documents. */
const ownFrequencies = (generation: number): string => `collection as materialized (
    select $5::float8 as chunks, $6::float8 as mean_length, 0::float8 as rare
  ), posted as materialized (
    select p.term, p.chunk, p.tf, p.length
    from form join posting p on p.generation = ${generation} and p.term = form.term
    where ${isVisible}
  ), frequency as materialized (select term, count(*) as df from posted group by term)`;

/** Of all documents. */
const commonFrequencies = (generation: number): string => `collection as materialized (
    select chunks::float8 as chunks, greatest(terms::float8 / greatest(chunks, 1), 1) as mean_length,
      least(${rareChunks}, chunks * ${rareShare}::float8) as rare
    from generation where id = ${generation}
  ), frequency as materialized (
    select t.term, t.df from form join term t on t.generation = ${generation} and t.term = form.term
  )`;

/**
 * Among all documents. Both legs are cross-scored: what one leg found gets the exact score of the
 * other too, so that what HNSW missed and words found is ranked as if it had been found by both. Terms
 * that were read to find a chunk by its words are scored already.
 */
function approximately({ generation: g, dimensions, limits }: Form): string {
  // Of what the index looks at, the last are the least sure to be the nearest: as many taken as looked
  // at held 0.990 of the ten that fit best, of 100,000 chunks.
  const breadth = Math.min(1_000, Math.ceil(limits.vectors * 1.6));
  const near =
    dimensions === undefined
      ? nothingNear
      : `select n.chunk, n.similarity
    -- Read before the scan begins, and gone with this statement.
    from (select set_config('hnsw.ef_search', '${breadth}', true) as is_set) s
    cross join lateral (
      select e.chunk, -(e.vector <#> $4::halfvec) as similarity
      from embedding e where e.generation = ${g} and s.is_set is not null
      order by ${indexedVector(dimensions)} <#> $4::halfvec limit ${limits.vectors}
    ) n`;
  return `worded as materialized (
    select p.chunk, sum(${bm25}) as bm25
    from asked a join posting p on p.generation = ${g} and p.term = a.term
    where a.is_read
    group by p.chunk
    order by 2 desc, p.chunk
    limit ${limits.words}
  ), near as materialized (
    ${near}
  ), candidate as materialized (
    select chunk, worded.bm25, near.similarity from worded full join near using (chunk)
    limit ${limits.words + limits.vectors}
  )
  select c.id::text as chunk, c.document, c.res_model as "resModel", c.res_id as "resId",
    c.res_model || ' ' || c.res_id as record, c.section,
    coalesce(candidate.bm25, 0)
      + ${lookedUp(g, "not a.is_read or candidate.bm25 is null")} as bm25,
    ${similarityOf("candidate", dimensions, "$4")} as similarity, ${once}
  from candidate
  join chunk c on c.id = candidate.chunk
  cross join question`;
}

/** What all hits share stands in the first: parsed with each of two hundred, it took a millisecond. */
const once = `case when row_number() over () = 1 then question.mass end as mass,
    case when row_number() over () = 1 then question.rarities end as rarities`;

const nothingNear = "select null::bigint as chunk, null::float8 as similarity where false";

/**
 * Among the documents given: every one of them is scored by both legs, but for terms that are not read
 * where the documents are many; these are looked up for the candidates, as are similarities of what
 * only words found: to keep all of them for that took a fifth of the time. The planner can't know how
 * many the documents are, so the form of the statement says how to read them: `offset 0` by the index,
 * `is true` by one hash table, the last limit by primary keys. `= any($4)` took 4 ms to plan for 10,000
 * ids and, planned once for all questions, compared every row with every id: 600 ms.
 */
function exactly({ generation: g, dimensions, thorough, limits }: Form): string {
  const vector = thorough ? "$7" : "$5";
  const near =
    dimensions === undefined
      ? nothingNear
      : `select e.chunk, -(e.vector <#> ${vector}::halfvec) as similarity
    from (select unnest($4::int[]) as document offset 0) v cross join lateral (
      select chunk, vector from embedding
      where generation = ${g} and document = v.document offset 0
    ) e
    order by 2 desc, 1
    limit ${limits.vectors}`;
  const posted = thorough
    ? "posted p using (term)"
    : `posting p on p.generation = ${g} and p.term = a.term
    where a.is_read and ${isVisible}`;
  return `worded as materialized (
    select p.chunk, sum(${bm25}) as bm25 from asked a join ${posted}
    group by p.chunk
  ), near as materialized (
    ${near}
  ), candidate as materialized (
    (select chunk from worded order by bm25 desc, chunk limit ${limits.words})
    union
    (select chunk from near)
  ), scored as materialized (
    select candidate.chunk, coalesce(worded.bm25, 0) as bm25, near.similarity
    from candidate left join worded using (chunk) left join near using (chunk)
    limit ${limits.words + limits.vectors}
  )
  select c.id::text as chunk, c.document, c.res_model as "resModel", c.res_id as "resId",
    c.res_model || ' ' || c.res_id as record, c.section,
    scored.bm25${thorough ? "" : ` + ${lookedUp(g, "not a.is_read")}`} as bm25,
    ${similarityOf("scored", dimensions, vector)} as similarity, ${once}
  from scored join chunk c on c.id = scored.chunk
  cross join question`;
}

/** An asker's documents go with each of his questions: thousands of ids, written out once. */
const encoded = new WeakMap<readonly number[], Buffer>();

/** `int4[]` in PostgreSQL's binary form (array_recv): five words of head, then length and value of each. */
function encode(ids: readonly number[]): Buffer {
  const known = encoded.get(ids);
  if (known) return known;
  const int4 = 23;
  const words = [1, 0, int4, ids.length, 1, ...ids.flatMap((id) => [4, id])];
  const array = Buffer.alloc(4 * words.length);
  for (const [at, word] of words.entries()) array.writeInt32BE(word, 4 * at);
  encoded.set(ids, array);
  return array;
}

/** A record's key, in whatever it is looked up. */
export const keyOf = (it: { resModel: string; resId: number }): string =>
  `${it.resModel} ${it.resId}`;

/** The chunks that words or vectors find, each with the scores of both legs. */
export async function search(
  db: Queryable,
  { generation, terms, vector, documents, limits }: Search,
): Promise<Found> {
  const dimensions = vector ? (generation.dimensions ?? undefined) : undefined;
  const exact = documents !== null;
  if (documents?.ids.length === 0 || (terms.length === 0 && dimensions === undefined)) {
    return { mass: 0, rarities: new Map(), hits: [] };
  }
  const thorough = exact && documents.ids.length <= thoroughDocuments;
  const text = searchStatement({ generation: generation.id, dimensions, exact, thorough, limits });
  // Prepared once a connection: planning cost 1 to 2 ms of 12.
  const form = [generation.id, dimensions ?? 0, exact, thorough, limits.words, limits.vectors];
  const values = [
    terms.map((it) => it.term),
    terms.map((it) => it.weight),
    terms.map((it) => it.word),
    ...(exact ? [encode(documents.ids)] : []),
    ...(thorough
      ? [documents.chunks, Math.max(documents.words / Math.max(documents.chunks, 1), 1)]
      : []),
    ...(vector && dimensions !== undefined ? [vectorLiteral(vector)] : []),
  ];
  // The first row bears the question's mass and rarities, which are null for one without words.
  const found = await db.query<Hit & { mass: number | null; rarities: number[] | null }>({
    name: `search ${form.join(" ")}`,
    text,
    values,
  });
  const [first] = found.rows;
  const numbers = [...new Set(terms.map((it) => it.word))].sort((left, right) => left - right);
  const rarities = new Map((first?.rarities ?? []).map((idf, at) => [numbers[at] ?? -1, idf]));
  return { mass: first?.mass ?? 0, rarities, hits: found.rows };
}
