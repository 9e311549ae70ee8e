import { readFile } from "node:fs/promises";

/** A record of the demo data, by external id or, where it has none, by its whole name. */
export interface RecordName {
  model: string;
  /** "module.name". Employees and their public profiles share ids, so `model` decides. */
  xmlid?: string;
  name?: string;
}

/** One line of questions.json. */
export interface Question {
  /** Source and running number, e.g. "lead-3", "refused-lead-1". */
  id: string;
  /** "dev" may be looked at while answers are improved; "held-out" says whether that generalises. */
  split: "dev" | "held-out";
  /** Model that holds the answer; "none" where nothing does. */
  source: string;
  /** Login; its password is the same. */
  user: string;
  /** Language of the question, which need not be the user's. */
  lang: "en" | "de" | "es" | "fr";
  question: string;
  /** Questions asked before it in the same conversation. */
  earlier?: string[];
  /** The record beside the panel. */
  open?: RecordName;
  /** "refuse": the asker may not know; "abstain": nobody knows. */
  expect: "answer" | "refuse" | "abstain";
  record?: RecordName;
  /** Other records that say the same. */
  alsoRight?: RecordName[];
  /** One of these stands in a right answer. */
  answer?: string[];
  /** None of these may reach the asker in any event. */
  secret?: string[];
  /** Who may know, with which record open; without it `admin`, as the asker stood. */
  may?: { user: string; open?: RecordName };
  /** Asked in words that the record doesn't use. */
  paraphrase: boolean;
}

/** Reads questions.json, which stands beside this file. */
export async function readQuestions(): Promise<Question[]> {
  const text = await readFile(new URL("questions.json", import.meta.url), "utf8");
  return JSON.parse(text) as Question[];
}
