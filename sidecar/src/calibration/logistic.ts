import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** Steps of Newton's method; it has converged after about eight. */
const maxSteps = 50;
const converged = 1e-8;

export interface LogisticOptions {
  /** Weight of the penalty on the squared distance from `prior`, per coefficient. */
  ridge: number[];
  /** Coefficients to stay near to; all 0 by default. */
  prior?: number[];
  /** How much each row counts; 1 by default. */
  counts?: number[];
}

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares) with a quadratic
 * penalty.
 *
 * @param rows n × d; a constant column makes the intercept
 * @returns d coefficients
 */
export function fitLogistic(
  rows: number[][],
  right: boolean[],
  { ridge, prior = ridge.map(() => 0), counts }: LogisticOptions,
): number[] {
  const dimensions = ridge.length;
  const lossOf = (at: number[]): number => {
    let sum = 0;
    for (const [place, row] of rows.entries()) {
      const logit = dot(row, at);
      // ln(1 + e^-x), without overflow.
      const signed = right[place] ? logit : -logit;
      const loss =
        signed > 0 ? Math.log1p(Math.exp(-signed)) : -signed + Math.log1p(Math.exp(signed));
      sum += (counts?.[place] ?? 1) * loss;
    }
    return at.reduce(
      (all, it, which) => all + ((ridge[which] ?? 0) * (it - (prior[which] ?? 0)) ** 2) / 2,
      sum,
    );
  };
  let weights = [...prior];
  for (let step = 0; step < maxSteps; step += 1) {
    const gradient = weights.map((it, at) => -(ridge[at] ?? 0) * (it - (prior[at] ?? 0)));
    const hessian = Matrix.zeros(dimensions, dimensions);
    for (const [at, penalty] of ridge.entries()) hessian.set(at, at, penalty + 1e-9);
    for (const [place, row] of rows.entries()) {
      const count = counts?.[place] ?? 1;
      const p = sigmoid(dot(row, weights));
      const error = count * ((right[place] ? 1 : 0) - p);
      const spread = count * p * (1 - p);
      for (let i = 0; i < dimensions; i += 1) {
        const value = row[i] ?? 0;
        if (value === 0) continue;
        gradient[i] = (gradient[i] ?? 0) + error * value;
        for (let j = 0; j <= i; j += 1) {
          hessian.set(i, j, hessian.get(i, j) + spread * value * (row[j] ?? 0));
        }
      }
    }
    for (let i = 0; i < dimensions; i += 1)
      for (let j = 0; j < i; j += 1) hessian.set(j, i, hessian.get(i, j));
    const move = new CholeskyDecomposition(hessian)
      .solve(Matrix.columnVector(gradient))
      .getColumn(0);
    // Newton's step may be too long far from the optimum.
    let size = 1;
    const stepped = (): number[] => weights.map((it, at) => it + size * (move[at] ?? 0));
    const before = lossOf(weights);
    while (size > 1e-6 && lossOf(stepped()) > before) size /= 2;
    weights = stepped();
    if (Math.max(...move.map(Math.abs)) < converged) break;
  }
  return weights;
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

export function dot(left: number[], right: number[]): number {
  let sum = 0;
  for (const [at, value] of left.entries()) sum += value * (right[at] ?? 0);
  return sum;
}
