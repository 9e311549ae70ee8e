import { numberWords } from "../text/number-words.ts";
import { fold, formsUnder, words } from "../text/tokenize.ts";
import type { Question } from "./question.ts";

/** "How many chairs", with one word between at most: "how many more chairs". */
const counting = /\b(?:how many|wie ?viele?|cu[aá]nt[oa]s)\s+(?:\p{L}+\s+)??(\p{L}{3,})/iu;
/** Words between a number and what it counts: "six large tables". */
const numberWithin = 3;

/**
 * Whether a text has a number beside the thing that the question counts; undefined where it counts
 * none.
 */
export function hasCount(
  { text, languages }: Pick<Question, "text" | "languages">,
  quote: string,
): boolean | undefined {
  const thing = counting.exec(text)?.[1];
  if (thing === undefined) return undefined;
  const code = languages[0] ?? "en";
  const forms = new Set(formsUnder(fold(thing), [code]));
  const all = words(quote, code);
  const isNumber = (word: string): boolean => /\d/.test(word) || numberWords.has(word);
  return all.some(
    (word, at) =>
      formsUnder(word, [code]).some((form) => forms.has(form)) &&
      all.slice(Math.max(0, at - numberWithin), at).some(isNumber),
  );
}
