import { closedClassLanguages, closedClassOf } from "./languages.ts";

/**
 * Numbers as they are written out in prose. Without one: "one", "un" and "ein" mostly count nothing.
 */
const writtenOut: ReadonlySet<string> = new Set(
  closedClassLanguages.flatMap((language) => [...(closedClassOf(language)?.numerals ?? [])]),
);

/** Whether a folded word is a number, in figures or written out. */
export const isNumeral = (word: string): boolean => /\p{N}/u.test(word) || writtenOut.has(word);
