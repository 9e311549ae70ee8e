/** Of questions and labels that are learned from. */
export const languages = ["en", "de", "es"] as const;
export type Language = (typeof languages)[number];
