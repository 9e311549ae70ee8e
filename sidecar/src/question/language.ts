import { languageOf } from "../text/stem.ts";
import { stopwordsOf } from "../text/stopwords.ts";
import { stripAccents, words } from "../text/tokenize.ts";
import { asking } from "./closed-class/closed-class.ts";
import { closedClassLanguages, closedClassOf } from "./closed-class/languages.ts";

/**
 * The language that most of the question's short words belong to, among the asker's and those that have a
 * file; undefined where none does. An interrogative counts as one more: people ask in a language other
 * than their own, and of things whose names are in a third.
 *
 * @param languages the asker's own first: it wins where two are as likely
 */
export function guessLanguage(text: string, languages: string[]): string | undefined {
  const all = words(text, languages[0] ?? "en");
  const plain = new Set(all.map(stripAccents));
  let best: string | undefined;
  let most = 0;
  for (const language of new Set([...languages.map(languageOf), ...closedClassLanguages])) {
    const stopwords = stopwordsOf(language);
    const closed = closedClassOf(language);
    const asks = closed && asking.some((it) => [...closed[it]].some((entry) => plain.has(entry)));
    const hits = all.filter((word) => stopwords.has(word)).length + (asks ? 1 : 0);
    if (hits > most) {
      most = hits;
      best = language;
    }
  }
  return best;
}
