import { languageOf, stem } from "../text/stem.ts";
import { stopwordsOf } from "../text/stopwords.ts";
import { formsUnder, guessLanguage, stripAccents, words } from "../text/tokenize.ts";
import type { QuestionWord } from "../text/tokenize.ts";
import {
  aggregatePhrases,
  interrogatives,
  modelNouns,
  phraseLanguages,
  questionTypes,
} from "./question-types.ts";
import type { PhraseLanguage, QuestionType } from "./question-types.ts";

/** A part of a question that can be answered by itself. */
export interface Clause {
  text: string;
  /** What it asks for; empty where no type of question was recognised. */
  targets: QuestionType[];
  /** Words of its own that say what it is about, or which record. */
  words: QuestionWord[];
  /** Words that the targets' phrases took up: "bring", "money". They may stand in text as well. */
  consumed: QuestionWord[];
}

export interface Question {
  text: string;
  /** Languages under which its words are stemmed: the one it is in first, then the asker's. */
  languages: string[];
  clauses: Clause[];
  /** Distinctive words of all clauses: they name the record, whichever clause they stand in. */
  words: QuestionWord[];
  /** Models whose name for people is in it ("the order …"). */
  models: ReadonlySet<string>;
  /** Asks for a count, a sum or a comparison over many records. */
  aggregate: boolean;
  /** Every form of every word, stopwords included: for labels and names that the question repeats. */
  forms: ReadonlySet<string>;
}

/** At most so many parts: an answer is read beside a form. */
const maxClauses = 4;
/** Words that "…" in a phrase may stand for. */
const gap = 4;

interface Phrase {
  /** Stems; `null` is the gap. */
  parts: (string | null)[];
  size: number;
}

/** A stem as phrases and questions are compared: in one language, without accents. */
const stemIn = (word: string, language: string): string => stripAccents(stem(word, language));

function readPhrases(list: string, language: PhraseLanguage): Phrase[] {
  return list.split("|").map((phrase) => {
    const parts = phrase
      .split("…")
      .flatMap((run, at) => [
        ...(at > 0 ? [null] : []),
        ...words(run, language).map((word) => stemIn(word, language)),
      ]);
    return { parts, size: parts.filter((part) => part !== null).length };
  });
}

const byLanguage = <T>(read: (language: PhraseLanguage) => T): Record<PhraseLanguage, T> => ({
  en: read("en"),
  de: read("de"),
  es: read("es"),
  fr: read("fr"),
});

const typePhrases = byLanguage((language) =>
  questionTypes.map((type) => ({ type, phrases: readPhrases(type.phrases[language], language) })),
);
const nounPhrases = byLanguage((language) =>
  modelNouns.map((noun) => ({
    models: noun.models,
    phrases: readPhrases(noun.phrases[language], language),
  })),
);
const aggregates = byLanguage((language) => readPhrases(aggregatePhrases[language], language));

/** Positions of the words that a phrase matches, or undefined. The first match from the left. */
function matchPhrase(phrase: Phrase, stems: string[]): number[] | undefined {
  const from = (at: number, part: number, mayStray: boolean): number[] | undefined => {
    const wanted = phrase.parts[part];
    if (wanted === undefined) return [];
    if (wanted === null) return from(at, part + 1, true);
    const last = mayStray ? Math.min(at + gap, stems.length - 1) : at;
    for (let here = at; here <= last; here += 1) {
      if (stems[here] !== wanted) continue;
      const rest = from(here + 1, part + 1, false);
      if (rest) return [here, ...rest];
    }
    return undefined;
  };
  for (let start = 0; start < stems.length; start += 1) {
    const matched = from(start, 0, false);
    if (matched) return matched;
  }
  return undefined;
}

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

function isPhraseLanguage(language: string): language is PhraseLanguage {
  return (phraseLanguages as readonly string[]).includes(language);
}

/**
 * Reads a question: its clauses, what each asks for, and the words that say about what.
 *
 * @param askerLanguages the asker's own language first, then those of the index
 */
export function readQuestion(text: string, askerLanguages: string[]): Question {
  const asker = languageOf(askerLanguages[0] ?? "en");
  const guessed = guessLanguage(text, askerLanguages) ?? asker;
  const languages = [...new Set([guessed, asker, ...askerLanguages.map(languageOf)])].slice(0, 4);
  const spoken = [...new Set([guessed, asker])].filter(isPhraseLanguage);
  const phraseLanguage = spoken.length > 0 ? spoken : (["en"] as const);

  const pieces = text
    .split(clauseBorder)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  const read = pieces
    .slice(0, maxClauses)
    .map((piece) => readClause(piece, languages, phraseLanguage, guessed));
  const clauses = read.filter(({ clause }) => clause.targets.length + clause.words.length > 0);

  const all = words(text, guessed);
  const distinct = new Map(
    clauses.flatMap(({ clause }) => clause.words.map((word) => [word.word, word] as const)),
  );
  return {
    text,
    languages,
    clauses: clauses.map(({ clause }) => clause),
    words: [...distinct.values()],
    models: new Set(read.flatMap(({ models }) => models)),
    aggregate: phraseLanguage.some((language) => {
      const stems = all.map((word) => stemIn(word, language));
      return aggregates[language].some((phrase) => matchPhrase(phrase, stems) !== undefined);
    }),
    forms: new Set(all.flatMap((word) => formsUnder(word, languages))),
  };
}

interface Match {
  type: QuestionType;
  at: number[];
  size: number;
}

function readClause(
  text: string,
  languages: string[],
  phraseLanguage: readonly PhraseLanguage[],
  guessed: string,
): { clause: Clause; models: string[] } {
  const all = words(text, guessed);
  const matches: Match[] = [];
  const models: string[] = [];
  const nounsAt = new Set<number>();
  for (const language of phraseLanguage) {
    const stems = all.map((word) => stemIn(word, language));
    for (const { type, phrases } of typePhrases[language]) {
      for (const phrase of phrases) {
        const at = matchPhrase(phrase, stems);
        if (at) matches.push({ type, at, size: phrase.size });
      }
    }
    for (const noun of nounPhrases[language]) {
      for (const phrase of noun.phrases) {
        const at = matchPhrase(phrase, stems);
        if (!at) continue;
        models.push(...noun.models);
        for (const position of at) nounsAt.add(position);
      }
    }
  }

  const chosen = choose(matches);
  const consumedAt = new Set([...chosen.flatMap((match) => match.at), ...nounsAt]);
  const stopwords = stopwordsOf(guessed);
  const own = new Map<string, QuestionWord>();
  const consumed = new Map<string, QuestionWord>();
  all.forEach((word, at) => {
    if (stopwords.has(word)) return;
    (consumedAt.has(at) ? consumed : own).set(word, { word, forms: formsUnder(word, languages) });
  });
  return {
    clause: {
      text,
      targets: targetsOf(chosen),
      words: [...own.values()],
      consumed: [...consumed.values()],
    },
    models,
  };
}

/** The longest phrase wins each word; a type counts once. */
function choose(matches: Match[]): Match[] {
  const taken = new Set<number>();
  const chosen: Match[] = [];
  const order = { attribute: 0, role: 1, interrogative: 2 };
  // Stable: the table's order decides between equals.
  for (const match of matches.toSorted(
    (a, b) => b.size - a.size || order[a.type.level] - order[b.type.level],
  )) {
    if (match.at.some((position) => taken.has(position))) continue;
    for (const position of match.at) taken.add(position);
    if (!chosen.some((other) => other.type === match.type)) chosen.push(match);
  }
  return chosen;
}

/**
 * What the clause asks for. An attribute makes a role a mere relation ("the email of the contact"),
 * and a plain "who" or "when" says nothing beside either; but "when" or "where" beside something
 * vague ("when do they need …") asks for a date or a place.
 */
function targetsOf(matches: Match[]): QuestionType[] {
  const level = (wanted: QuestionType["level"]): QuestionType[] =>
    matches.filter((match) => match.type.level === wanted).map((match) => match.type);
  const [attributes, roles, plain] = [level("attribute"), level("role"), level("interrogative")];
  const asked = plain[0];
  const firm = attributes.filter((type) => type.kind !== "description" || asked === undefined);
  if (asked?.name === "when" && !firm.some((type) => type.kind === "date")) return [asked];
  if (firm.length > 0) return firm.slice(0, 3);
  if (roles.length > 0) return roles.slice(0, 2);
  return plain.slice(0, 1);
}
