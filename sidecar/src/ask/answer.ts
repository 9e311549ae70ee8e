import type { Evidence } from "../contract.ts";
import { keyOf } from "../store/search.ts";
import type { Excerpted } from "./excerpt.ts";
import type { RecordFit } from "./fit.ts";
import { isOfBody } from "./passage.ts";
import type { Passage } from "./passage.ts";
import type { Passages } from "./passages.ts";

export interface AnswerPart {
  text: string;
  /** Numbers of the evidence it rests on. */
  evidence: number[];
}

export interface Answer {
  parts: AnswerPart[];
  evidence: Evidence[];
  /** The passages shown, in the order of the evidence; none of an excerpt. */
  used: Passage[];
}

/** Of these records, the ones that it cites. */
export function citedBy(answer: Answer | undefined, fits: RecordFit[]): RecordFit[] {
  const cited = new Set(answer?.evidence.map(keyOf));
  return fits.filter((fit) => cited.has(keyOf(fit.read.record)));
}

/** An answer is read, not studied: rows and lines of fields, */
const maxLength = 600;
/** and prose, which takes longer. */
const maxProse = 300;
const maxParts = 4;
/** Rows of one record listed in one part. */
const maxRows = 6;
const maxQuote = 280;
/** Sentences of prose put together, as long as they stand beside each other. */
const maxSentences = 2;

/** Cuts a long quote at a word; what is left still stands literally in the record. */
function shorten(quote: string, length: number): string {
  if (quote.length <= length) return quote;
  const cut = quote.slice(0, length);
  const space = cut.lastIndexOf(" ");
  return (space > length / 2 ? cut.slice(0, space) : cut).trimEnd();
}

function sameLine(left: Passage, right: Passage): boolean {
  return left.section === right.section && left.line === right.line;
}

/** An address is rendered in several lines and is one answer. */
const addressField = /^(street2?|zip|city|state_id|country_id)$/;

/** The best passage, and with it what belongs to the same statement. */
function choose(found: Passage[]): Passage[] {
  const first = found[0];
  if (!first) return [];
  if (first.section.kind === "line") {
    const rows = found.filter((it) => it.section.kind === "line" && it.type === first.type);
    // Words of the question that name some rows leave out the others.
    const named = rows.filter((it) => it.lexical > 0 && it.lexical >= first.lexical);
    return (named.length > 0 && first.lexical > 0 ? named : inOrder(rows)).slice(0, maxRows);
  }
  if (first.section.kind === "header") {
    // Who or which one it is, with the line that tells why.
    const proof = found.find(
      (it) => it.section.kind !== "header" && it.answers > first.answers - 0.1,
    );
    return proof ? [first, proof] : [first];
  }
  if (first.type?.kind === "place" && addressField.test(first.line.field ?? "")) {
    const wanted = found.filter(
      (it) => it.type === first.type && addressField.test(it.line.field ?? ""),
    );
    return wanted.toSorted((left, right) => lineNumber(left) - lineNumber(right)).slice(0, 4);
  }
  if (first.quote !== first.line.text && first.answers < 1.01) {
    const text = first.line.text;
    const near = found.filter(
      (it) =>
        (sameLine(it, first) &&
          Math.abs(text.indexOf(it.quote) - text.indexOf(first.quote)) < maxQuote) ||
        // Another line of the same message, where it has words of the question too.
        (it.section === first.section &&
          it.quote !== first.quote &&
          Math.min(it.lexical, first.lexical) > 0),
    );
    const chosen = near.slice(0, maxSentences);
    return chosen.sort(
      (left, right) =>
        lineNumber(left) - lineNumber(right) ||
        left.line.text.indexOf(left.quote) - right.line.text.indexOf(right.quote),
    );
  }
  return [first];
}

const lineNumber = ({ section, line }: Passage): number => section.lines.indexOf(line);

function inOrder(rows: Passage[]): Passage[] {
  const order = rows[0]?.fit.read.record.sections ?? [];
  return [...rows].sort(
    (left, right) => order.indexOf(left.section) - order.indexOf(right.section),
  );
}

/**
 * Quotes what answers: a field's line, rows, or sentences of prose, by clause and by record. Nothing
 * is concluded; undefined when no passage is left.
 */
export function answer(read: Passages): Answer | undefined {
  const parts: AnswerPart[] = [];
  const evidence: Evidence[] = [];
  const used: Passage[] = [];
  const numbers = new Map<string, number>();
  const several =
    new Set(read.clauses.flatMap((it) => it.found.map((found) => found[0]?.fit))).size > 1;
  const all = read.clauses.flatMap((it) => it.found.map(choose));
  // Beside the quotes, each part may end with an ellipsis and a line break.
  let left = all.flat().some(isOfBody) ? maxProse - 3 : maxLength;

  for (const { found } of read.clauses) {
    for (const alternatives of found) {
      if (parts.length >= maxParts) break;
      const chosen = choose(alternatives);
      const name = several && chosen[0] ? `${chosen[0].fit.read.record.name} – ` : "";
      left -= name.length;
      const texts: string[] = [];
      const rests: number[] = [];
      for (const passage of chosen) {
        const { record } = passage.fit.read;
        const quote = shorten(passage.quote, Math.min(maxQuote, left));
        // Two clauses may be answered by one line, and one person be two records: said once.
        const key = `${record.name} ${quote}`;
        if (quote === "" || numbers.has(key)) continue;
        if (left < quote.length + 4 || left < 40) break;
        const n = evidence.length + 1;
        numbers.set(key, n);
        evidence.push({
          n,
          resModel: record.resModel,
          resId: record.resId,
          name: record.name,
          modelLabel: record.modelLabel,
          section: passage.section.section,
          place: placeOf(passage),
          quote,
        });
        used.push(passage);
        rests.push(n);
        const text = quote + (quote.length < passage.quote.length ? " …" : "");
        texts.push(text);
        left -= text.length + 3;
      }
      const first = chosen[0];
      if (texts.length === 0 || !first) continue;
      const separator =
        first.section.kind === "line" ? "\n" : first.quote === first.line.text ? " · " : " ";
      parts.push({ text: name + texts.join(separator), evidence: rests });
    }
  }
  return parts.length === 0 ? undefined : { parts, evidence, used };
}

/** Quotes sentences of one section, in their order. */
export function excerptAnswer(chosen: Excerpted[]): Answer {
  const evidence = chosen.map(({ fit: { read }, section, line, quote }, at): Evidence => ({
    n: at + 1,
    resModel: read.record.resModel,
    resId: read.record.resId,
    name: read.record.name,
    modelLabel: read.record.modelLabel,
    section: section.section,
    place: placeOf({ section, line }),
    quote,
  }));
  const text = chosen.map(({ quote, isCut }) => quote + (isCut ? " …" : "")).join(" ");
  return { parts: [{ text, evidence: evidence.map(({ n }) => n) }], evidence, used: [] };
}

function placeOf({ section, line }: Pick<Passage, "section" | "line">): string {
  return section.kind === "fields" && line.label !== null ? line.label : section.place;
}
