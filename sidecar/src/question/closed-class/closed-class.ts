import { stripAccents, words } from "../../text/tokenize.ts";

/**
 * The words of a language that belong to closed classes: no new ones come, and none of them says what a
 * record is about. Written as they are spoken, separated by `|`; several words stand together in one entry.
 */
export interface ClosedClass {
  /** Interrogatives, by what they ask for. */
  person: string;
  time: string;
  place: string;
  /** How much of something. */
  amount: string;
  /** How many of something. */
  count: string;
  reason: string;
  manner: string;
  /** Which one of several, or what. */
  choice: string;
  /** Before the interrogative of a further part: "and in which". */
  prepositions: string;
  conjunctions: string;
  /** Point at what is open, or was spoken of. */
  pronouns: string;
  /** Begin a question that is answered by yes or no. */
  auxiliaries: string;
  negation: string;
  /** Speak of all, or of the most. */
  quantifiers: string;
  articles: string;
  /** Numerals that are written out. */
  numerals: string;
}

/** What an interrogative asks for. */
export type Asks =
  "person" | "time" | "place" | "amount" | "count" | "reason" | "manner" | "choice";

export const asking = [
  "count",
  "amount",
  "person",
  "time",
  "place",
  "reason",
  "manner",
  "choice",
] as const satisfies Asks[];

/** The same, ready to be looked up: entries as their words without accents, joined by a space. */
export type ClosedWords = Record<keyof ClosedClass, ReadonlySet<string>>;

export function closedWords(classes: ClosedClass): ClosedWords {
  const read: Partial<Record<keyof ClosedClass, ReadonlySet<string>>> = {};
  for (const name of Object.keys(classes) as (keyof ClosedClass)[]) {
    read[name] = entriesOf(classes[name]);
  }
  return read as ClosedWords;
}

function entriesOf(entries: string): Set<string> {
  return new Set(
    entries
      .split("|")
      .map((entry) => words(entry, "en").map(stripAccents).join(" "))
      .filter((entry) => entry !== ""),
  );
}
