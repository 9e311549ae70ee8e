import {
  closeness,
  isEmpty,
  isRepeated,
  fieldRank,
  ownWords,
  passage,
  pieces,
  whole,
} from "./passage.ts";
import type { Passage, Reader } from "./passage.ts";
import { has, stemsOf } from "./lexicon.ts";
import type { ReadLine } from "./lexicon.ts";
import { speaksOf } from "./phrases.ts";
import type { QuestionType } from "./question-type.ts";

/** Words of a label that may be called by one of them. */
const longestLabel = 3;

/** Lines of the fields that answer, or whose label says so in words of the question. */
export function byFields(reader: Reader, type: QuestionType): Passage[] {
  const { question, fit } = reader;
  const found: Passage[] = [];
  const { resModel } = fit.read.record;
  if (type.notOn?.includes(resModel) && !question.models.has(resModel)) return found;
  for (const it of fit.read.lines) {
    const { line, section } = it;
    if (isEmpty(line) || section.kind === "message" || section.kind === "line") continue;
    // The name says least of what a record is about: see `byName`.
    const fields =
      type.kind === "description" ? type.fields.filter((it) => it !== "name") : type.fields;
    const rank = fieldRank(fields, line.field);
    if (rank !== undefined) {
      for (const at of pieces(it, question.languages)) {
        found.push(passage(reader, at, type, closeness(rank)));
      }
    } else if (
      line.label !== null &&
      section.kind === "fields" &&
      line.label.split(/\s+/).length <= longestLabel &&
      speaksOf(line.label, type, question.languages)
    ) {
      // A field that the table doesn't know, called by the words of the question.
      const made = passage(reader, whole(it), type, 0.7);
      if (made.kindFits !== false) found.push(made);
    }
  }
  if (found.length > 0 || type.types === undefined) return found;
  for (const it of fit.read.lines) {
    const { line, section } = it;
    if (isEmpty(line) || section.kind === "message" || line.type === null) continue;
    const leads = line.relation === null || (type.relations?.includes(line.relation) ?? true);
    if (type.types.includes(line.type) && leads) {
      found.push(passage(reader, whole(it), type, 0.2));
    }
  }
  return found;
}

/** A field called by exactly the words of the question, which the table need not know. */
export function byLabel(reader: Reader): Passage[] {
  const own = ownWords(reader).filter((word) => !word.small);
  if (own.length === 0) return [];
  const { languages } = reader.question;
  return reader.fit.read.lines
    .filter(({ line, section }) => {
      if (section.kind !== "fields" || line.label === null || isEmpty(line)) return false;
      const label = stemsOf(line.label, languages.slice(0, 3));
      const spoken = stemsOf(line.label, languages.slice(0, 1));
      return (
        own.every((word) => has(label, word)) &&
        [...spoken].every((form) => own.some((word) => word.forms.includes(form)))
      );
    })
    .map((it) => passage(reader, whole(it), undefined, 0.9));
}

/** Which rows a type means, by the model of the rows. */
const rowModels: Record<string, RegExp> = {
  "line:product": /\.(order|move|invoice)\.line$/,
  "line:quantity": /\.(order|move|invoice)\.line$/,
  "line:price": /\.(order|move|invoice)\.line$/,
  "line:skill": /skill|resume/,
  "line:attribute": /attribute\.line$/,
};
/** Rows that answer only when the question names one of them: "how many lamps". */
const namedRows = new Set(["line:quantity", "line:price"]);

/** Rows of a record: a row is one statement. */
export function byRows(reader: Reader, type: QuestionType): Passage[] {
  return type.fields.flatMap((field, rank) => {
    const models = rowModels[field];
    if (!models) return [];
    return reader.fit.read.lines
      .filter((it) => it.section.kind === "line" && models.test(it.line.relation ?? ""))
      .map((it) => passage(reader, whole(it), type, closeness(rank)))
      .filter((it) => !namedRows.has(field) || it.lexical > 0);
  });
}

/** What the record is called often says what it is about. */
export function byName(reader: Reader, type: QuestionType): Passage[] {
  const header = headerOf(reader);
  return header && type.fields.includes("name") ? [passage(reader, whole(header), type, 0.5)] : [];
}

function headerOf({ fit }: Reader): ReadLine | undefined {
  return fit.read.lines.find((it) => it.section.kind === "header");
}

/** "Which order …?", "which product …?": the record itself, with the line that tells why. */
export function byRecord(reader: Reader, type?: QuestionType): Passage[] {
  const header = headerOf(reader);
  if (!header) return [];
  const named = {
    ...passage(reader, whole(header), type, 0.9),
    kindFits: true,
  };
  const proof = reader.fit.read.lines
    .filter((it) => it.section.kind !== "header" && !isEmpty(it.line))
    .flatMap((it) => pieces(it, reader.question.languages))
    .map((at) => ({ ...passage(reader, at, type, 0.9), kindFits: true }))
    .filter((it) => it.lexical > 0)
    .toSorted((left, right) => right.lexical - left.lexical)[0];
  // The name comes first, whatever the proof scores.
  return proof ? [named, { ...proof, score: named.score - 0.01 }] : [named];
}

/** "What is FURN_0789?": what the record is called, and what it is. */
export function byIdentity(reader: Reader): Passage[] {
  const { fit } = reader;
  const asksMore = ownWords(reader).some((word) => word.identifiers.length === 0);
  if (asksMore || (fit.named < 0.99 && fit.identifiers.size === 0)) return [];
  return byRecord(reader)
    .slice(0, 1)
    .filter((it) => !isRepeated(it.line.value, reader.question));
}

const people = /^(res\.partner|hr\.employee(\.public)?)$/;
/** What somebody does, and for whom. */
const occupations = ["job_title", "function", "job_id"];

/** "Who is Anita Oliver?", "Who has the number …?": the person, with what he does and for whom. */
export function byPerson(reader: Reader, type: QuestionType): Passage[] {
  const { read, identifiers, named } = reader.fit;
  if (type.name !== "who" || !people.test(read.record.resModel)) return [];
  if (named < 0.6 && identifiers.size === 0) return [];
  const says = [...occupations, "parent_id", "department_id"];
  const rankOf = (it: ReadLine): number | undefined => fieldRank(says, it.line.field);
  const found = identifiers.size > 0 ? [] : read.lines.filter((it) => rankOf(it) !== undefined);
  const header = read.lines.filter((it) => it.section.kind === "header").slice(0, 1);
  return (found.length > 0 ? found : header).map((it) => ({
    ...passage(reader, whole(it), type, 0.95 - 0.05 * (rankOf(it) ?? 0)),
    kindFits: true,
  }));
}

/** "Who is the store manager at …?": the person whose occupation has the question's words. */
export function byOccupation(reader: Reader, type: QuestionType): Passage[] {
  const { read } = reader.fit;
  if (type.kind !== "person" || !people.test(read.record.resModel)) return [];
  const words = ownWords(reader).filter((word) => reader.clause.about.includes(word));
  const isAsked = ({ line, stems }: ReadLine): boolean =>
    words.some((word) => has(stems, word)) || isRepeated(line.value, reader.question);
  const occupation = read.lines.find(
    (it) => fieldRank(occupations, it.line.field) !== undefined && isAsked(it),
  );
  const header = headerOf(reader);
  if (!occupation || !header) return [];
  return [header, occupation].map((it, at) => ({
    ...passage(reader, whole(it), type, 0.95 - 0.01 * at),
    kindFits: true,
    score: passage(reader, whole(occupation), type, 0.95).score - 0.01 * at,
  }));
}
