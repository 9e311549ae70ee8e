import type { Evidence } from "../../contract.ts";
import { keyOf } from "../../store/search.ts";
import type { Quoted } from "./answer-candidates.ts";
import type { Scored } from "./choose.ts";
import type { Excerpted } from "./excerpt.ts";
import type { LinkedRecord } from "./linking.ts";

export interface AnswerPart {
  text: string;
  /** Numbers of the evidence it rests on. */
  evidence: number[];
}

export interface Answer {
  parts: AnswerPart[];
  evidence: Evidence[];
}

/** Of these records, the ones that it cites. */
export function citedBy(answer: Answer | undefined, linked: LinkedRecord[]): LinkedRecord[] {
  const cited = new Set(answer?.evidence.map(keyOf));
  return linked.filter((it) => cited.has(keyOf(it.read.record)));
}

/** Characters of one quote: an answer is read, not studied. */
const maxQuote = 280;

/** Cuts a long quote at a word; what is left still stands literally in the record. */
function shorten(quote: string): string {
  if (quote.length <= maxQuote) return quote;
  const cut = quote.slice(0, maxQuote);
  const space = cut.lastIndexOf(" ");
  return (space > maxQuote / 2 ? cut.slice(0, space) : cut).trimEnd();
}

/** Quotes the candidate chosen for each part. Nothing is concluded. */
export function fieldsAnswer(chosen: Scored[]): Answer {
  const evidence: Evidence[] = [];
  const isOfSeveral = new Set(chosen.map((it) => keyOf(it.of.read.record))).size > 1;
  const parts = chosen.map((it): AnswerPart => {
    const { record } = it.of.read;
    const texts: string[] = [];
    const numbers: number[] = [];
    for (const quoted of it.quoted) {
      const quote = shorten(quoted.quote);
      // Two parts of a question may be answered by one line: said once.
      let known = evidence.find((one) => one.quote === quote && keyOf(one) === keyOf(record));
      if (!known) {
        known = evidenceOf(it.of, quoted, quote, evidence.length + 1);
        evidence.push(known);
      }
      numbers.push(known.n);
      texts.push(quote.length < quoted.quote.length ? `${quote} …` : quote);
    }
    // What was reached through another record, or stands beside others, says whose it is.
    const isNamed = (isOfSeveral || it.of.via !== undefined) && it.kind !== "name";
    return {
      text: (isNamed ? `${record.name} – ` : "") + texts.join("\n"),
      evidence: numbers,
    };
  });
  const texts = parts.map((it) => it.text);
  return { parts: parts.filter((it, at) => texts.indexOf(it.text) === at), evidence };
}

/** Quotes sentences of one section, in their order. */
export function excerptAnswer(chosen: Excerpted[]): Answer {
  const evidence = chosen.map((it, at) => evidenceOf(it.of, it, it.quote, at + 1));
  const text = chosen.map(({ quote, isCut }) => quote + (isCut ? " …" : "")).join(" ");
  return { parts: [{ text, evidence: evidence.map(({ n }) => n) }], evidence };
}

function evidenceOf(
  { read: { record } }: LinkedRecord,
  { section, line }: Quoted,
  quote: string,
  n: number,
): Evidence {
  const { resModel, resId, name, modelLabel } = record;
  const place = section.kind === "fields" && line.label !== null ? line.label : section.place;
  return { n, resModel, resId, name, modelLabel, section: section.section, place, quote };
}
