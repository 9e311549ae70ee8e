import type { LabelMatchWeights } from "../src/answering/extractive/label-match.ts";

/** Whole numbers as weights are packed, each worth `scale`. */
export const packed = (whole: number[], scale = 1): { scale: number; bytes: string } => ({
  ...{ scale, bytes: Buffer.from(Int8Array.from(whole).buffer).toString("base64") },
});

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

/** Of one direction and three types, by which every label fits every question alike. */
export function blankWeights(dimensions: number): LabelMatchWeights {
  const types = ["unknown", "char", "date"];
  return {
    ...{ model: "test", dimensions, rank: 1, cosine: 0, words: [0, 0], types },
    ...{ questionMean: zeros(dimensions), labelMean: zeros(dimensions), label: zeros(dimensions) },
    ...{ questionMap: packed(zeros(dimensions)), labelMap: packed(zeros(dimensions)) },
    typeBias: zeros(types.length),
    typeAsks: [],
    typeMap: packed(zeros(dimensions * types.length)),
  };
}
