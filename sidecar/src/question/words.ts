import { datesIn } from "../text/dates.ts";
import { phonesIn, questionIdentifiers } from "../text/identifiers.ts";
import { stopwordsOf } from "../text/stopwords.ts";
import { fold, formsUnder, stripAccents, words } from "../text/tokenize.ts";
import type { ClosedWords } from "./closed-class/closed-class.ts";

/** A word of a question that says which record is meant, or what is asked of it. */
export interface QuestionWord {
  /** As it was written, folded. */
  word: string;
  /** Its stems under each language: any of them in a text is a match. */
  forms: string[];
  /** Written as names, numbers and codes are: an answer without it may be about something else. */
  isName: boolean;
  /** Hashes, where it is an identifier: a record that bears one of them is named by it. */
  identifiers: string[];
  /** Of a code with joints, its parts in order: "furn", "8888". */
  pieces: string[];
  /** Digits alone, without leading zeros: "12" may be S00012, or a figure. */
  number: string | undefined;
}

interface Reading {
  /** Languages under which words are stemmed, the question's own first. */
  languages: string[];
  closed: ClosedWords | undefined;
}

/** A code, a number or an address, whole; else one word, or a run of a script without spaces. */
const token =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}ー]+|[^\s,;:!?()[\]{}"“”„«»、。，！？：；「」\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}ー]+/gu;
const joint = /[-_/.#]/;
/** A token without what may stand at its borders. Greedy, so that its end is found from behind. */
const inner = /[\p{L}\p{N}](?:.*[\p{L}\p{N}%])?/su;
/** No word is longer that anybody means. */
const maxLetters = 80;

/** Words of a text that belong to no closed class, in order, each once. Linear in the text's length. */
export function wordsIn(text: string, { languages, closed }: Reading): QuestionWord[] {
  const language = languages[0] ?? "en";
  const found = new Map<string, QuestionWord>();
  const phones = phonesIn(text);
  const add = (it: Plain): void => {
    if (it.word.length > maxLetters || found.has(it.word)) return;
    if (it.isName || !isClosed(it.word, language, closed))
      found.set(it.word, { ...it, forms: it.forms ?? formsUnder(it.word, languages) });
  };
  for (const { start, end } of phones) add(codeOf(text.slice(start, end)));
  const isPhone = isWithin(phones);
  const isDate = isWithin(datesIn(text));
  // Every noun of German has a capital.
  const showsNames = language !== "de" && hasTellingCapitals(text, language, closed);
  let isFirst = true;
  let end = 0;
  for (const { 0: written, index } of text.matchAll(token)) {
    isFirst ||= /[?!\n。！？]/.test(text.slice(end, index));
    end = index + written.length;
    if (isPhone(index)) continue;
    const bare = inner.exec(written)?.[0] ?? "";
    if (bare === "") continue;
    const isShort = bare.length <= maxLetters;
    for (const it of isShort && isCode(bare)
      ? [codeOf(bare)]
      : plainOf(bare, !isFirst && showsNames, language)) {
      // The 15 of "15 May" is no number of anything.
      add(isDate(index) ? { ...it, isName: false, number: undefined } : it);
    }
    isFirst = written.endsWith(".");
  }
  return [...found.values()];
}

/** Whether places asked for in their order are in one of the spans. */
function isWithin(spans: { start: number; end: number }[]): (place: number) => boolean {
  let next = 0;
  return (place) => {
    while ((spans[next]?.end ?? Infinity) <= place) next += 1;
    return (spans[next]?.start ?? Infinity) <= place;
  };
}

type Plain = Omit<QuestionWord, "forms"> & { forms?: string[] };

/** Digits, joined with letters or with each other; or an address of the net. */
const isCode = (bare: string): boolean =>
  bare.includes("@") || (/\p{N}/u.test(bare) && (/\p{L}/u.test(bare) || joint.test(bare)));

function codeOf(bare: string): Plain {
  const word = fold(bare);
  const joined = word.replace(/[^\p{L}\p{N}]/gu, "");
  return {
    word,
    forms: [joined],
    isName: true,
    identifiers: questionIdentifiers(bare),
    pieces: word.split(/[^\p{L}\p{N}]+/u).filter((it) => it !== ""),
    number: undefined,
  };
}

function plainOf(bare: string, showsNames: boolean, language: string): Plain[] {
  const isNumber = /^\p{N}+$/u.test(bare);
  const isName = isNumber || (showsNames && isWrittenAsName(bare));
  return words(bare, language).map((word) => ({
    word,
    isName,
    identifiers: isNumber ? questionIdentifiers(word) : [],
    pieces: [],
    number: isNumber ? word.replace(/^0+(?=\d)/, "") : undefined,
  }));
}

/** Whether a folded word belongs to a closed class of the language. */
export function isClosed(word: string, language: string, closed: ClosedWords | undefined): boolean {
  const plain = stripAccents(word);
  if (stopwordsOf(language).has(word)) return true;
  return closed !== undefined && Object.values(closed).some((list) => list.has(plain));
}

/** None are in "WHO SIGNED THE LEASE" and "Who Signed The Lease": there small words have one too. */
function hasTellingCapitals(
  text: string,
  language: string,
  closed: ClosedWords | undefined,
): boolean {
  const tokens = [...text.matchAll(token)].map(([it]) => inner.exec(it)?.[0] ?? "");
  return (
    tokens.some((it) => /^\p{Ll}/u.test(it)) ||
    !tokens.slice(1).some((it) => isClosed(fold(it), language, closed))
  );
}

/** With a capital, but no short word of capitals alone: "VAT", "ETA" and "I" name nobody. */
function isWrittenAsName(bare: string): boolean {
  return /^\p{Lu}/u.test(bare) && !/^\p{Lu}{1,4}$/u.test(bare);
}
