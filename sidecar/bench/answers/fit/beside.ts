import { readFileSync } from "node:fs";

/**
 * A question that somebody wrote beside a record of the world to be learned from, knowing what its line says.
 * Its answer stands as English shows it.
 */
export interface Beside {
  id: string;
  user: string;
  lang: string;
  /** XML ids. */
  open: string | null;
  expect: string | null;
  /** One conversation, of which the last one counts. */
  turns: string[];
  /** Of the field that answers, in English. */
  label: string | null;
  /** Null: nothing answers it. */
  answer: string | null;
}

export const readBeside = (): Beside[] =>
  readFileSync(new URL("../training/beside.jsonl", import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Beside);
