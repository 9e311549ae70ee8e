import { fuse } from "../../src/retrieval/fuse.ts";
import { readQuestion } from "../../src/question/question.ts";
import { questionTerms } from "../../src/retrieval/terms.ts";
import { rareChunks, thoroughDocuments } from "../../src/store/search.ts";
import type { WeightedTerm } from "../../src/store/search.ts";
import type { Question, Row } from "./collection.ts";
import { language } from "./fill.ts";

const k1 = 1.2;
const b = 0.75;

interface Asked {
  terms: WeightedTerm[];
  vector: Float32Array;
}

/** The best rows for a question and the score of the last of them. */
export interface Best {
  scores: Map<number, number>;
  least: number;
}

/** What stands behind so many others in both legs isn't fused: it can't be among the best ten. */
const fusedRows = 1_000;

/** Scores every row for every question, in memory and without any index: what the search must find. */
export class BruteForce {
  readonly #asked: Asked[];
  /** Rows that hold a term, with its frequency; of the terms asked for. */
  readonly #postings = new Map<string, { at: number; tf: number }[]>();
  readonly #lengths: number[] = [];
  readonly #vectors: Float32Array[] = [];
  #meanLength = 1;

  constructor(rows: Iterable<Row>, questions: Question[]) {
    this.#asked = questions.map(({ text, vector }) => ({
      terms: questionTerms(readQuestion(text, [language, language])),
      vector: asStored(vector),
    }));
    for (const { terms } of this.#asked) for (const { term } of terms) this.#postings.set(term, []);
    for (const { counts, length, vector } of rows) {
      const at = this.#lengths.push(length) - 1;
      this.#vectors.push(asStored(vector));
      for (const [term, tf] of counts) this.#postings.get(term)?.push({ at, tf });
    }
    this.#meanLength = mean(this.#lengths);
  }

  /** The `limit` best rows of each of several sets of ids, all scored by both legs and fused. */
  best(question: number, visible: ReadonlySet<number>[], limit: number): Best[] {
    const { terms, vector } = this.#asked[question] ?? { terms: [], vector: new Float32Array() };
    const similarity = this.#vectors.map((it) => inner(it, vector));
    const common = this.#words(terms);
    return visible.map((ids) => {
      const { bm25, mass } = ids.size <= thoroughDocuments ? this.#words(terms, ids) : common;
      const seen = [...ids].map((id) => ({
        id,
        bm25: bm25[id - 1] ?? 0,
        similarity: similarity[id - 1] ?? 0,
      }));
      const leastWords = nth(Float64Array.from(seen, (it) => it.bm25));
      const leastSimilar = nth(Float64Array.from(seen, (it) => it.similarity));
      const among = seen.filter(
        (it) => it.similarity >= leastSimilar || (it.bm25 > 0 && it.bm25 >= leastWords),
      );
      const fused = fuse(among, mass);
      const ranked = among
        .map(({ id }, at): [number, number] => [id, fused[at] ?? 0])
        .sort(([, left], [, right]) => right - left);
      return {
        scores: new Map(ranked),
        least: ranked[Math.min(limit, ranked.length) - 1]?.[1] ?? 0,
      };
    });
  }

  /** The ids of the rows with the nearest vectors. */
  nearest(question: number, visible: ReadonlySet<number>, limit: number): Set<number> {
    const vector = this.#asked[question]?.vector ?? new Float32Array();
    const ranked = [...visible]
      .map((id): [number, number] => [id, inner(this.#vectors[id - 1] ?? vector, vector)])
      .sort(([, left], [, right]) => right - left);
    return new Set(ranked.slice(0, limit).map(([id]) => id));
  }

  /** Among few, words are as rare as they are there; among all, what few chunks hold is alike. */
  #words(terms: WeightedTerm[], among?: ReadonlySet<number>): { bm25: Float64Array; mass: number } {
    const bm25 = new Float64Array(this.#lengths.length);
    const chunks = among?.size ?? this.#lengths.length;
    const meanLength = among
      ? mean([...among].map((id) => this.#lengths[id - 1] ?? 0))
      : this.#meanLength;
    const rare = among ? 0 : rareChunks;
    const masses = new Map<number, { known: number; unknown: number }>();
    for (const { term, weight, word } of terms) {
      const postings = (this.#postings.get(term) ?? []).filter(
        ({ at }) => among?.has(at + 1) ?? true,
      );
      const df = Math.max(rare, postings.length);
      const idf = weight * Math.log(1 + (chunks - df + 0.5) / (df + 0.5));
      for (const { at, tf } of postings) {
        const norm = k1 * (1 - b + (b * (this.#lengths[at] ?? 0)) / meanLength);
        bm25[at] = (bm25[at] ?? 0) + (idf * tf * (k1 + 1)) / (tf + norm);
      }
      const mass = masses.get(word) ?? { known: Infinity, unknown: 0 };
      if (postings.length > rare) mass.known = Math.min(mass.known, idf);
      mass.unknown = Math.max(mass.unknown, idf);
      masses.set(word, mass);
    }
    const sum = [...masses.values()].reduce(
      (all, { known, unknown }) => all + (known === Infinity ? unknown : known),
      0,
    );
    return { bm25, mass: (k1 + 1) * sum };
  }
}

/** The share of the best rows that were found; one that scores as well as the last of them counts. */
export function recall(found: number[], { scores, least }: Best, limit: number): number {
  const wanted = Math.min(limit, scores.size);
  const good = found.slice(0, limit).filter((id) => (scores.get(id) ?? -1) >= least - 1e-6);
  return wanted === 0 ? 1 : Math.min(1, good.length / wanted);
}

const mean = (values: number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length;

/** The lowest of the best values that are fused. */
function nth(values: Float64Array): number {
  return values.sort()[Math.max(0, values.length - fusedRows)] ?? 0;
}

/** Half precision, as the index keeps it. */
function asStored(vector: Float32Array): Float32Array {
  return Float32Array.from(Float16Array.from(vector));
}

function inner(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}
