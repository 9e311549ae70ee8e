import { readFileSync } from "node:fs";

import { z } from "zod";

export const smallTalkKinds = ["greeting", "goodbye", "thanks", "identity", "ability"] as const;

/** `identity`: who or what the assistant is. `ability`: what it can do, or be asked. */
export type SmallTalk = (typeof smallTalkKinds)[number];

const weighting = z.object({ bias: z.number(), vector: z.array(z.number()) });

const shape = z.object({
  /** The embedder whose vectors it was fitted on. */
  model: z.string(),
  dimensions: z.int(),
  /** Lowest probability of any kind at which a text is taken as small talk. */
  threshold: z.number(),
  /** Of a multinomial logistic regression; whatever is of none of its classes has the logit 0. */
  weights: z.record(z.enum(smallTalkKinds), weighting),
  /** Classes of what is near to small talk and none. */
  others: z.array(weighting),
});

export type SmallTalkModel = z.output<typeof shape>;

/** The fitted one that comes with this release: `npm run bench -- small-talk --fit` wrote it. */
export const fittedSmallTalk = ((): SmallTalkModel => {
  const path = new URL("small-talk.json", import.meta.url);
  return shape.parse(JSON.parse(readFileSync(path, "utf8")));
})();

/** Nobody greets at length: a longer text has something to ask. */
const mostCharacters = 80;

/** Figures, and what joins the parts of a reference or an address, name something in particular. */
const naming = /[\p{N}@_/\\]/u;

/**
 * Whether a text only greets, thanks, says goodbye, or asks about the assistant itself. A greeting
 * with a question behind it does not.
 *
 * @param vector of the text as a question, of length 1; null where there is no embedder
 * @param model the embedder that made it: under another one than the fitted nothing is recognised
 */
export function recogniseSmallTalk(
  { text, vector, model }: { text: string; vector: Float32Array | null; model: string | undefined },
  fitted = fittedSmallTalk,
): SmallTalk | undefined {
  if (vector?.length !== fitted.dimensions || model !== fitted.model) return undefined;
  if (!mayBeSmallTalk(text)) return undefined;
  const { kind, probability } = likeliestKind(fitted, vector);
  return probability >= fitted.threshold ? kind : undefined;
}

/** What can be told without its vector. */
function mayBeSmallTalk(text: string): boolean {
  const said = text.trim();
  return said.length <= mostCharacters && /\p{L}/u.test(said) && !naming.test(said);
}

/** @returns the likeliest kind, and the probability that the text is small talk of any kind */
export function likeliestKind(
  { weights, others }: Pick<SmallTalkModel, "weights" | "others">,
  vector: Float32Array,
): { kind: SmallTalk; probability: number } {
  const logitOf = ({ bias, vector: its }: z.output<typeof weighting>): number =>
    vector.reduce((sum, value, at) => sum + value * (its[at] ?? 0), bias);
  const logits = smallTalkKinds.map((kind) => logitOf(weights[kind]));
  const rest = [0, ...others.map(logitOf)];
  const top = Math.max(...logits, ...rest);
  const sumOf = (some: number[]): number => some.reduce((sum, it) => sum + Math.exp(it - top), 0);
  const any = sumOf(logits);
  return {
    kind: smallTalkKinds[logits.indexOf(Math.max(...logits))] ?? "greeting",
    probability: any / (any + sumOf(rest)),
  };
}
