/** What kind of thing is asked for; the panel words a mismatch by it. */
export type AskedKind =
  | "person"
  | "organisation"
  | "date"
  | "amount"
  | "quantity"
  | "place"
  | "email"
  | "phone"
  | "status"
  | "description"
  | "product"
  | "text";

/** Languages that the table speaks. */
export const phraseLanguages = ["en", "de", "es", "fr"] as const;

export type PhraseLanguage = (typeof phraseLanguages)[number];

export interface QuestionType {
  name: string;
  kind: AskedKind;
  /**
   * `attribute` beats `role` beats `interrogative` where one question holds several: "the email of
   * the contact" asks for the email.
   */
  level: "attribute" | "role" | "interrogative";
  /** Field names, best first; a trailing or leading `*` stands for anything. */
  fields: string[];
  /** Field types that answer where no field of the list is there; for interrogatives mostly. */
  types?: string[];
  /** Models that a many2one must point to for its type to count. */
  relations?: string[];
  /** Words of which one must stand in what is quoted: prose that names no colour answers none. */
  values?: string;
  /** Models whose fields of these names mean something else, unless the question speaks of that model. */
  notOn?: string[];
  phrases: Record<PhraseLanguage, string>;
}
