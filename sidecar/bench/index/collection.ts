import { chunk } from "../../src/indexing/chunk.ts";
import { readSet } from "../corpus.ts";
import { random } from "./random.ts";

const seed = 4;
/** So much of the difference of two random passages moves a vector off its own passage. */
const shift = 0.55;

interface Half {
  text: string;
  counts: Map<string, number>;
  length: number;
}

/** One chunk of the collection: record `resId` with one section. */
export interface Row {
  resId: number;
  /** The article that its text begins with. */
  topic: number;
  /** For the baseline; the index is given `counts`. */
  text: string;
  counts: Map<string, number>;
  length: number;
  vector: Float32Array;
}

export interface Question {
  text: string;
  vector: Float32Array;
}

/** What the benches search: real passages, and as many recombined ones as a size asks for. */
export interface Collection {
  topics: number;
  /** The set's own questions with their vectors, spread over all articles. */
  questions(limit: number): Question[];
  rows(size: number): Generator<Row>;
}

/**
 * The collection of the issue: the passages of squad2-large, then synthetic rows. A synthetic vector
 * is a passage's plus 0.55 of the difference of two others, normalised; a synthetic text is the first
 * half of one passage and the second half of another. Halves go through the real chunker once each.
 */
export function readCollection(): Collection {
  const { corpus: passages, corpusVectors, queries, queryVectors } = readSet("squad2-large");
  const titles = [...new Set(passages.map((it) => it.title))];
  const topicOf = new Map(titles.map((title, at) => [title, at]));
  const names = titles.map((title) => termsOf(title));
  const halves = passages.map(({ text }): [Half, Half] => {
    const middle = text.indexOf(" ", text.length / 2);
    const border = middle === -1 ? text.length : middle;
    return [termsOf(text.slice(0, border)), termsOf(text.slice(border))];
  });

  const row = (resId: number, first: number, second: number, vector: Float32Array): Row => {
    const topic = topicOf.get(passages[first]?.title ?? "") ?? 0;
    const parts = [names[topic], halves[first]?.[0], halves[second]?.[1]];
    const counts = new Map<string, number>();
    let length = 0;
    for (const part of parts) {
      if (!part) continue;
      for (const [term, count] of part.counts) counts.set(term, (counts.get(term) ?? 0) + count);
      length += part.length;
    }
    const text = parts.map((part) => part?.text ?? "").join(" ");
    return { resId, topic, text, counts, length, vector };
  };

  return {
    topics: titles.length,
    questions(limit) {
      const step = queries.length / limit;
      return Array.from({ length: limit }, (_, at) => {
        const place = Math.floor(at * step);
        return { text: queries[place]?.text ?? "", vector: queryVectors.at(place) };
      });
    },
    *rows(size) {
      const draw = random(seed);
      const any = (): number => Math.floor(draw() * passages.length);
      for (let at = 0; at < Math.min(size, passages.length); at += 1) {
        yield row(at + 1, at, at, corpusVectors.at(at));
      }
      for (let at = passages.length; at < size; at += 1) {
        const first = any();
        const vector = moved(
          corpusVectors.at(first),
          corpusVectors.at(any()),
          corpusVectors.at(any()),
        );
        yield row(at + 1, first, any(), vector);
      }
    },
  };
}

function termsOf(text: string): Half {
  const section = { section: "fields", kind: "fields", date: null, lines: [{ text }] };
  const counts = new Map<string, number>();
  let length = 0;
  for (const part of chunk("", section, "en_US")) {
    for (const [term, count] of part.counts) counts.set(term, (counts.get(term) ?? 0) + count);
    length += part.length;
  }
  return { text, counts, length };
}

function moved(from: Float32Array, to: Float32Array, away: Float32Array): Float32Array {
  const vector = from.map((value, at) => value + shift * ((to[at] ?? 0) - (away[at] ?? 0)));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
