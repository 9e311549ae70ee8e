import { ruleOfTexts } from "./texts.ts";

/** More words are a table of phrases in the making. */
const most = 8;

/** One or several words in small letters. */
const phrase = /^\p{Ll}[\p{Ll}\p{M}'’ -]*$/u;

function tooMany(texts: string[]): string | undefined {
  const words = texts.map((it) => it.trim()).filter((it) => phrase.test(it));
  // Languages and countries have codes of two letters.
  if (words.length <= most || words.every((it) => it.length === 2)) return undefined;
  return `${words.length} words in a list: the meaning of labels decides, or a closed class.`;
}

/** A text that is nothing but words with one separator between them. */
function listed(text: string): string | undefined {
  for (const separator of ["|", ",", ";", "\n", /\s+/]) {
    const parts = text.trim().split(separator);
    const found = parts.every((it) => phrase.test(it.trim())) && tooMany(parts);
    if (found) return found;
  }
  return undefined;
}

/** What a pattern may have around and in a word, and still be one. */
const syntax = /\(\?(?:[:=!]|<[=!])|\\[bBsSw.]|[()^$?*+.[\]\s]/g;

const alternatives = (pattern: string): string | undefined =>
  tooMany(pattern.split("|").map((it) => it.replace(syntax, "")));

/** No list of words decides what a question asks for. */
export const noWordLists = ruleOfTexts("Forbids lists of more than eight lower-case words.", {
  text: listed,
  pattern: alternatives,
  list: tooMany,
});
