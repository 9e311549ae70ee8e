import type { Asks } from "../../question/closed-class/closed-class.ts";
import { isNumeral } from "../../question/closed-class/numerals.ts";
import type { Question } from "../../question/question.ts";
import { anyDate, anyYear, monthAlone } from "../../text/dates.ts";
import { formsUnder, stripAccents, words } from "../../text/tokenize.ts";

/** What can be told of an answer by its look alone. */
export type Sort = "person" | "date" | "number" | "place";

const sortOf: Partial<Record<Asks, Sort>> = {
  person: "person",
  time: "date",
  amount: "number",
  count: "number",
  place: "place",
};

/** The sorts of thing that the question asks for, by its interrogatives. */
export function sortsOf({ parts }: Question): Sort[] {
  const found = parts.flatMap(({ asks }) => [...asks].map((it) => sortOf[it]));
  return [...new Set(found.filter((it) => it !== undefined))];
}

/** Whether a text shows a thing of the sorts asked: 1, or doesn't: -1; 0 where none is known to be asked. */
export function showsAny(text: string, sorts: Sort[], question: Question): number {
  if (sorts.length === 0) return 0;
  return sorts.some((sort) => showsSort(text, sort, question)) ? 1 : -1;
}

/** Whether a text shows a thing of this sort that the question doesn't already name. */
function showsSort(text: string, sort: Sort, question: Question): boolean {
  switch (sort) {
    case "date": {
      const year = anyYear.exec(text)?.[0];
      const isNewYear = year !== undefined && !question.text.includes(year);
      return isNewYear || anyDate.test(text) || monthAlone.test(text);
    }
    case "number":
      return words(text, "en").some(
        (word) => isNumeral(stripAccents(word)) && !question.forms.has(word),
      );
    case "person":
    case "place":
      return namesIn(text).some((name) =>
        words(name, "en").some((word) => !question.forms.has(word)),
      );
  }
}

/** Words with a capital that begin no sentence. */
export function namesIn(text: string): string[] {
  return [
    ...text.matchAll(/(?<=[^\s.?!:]\s(?:["“(])?)\p{Lu}[\p{L}.'’-]+(?:\s\p{Lu}[\p{L}.'’-]+)*/gu),
  ].map(([it]) => it);
}

/** Words between a number and what it counts: "six large tables". */
const numberWithin = 3;

/**
 * Whether a text has a number beside the thing that the question counts; undefined where it counts
 * none.
 */
export function hasCount({ parts, languages }: Question, quote: string): boolean | undefined {
  const counting = parts.find(({ asks }) => asks.has("count"));
  const thing = counting?.words.find((it) => !it.isName);
  if (!thing) return undefined;
  const code = languages[0] ?? "en";
  const forms = new Set(thing.forms);
  const all = words(quote, code);
  return all.some(
    (word, at) =>
      formsUnder(word, [code]).some((form) => forms.has(form)) &&
      all.slice(Math.max(0, at - numberWithin), at).some((it) => isNumeral(stripAccents(it))),
  );
}
