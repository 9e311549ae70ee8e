/** A vector with its class, and how much it counts. */
export interface Example {
  vector: Float32Array;
  /** From 0; the last class is the one that the others are compared with. */
  label: number;
  count: number;
}

export interface LinearClass {
  bias: number;
  vector: number[];
}

/** Vectors of one embedder lie close together: this spreads their differences to about 1. */
const spread = 12;
const leastError = 1e-4;

/**
 * Multinomial logistic regression with a quadratic penalty, by accelerated gradient descent (Nesterov
 * 1983, with the restart of O'Donoghue and Candès 2015).
 *
 * @param ridge weight of the penalty on the squared coefficients, beside the mean loss of an example
 * @returns for each class but the last the logit's coefficients, less those of the last
 */
export function fitMultinomial(
  examples: Example[],
  classes: number,
  { ridge, steps }: { ridge: number; steps: number },
): LinearClass[] {
  const dimensions = examples[0]?.vector.length ?? 0;
  const total = examples.reduce((sum, it) => sum + it.count, 0);
  const mean = meanOf(examples, dimensions, total);
  // The last column is constant: the intercept.
  const columns = dimensions + 1;
  const rows = examples.map(({ vector }) => {
    const row = new Float32Array(columns).fill(1);
    for (let at = 0; at < dimensions; at += 1) {
      row[at] = ((vector[at] ?? 0) - (mean[at] ?? 0)) * spread;
    }
    return row;
  });
  const counts = examples.map((it) => it.count / total);
  const labels = examples.map((it) => it.label);

  /** Of the penalised loss, at these coefficients: class after class. */
  const gradientAt = (weights: Float64Array): Float64Array => {
    const gradient = new Float64Array(weights.length);
    const logits = new Float64Array(classes);
    for (const [place, row] of rows.entries()) {
      for (let its = 0; its < classes; its += 1) {
        let sum = 0;
        for (let at = 0; at < columns; at += 1) {
          sum += (row[at] ?? 0) * (weights[its * columns + at] ?? 0);
        }
        logits[its] = sum;
      }
      const top = Math.max(...logits);
      const shares = logits.map((it) => Math.exp(it - top));
      const all = shares.reduce((sum, it) => sum + it, 0);
      for (let its = 0; its < classes; its += 1) {
        const error = (shares[its] ?? 0) / all - (labels[place] === its ? 1 : 0);
        const pull = error * (counts[place] ?? 0);
        // Most rows are told apart after a few steps, and pull no more.
        if (Math.abs(error) < leastError) continue;
        for (let at = 0; at < columns; at += 1) {
          const index = its * columns + at;
          gradient[index] = (gradient[index] ?? 0) + pull * (row[at] ?? 0);
        }
      }
    }
    for (let index = 0; index < gradient.length; index += 1) {
      if (index % columns === dimensions) continue;
      gradient[index] = (gradient[index] ?? 0) + ridge * (weights[index] ?? 0);
    }
    return gradient;
  };

  const rate = 1 / (largestCurvature(rows, counts, columns) / 2 + ridge);
  let weights = new Float64Array(classes * columns);
  let ahead = weights;
  let momentum = 1;
  for (let step = 0; step < steps; step += 1) {
    const gradient = gradientAt(ahead);
    const next = ahead.map((it, at) => it - rate * (gradient[at] ?? 0));
    const moved = next.map((it, at) => it - (weights[at] ?? 0));
    const isUphill = moved.reduce((sum, it, at) => sum + it * (gradient[at] ?? 0), 0) > 0;
    const grown = isUphill ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const carry = isUphill ? 0 : (momentum - 1) / grown;
    ahead = next.map((it, at) => it + carry * (moved[at] ?? 0));
    weights = next;
    momentum = grown;
  }

  const last = weights.subarray((classes - 1) * columns);
  return Array.from({ length: classes - 1 }, (_, its) => {
    const own = weights.subarray(its * columns, (its + 1) * columns);
    const apart = own.map((it, at) => it - (last[at] ?? 0));
    const vector = Array.from(apart.subarray(0, dimensions), (it) => it * spread);
    const shift = vector.reduce((sum, it, at) => sum + it * (mean[at] ?? 0), 0);
    return { bias: (apart[dimensions] ?? 0) - shift, vector };
  });
}

function meanOf(examples: Example[], dimensions: number, total: number): Float64Array {
  const mean = new Float64Array(dimensions);
  for (const { vector, count } of examples) {
    for (let at = 0; at < dimensions; at += 1) {
      mean[at] = (mean[at] ?? 0) + ((vector[at] ?? 0) * count) / total;
    }
  }
  return mean;
}

/** The largest eigenvalue of the rows' weighted second moments, by power iteration. */
function largestCurvature(rows: Float32Array[], counts: number[], columns: number): number {
  let direction = new Float64Array(columns).fill(1 / Math.sqrt(columns));
  let size = 0;
  for (let step = 0; step < 30; step += 1) {
    const next = new Float64Array(columns);
    for (const [place, row] of rows.entries()) {
      let along = 0;
      for (let at = 0; at < columns; at += 1) along += (row[at] ?? 0) * (direction[at] ?? 0);
      along *= counts[place] ?? 0;
      for (let at = 0; at < columns; at += 1) next[at] = (next[at] ?? 0) + along * (row[at] ?? 0);
    }
    size = Math.hypot(...next);
    direction = next.map((it) => it / size);
  }
  return size;
}
