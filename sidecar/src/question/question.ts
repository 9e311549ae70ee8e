import { languageOf } from "../text/stem.ts";
import { formsUnder, stripAccents, words } from "../text/tokenize.ts";
import type { Asks } from "./closed-class/closed-class.ts";
import { closedClassOf } from "./closed-class/languages.ts";
import { guessLanguage } from "./language.ts";
import { partsOf } from "./parts.ts";
import { wordsIn } from "./words.ts";
import type { QuestionWord } from "./words.ts";

/** A part of a question that can be answered by itself. */
export interface Part {
  text: string;
  /** Its words that say what it is about: none of a closed class. */
  words: QuestionWord[];
  /** What its interrogatives ask for; empty where it has none, or its language has no file. */
  asks: ReadonlySet<Asks>;
  /** Begins as what is answered by yes or no. */
  isPolar: boolean;
  /** Of one that is asked in one breath with others ("phone and email"): the question without these. */
  alone?: Question;
}

export interface Question {
  text: string;
  /** Languages under which its words are stemmed: the one it is in first, then the asker's. */
  languages: string[];
  /** At least one, and at most `maxParts`. */
  parts: Part[];
  /** Words of all parts, each once. */
  words: QuestionWord[];
  /** "this", "they": meant is what is open, or was spoken of. */
  points: boolean;
  /** Says "not". */
  isNegated: boolean;
  /** Every form of every word, those of closed classes included. */
  forms: ReadonlySet<string>;
  /** The question before it in its conversation. */
  before: string | undefined;
}

/** An answer is read beside a form. */
export const maxParts = 3;

/**
 * Reads a question: its parts, what each asks for, and the words that say about what. Linear in its
 * length.
 *
 * @param askerLanguages the asker's own language first, then those of the index
 * @param before questions of the same conversation, the last one first
 */
export function readQuestion(
  text: string,
  askerLanguages: string[],
  before: string[] = [],
): Question {
  const asker = languageOf(askerLanguages[0] ?? "en");
  const guessed = guessLanguage(text, askerLanguages) ?? asker;
  const languages = [...new Set([guessed, asker, ...askerLanguages.map(languageOf)])].slice(0, 4);
  const closed = closedClassOf(guessed);
  const parts = partsOf(text, closed)
    .slice(0, maxParts)
    .map((part): Part => ({ ...part, words: wordsIn(part.text, { languages, closed }) }));
  const all = words(text, guessed);
  const has = (list: ReadonlySet<string> | undefined): boolean =>
    list !== undefined && all.some((word) => list.has(stripAccents(word)));
  return {
    text,
    languages,
    parts,
    words: [...new Map(parts.flatMap((part) => part.words.map((it) => [it.word, it]))).values()],
    points: has(closed?.pronouns),
    isNegated: has(closed?.negation),
    forms: new Set(all.flatMap((word) => formsUnder(word, languages))),
    before: before[0],
  };
}
