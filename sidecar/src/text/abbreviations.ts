/**
 * What ends with a dot and ends no sentence, as parts of a pattern; like stopwords, of no meaning. Initials
 * and two letters with dots ("z. B.", "e.g.") are known without a list.
 */
const lists: Record<string, string> = {
  titles: "mr|mrs|ms|dr|prof|sr|sra|ud|uds|st",
  companies: "inc|ltd|co|corp",
  references: String.raw`no|nr|str|tel|etc|vs|ca|approx|env|bzw|usw|e\.g|i\.e|z\.\s?b|p\.\s?ej`,
};

/** Alternatives of a pattern, without the dot at their end. */
export const abbreviations = Object.values(lists).join("|");
