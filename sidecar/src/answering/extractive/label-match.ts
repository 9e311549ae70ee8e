import { readFileSync } from "node:fs";

import { asking } from "../../question/closed-class/closed-class.ts";
import type { Part } from "../../question/question.ts";

/** Whole numbers of one byte, row after row; each times `scale` is a weight. */
interface Matrix {
  scale: number;
  /** Base64. */
  bytes: string;
}

/** As `npm run bench -- labels --fit` writes it. */
export interface LabelMatchWeights {
  /** The embedder that it was fitted with; vectors of another one say nothing here. */
  model: string;
  dimensions: number;
  rank: number;
  questionMean: number[];
  labelMean: number[];
  /** Weight of the inner product of the two vectors. */
  cosine: number;
  /** dimensions × rank, of questions and of labels: the inner product of what they make of the two counts. */
  questionMap: Matrix;
  labelMap: Matrix;
  /** How often a label is asked for at all, by its vector. */
  label: number[];
  /** Of the share of the label's words that the question has, and of the question's that the label has. */
  words: [number, number];
  types: string[];
  typeBias: number[];
  /** asks × types. */
  typeAsks: number[][];
  /** dimensions × types. */
  typeMap: Matrix;
}

/** What a question asks for beside its words, in the order of the rows of `typeAsks`. */
export function asksOf({ asks, isPolar }: Pick<Part, "asks" | "isPolar">): number[] {
  const isOpen = asks.size === 0 && !isPolar;
  return [...asking.map((it) => (asks.has(it) ? 1 : 0)), isPolar ? 1 : 0, isOpen ? 1 : 0];
}

/** Odoo's type of a field, people and organisations apart. */
export function valueType(type: string | null, isParty: boolean): string {
  if (type === "many2one") return isParty ? "party" : type;
  return type === "one2many" ? "many2many" : (type ?? "unknown");
}

/** A question as the weights see it. */
export interface MatchedQuestion {
  vector: Float32Array | undefined;
  mapped: Float32Array | undefined;
  /** Logits by type. */
  types: Map<string, number>;
}

export interface MatchedLabel {
  vector: Float32Array | undefined;
  /** See `valueType`. */
  type: string;
  /** Shares of words, see `words`. */
  ofLabel: number;
  ofQuestion: number;
}

/**
 * How well a label fits a question, as a logit among the labels of one record: a bilinear form of their
 * vectors beside what their words and the value's type say. It is fitted on questions about forms of many
 * trades, so it knows no label by heart. Without vectors, words and types are left.
 */
export class LabelMatch {
  readonly model: string;
  readonly #weights: LabelMatchWeights;
  readonly #questionMap: Float32Array;
  readonly #labelMap: Float32Array;
  readonly #typeMap: Float32Array;
  readonly #labels = new WeakMap<Float32Array, { mapped: Float32Array; bias: number }>();

  constructor(weights: LabelMatchWeights) {
    this.model = weights.model;
    this.#weights = weights;
    this.#questionMap = unpacked(weights.questionMap);
    this.#labelMap = unpacked(weights.labelMap);
    this.#typeMap = unpacked(weights.typeMap);
  }

  question(
    vector: Float32Array | undefined,
    part: Pick<Part, "asks" | "isPolar">,
  ): MatchedQuestion {
    const { dimensions, rank, questionMean, types, typeBias, typeAsks } = this.#weights;
    const known = vector?.length === dimensions ? vector : undefined;
    const off = known?.map((it, at) => it - (questionMean[at] ?? 0));
    const asks = asksOf(part);
    const meant = off && product(off, this.#typeMap, types.length);
    return {
      vector: known,
      mapped: off && product(off, this.#questionMap, rank),
      types: new Map(
        types.map((type, at) => [
          type,
          (typeBias[at] ?? 0) +
            asks.reduce((sum, it, row) => sum + it * (typeAsks[row]?.[at] ?? 0), 0) +
            (meant?.[at] ?? 0),
        ]),
      ),
    };
  }

  logit(question: MatchedQuestion, { vector, type, ofLabel, ofQuestion }: MatchedLabel): number {
    const { cosine, words } = this.#weights;
    const said = words[0] * ofLabel + words[1] * ofQuestion;
    const typed = question.types.get(type) ?? question.types.get("unknown") ?? 0;
    if (!question.vector || !question.mapped || vector?.length !== question.vector.length) {
      return said + typed;
    }
    const { mapped, bias } = this.#label(vector);
    const meant = cosine * inner(question.vector, vector) + inner(question.mapped, mapped);
    return said + typed + meant + bias;
  }

  #label(vector: Float32Array): { mapped: Float32Array; bias: number } {
    const known = this.#labels.get(vector);
    if (known) return known;
    const { rank, labelMean, label } = this.#weights;
    const off = vector.map((it, at) => it - (labelMean[at] ?? 0));
    const bias = off.reduce((sum, it, at) => sum + it * (label[at] ?? 0), 0);
    const made = { mapped: product(off, this.#labelMap, rank), bias };
    this.#labels.set(vector, made);
    return made;
  }
}

function unpacked({ scale, bytes }: Matrix): Float32Array {
  const buffer = Buffer.from(bytes, "base64");
  const whole = new Int8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  return Float32Array.from(whole, (it) => it * scale);
}

/** A row vector times a matrix of so many columns. */
function product(row: Float32Array, matrix: Float32Array, columns: number): Float32Array {
  const made = new Float32Array(columns);
  for (let at = 0; at < row.length; at += 1) {
    const weight = row[at] ?? 0;
    const from = at * columns;
    for (let to = 0; to < columns; to += 1) {
      made[to] = (made[to] ?? 0) + weight * (matrix[from + to] ?? 0);
    }
  }
  return made;
}

function inner(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

/** The weights that ship. */
export const labelMatch = new LabelMatch(
  JSON.parse(
    readFileSync(new URL("label-match.json", import.meta.url), "utf8"),
  ) as LabelMatchWeights,
);
