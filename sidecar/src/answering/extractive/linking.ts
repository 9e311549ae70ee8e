import type { Question } from "../../question/question.ts";
import type { QuestionWord } from "../../question/words.ts";
import type { Candidate } from "../../retrieval/candidates.ts";
import { keyOf } from "../../store/search.ts";
import { recordIdentifiers } from "../../text/identifiers.ts";
import { stems } from "../../text/tokenize.ts";
import { isProse } from "./prose.ts";
import { has, holds, stemsOf } from "./reading.ts";
import type { ReadLine, ReadRecord, Vocabulary } from "./reading.ts";

/** What retrieval knows of a record that was permitted. */
export type Retrieved = Pick<
  Candidate,
  "resModel" | "resId" | "open" | "cited" | "hits" | "near" | "score"
>;

/** Where in a record a word of the question stands: nearest to what the record is, first. */
const places = ["name", "party", "row", "field", "body"] as const;
export type Place = (typeof places)[number];

/** A permitted record, and what says that the question is about it (entity linking). */
export interface LinkedRecord {
  read: ReadRecord;
  retrieved: Retrieved;
  /** Words of the question that stand in it, with the best place. */
  found: ReadonlyMap<string, Place>;
  /** Share of its name that the question has, 0..1, and how many words that is. */
  named: { share: number; words: number };
  /** The question names it by an identifier, */
  isIdentified: boolean;
  /** or by the number at the end of its name. */
  isNumbered: boolean;
  /** Its place among the records read, by retrieval; 0 is the first. */
  rank: number;
  /** It was not found but reached from a record that was, by the field with this label. */
  via: { from: LinkedRecord; label: string } | undefined;
}

/** What a record is called by holds what and whom it is about; a note may mention anybody. */
function placeOf({ section, line }: ReadLine): Place {
  if (section.kind === "header") return "name";
  if (section.kind === "line") return "row";
  if (section.kind !== "fields" || isProse(line)) return "body";
  return line.type === "char" || line.type === "many2one" ? "party" : "field";
}

/** Permitted records with what the question has of each, in the order of retrieval. */
export function linkRecords(
  question: Question,
  { records }: Vocabulary,
  retrieved: Retrieved[],
  viaOf: (read: ReadRecord) => LinkedRecord["via"] = () => undefined,
): LinkedRecord[] {
  const known = new Map(retrieved.map((it, at) => [keyOf(it), { it, at }]));
  const asked = question.words.flatMap((word) => word.identifiers);
  const numbers = question.words.filter((word) => word.number !== undefined);
  const names = records.map((read) => ({ read, named: namedBy(read, question) }));
  // The 150 of "Quote for 150 carpets" is no order's.
  const free = numbers.filter(
    (word) => !names.some(({ read, named }) => named.share > 0.5 && has(read.name, word)),
  );
  return names
    .map(({ read, named }): LinkedRecord => {
      const { record } = read;
      const { resModel, resId } = record;
      const found = known.get(keyOf(record));
      // The index knows identifiers of fields that the asker may not read.
      const borne = asked.length > 0 ? recordIdentifiers(record.name, record.sections) : [];
      const nothing = { open: false, cited: false, hits: [], near: undefined, score: 0 };
      return {
        read,
        retrieved: found?.it ?? { resModel, resId, ...nothing },
        found: foundIn(read, question.words, borne, free),
        named,
        isIdentified: asked.some((it) => borne.includes(it)),
        isNumbered: free.some((word) => endsWithNumber(record.name, word)),
        rank: found?.at ?? retrieved.length,
        via: viaOf(read),
      };
    })
    .sort((left, right) => left.rank - right.rank);
}

function foundIn(
  read: ReadRecord,
  words: QuestionWord[],
  borne: readonly string[],
  free: readonly QuestionWord[],
): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const word of words) {
    const isOfName =
      has(read.name, word) ||
      (free.includes(word) && endsWithNumber(read.record.name, word)) ||
      word.identifiers.some((it) => borne.includes(it));
    let best: Place | undefined = isOfName ? "name" : undefined;
    // A figure in a row or a note is no number of the record.
    for (const it of word.number === undefined ? read.lines : []) {
      if (best === "name") break;
      const place = placeOf(it);
      const isNearer = best === undefined || places.indexOf(place) < places.indexOf(best);
      if (isNearer && holds(it, word)) best = place;
    }
    if (best !== undefined) found.set(word.word, best);
  }
  return found;
}

/** "order 12" is S00012: the digits at the end of its name's first word, whatever stands before them. */
export function endsWithNumber(name: string, { number }: Pick<QuestionWord, "number">): boolean {
  if (number === undefined) return false;
  const first = name.split(/[\s(,]/, 1)[0] ?? "";
  const digits = /(?<!\d)\d+$/.exec(first)?.[0];
  return digits !== undefined && digits.length < first.length && Number(digits) === Number(number);
}

/**
 * The records that a number in the question names: of several, those whose model it calls by a word, as in
 * "invoice 12"; empty where it names none.
 */
export function meantByNumber(
  { words, languages }: Question,
  linked: LinkedRecord[],
): LinkedRecord[] {
  const numbered = linked.filter((it) => it.isNumbered);
  const called = numbered.filter(({ read }) => {
    const label = stemsOf(read.record.modelLabel, languages);
    return words.some((word) => has(label, word));
  });
  return called.length > 0 ? called : numbered;
}

/**
 * How much of the record's name stands in the question, in the language that fits best. Odoo displays
 * more than the name: "[FURN_8855] Drawer", "Acme Corporation, Floyd Steward".
 */
function namedBy({ record }: ReadRecord, question: Question): LinkedRecord["named"] {
  const asked = new Set(question.words.flatMap((word) => word.forms));
  const bare = record.name.replace(/^\[[^\]]+\]\s*/, "");
  const names = [record.name, bare, ...record.name.split(", ").slice(1)];
  return question.languages
    .slice(0, 3)
    .flatMap((code) =>
      names.map((written) => {
        const name = [...new Set(stems(written, code))];
        const words = name.filter((form) => asked.has(form)).length;
        return { share: name.length === 0 ? 0 : words / name.length, words };
      }),
    )
    .reduce((best, it) => (it.share > best.share ? it : best), { share: 0, words: 0 });
}
