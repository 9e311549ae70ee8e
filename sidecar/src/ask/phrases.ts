import { stem } from "../text/stem.ts";
import { stripAccents, words } from "../text/tokenize.ts";
import { phraseLanguages } from "./question-type.ts";
import type { PhraseLanguage, QuestionType } from "./question-type.ts";
import { questionTypes } from "./question-types.ts";
import {
  aggregatePhrases,
  beforeNames,
  countingPhrases,
  modelNouns,
  plurals,
} from "./question-words.ts";

/** Words that "…" in a phrase may stand for. */
const gap = 6;

export interface Phrase {
  /** Stems; `null` is the gap. */
  parts: (string | null)[];
  /** The same as it is written. */
  written: (string | null)[];
  size: number;
}

/** A phrase found in a text. */
export interface PhraseMatch {
  /** Positions of its words. */
  at: number[];
  size: number;
  /** Its words stand there as the phrase has them, not only by their stems. */
  exact: boolean;
}

/** A text as phrases are matched against it: words, and their stems in one language. */
export interface Wording {
  words: string[];
  stems: string[];
}

/** A stem as phrases and questions are compared: in one language, without accents. */
const stemIn = (word: string, language: string): string => stripAccents(stem(word, language));

export function wordingIn(all: string[], language: PhraseLanguage): Wording {
  return {
    words: all.map(stripAccents),
    stems: all.map((word) => stemIn(word, language)),
  };
}

function readPhrases(
  list: string,
  language: PhraseLanguage,
  form: (word: string, language: string) => string = stemIn,
): Phrase[] {
  return list.split("|").map((phrase) => {
    const written = phrase
      .split("…")
      .flatMap((run, at) => [...(at > 0 ? [null] : []), ...words(run, language)]);
    return {
      parts: written.map((word) => (word === null ? null : form(word, language))),
      written: written.map((word) => (word === null ? null : stripAccents(word))),
      size: written.filter((word) => word !== null).length,
    };
  });
}

export const byLanguage = <T>(
  read: (language: PhraseLanguage) => T,
): Record<PhraseLanguage, T> => ({
  en: read("en"),
  de: read("de"),
  es: read("es"),
  fr: read("fr"),
});

export const typePhrases = byLanguage((language) =>
  questionTypes.map((type) => ({
    type,
    phrases: readPhrases(type.phrases[language], language),
  })),
);

export const nounPhrases = byLanguage((language) =>
  modelNouns.map((noun) => ({
    models: noun.models,
    phrases: readPhrases(noun.phrases[language], language),
  })),
);

/** By the written word: "Wie hoch" has the stem of "höchste", "order" that of "orders". */
const aggregates = byLanguage((language) =>
  readPhrases(aggregatePhrases[language], language, stripAccents),
);

const countings = byLanguage((language) =>
  readPhrases(countingPhrases[language], language, stripAccents),
);
const notBetween = byLanguage((language) => new Set(beforeNames[language].split(" ")));

/** "Open", "unpaid customer": at most so many words between a number's word and what is counted. */
const maxBetween = 2;

/** Models whose records a text asks a number of: "how many orders" does, "how many chairs" doesn't. */
function countedIn(all: string[], language: PhraseLanguage): string[] {
  const plain = all.map(stripAccents);
  const modelsAt = (from: number): string[] => {
    const rest = wordingIn(all.slice(from), language);
    const isCounted = (phrase: Phrase): boolean => {
      const at = matchPhrase(phrase, rest)?.at;
      return (
        at?.[0] === 0 && at.some((position) => plurals[language].test(rest.words[position] ?? ""))
      );
    };
    return nounPhrases[language].flatMap(({ models, phrases }) =>
      phrases.some(isCounted) ? models : [],
    );
  };
  return countings[language].flatMap((phrase) => {
    const last = matchPhrase(phrase, { words: plain, stems: plain })?.at.at(-1);
    if (last === undefined) return [];
    for (let from = last + 1; from <= last + 1 + maxBetween; from += 1) {
      const models = modelsAt(from);
      if (models.length > 0) return models;
      if (notBetween[language].has(all[from] ?? "")) return [];
    }
    return [];
  });
}

/** Models whose records are counted or added up; none where that is of something else. */
export function modelsCounted(all: string[], languages: readonly PhraseLanguage[]): Set<string> {
  return new Set(languages.flatMap((language) => countedIn(all, language)));
}

/** Where a phrase stands in a text, the first place from the left. */
export function matchPhrase(phrase: Phrase, { words, stems }: Wording): PhraseMatch | undefined {
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
    const at = from(start, 0, false);
    if (!at) continue;
    const written = phrase.written.filter((word) => word !== null);
    return {
      at,
      size: phrase.size,
      exact: at.every((position, part) => words[position] === written[part]),
    };
  }
  return undefined;
}

/** Whether a text asks for a sum or a comparison over many records, or to be listed them. */
export function asksOverMany(all: string[], languages: readonly PhraseLanguage[]): boolean {
  const plain = all.map(stripAccents);
  return languages.some((language) =>
    aggregates[language].some(
      (phrase) => matchPhrase(phrase, { words: plain, stems: plain }) !== undefined,
    ),
  );
}

export function isPhraseLanguage(language: string): language is PhraseLanguage {
  return (phraseLanguages as readonly string[]).includes(language);
}

/** Whether a text uses the words of a type: "we would like …" of what somebody wants. */
export function speaksOf(text: string, type: QuestionType, languages: string[]): boolean {
  return languages.filter(isPhraseLanguage).some((language) => {
    const wording = wordingIn(words(text, language), language);
    const phrases = typePhrases[language].find((it) => it.type === type)?.phrases ?? [];
    return phrases.some((phrase) => matchPhrase(phrase, wording) !== undefined);
  });
}
