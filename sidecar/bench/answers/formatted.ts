import type { Field } from "./value-text.ts";
import { contains, norm, numberForms } from "./matching.ts";
import { valueTexts } from "./value-text.ts";

const zone = "Europe/Brussels";
/** As Odoo writes dates by default, by language of the user. */
const bcp47 = (lang: string): string => lang.replace("_", "-");

/**
 * Whether an answer says the value that Odoo reads in a field, in a way in which Odoo or people of that
 * language write it.
 *
 * @param value as Odoo's `read` gives it
 * @param lang of the user, such as `de_DE`
 */
export function saysValue(answer: string, field: Field, value: unknown, lang: string): boolean {
  const { type } = field;
  if (type === "date" || type === "datetime") {
    return dateForms(String(value), type, lang).some((form) => contains(answer, form));
  }
  if (type === "boolean") {
    const yes = ["yes", "ja", "sí", "true", "wahr", "verdadero"];
    const no = ["no", "nein", "false", "falsch", "falso"];
    return (value === true ? yes : no).some((word) => contains(answer, word));
  }
  const texts =
    typeof value === "number"
      ? numberForms(value)
      : valueTexts(field, "", value).filter((text) => norm(text) !== "");
  if (type === "html" || type === "text") {
    // A part of a long text answers; who quotes all of it answers too.
    return texts.some((text) => contains(answer, text) || holdsPartOf(norm(text), answer));
  }
  return texts.some((text) => contains(answer, text));
}

/** Some line of the answer, of at least three words or half of the text, stands in the text. */
function holdsPartOf(text: string, answer: string): boolean {
  return answer
    .split(/\n|(?<=[.!?:…])\s/)
    .map((line) => norm(line).replace(/^[\s"'«»„“”.…]+|[\s"'«»„“”.…]+$/g, ""))
    .some((line) => line.split(" ").length >= 3 && text.includes(line));
}

/** A date of Odoo's (`2027-03-18`, or with a time, in UTC) in the forms of a language. */
export function dateForms(value: string, type: "date" | "datetime", lang: string): string[] {
  const isDay = type === "date" || !value.includes(":");
  const moment = new Date(isDay ? `${value}T00:00:00Z` : `${value.replace(" ", "T")}Z`);
  if (Number.isNaN(moment.getTime())) return [value];
  const timeZone = isDay ? "UTC" : zone;
  const shown = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(bcp47(lang), { timeZone, ...options }).format(moment);
  const iso = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(moment);
  const styles = (["short", "medium", "long", "full"] as const).map((dateStyle) =>
    shown({ dateStyle }),
  );
  const digits = shown({ year: "numeric", month: "2-digit", day: "2-digit" });
  const within = shown({ month: "short", day: "numeric" });
  return [...new Set([iso, digits, within, ...styles])];
}
