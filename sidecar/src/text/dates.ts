/** Names of months and what they are shortened to, in the languages of the question types. */
const month = [
  "jan(?:uary|uar|vier)?|ene(?:ro)?",
  "feb(?:ruary|ruar|rero)?|fév(?:rier)?",
  "mar(?:ch|zo|s)?|märz?|mrz",
  "apr(?:il)?|abr(?:il)?|avr(?:il)?",
  "may(?:o)?|mai",
  "june?|juni?o?|juin",
  "july?|juli?o?|juil(?:let)?",
  "aug(?:ust)?|ago(?:sto)?|août",
  "sept?(?:ember|embre|iembre|tember)?",
  "o[ck]t(?:ober|ubre|obre)?",
  "nov(?:ember|iembre|embre)?",
  "de[cz](?:ember)?|dic(?:iembre)?|déc(?:embre)?",
].join("|");

/** A date, in figures or with the month's name: "2026-03-10", "10.3.26", "March 10", "10 de marzo". */
export const anyDate = new RegExp(
  [
    String.raw`\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b`,
    String.raw`\b\d{1,2}(?:\.|st|nd|rd|th)?\s+(?:de\s+|of\s+)?(?:${month})(?!\p{L})`,
    String.raw`(?<!\p{L})(?:${month})\.?\s+\d{1,4}\b`,
  ].join("|"),
  "iu",
);
