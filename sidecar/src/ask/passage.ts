import type { RenderedSection, SectionLine } from "../odoo/session.ts";
import { anyDate } from "../text/dates.ts";
import { anyNumber } from "../text/number-words.ts";
import { sentences } from "../text/sentences.ts";
import type { AboutWord, Clause } from "./clause.ts";
import type { RecordFit } from "./fit.ts";
import { has, stemsOf } from "./lexicon.ts";
import type { Lexicon, ReadLine } from "./lexicon.ts";
import type { AskedKind, QuestionType } from "./question-type.ts";
import type { Question } from "./question.ts";

/** Words of a permitted record that may answer a clause. */
export interface Passage {
  fit: RecordFit;
  section: RenderedSection;
  line: SectionLine;
  /** Stands literally in the section's text. */
  quote: string;
  stems: ReadonlySet<string>;
  /** What it was chosen for; undefined when only words fit. */
  type: QuestionType | undefined;
  /**
   * How well it is what was asked: 1 the very field, less for its alternatives, 0.5 for prose that
   * speaks of it, 0 when only words fit.
   */
  answers: number;
  /** Weighted share of the clause's words that stand in the passage itself. */
  lexical: number;
  /** How clearly its section's meaning stands out, 0..1, where nothing else speaks for it. */
  meaning?: number;
  /** The sort of value that was asked, if a sort was asked. */
  kindFits: boolean | undefined;
  score: number;
}

/** What is read of one record for one clause. */
export interface Reader {
  question: Question;
  lexicon: Lexicon;
  clause: Clause;
  fit: RecordFit;
}

/** A line, or a sentence of one, with its stems. */
export interface Piece extends ReadLine {
  quote: string;
}

/** From this length on, a line is prose and is quoted by sentences. */
const proseLength = 160;

const weights = { answers: 0.8, kind: 0.2, lexical: 0.5 };

export function isProse(line: SectionLine): boolean {
  return line.label === null || line.type === "html" || line.text.length > proseLength;
}

/** Prose of a field: unlike a message or a file, it may be about anything, and has a name of its own. */
export const isOfBody = ({ section, line }: Pick<Passage, "section" | "line">): boolean =>
  section.kind === "fields" && isProse(line);

/** Value that says nothing: an unset field is rendered by no line, zeros and dashes are. */
export function isEmpty(line: SectionLine): boolean {
  return line.value !== null && /^[\s\-–—]*$/.test(line.value);
}

/** Whether the question has every word of a value itself. */
export function isRepeated(value: string | null, question: Question): boolean {
  const said = stemsOf(value ?? "", question.languages.slice(0, 1));
  return said.size > 0 && [...said].every((form) => question.forms.has(form));
}

/** Odoo field types and related models that hold what is asked for. */
const kindFields: Partial<Record<AskedKind, { types?: string[]; relations?: string[] }>> = {
  person: {
    relations: ["res.partner", "res.users", "hr.employee", "hr.employee.public"],
  },
  organisation: { relations: ["res.partner", "res.company"] },
  date: { types: ["date", "datetime"] },
  amount: { types: ["monetary", "float"] },
  quantity: { types: ["integer", "float"] },
  place: {
    relations: ["res.country", "res.country.state", "hr.work.location", "res.partner"],
  },
  status: { types: ["selection", "many2one", "boolean"] },
  description: { types: ["text", "html"] },
  product: { relations: ["product.product", "product.template"] },
};

/** Sorts that a text shows by itself, not only by its field. */
export const shownByText: ReadonlySet<AskedKind> = new Set(["quantity", "amount", "date"]);

const amountPattern = /[$€£¥]\s?\d|\d\s?(?:[$€£¥]|usd|eur|gbp|chf|euros?|dollars?)\b/iu;

/** Whether somebody wrote a message: without an author it is an entry of Odoo's own, "Product created". */
export const isWritten = ({ lines }: RenderedSection): boolean =>
  lines.some((it) => it.field === "author_id" || it.field === "subject");

/** Whether a line holds the sort of value that a clause asks for. */
function holdsKind(kind: AskedKind, line: SectionLine, text: string): boolean {
  const fields = kindFields[kind];
  if (line.relation !== null && fields?.relations?.includes(line.relation)) return true;
  if (line.type !== null && fields?.types?.includes(line.type)) return true;
  switch (kind) {
    case "date":
      return anyDate.test(text);
    case "amount":
      return amountPattern.test(text);
    case "quantity":
      return anyNumber.test(text);
    case "email":
      return text.includes("@");
    case "phone":
      return /@|\+?\d[\d\s().-]{6,}/.test(text);
    case "text":
    case "description":
    case "product":
    case "status":
      return true;
    case "person":
    case "organisation":
    case "place":
      // A name in prose, or a plain field that the table says holds one.
      return line.type === null ? /\s\p{Lu}\p{Ll}+/u.test(text) : line.type === "char";
  }
}

function lexicalShare(found: ReadonlySet<string>, words: AboutWord[], lexicon: Lexicon): number {
  let sum = 0;
  let total = 0;
  for (const word of words) {
    const weight = lexicon.weigh(word);
    total += weight;
    if (has(found, word)) sum += weight;
  }
  return total === 0 ? 0 : sum / total;
}

/** Words of the clause that don't name the record: within it, its name says nothing. */
export function ownWords({ clause, fit }: Reader): AboutWord[] {
  return [...clause.about, ...clause.optional].filter(
    (word) => !has(fit.read.name, word) && !word.identifiers.some((it) => fit.identifiers.has(it)),
  );
}

export function passage(
  reader: Reader,
  at: Piece,
  type: QuestionType | undefined,
  answers: number,
): Passage {
  const { question, lexicon, clause, fit } = reader;
  const words = ownWords(reader);
  const lexical = lexicalShare(at.stems, words.length > 0 ? words : question.about, lexicon);
  const kind = type?.kind ?? clause.targets[0]?.kind;
  const said = isProse(at.line) ? at.quote : (at.line.value ?? at.quote);
  const kindFits = kind === undefined ? undefined : holdsKind(kind, at.line, said);
  return {
    fit,
    section: at.section,
    line: at.line,
    quote: at.quote,
    stems: at.stems,
    type,
    answers,
    lexical,
    kindFits,
    score:
      fit.score +
      weights.answers * answers +
      weights.lexical * lexical +
      (kindFits === true ? weights.kind : 0),
  };
}

/** A whole line as a piece. */
export const whole = (it: ReadLine): Piece => ({ ...it, quote: it.line.text });

/** Of lines read: several ways to answer look at the same sentences. */
const cut = new WeakMap<ReadLine, Piece[]>();

/** The sentences of a line of prose, each literal; a short line is one. */
export function pieces(it: ReadLine, languages: string[]): Piece[] {
  let found = cut.get(it);
  if (!found) {
    found = isProse(it.line) ? sentencesIn(it, languages) : [whole(it)];
    cut.set(it, found);
  }
  return found;
}

function sentencesIn({ section, line }: ReadLine, languages: string[]): Piece[] {
  const text = line.value !== null && line.text.endsWith(line.value) ? line.value : line.text;
  return sentences(text, languages[0] ?? "en").map((quote) => ({
    section,
    line,
    quote,
    stems: stemsOf(quote, languages.slice(0, 3)),
  }));
}

/** Rank of a field among those that answer, best 0; a `*` stands for anything. */
export function fieldRank(fields: string[], field: string | null): number | undefined {
  if (field === null) return undefined;
  const at = fields.findIndex((it) =>
    it.endsWith("*")
      ? field.startsWith(it.slice(0, -1))
      : it.startsWith("*")
        ? field.endsWith(it.slice(1))
        : it === field,
  );
  return at < 0 ? undefined : at;
}

/** How well the field of a rank answers. */
export const closeness = (rank: number): number => Math.max(0.6, 1 - 0.06 * rank);
