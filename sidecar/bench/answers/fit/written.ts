import { readFileSync } from "node:fs";

/** A question about a record of the world that somebody wrote to be learned from. */
export interface Written {
  id: string;
  user: string;
  lang: string;
  /** XML ids. */
  open: string | null;
  expect: string | null;
  /** One conversation, of which the last one counts. */
  turns: string[];
  /** Of the field that answers, in English; null where several say it, or prose does. */
  label: string | null;
  /** As English shows it; null: nothing answers it. */
  answer: string | null;
}

/**
 * Of two sets. `beside`: the writer saw the lines with their labels, and asked for what they say. `blind`:
 * he saw what a record says without any label, asked as people ask, and only then looked up what answers.
 */
export type WrittenSet = "beside" | "blind";

export const readWritten = (set: WrittenSet): Written[] =>
  readFileSync(new URL(`../training/${set}.jsonl`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Written);
