import { languageOf } from "../text/stem.ts";
import { formsUnder, guessLanguage, stripAccents, words } from "../text/tokenize.ts";
import { readClause } from "./clause.ts";
import type { AboutWord, Clause } from "./clause.ts";
import { asksOverMany, byLanguage, isPhraseLanguage, modelsCounted } from "./phrases.ts";
import { phraseLanguages } from "./question-type.ts";
import type { PhraseLanguage } from "./question-type.ts";
import { continuing, interrogatives, pointers } from "./question-words.ts";

export interface Question {
  text: string;
  /** Languages under which its words are stemmed: the one it is in first, then the asker's. */
  languages: string[];
  clauses: Clause[];
  /** Distinctive words of all clauses: they name the record, whichever clause they stand in. */
  about: AboutWord[];
  optional: AboutWord[];
  /** "this", "they": meant is what is open, or was talked about. */
  points: boolean;
  /** Models whose name for people is in it ("the order …"). */
  models: ReadonlySet<string>;
  /** Those of which it names one: "the order", neither "orders" nor "which order". */
  one: ReadonlySet<string>;
  /** Asks for a count, a sum or a comparison over many records. */
  aggregate: boolean;
  /** Models whose records it counts or adds up. */
  counted: ReadonlySet<string>;
  /** Every form of every word, stopwords included: for labels and names that the question repeats. */
  forms: ReadonlySet<string>;
}

/** At most so many parts: an answer is read beside a form. */
const maxClauses = 4;

const pointing = byLanguage((language) => new Set(pointers[language].split(" ")));

/** Interrogatives that one language has for itself: "was" and "comment" are English words too. */
const ownInterrogatives = byLanguage(
  (language) =>
    new Set(
      interrogatives[language]
        .split(" ")
        .filter((word) => !["was", "comment", "qui", "qué"].includes(word))
        .map(stripAccents),
    ),
);

/** Before "and what …", "?", ", und wann …": where the next clause begins. */
const clauseBorder = (() => {
  const asking = phraseLanguages
    .flatMap((language) => interrogatives[language].split(" "))
    .join("|");
  const and = "and|und|y|e|et|&";
  const before =
    "by|for|to|from|with|in|at|on|until|since|bis|seit|für|mit|an|de|a|por|para|con|en|à|pour|avec|chez";
  return new RegExp(
    `[?;!]+\\s+|(?:\\s*,\\s*|\\s+)(?:(?:${and})\\s+|(?<=,\\s*))(?=(?:(?:${before})\\s+)?(?:${asking})(?![\\p{L}\\p{N}]))`,
    "iu",
  );
})();

/**
 * Reads a question: its clauses, what each asks for, and the words that say about what.
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
  const guessed = languageAsked(text) ?? guessLanguage(text, askerLanguages) ?? asker;
  const languages = [...new Set([guessed, asker, ...askerLanguages.map(languageOf)])].slice(0, 4);
  const both = [...new Set([guessed, asker])].filter(isPhraseLanguage);
  const spoken = both.length > 0 ? both : (["en"] as const);

  const pieces = text
    // A run of blanks is one: the border below is looked for from each of them.
    .replace(/\s+/gu, " ")
    .split(clauseBorder)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  const distinctive = distinctiveWords(text, pieces, guessed);
  const read = pieces
    .slice(0, maxClauses)
    .map((piece) => readClause(piece, { languages, spoken, guessed, distinctive }));
  const asking = read.filter(({ clause }) => clause.targets.length > 0 || clause.which.size > 0);
  // "Hello, I am back. When is it due?": what asks nothing still says what it is about.
  const clauses =
    asking.length > 0
      ? asking
      : read.filter(({ clause }) => clause.about.length + clause.optional.length > 0);

  const [last, ...earlier] = before;
  // "What about Keith Byrd?" asks of him what was asked before.
  const continued =
    last !== undefined &&
    asking.length === 0 &&
    spoken.some((language) => continuing[language].test(text.trim()))
      ? readQuestion(last, askerLanguages, earlier)
      : undefined;
  const continuedTargets = continued?.clauses.flatMap(({ targets }) => targets) ?? [];

  const all = words(text, guessed);
  const counted = modelsCounted(all, spoken);
  const unique = (list: AboutWord[]): AboutWord[] => [
    ...new Map(list.map((word) => [word.word, word])).values(),
  ];
  return {
    text,
    languages,
    clauses: clauses.map(({ clause }) =>
      continued ? { ...clause, targets: [...new Set(continuedTargets)] } : clause,
    ),
    about: unique(read.flatMap(({ clause }) => clause.about)),
    optional: unique(read.flatMap(({ clause }) => clause.optional)),
    points: all.some((word) => spoken.some((language) => pointing[language].has(word))),
    models: new Set(read.flatMap(({ models }) => models)),
    one: new Set(read.flatMap(({ one }) => one)),
    aggregate: counted.size > 0 || asksOverMany(all, spoken) || continued?.aggregate === true,
    counted,
    forms: new Set(all.flatMap((word) => formsUnder(word, languages))),
  };
}

/**
 * The language of the question's interrogative, where only one has it: in "Welche Stadt hat The
 * Jackson Group?" more small words are English.
 */
function languageAsked(text: string): PhraseLanguage | undefined {
  const all = words(text, "en").map(stripAccents);
  const found = phraseLanguages.filter((language) =>
    all.some((word) => ownInterrogatives[language].has(word)),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** Names, numbers and references as they are written; German capitals mark every noun. */
function distinctiveWords(text: string, pieces: string[], language: string): Set<string> {
  const first = new Set(pieces.map((piece) => words(piece, language)[0]));
  const found = new Set<string>();
  for (const [written] of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const word = words(written, language)[0];
    if (word === undefined) continue;
    const named = /^\p{Lu}/u.test(written) && language !== "de" && !first.has(word);
    if (named || /\p{N}/u.test(written)) found.add(word);
  }
  return found;
}
