import { hash64 } from "./hash.ts";
import { fold } from "./tokenize.ts";

/** What an address may stand in. */
const around = /[\p{L}\p{N}._%+@-]+/gu;
/** Of an address, what stands behind its "@". */
const domain = /[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/uy;
/** A run of digits as people write phone numbers: with spaces, dots, dashes, brackets, slashes. */
const phone = /(?<![\p{L}\p{N}/_-])(?:\+|00)?\(?\d[\d\s().\-/]{5,}\d/gu;
/** Letters and digits joined by what references are joined by: S00021, INV/2026/00001, FURN_0001. */
const reference = /[\p{L}\p{N}]+(?:[-_/.#][\p{L}\p{N}]+)*/gu;

/**
 * The email addresses of a text, and the text without them. From each "@" backwards: tried from every
 * letter on, a long run without one would take the square of its length.
 */
function withoutAddresses(text: string): { addresses: string[]; rest: string } {
  const addresses: string[] = [];
  const rest: string[] = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(around)) {
    let begin = 0;
    for (let at = run.indexOf("@"); at >= 0; at = run.indexOf("@", at + 1)) {
      domain.lastIndex = at + 1;
      const end = at > begin && domain.test(run) ? domain.lastIndex : undefined;
      if (end !== undefined) {
        addresses.push(run.slice(begin, end));
        // Two spaces: what stood on both sides is not beside each other.
        rest.push(text.slice(from, index + begin), "  ");
        from = index + end;
      }
      begin = end ?? at + 1;
    }
  }
  rest.push(text.slice(from));
  return { addresses, rest: rest.join("") };
}

/** Country codes and leading zeros vary with the writer, the last nine digits don't. */
function normalisePhone(written: string): string | undefined {
  const digits = written.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= 7 && digits.length <= 15 ? digits.slice(-9) : undefined;
}

/** Where phone numbers stand in a text: they are written in several words. */
export function phonesIn(text: string): { start: number; end: number }[] {
  const bare = text.replace(standingDateOrAmount, (it) => "\0".repeat(it.length));
  return [...bare.matchAll(phone)].flatMap(({ 0: written, index }) =>
    dateOrAmount.test(written.trim()) || normalisePhone(written) === undefined
      ? []
      : [{ start: index, end: index + written.length }],
  );
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
  const { addresses, rest: others } = withoutAddresses(folded);
  for (const written of addresses) found.add(`email:${written}`);
  const rest = others.replace(standingDateOrAmount, "  ");
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

/** A line as far as identifiers are concerned. */
export interface IdentifyingLine {
  text: string;
  value: string | null;
  /** Odoo's field type. */
  type: string | null;
}

/** Of so many words a code is what the value is; in more, it may be mentioned. */
const fewWords = 4;

/**
 * Identifiers in the value of a char field: addresses and phone numbers, and codes where they are all
 * that it holds, more or less. "As agreed on the phone after S00044 was sent" names another record.
 */
function identifiersOfValue(value: string): Set<string> {
  const found = identifiersIn(value, false);
  const words = fold(value)
    .split(/[\s,;]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length <= fewWords) return found;
  const codes = words.filter((word) => normaliseReference(word) !== undefined).length;
  if (codes * 2 >= words.length) return found;
  return new Set([...found].filter((it) => !it.startsWith("reference:")));
}

/**
 * Hashes of the identifiers that a record bears: those in its header and in its fields of one line
 * (char) that look like one. What its rows, texts and messages mention belongs to other records.
 */
export function recordIdentifiers(
  name: string,
  sections: { kind: string; lines: IdentifyingLine[] }[],
): string[] {
  const found = new Set(identifiersIn(name, false));
  for (const { kind, lines } of sections) {
    for (const { text, value, type } of lines) {
      const said = value ?? text;
      if (kind === "header") for (const it of identifiersIn(said, false)) found.add(it);
      if (kind !== "fields" || type !== "char") continue;
      for (const it of identifiersOfValue(said)) found.add(it);
    }
  }
  return [...found].map(hash64).sort();
}
