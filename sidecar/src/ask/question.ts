import { questionIdentifiers } from "../text/identifiers.ts";
import { languageOf, stem } from "../text/stem.ts";
import { stopwordsOf } from "../text/stopwords.ts";
import { formsUnder, guessLanguage, stripAccents, words } from "../text/tokenize.ts";
import {
  aggregatePhrases,
  articles,
  beforeNames,
  fillers,
  interrogatives,
  modelNouns,
  phraseLanguages,
  pointers,
  questionTypes,
} from "./question-types.ts";
import type { PhraseLanguage, QuestionType } from "./question-types.ts";

/** A word of the question that says which record is meant, or asks in words the table lacks. */
export interface AboutWord {
  /** As it was written, folded. */
  word: string;
  /** Its stems under each language: any of them in a text is a match. */
  forms: string[];
  /** Looks like a name or a number: an answer without it is about something else. */
  distinctive: boolean;
  /** Stands where names stand: "of …", "…'s", beside another such word. */
  naming: boolean;
  /** Hashes, where it is an identifier: a record that bears one of them is named by it. */
  identifiers: string[];
}

/** A part of a question that can be answered by itself. */
export interface Clause {
  text: string;
  /** What it asks for; empty where no type of question was recognised. */
  targets: QuestionType[];
  /** What its words may ask for as well, of the same kind: for records without the first. */
  alternatives: QuestionType[];
  /** Words of its own that say what it is about, or which record. */
  about: AboutWord[];
  /** Words that the targets' phrases took up. They may still be part of a name: "Office Chair". */
  optional: AboutWord[];
}

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
  /** Asks for a count, a sum or a comparison over many records. */
  aggregate: boolean;
  /** Every form of every word, stopwords included: for labels and names that the question repeats. */
  forms: ReadonlySet<string>;
}

/** At most so many parts: an answer is read beside a form. */
const maxClauses = 4;
/** Words that "…" in a phrase may stand for. */
const gap = 6;

interface Phrase {
  /** Stems; `null` is the gap. */
  parts: (string | null)[];
  size: number;
}

/** A stem as phrases and questions are compared: in one language, without accents. */
const stemIn = (word: string, language: string): string => stripAccents(stem(word, language));

function readPhrases(
  list: string,
  language: PhraseLanguage,
  form: (word: string, language: string) => string = stemIn,
): Phrase[] {
  return list.split("|").map((phrase) => {
    const parts = phrase
      .split("…")
      .flatMap((run, at) => [
        ...(at > 0 ? [null] : []),
        ...words(run, language).map((word) => form(word, language)),
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
const filling = byLanguage((language) => new Set(fillers[language].split(" ")));
const leading = byLanguage((language) => new Set(beforeNames[language].split(" ")));
const between = byLanguage((language) => new Set(articles[language].split(" ")));
const pointing = byLanguage((language) => new Set(pointers[language].split(" ")));
/** By the written word: "Wie hoch" has the stem of "höchste", "order" that of "orders". */
const aggregates = byLanguage((language) =>
  readPhrases(aggregatePhrases[language], language, stripAccents),
);

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
  const distinctive = distinctiveWords(text, pieces, guessed);
  const read = pieces
    .slice(0, maxClauses)
    .map((piece) => readClause(piece, languages, phraseLanguage, guessed, distinctive));
  const asking = read.filter(({ clause }) => clause.targets.length > 0);
  // "Hello, I am back. When is it due?": what asks nothing still says what it is about.
  const clauses =
    asking.length > 0
      ? asking
      : read.filter(({ clause }) => clause.about.length + clause.optional.length > 0);

  const all = words(text, guessed);
  const unique = (list: AboutWord[]): AboutWord[] => [
    ...new Map(list.map((word) => [word.word, word])).values(),
  ];
  return {
    text,
    languages,
    clauses: clauses.map(({ clause }) => clause),
    about: unique(read.flatMap(({ clause }) => clause.about)),
    optional: unique(read.flatMap(({ clause }) => clause.optional)),
    points: all.some((word) => phraseLanguage.some((language) => pointing[language].has(word))),
    models: new Set(read.flatMap(({ models }) => models)),
    aggregate: phraseLanguage.some((language) =>
      aggregates[language].some(
        (phrase) => matchPhrase(phrase, all.map(stripAccents)) !== undefined,
      ),
    ),
    forms: new Set(all.flatMap((word) => formsUnder(word, languages))),
  };
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

/** Emails, phone numbers, and what letters and digits are joined into: S00021, INV/2026/00001. */
const identifierLike =
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|[+(]?\d[\d\s().\-/]{5,}\d|(?=[\p{L}\-_/]*\d)(?=[\d\-_/]*\p{L})[\p{L}\p{N}]+(?:[-_/][\p{L}\p{N}]+)*/gu;

/** Takes identifiers out of a text: their pieces are words of nothing. */
function takeIdentifiers(text: string): { rest: string; identifiers: AboutWord[] } {
  const identifiers: AboutWord[] = [];
  const rest = text.replace(identifierLike, (written) => {
    const hashes = questionIdentifiers(written);
    if (hashes.length === 0) return written;
    const word = written.trim().toLowerCase();
    const joined = word.replace(/[^\p{L}\p{N}]/gu, "");
    identifiers.push({
      word,
      forms: [joined],
      distinctive: true,
      naming: true,
      identifiers: hashes,
    });
    return " ";
  });
  return { rest, identifiers };
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
  distinctive: ReadonlySet<string>,
): { clause: Clause; models: string[] } {
  const { rest, identifiers } = takeIdentifiers(text);
  const all = words(rest, guessed);
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
  // "How much money could this bring in?" has two phrases of one type: both are words of asking.
  const asked = matches.filter((match) => chosen.some((other) => other.type === match.type));
  const consumedAt = new Set([...asked.flatMap((match) => match.at), ...nounsAt]);
  const targets = targetsOf(chosen, /,|\b(?:and|und|y|e|et)\b/iu.test(text));
  const about = new Map<string, AboutWord>(identifiers.map((it) => [it.word, it]));
  const optional = new Map<string, AboutWord>();
  const owners = new Set(
    [...text.toLowerCase().matchAll(/([\p{L}\p{N}]+)['’]s\b/gu)].map((match) => match[1]),
  );
  const spokenIn = (sets: Record<PhraseLanguage, Set<string>>, word: string | undefined): boolean =>
    word !== undefined && phraseLanguage.some((language) => sets[language].has(word));
  let nameEnd = -1;
  all.forEach((word, at) => {
    const isName = distinctive.has(word);
    // Names are often English in a database of another language, whose small words say nothing.
    const empty = ["en", guessed].some((code) => stopwordsOf(code).has(word));
    if (empty && (!isName || word.length < 3)) return;
    const filler = phraseLanguage.some((language) => filling[language].has(word));
    let before = at - 1;
    while (before > 0 && (spokenIn(between, all[before]) || nounsAt.has(before))) before -= 1;
    const naming =
      isName || owners.has(word) || nameEnd === at - 1 || spokenIn(leading, all[before]);
    const taken = consumedAt.has(at) || (filler && !isName);
    if (naming && !taken) nameEnd = at;
    (taken ? optional : about).set(word, {
      word,
      forms: formsUnder(word, languages),
      distinctive: isName,
      naming,
      identifiers: [],
    });
  });
  return {
    clause: {
      text,
      targets,
      alternatives: alternativesOf(matches, chosen, targets),
      about: [...about.values()],
      optional: [...optional.values()],
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
 * Other types that fit words of the clause, the longest phrase first. A shorter
 * phrase within the chosen one is none: who asks for a private phone number asks for no other.
 */
function alternativesOf(
  matches: Match[],
  chosen: Match[],
  targets: QuestionType[],
): QuestionType[] {
  const kinds = new Set(targets.map((type) => type.kind));
  const found = matches
    .filter(
      (match) =>
        // Of another kind only where the same words say it: "Position" is a job or an order's row.
        (kinds.has(match.type.kind) ||
          chosen.some(
            (other) => other.type !== match.type && other.at.join() === match.at.join(),
          )) &&
        match.type.level !== "interrogative",
    )
    .filter((match) =>
      chosen.every(
        (other) => match.size >= other.size || !match.at.some((at) => other.at.includes(at)),
      ),
    )
    .toSorted((a, b) => b.size - a.size)
    .map((match) => match.type)
    .filter((type) => !targets.includes(type));
  return [...new Set(found)];
}

/**
 * What the clause asks for. An attribute makes a role a mere relation ("the email of the contact"),
 * and a plain "who" or "when" says nothing beside either; but "when" or "where" beside something
 * vague ("when do they need …") asks for a date or a place.
 */
function targetsOf(matches: Match[], listed: boolean): QuestionType[] {
  const level = (wanted: QuestionType["level"]): QuestionType[] =>
    matches.filter((match) => match.type.level === wanted).map((match) => match.type);
  const [attributes, roles, plain] = [level("attribute"), level("role"), level("interrogative")];
  const asked = plain[0];
  const firm = attributes.filter((type) => type.kind !== "description" || asked === undefined);
  if (asked?.name === "when" && !firm.some((type) => type.kind === "date")) return [asked];
  // Without an "and", two phrases of one kind say one thing: "how much is left to pay".
  const kept = listed
    ? firm
    : firm.filter((type, at) => firm.findIndex((it) => it.kind === type.kind) === at);
  if (kept.length > 0) return kept.slice(0, 3);
  if (roles.length > 0) return roles.slice(0, 2);
  return plain.slice(0, 1);
}

/** Whether a text uses the words of a type: "we would like …" of what somebody wants. */
export function speaksOf(text: string, type: QuestionType, languages: string[]): boolean {
  return languages.filter(isPhraseLanguage).some((language) => {
    const stems = words(text, language).map((word) => stemIn(word, language));
    const phrases = typePhrases[language].find((it) => it.type === type)?.phrases ?? [];
    return phrases.some((phrase) => matchPhrase(phrase, stems) !== undefined);
  });
}
