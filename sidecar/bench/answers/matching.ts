import type { Question } from "./question.ts";

/** Case, accents, white space, dashes and quotes don't count. */
export function norm(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase()
    .replaceAll("ß", "ss");
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** Whether `wanted` occurs in `text`; a number or a word must not be a piece of a longer one. */
export function contains(text: string, wanted: string): boolean {
  const words = norm(wanted);
  if (words === "") return true;
  let before = "";
  if (/^\p{Nd}/u.test(words)) before = String.raw`(?<!\p{Nd})(?<!\p{Nd}[.,])`;
  else if (/^\p{L}/u.test(words)) before = String.raw`(?<![\p{L}\p{N}_])`;
  const after = /\p{Nd}$/u.test(words) ? String.raw`(?!\p{Nd}|[.,]\p{Nd}*[1-9])` : "";
  // 65.50 is 65.5.
  const zeros = /[.,]\p{Nd}+$/u.test(words) ? "0*" : "";
  return new RegExp(before + escaped(words) + zeros + after, "u").test(norm(text));
}

/** The value that a bare number stands for, whatever its locale; null for anything else. */
export function asNumber(text: string): number | null {
  const words = norm(text);
  const known = numerals.get(words);
  if (known !== undefined) return known;
  if (!/^\d[\d., ]*$/.test(words)) return null;
  const value = Number(words.replace(/[ .,](?=\d{3}(\D|$))/g, "").replace(",", "."));
  return Number.isNaN(value) ? null : value;
}

const numerals = new Map([
  ["seven", 7],
  ["eleven", 11],
  ["twenty-two", 22],
  ["fifty", 50],
]);

const withCommas = (fixed: string): string => fixed.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");
const swapped = (form: string): string =>
  form.replace(/[,.]/g, (mark) => (mark === "," ? "." : ","));

/** The forms as English writes them, and as other locales do. */
const everywhere = (forms: string[]): string[] => [
  ...new Set([...forms, ...forms.map(swapped), ...forms.map((form) => form.replaceAll(",", " "))]),
];

/** 45000.5 as people and locales write it. */
export function numberForms(value: number): string[] {
  const plain = Number.isInteger(value) ? [value.toFixed(1), value.toFixed(0)] : [String(value)];
  const forms = [value.toFixed(2), ...plain];
  return everywhere([...forms, ...forms.map(withCommas)]);
}

/** An amount, or another number that is computed, rounded to cents. */
export function moneyForms(value: number): string[] {
  const rounded = Math.round((value + 1e-9) * 100) / 100;
  const forms = [rounded.toFixed(2)];
  if (Number.isInteger(rounded)) forms.push(rounded.toFixed(0));
  else if (rounded.toFixed(2).endsWith("0")) forms.push(rounded.toFixed(1));
  return everywhere([...forms, ...forms.map(withCommas)]);
}

const money = String.raw`(?:us\s?\$|\$|usd|dollars?)`;

/** `wanted` stands in `text` with the currency beside it. */
export function withCurrency(text: string, wanted: string): boolean {
  const number = String.raw`(?<!\d)(?<!\d[.,])${escaped(norm(wanted))}(?:[.,]0{1,2})?(?!\d|[.,]\d)`;
  const before = String.raw`${money}\s?[-+]?${number}`;
  const behind = String.raw`${number}\s?(?:us |u\.s\. )?${money}`;
  return new RegExp(`${before}|${behind}`).test(norm(text));
}

/** Strings of which one suffices, and strings of which all are needed. */
export interface Accepted {
  some: string[];
  every: string[];
}

/** Whether what was said holds what is accepted. */
export function matches(question: Question, said: string, { some, every }: Accepted): boolean {
  const holds = (wanted: string): boolean =>
    question.currency === true
      ? withCurrency(said, wanted) || (asNumber(wanted) === null && contains(said, wanted))
      : contains(said, wanted);
  if (every.length === 0) return some.some(holds);
  return every.every((wanted) => {
    const value = asNumber(wanted);
    return [wanted, ...(value === null ? [] : moneyForms(value))].some(holds);
  });
}
