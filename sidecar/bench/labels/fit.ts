/* eslint-disable @typescript-eslint/no-non-null-assertion -- places are below the lengths of the arrays; millions are read */
import { asksOf } from "../../src/answering/extractive/label-match.ts";
import type { LabelMatchWeights } from "../../src/answering/extractive/label-match.ts";
import type { Part } from "../../src/question/question.ts";

/** A question with what it was answered by. */
export interface Lesson {
  vector: Float32Array;
  part: Pick<Part, "asks" | "isPolar">;
  group: Group;
  /** Places in the group's labels. */
  right: number[];
}

/** The labels of one form. */
export interface Group {
  types: string[];
  /** By language; labels of another language than the question's are met too. */
  languages: { vectors: Float32Array[]; words: (lesson: Lesson, at: number) => [number, number] }[];
}

const rank = 160;
const steps = 5_000;
const rate = 3e-3;
const groupsAtOnce = 4;
const lessonsOfGroup = 32;
const labelsOfGroup = 72;
/** Share of the lessons whose labels are in another language than the question. */
const crossed = 0.2;
/** Deviation of what is added to each number of a question's vector: it keeps the fit from learning lessons by heart. */
const noise = 0.04;
/** Vectors of one embedder lie close together: this spreads their differences to about 1. */
const spread = 5.5;
const decay = { maps: 3e-4, label: 1e-3, types: 3e-4, asks: 3e-5 };

/** Parameters with what Adam (Kingma and Ba 2015) keeps of their gradients. */
class Parameters {
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  readonly #decay: number;

  constructor(size: number, weightDecay: number, initial: () => number = () => 0) {
    this.values = Float32Array.from({ length: size }, initial);
    this.gradient = new Float32Array(size);
    this.#mean = new Float32Array(size);
    this.#square = new Float32Array(size);
    this.#decay = weightDecay;
  }

  step(at: number, length: number): void {
    const { values, gradient } = this;
    const mean = this.#mean;
    const square = this.#square;
    const first = 1 - 0.9 ** at;
    const second = 1 - 0.999 ** at;
    for (let it = 0; it < values.length; it += 1) {
      const slope = gradient[it]! + 2 * this.#decay * values[it]!;
      mean[it] = 0.9 * mean[it]! + 0.1 * slope;
      square[it] = 0.999 * square[it]! + 0.001 * slope * slope;
      values[it]! -= (length * (mean[it]! / first)) / (Math.sqrt(square[it]! / second) + 1e-8);
    }
    gradient.fill(0);
  }
}

/**
 * Fits `LabelMatch`: multinomial logistic regression over the labels of a form, whose logits are bilinear in
 * the vectors of question and label (as in Rendle et al. 2012), with noise and weight decay, by Adam over
 * batches of a few forms.
 */
export function fitLabelMatch(
  lessons: Lesson[],
  model: string,
  random: () => number,
  told: (step: number, loss: number) => void,
): LabelMatchWeights {
  const dimensions = lessons[0]?.vector.length ?? 0;
  const groups = [...Map.groupBy(lessons, (it) => it.group)];
  const types = [...new Set(groups.flatMap(([group]) => group.types))].sort();
  const askCount = asksOf({ asks: new Set(), isPolar: false }).length;
  const questionMean = meanOf(lessons.map((it) => it.vector));
  const labelMean = meanOf(
    groups.flatMap(([it]) => it.languages.flatMap(({ vectors }) => vectors)),
  );
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

  const cosine = new Parameters(1, 0, () => 30);
  const questionMap = new Parameters(dimensions * rank, decay.maps, () => 0.05 * normal());
  const labelMap = new Parameters(dimensions * rank, decay.maps);
  const label = new Parameters(dimensions, decay.label);
  const words = new Parameters(2, 0);
  const typeBias = new Parameters(types.length, 0);
  const typeAsks = new Parameters(askCount * types.length, decay.asks);
  const typeMap = new Parameters(dimensions * types.length, decay.types);
  const all = [cosine, questionMap, labelMap, label, words, typeBias, typeAsks, typeMap];
  const cumulative: number[] = [];
  for (const [, its] of groups) cumulative.push((cumulative.at(-1) ?? 0) + its.length);
  const anyGroup = (): (typeof groups)[number] => {
    const drawn = random() * (cumulative.at(-1) ?? 0);
    return groups[cumulative.findIndex((it) => it > drawn)]!;
  };

  let loss = 0;
  for (let step = 1; step <= steps; step += 1) {
    const size = groupsAtOnce * lessonsOfGroup;
    for (let each = 0; each < groupsAtOnce; each += 1) {
      const [group, its] = anyGroup();
      const some = Array.from(
        { length: lessonsOfGroup },
        () => its[Math.floor(random() * its.length)]!,
      );
      loss += addGroup(group, some) / size;
    }
    const length = 0.5 * rate * (1 + Math.cos((Math.PI * step) / steps));
    for (const it of all) it.step(step, length);
    if (step % 250 === 0) {
      told(step, loss / 250);
      loss = 0;
    }
  }

  /** Adds the gradient of these lessons. @returns the sum of their losses */
  function addGroup(group: Group, some: Lesson[]): number {
    const [own, ...others] = group.languages;
    const other = others[Math.floor(random() * others.length)];
    const { vectors, words: wordsOf } = (random() < crossed ? other : own) ?? own!;
    const places = placesFor(some, vectors.length);
    const share = 1 / (groupsAtOnce * lessonsOfGroup);
    const labels = places.map((at) =>
      vectors[at]!.map((it, number) => (it - labelMean[number]!) * spread),
    );
    const mapped = labels.map((it) => product(it, labelMap.values, rank));
    const biases = labels.map((it) => inner(it, label.values) * spread);
    const mappedSlopes = labels.map(() => new Float32Array(rank));
    const labelSlopes = new Float64Array(labels.length);
    const typeOf = places.map((at) => types.indexOf(group.types[at]!));
    let sum = 0;
    for (const lesson of some) {
      const { vector } = lesson;
      const off = vector.map((it, at) => (it + noise * normal() - questionMean[at]!) * spread);
      const asked = product(off, questionMap.values, rank);
      const meant = product(off, typeMap.values, types.length);
      const asks = asksOf(lesson.part);
      const byType = types.map((_, type) => {
        let logit = typeBias.values[type]! + meant[type]! * spread;
        for (let row = 0; row < askCount; row += 1) {
          logit += asks[row]! * typeAsks.values[row * types.length + type]!;
        }
        return logit;
      });
      const shares = places.map((at) => wordsOf(lesson, at));
      const cosines = places.map((at) => inner(vector, vectors[at]!));
      const logits = places.map((_, place) => {
        const [ofLabel, ofQuestion] = shares[place]!;
        return (
          cosine.values[0]! * cosines[place]! +
          inner(asked, mapped[place]!) +
          biases[place]! +
          words.values[0]! * ofLabel +
          words.values[1]! * ofQuestion +
          byType[typeOf[place]!]!
        );
      });
      const isRight = places.map((at) => lesson.right.includes(at));
      const { slopes, loss: its } = slopesOf(logits, isRight);
      sum += its;
      const askedSlope = new Float32Array(rank);
      const typeSlope = new Float32Array(types.length);
      for (const [place, slope] of slopes.entries()) {
        const part = slope * share;
        if (Math.abs(part) < 1e-9) continue;
        const [ofLabel, ofQuestion] = shares[place]!;
        cosine.gradient[0]! += part * cosines[place]!;
        words.gradient[0]! += part * ofLabel;
        words.gradient[1]! += part * ofQuestion;
        labelSlopes[place]! += part;
        typeSlope[typeOf[place]!]! += part;
        const own = mapped[place]!;
        const its = mappedSlopes[place]!;
        for (let at = 0; at < rank; at += 1) {
          askedSlope[at]! += part * own[at]!;
          its[at]! += part * asked[at]!;
        }
      }
      addOuter(questionMap.gradient, off, askedSlope);
      for (let type = 0; type < types.length; type += 1) {
        const slope = typeSlope[type]!;
        typeBias.gradient[type]! += slope;
        for (let row = 0; row < askCount; row += 1) {
          typeAsks.gradient[row * types.length + type]! += slope * asks[row]!;
        }
        typeSlope[type] = slope * spread;
      }
      addOuter(typeMap.gradient, off, typeSlope);
    }
    for (const [place, it] of labels.entries()) {
      addOuter(labelMap.gradient, it, mappedSlopes[place]!);
      for (let at = 0; at < dimensions; at += 1) {
        label.gradient[at]! += labelSlopes[place]! * it[at]! * spread;
      }
    }
    return sum;
  }

  /** Those that answer the lessons, and as many others as there is room for. */
  function placesFor(some: Lesson[], count: number): number[] {
    const right = new Set(some.flatMap((it) => it.right));
    const others = Array.from({ length: count }, (_, at) => at).filter((it) => !right.has(it));
    for (let at = others.length - 1; at > 0; at -= 1) {
      const to = Math.floor(random() * (at + 1));
      [others[at], others[to]] = [others[to]!, others[at]!];
    }
    return [...right, ...others.slice(0, Math.max(0, labelsOfGroup - right.size))];
  }

  const square = spread * spread;
  return {
    ...{ model, dimensions, rank, types },
    questionMean: rounded(questionMean),
    labelMean: rounded(labelMean),
    cosine: Number(cosine.values[0]!.toPrecision(4)),
    questionMap: packed(questionMap.values, square),
    labelMap: packed(labelMap.values, 1),
    label: rounded(label.values.map((it) => it * square)),
    words: [words.values[0]!, words.values[1]!].map((it) => Number(it.toPrecision(4))) as [
      number,
      number,
    ],
    typeBias: rounded(typeBias.values),
    typeAsks: Array.from({ length: askCount }, (_, row) =>
      rounded(typeAsks.values.slice(row * types.length, (row + 1) * types.length)),
    ),
    typeMap: packed(typeMap.values, square),
  };
}

/** Of the negative logarithm of the share that the right ones have, by the logits. */
function slopesOf(logits: number[], isRight: boolean[]): { slopes: number[]; loss: number } {
  const top = Math.max(...logits);
  const shares = logits.map((it) => Math.exp(it - top));
  const total = shares.reduce((sum, it) => sum + it, 0);
  const held = shares.reduce((sum, it, at) => sum + (isRight[at] ? it : 0), 0);
  return {
    slopes: shares.map((it, at) => it / total - (isRight[at] ? it / held : 0)),
    loss: Math.log(total / held),
  };
}

function product(row: Float32Array, matrix: Float32Array, columns: number): Float32Array {
  const made = new Float32Array(columns);
  for (let at = 0; at < row.length; at += 1) {
    const weight = row[at]!;
    const from = at * columns;
    for (let to = 0; to < columns; to += 1) made[to]! += weight * matrix[from + to]!;
  }
  return made;
}

function addOuter(matrix: Float32Array, row: Float32Array, column: Float32Array): void {
  const columns = column.length;
  for (let at = 0; at < row.length; at += 1) {
    const weight = row[at]!;
    const from = at * columns;
    for (let to = 0; to < columns; to += 1) matrix[from + to]! += weight * column[to]!;
  }
}

function inner(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += left[at]! * right[at]!;
  return sum;
}

function meanOf(vectors: Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const it of vectors) for (let at = 0; at < mean.length; at += 1) mean[at]! += it[at]!;
  return mean.map((it) => it / vectors.length);
}

/** Four digits are exact enough. */
const rounded = (values: Float32Array): number[] =>
  Array.from(values, (it) => Number(it.toPrecision(4)));

/** One byte a weight. */
function packed(values: Float32Array, factor: number): { scale: number; bytes: string } {
  const most = values.reduce((top, it) => Math.max(top, Math.abs(it)), 1e-9);
  const whole = Int8Array.from(values, (it) => Math.round((it / most) * 127));
  return { scale: (most * factor) / 127, bytes: Buffer.from(whole.buffer).toString("base64") };
}
