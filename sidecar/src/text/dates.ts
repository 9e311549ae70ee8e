/** Languages whose names of months are known; a date in figures is known in any. */
const languages = ["en", "de", "es", "fr", "it", "nl", "pt"];

/** Names of months, whole and shortened, as CLDR has them for a language. */
function monthNames(language: string): string[] {
  return ["long", "short"].flatMap((month) => {
    const format = new Intl.DateTimeFormat(language, {
      month: month as "long" | "short",
      timeZone: "UTC",
    });
    return Array.from({ length: 12 }, (_, at) =>
      format
        .format(Date.UTC(2000, at, 15))
        .toLowerCase()
        .replace(/\.$/, ""),
    );
  });
}

/** Longest first, so that no name is taken for the beginning of another. */
const months = [...new Set(languages.flatMap(monthNames))].sort(
  (left, right) => right.length - left.length,
);
const month = months.join("|");

/** A date, in figures or with the month's name: "2026-03-10", "10.3.26", "March 10", "10 de marzo". */
export const anyDate = new RegExp(
  [
    String.raw`\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b`,
    String.raw`\b\d{1,2}(?:\.|st|nd|rd|th)?\s{1,3}(?:de\s|of\s)?(?:${month})(?!\p{L})`,
    String.raw`(?<!\p{L})(?:${month})\.?\s{1,3}\d{1,4}\b`,
  ].join("|"),
  "iu",
);

const everyDate = new RegExp(anyDate, "giu");

/** Where dates stand in a text. */
export function datesIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(everyDate)].map(({ 0: written, index }) => ({
    start: index,
    end: index + written.length,
  }));
}

/** A month that stands alone; "may", "mars" and the like are words too, so only long names count. */
export const monthAlone = new RegExp(
  `(?<!\\p{L})(?:${months.filter((it) => it.length > 4 && it !== "march").join("|")})(?!\\p{L})`,
  "iu",
);

/** A year, or an age in centuries. */
export const anyYear = /\b(?:1[0-9]|20)\d\d\b/u;
