import { questionIdentifiers } from "../text/identifiers.ts";
import { stopwordsOf } from "../text/stopwords.ts";
import { fold, formsUnder, words } from "../text/tokenize.ts";
import { byLanguage, matchPhrase, nounPhrases, typePhrases, wordingIn } from "./phrases.ts";
import type { PhraseMatch } from "./phrases.ts";
import type { PhraseLanguage, QuestionType } from "./question-type.ts";
import {
  articles,
  beforeNames,
  choosing,
  fillers,
  pointers,
  polarVerbs,
  requests,
} from "./question-words.ts";
import { alternativesOf, choose, ofPeople, targetsOf } from "./targets.ts";
import type { TypeMatch } from "./targets.ts";

/** A word of the question that says which record is meant, or asks in words the table lacks. */
export interface AboutWord {
  /** As it was written, folded. */
  word: string;
  /** Its stems under each language: any of them in a text is a match. */
  forms: string[];
  /** The same number as it stands in a quantity: only rows are searched for it. */
  figures: string[];
  /** Looks like a name or a number: an answer without it is about something else. */
  distinctive: boolean;
  /** Says nothing by itself: "still", "currently". */
  small: boolean;
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
  /** "Which order …?": models of which one record is asked for; empty where none is. */
  which: ReadonlySet<string>;
  /** "Is it …?", "do we have …?": what it says itself, found in a record, answers it. */
  polar: boolean;
  /** Words of its own that say what it is about, or which record. */
  about: AboutWord[];
  /** Words that the targets' phrases took up. They may still be part of a name: "Office Chair". */
  optional: AboutWord[];
}

/** How a question's words are read. */
export interface Reading {
  /** Languages under which words are stemmed. */
  languages: string[];
  /** Languages whose phrases are looked for. */
  spoken: readonly PhraseLanguage[];
  /** The language that the question is in, as far as can be told. */
  guessed: string;
  /** Names, numbers and references as they are written. */
  distinctive: ReadonlySet<string>;
}

const wordSet = (lists: Record<PhraseLanguage, string>): Record<PhraseLanguage, Set<string>> =>
  byLanguage((language) => new Set(lists[language].split(" ")));

const filling = wordSet(fillers);
const leading = wordSet(beforeNames);
const between = wordSet(articles);
const picking = wordSet(choosing);
const pointing = wordSet(pointers);
const opening = wordSet(polarVerbs);
const requesting = wordSet(requests);

const isOneOf = (
  sets: Record<PhraseLanguage, Set<string>>,
  word: string | undefined,
  spoken: readonly PhraseLanguage[],
): boolean => word !== undefined && spoken.some((language) => sets[language].has(word));

/** Emails, phone numbers, and what letters and digits are joined into: S00021, INV/2026/00001. */
const identifierLike =
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|[+(]?\d[\d\s().\-/]{5,}\d|(?=[\p{L}\-_/]*\d)(?=[\d\-_/]*\p{L})[\p{L}\p{N}]+(?:[-_/][\p{L}\p{N}]+)*/gu;

/** Takes identifiers out of a text: their pieces are words of nothing. */
function takeIdentifiers(text: string): {
  rest: string;
  identifiers: AboutWord[];
} {
  const identifiers: AboutWord[] = [];
  const rest = text.replace(identifierLike, (written) => {
    const hashes = questionIdentifiers(written);
    if (hashes.length === 0) return written;
    const word = fold(written.trim());
    const joined = word.replace(/[^\p{L}\p{N}]/gu, "");
    identifiers.push({
      word,
      forms: [joined],
      figures: [],
      distinctive: true,
      small: false,
      naming: true,
      identifiers: hashes,
    });
    return " ";
  });
  return { rest, identifiers };
}

interface NounMatch extends PhraseMatch {
  models: string[];
}

/** Phrases of question types and names of models in a clause. */
function matchesIn(all: string[], spoken: readonly PhraseLanguage[]): [TypeMatch[], NounMatch[]] {
  const types: TypeMatch[] = [];
  const nouns: NounMatch[] = [];
  for (const language of spoken) {
    const wording = wordingIn(all, language);
    for (const { type, phrases } of typePhrases[language]) {
      for (const phrase of phrases) {
        const match = matchPhrase(phrase, wording);
        if (match) types.push({ ...match, type });
      }
    }
    for (const { models, phrases } of nounPhrases[language]) {
      for (const phrase of phrases) {
        const match = matchPhrase(phrase, wording);
        if (match) nouns.push({ ...match, models });
      }
    }
  }
  // "The invoice" names a document, though it has the stem of "invoiced".
  const named = (match: TypeMatch): boolean =>
    match.size === 1 &&
    !match.exact &&
    nouns.some((noun) => noun.exact && noun.at.join() === match.at.join());
  return [types.filter((match) => !named(match)), nouns];
}

/** "Virtual Home Staging" is a name, and asks for no stage. */
function isInName(match: PhraseMatch, all: string[], { distinctive }: Reading): boolean {
  const [at] = match.at;
  if (match.size > 1 || at === undefined) return false;
  const isName = (position: number): boolean => distinctive.has(all[position] ?? "");
  return isName(at) && (isName(at - 1) || isName(at + 1));
}

interface ReadClause {
  clause: Clause;
  /** Models whose name for people is in it. */
  models: string[];
  /** Those of which it names one: "the order", neither "orders" nor "which order". */
  one: string[];
}

/** Reads one clause: what it asks for, and the words that say about what. */
export function readClause(text: string, reading: Reading): ReadClause {
  const { rest, identifiers } = takeIdentifiers(text);
  const all = words(rest, reading.guessed);
  const [found, nouns] = matchesIn(all, reading.spoken);
  const owners = ownersIn(text);
  const matches = found.filter(
    (match) =>
      !isInName(match, all, reading) &&
      // "The customer's question" doesn't ask who the customer is.
      !(match.type.level === "role" && match.at.every((at) => owners.has(all[at] ?? ""))),
  );
  const chosen = ofPeople(choose(matches), matches);
  const takenBy = (found: PhraseMatch[]): Set<number> =>
    new Set(found.flatMap((match) => match.at));
  // "How much money could this bring in?" has two phrases of one type: both are words of asking.
  const asking = takenBy(matches.filter((it) => chosen.some((other) => other.type === it.type)));
  // "Who is the contact?" asks for somebody's role, and speaks of no record of that model.
  const roles = takenBy(chosen);
  const meant = nouns.filter((noun) => !noun.at.some((at) => roles.has(at)));
  const which = meant.filter((noun) => isPicked(noun, all, reading));
  const { about, optional } = namesIn(text, all, reading, asking, takenBy(nouns));
  // "Which vendor sent the bill with reference …": a role picked so is what is asked.
  const picked = chosen.filter((it) => it.type.level === "role" && isPicked(it, all, reading));
  const targets =
    picked.length > 0
      ? picked.map((it) => it.type)
      : targetsOf(chosen, /,|\b(?:and|und|y|e|et)\b/iu.test(text));
  const firm = targets.some((type) => type.level === "attribute");
  return {
    clause: {
      text,
      targets: which.length > 0 && !firm ? [] : targets,
      alternatives: alternativesOf(matches, chosen, targets),
      polar: isOneOf(opening, all[0], reading.spoken),
      which: new Set(firm ? [] : which.flatMap((noun) => noun.models)),
      about: [...identifiers, ...about],
      optional,
    },
    models: meant.flatMap((noun) => noun.models),
    // As the phrase is written is in the singular.
    one: meant.filter((noun) => noun.exact && !which.includes(noun)).flatMap((noun) => noun.models),
  };
}

/** "Which order", "what task", "show the invoice": the words before ask for one of many. */
function isPicked(noun: PhraseMatch, all: string[], { spoken }: Reading): boolean {
  let at = Math.min(...noun.at) - 1;
  while (isOneOf(between, all[at], spoken)) at -= 1;
  if (all.slice(0, at + 1).some((word) => isOneOf(requesting, word, spoken))) return true;
  const before = all[Math.min(...noun.at) - 1];
  return isOneOf(picking, before, spoken);
}

/** Words that own something: "the customer's question". */
function ownersIn(text: string): Set<string> {
  return new Set(
    [...text.toLowerCase().matchAll(/([\p{L}\p{N}]+)['’]s\b/gu)].map((match) => match[1] ?? ""),
  );
}

/** The words of a clause that are neither stopwords nor only words of asking. */
function namesIn(
  text: string,
  all: string[],
  { languages, spoken, guessed, distinctive }: Reading,
  asking: ReadonlySet<number>,
  nounsAt: ReadonlySet<number>,
): { about: AboutWord[]; optional: AboutWord[] } {
  const about = new Map<string, AboutWord>();
  const optional = new Map<string, AboutWord>();
  const owners = ownersIn(text);
  const isName = (at: number): boolean => distinctive.has(all[at] ?? "");
  /** The next word to one side that isn't small. */
  const beside = (at: number, step: 1 | -1): number => {
    let next = at + step;
    while (isOneOf(between, all[next], spoken) || isOneOf(leading, all[next], spoken)) next += step;
    return next;
  };
  let nameEnd = -1;
  all.forEach((word, at) => {
    const named = isName(at);
    // Names are often English in a database of another language, whose small words say nothing.
    const empty = ["en", guessed].some((code) => stopwordsOf(code).has(word));
    if (empty && (!named || word.length < 3)) return;
    const filler = isOneOf(filling, word, spoken) || isOneOf(pointing, word, spoken);
    let before = at - 1;
    while (before > 0 && (isOneOf(between, all[before], spoken) || nounsAt.has(before)))
      before -= 1;
    const naming =
      named || owners.has(word) || nameEnd === at - 1 || isOneOf(leading, all[before], spoken);
    // "Quotation for 100 Desks": a noun with a capital beside a name is part of the name.
    const inName = named && (isName(beside(at, 1)) || isName(beside(at, -1)));
    const taken = asking.has(at) || (nounsAt.has(at) && !inName) || (filler && !named);
    if (naming && !taken) nameEnd = at;
    (taken ? optional : about).set(word, {
      word,
      forms: formsUnder(word, languages),
      figures: figuresOf(word),
      distinctive: named,
      small: filler && !named,
      naming,
      identifiers: [],
    });
  });
  return { about: [...about.values()], optional: [...optional.values()] };
}

/** A whole number as amounts and quantities are written: 15 as 15.00 or 15,00. */
function figuresOf(word: string): string[] {
  return /^\d{1,6}$/.test(word) ? [`${word}.00`, `${word},00`] : [];
}
