import { languageOf } from "../src/text/stem.ts";
import { stopwordsOf } from "../src/text/stopwords.ts";
import { formsUnder, guessLanguage, words } from "../src/text/tokenize.ts";

/** A word of a question that carries meaning. */
interface QuestionWord {
  /** As it was written, folded. */
  word: string;
  /** Its stems under each language, without repeats: any of them in a text is a match. */
  forms: string[];
}

/**
 * The words of a question without stopwords, each once, with their stems under each language.
 *
 * @param languages the asker's first. The question may be in another: stopwords are those of the
 *   language that most of its words are stopwords of.
 */
export function questionWords(text: string, languages: string[]): QuestionWord[] {
  const asker = languages[0] ?? "en";
  const language = guessLanguage(text, languages) ?? languageOf(asker);
  const stopwords = stopwordsOf(language);
  const codes = [...new Set([language, ...languages.map(languageOf)])];
  const found = new Map<string, QuestionWord>();
  for (const word of words(text, language)) {
    if (stopwords.has(word) || found.has(word)) continue;
    found.set(word, { word, forms: formsUnder(word, codes) });
  }
  return [...found.values()];
}
