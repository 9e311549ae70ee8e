import { anyDate } from "../text/dates.ts";
import { anyNumber } from "../text/number-words.ts";
import { words } from "../text/tokenize.ts";
import type { Question } from "./question.ts";
import type { AskedKind } from "./question-type.ts";

/** What can be told of an answer by its look alone. */
export type Sort = "person" | "name" | "date" | "number" | "amount" | "place";

const sortOfKind: Partial<Record<AskedKind, Sort>> = {
  person: "person",
  organisation: "name",
  product: "name",
  date: "date",
  amount: "amount",
  quantity: "number",
  place: "place",
};

/** Words after "what", "which" and "how" that ask for a date or a number. */
const asksDate =
  /\b(?:when|what (?:year|date|day|month|century|decade|time)|(?:which|in what|what) (?:year|month|decade|century|day)|how (?:old|long ago)|wann|welche[sm]? (?:jahr|datum|tag)|cuándo|qué (?:año|fecha|día))\b/iu;
const asksNumber =
  /\b(?:how (?:many|much|long|far|large|big|tall|high|deep|fast|often|wide|heavy)|what (?:percent|percentage|number|amount|fraction|share|proportion|size|population|temperature)|wie ?viele?|wie (?:lange|groß|hoch|weit)|cuántos?|cuántas?|cuánto)\b/iu;
const asksPerson = /\b(?:who|whom|whose|wer|wem|wen|quién|quiénes)\b/iu;
const asksPlace =
  /\b(?:where|what (?:city|country|state|place|location|region)|which (?:city|country|state|region)|wo|wohin|dónde)\b/iu;

/** The sorts of thing that the question asks for, by its words or by what the table knows. */
export function sortsOf(question: Question): Sort[] {
  const { text } = question;
  const found = new Set<Sort>();
  if (asksDate.test(text)) found.add("date");
  if (asksNumber.test(text)) found.add("number");
  if (asksPerson.test(text)) found.add("person");
  if (asksPlace.test(text)) found.add("place");
  if (found.size > 0) return [...found];
  for (const { targets } of question.clauses) {
    for (const { kind } of targets) {
      const sort = sortOfKind[kind];
      if (sort) found.add(sort);
    }
  }
  return [...found];
}

const year =
  /\b(?:1[0-9]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th) century\b|\b\d{3,4}\s?(?:bc|ad|bce|ce)\b/iu;
/** Parts of a date that stand alone; "may" and "march" are verbs too. */
const dateLike =
  /\b(?:january|february|april|june|july|august|september|october|november|december|januar|februar|märz|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|century|centuries|decade|years? (?:ago|old)|\b\d{2}s\b/iu;

/** Whether a text shows a thing of the sorts asked: 1, or doesn't: -1; 0 where none is known to be asked. */
export function showsAny(text: string, sorts: Sort[], question: Question): number {
  if (sorts.length === 0) return 0;
  return sorts.some((sort) => showsSort(text, sort, question)) ? 1 : -1;
}

/** Whether a text shows a thing of this sort that the question doesn't already name. */
function showsSort(text: string, sort: Sort, question: Question): boolean {
  switch (sort) {
    case "date":
      return isNew(text, year, question) || anyDate.test(text) || dateLike.test(text);
    case "number":
    case "amount":
      return isNew(text, anyNumber, question);
    case "person":
    case "name":
    case "place":
      return namesIn(text).some((name) =>
        words(name, "en").some((word) => !question.forms.has(word)),
      );
  }
}

function isNew(text: string, pattern: RegExp, question: Question): boolean {
  const all = text.matchAll(new RegExp(pattern.source, "giu"));
  return [...all].some(
    ([it]) => !question.forms.has(it.toLowerCase()) && !question.text.includes(it),
  );
}

/** Words with a capital that begin no sentence. */
export function namesIn(text: string): string[] {
  return [
    ...text.matchAll(/(?<=[^\s.?!:]\s(?:["“(])?)\p{Lu}[\p{L}.'’-]+(?:\s\p{Lu}[\p{L}.'’-]+)*/gu),
  ].map(([it]) => it);
}
