import { hash64 } from "./hash.ts";
import { languageOf, stem } from "./stem.ts";
import { stopwordsOf } from "./stopwords.ts";

/**
 * Name of what is done to text. Raise it with any change of what `indexTerms` or `recordIdentifiers`
 * returns: the index is then built anew beside the old one.
 */
export const tokenizerVersion = "2";

const segmenters = new Map<string, Intl.Segmenter>();

function wordSegmenter(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: "word" });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

/** Scripts written without spaces: there the dictionary decides, and may decide differently twice. */
const unspaced = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}ー]+$/u;

/** The same letter in one form: compatibility forms resolved, lower case. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Without accents and umlauts, so that "Muller" finds "Müller" and "direccion" "dirección". */
export function stripAccents(text: string): string {
  // Marks of Latin, Greek and Cyrillic only: elsewhere they are vowels.
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l");
}

/** The words of a text in order, folded; stopwords included. Language decides about word borders. */
export function words(text: string, code: string): string[] {
  const found: string[] = [];
  for (const { segment, isWordLike } of wordSegmenter(languageOf(code)).segment(fold(text))) {
    if (!isWordLike) continue;
    // "customer's" → "customer", "l'adresse" → "l", "adresse", "crm.lead_name" → its words
    for (const word of segment.replace(/['’]s$/, "").split(/['’_:]+/)) {
      if (word !== "") found.push(word);
    }
  }
  return found;
}

/** The forms under which one folded word stands in the index for a language. */
function formsOf(word: string, code: string): string[] {
  if (!unspaced.test(word)) return [stripAccents(stem(word, code))];
  const characters = Array.from(word);
  // Pairs make up for borders that the dictionary drew elsewhere in the document.
  const pairs =
    characters.length > 2
      ? characters.slice(1).map((next, at) => `${characters[at] ?? ""}${next}`)
      : [];
  return [word, ...pairs];
}

/** Stems of a text in order, without stopwords: what is indexed, before hashing. */
export function stems(text: string, code: string): string[] {
  const stopwords = stopwordsOf(languageOf(code));
  return words(text, code)
    .filter((word) => !stopwords.has(word))
    .flatMap((word) => formsOf(word, code));
}

/** How often each term stands in a text, by the term's hash, and how many there are. */
export interface TermCounts {
  counts: Map<string, number>;
  length: number;
}

/** The terms of a text for the index: stems in the text's own language. */
export function indexTerms(text: string, code: string): TermCounts {
  const counts = new Map<string, number>();
  const all = stems(text, code);
  for (const form of all) counts.set(form, (counts.get(form) ?? 0) + 1);
  return {
    counts: new Map([...counts].map(([form, count]) => [hash64(form), count])),
    length: all.length,
  };
}

/** The forms of one folded word under each language, each once. */
export function formsUnder(word: string, codes: string[]): string[] {
  const forms = new Set(codes.flatMap((code) => formsOf(word, code)));
  // "Mueller" for "Müller": the other spelling of an umlaut, as a further form.
  const respelled = word.replace(/ae|oe|ue/g, (pair) => pair.charAt(0));
  if (respelled !== word) {
    for (const code of codes) for (const form of formsOf(respelled, code)) forms.add(form);
  }
  return [...forms];
}
