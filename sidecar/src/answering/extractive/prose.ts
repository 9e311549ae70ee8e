import type { RenderedSection, SectionLine } from "../../odoo/session.ts";
import { sentences } from "../../text/sentences.ts";
import { stemsOf } from "./reading.ts";
import type { ReadLine } from "./reading.ts";

/** From this length on, a line is prose and is quoted by sentences. */
const proseLength = 160;

/** Written freely, unlike the value of a field. */
export function isProse(line: SectionLine): boolean {
  return line.label === null || line.type === "html" || line.text.length > proseLength;
}

/** Whether somebody wrote a message: without an author it is an entry of Odoo's own, "Product created". */
export const isWritten = ({ lines }: RenderedSection): boolean =>
  lines.some((it) => it.field === "author_id" || it.field === "subject");

/** Value that says nothing: an unset field is rendered by no line, zeros and dashes are. */
export function isEmpty(line: SectionLine): boolean {
  return line.value !== null && /^[\s\-–—]*$/.test(line.value);
}

/** A line, or a sentence of one, with its stems. */
export interface Piece extends ReadLine {
  quote: string;
}

/** Of lines read: several ways to answer look at the same sentences. */
const cut = new WeakMap<ReadLine, Piece[]>();

/** The sentences of a line of prose, each literal; a short line is one. */
export function pieces(it: ReadLine, languages: string[]): Piece[] {
  let found = cut.get(it);
  if (!found) {
    found = isProse(it.line) ? sentencesIn(it, languages) : [{ ...it, quote: it.line.text }];
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
    stems: stemsOf(quote, languages),
  }));
}
