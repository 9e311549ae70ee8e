import { hash64 } from "./hash.ts";
import { fold } from "./tokenize.ts";

const email = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** A run of digits as people write phone numbers: with spaces, dots, dashes, brackets, slashes. */
const phone = /(?<![\p{L}\p{N}/_-])(?:\+|00)?\(?\d[\d\s().\-/]{5,}\d/gu;
/** Letters and digits joined by what references are joined by: S00021, INV/2026/00001, FURN_0001. */
const reference = /[\p{L}\p{N}]+(?:[-_/.#][\p{L}\p{N}]+)*/gu;

/** Country codes and leading zeros vary with the writer, the last nine digits don't. */
function normalisePhone(written: string): string | undefined {
  const digits = written.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= 7 && digits.length <= 15 ? digits.slice(-9) : undefined;
}

/** "inv 2026-00001" and "INV/2026/00001" are one; a plain word or a small number is none. */
function normaliseReference(written: string): string | undefined {
  const joined = written.replace(/[^\p{L}\p{N}]/gu, "");
  const digits = joined.replace(/\D/g, "").length;
  if (digits === 0 || joined.length > 40) return undefined;
  return digits === joined.length
    ? digits >= 6
      ? joined
      : undefined
    : digits >= 2 && joined.length >= 4
      ? joined
      : undefined;
}

/** A date or an amount looks like a reference and names nothing. */
const dateOrAmount =
  /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$|^\d{1,3}([.,' ]\d{3})+([.,]\d+)?$|^\d+[.,]\d+$|^(19|20)\d{6}$/;

/** Dates and amounts that stand alone in a text, so that no part of them is taken for a reference. */
const standingDateOrAmount =
  /(?<![\p{L}\p{N}\-_/.#])(?:\d{1,4}([-/.])\d{1,2}\1\d{1,4}|\d{1,3}(?:[.,']\d{3})+(?:[.,]\d+)?|\d+[.,]\d+)(?![-_/.#]?[\p{L}\p{N}])/gu;
/** "S 00021" is a reference in two words, "room 12" is none. */
const leastSpacedDigits = 4;

/** Normalised identifiers of a text with their kind as a prefix, each once. */
function identifiersIn(text: string, joinSpaced: boolean): Set<string> {
  const folded = fold(text);
  const found = new Set<string>();
  for (const [written] of folded.matchAll(email)) found.add(`email:${written}`);
  // Two spaces: what stood on both sides is not beside each other.
  const rest = folded.replace(email, "  ").replace(standingDateOrAmount, "  ");
  for (const [written] of rest.matchAll(phone)) {
    if (dateOrAmount.test(written.trim())) continue;
    const normal = normalisePhone(written);
    if (normal !== undefined) found.add(`phone:${normal}`);
  }
  const tokens = [...rest.matchAll(reference)].map((match) => ({
    written: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  tokens.forEach((token, at) => {
    if (!dateOrAmount.test(token.written)) {
      const normal = normaliseReference(token.written);
      if (normal !== undefined) found.add(`reference:${normal}`);
    }
    if (!joinSpaced) return;
    // "S 00021", "INV 2026 00001": up to three neighbours with a single space between them.
    let written = token.written;
    for (let next = at + 1; next <= at + 2; next += 1) {
      const before = tokens[next - 1];
      const neighbour = tokens[next];
      if (!before || !neighbour || neighbour.start - before.end !== 1) break;
      written += neighbour.written;
      if (!/\d/.test(neighbour.written) || token.written.length > 8) continue;
      if (written.replace(/\D/g, "").length < leastSpacedDigits) continue;
      const normal = normaliseReference(written);
      if (normal !== undefined) found.add(`reference:${normal}`);
    }
  });
  return found;
}

/**
 * Hashes of the identifiers that a question names, in whatever spelling: order numbers and
 * references, barcodes, email addresses, phone numbers.
 */
export function questionIdentifiers(question: string): string[] {
  return [...identifiersIn(question, true)].map(hash64).sort();
}

/** Char fields of Odoo that name a record or reach whom it is about. */
const identifyingFields =
  /^(name|display_name|complete_name|ref|.*_ref|reference|default_code|code|barcode|origin|email|email_from|email_normalized|.*_email|phone|mobile|.*_phone|mobile_phone|vat|.*_number)$/;

/** A line as far as identifiers are concerned. */
interface Line {
  text: string;
  value: string | null;
  field: string | null;
}

/**
 * Hashes of the identifiers that a record bears: those in its header and in the fields that
 * identify. What its rows and messages mention belongs to other records.
 */
export function recordIdentifiers(
  name: string,
  sections: { kind: string; lines: Line[] }[],
): string[] {
  const texts = [name];
  for (const section of sections) {
    if (section.kind !== "header" && section.kind !== "fields") continue;
    for (const line of section.lines) {
      if (line.field !== null && !identifyingFields.test(line.field)) continue;
      texts.push(line.value ?? line.text);
    }
  }
  const found = new Set(texts.flatMap((text) => [...identifiersIn(text, false)]));
  return [...found].map(hash64).sort();
}
