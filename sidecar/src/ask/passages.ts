import { sentences } from "../text/sentences.ts";
import { chooseTargets, fitRecords } from "./fit.ts";
import type { Focus, RecordFit } from "./fit.ts";
import { has, makeLexicon, stemsOf } from "./lexicon.ts";
import type { Lexicon, ReadLine, ReadRecord } from "./lexicon.ts";
import type { PermittedRecord } from "./permit.ts";
import type { AskedKind, QuestionType } from "./question-types.ts";
import { speaksOf } from "./question.ts";
import type { AboutWord, Clause, Question } from "./question.ts";
import type { RenderedSection, SectionLine } from "../odoo/session.ts";

/** Words of a permitted record that may answer a clause. */
export interface Passage {
  fit: RecordFit;
  section: RenderedSection;
  line: SectionLine;
  /** Stands literally in the section's text. */
  quote: string;
  /** What it was chosen for; undefined when only words fit. */
  type: QuestionType | undefined;
  /**
   * How well it is what was asked: 1 the very field, less for its alternatives, 0.5 for prose that
   * speaks of it, 0 when only words fit.
   */
  answers: number;
  /** Weighted share of the clause's words that stand in the passage itself. */
  lexical: number;
  /** The sort of value that was asked, if a sort was asked. */
  kindFits: boolean | undefined;
  score: number;
}

/** What one clause may be answered with: alternatives by topic, best first. */
export interface ClausePassages {
  clause: Clause;
  /** One list per thing asked and record meant, each best first, empty ones left out. */
  found: Passage[][];
}

export interface Passages {
  question: Question;
  lexicon: Lexicon;
  fits: RecordFit[];
  targets: RecordFit[];
  /** Each of the targets fits as well as the others. */
  ties: boolean;
  /** More records fit equally than can be shown. */
  tied: boolean;
  clauses: ClausePassages[];
}

/** A record this much worse than the best one may still answer what the best one has no word of. */
const eligible = 0.35;
/** From this length on, a line is prose and is quoted by sentences. */
const proseLength = 160;
/** How much of the question's words a passage must hold when nothing else speaks for it. */
const leastLexical = 0.34;

/** What may have been meant as well counts less than what was asked. */
const alternative = 0.85;

const weights = { answers: 0.8, kind: 0.2, lexical: 0.5 };

function isProse(line: SectionLine): boolean {
  return line.label === null || line.type === "html" || line.text.length > proseLength;
}

/** Rank of a field among those that answer, best 0; a `*` stands for anything. */
function fieldRank(fields: string[], field: string | null): number | undefined {
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

/** Odoo field types and related models that hold what is asked for. */
const kindFields: Partial<Record<AskedKind, { types?: string[]; relations?: string[] }>> = {
  person: { relations: ["res.partner", "res.users", "hr.employee", "hr.employee.public"] },
  organisation: { relations: ["res.partner", "res.company"] },
  date: { types: ["date", "datetime"] },
  amount: { types: ["monetary", "float"] },
  quantity: { types: ["integer", "float"] },
  place: { relations: ["res.country", "res.country.state", "hr.work.location", "res.partner"] },
  status: { types: ["selection", "many2one", "boolean"] },
  description: { types: ["text", "html"] },
  product: { relations: ["product.product", "product.template"] },
};

const datePattern =
  /\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\b\d{1,2}\.?\s+\p{L}{3,}|\p{L}{3,}\s+\d{1,2}\b|\b\d{1,2}\s+de\s+\p{L}+/u;
const amountPattern = /[$€£¥]\s?\d|\d\s?(?:[$€£¥]|usd|eur|gbp|chf|euros?|dollars?)\b/iu;

/** Whether a line holds the sort of value that a clause asks for. */
function holdsKind(kind: AskedKind, line: SectionLine, text: string): boolean {
  const fields = kindFields[kind];
  if (line.relation !== null && fields?.relations?.includes(line.relation)) return true;
  if (line.type !== null && fields?.types?.includes(line.type)) return true;
  switch (kind) {
    case "date":
      return datePattern.test(text);
    case "amount":
      return amountPattern.test(text);
    case "quantity":
      return /\d/.test(text);
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

/** What is read of one record for one clause. */
interface Reader {
  question: Question;
  lexicon: Lexicon;
  clause: Clause;
  fit: RecordFit;
}

function passage(
  { question, lexicon, clause, fit }: Reader,
  at: { section: RenderedSection; line: SectionLine; quote: string; stems: ReadonlySet<string> },
  type: QuestionType | undefined,
  answers: number,
): Passage {
  // Words of the record's name choose the record; within it they say nothing.
  const words = [...clause.about, ...clause.optional].filter((word) => !has(fit.read.name, word));
  const lexical = lexicalShare(at.stems, words.length > 0 ? words : question.about, lexicon);
  const kind = type?.kind ?? clause.targets[0]?.kind;
  const said = isProse(at.line) ? at.quote : (at.line.value ?? at.quote);
  const kindFits = kind === undefined ? undefined : holdsKind(kind, at.line, said);
  return {
    fit,
    section: at.section,
    line: at.line,
    quote: at.quote,
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

/** The sentences of a line of prose, each literal; a short line is one. */
function pieces(
  { section, line, stems }: ReadLine,
  languages: string[],
): { section: RenderedSection; line: SectionLine; quote: string; stems: ReadonlySet<string> }[] {
  if (!isProse(line)) return [{ section, line, quote: line.text, stems }];
  const text = line.value !== null && line.text.endsWith(line.value) ? line.value : line.text;
  return sentences(text, languages[0] ?? "en").map((quote) => ({
    section,
    line,
    quote,
    stems: stemsOf(quote, languages.slice(0, 3)),
  }));
}

/** Openings and farewells say nothing. */
const courtesy =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|day)|thanks|thank you|(?:best|kind|warm)? ?regards|cheers|sincerely|hallo|guten (?:tag|morgen)|sehr geehrte|liebe[rs]?|danke|vielen dank|(?:mit )?(?:freundlichen|besten|vielen) gr|hola|buen[oa]s|estimad|gracias|muchas gracias|saludos|un saludo|atentamente|bonjour|bonsoir|cher|chère|merci|cordialement|bien à vous)\b[^.?!]{0,40}[,.!:]?\s*$/iu;

/** Messages by age, oldest first: what a customer wants is in what he wrote first. */
function oldestFirst(read: ReadRecord): ReadLine[] {
  return read.lines
    .filter((it) => it.section.kind === "message")
    .map((it, at) => ({ it, at }))
    .sort(
      (left, right) =>
        (left.it.section.date ?? "").localeCompare(right.it.section.date ?? "") ||
        left.at - right.at,
    )
    .map(({ it }) => it);
}

/** Value that says nothing: an unset field is rendered by no line, zeros and dashes are. */
function isEmpty(line: SectionLine): boolean {
  return line.value !== null && /^[\s\-–—]*$/.test(line.value);
}

/** Words of a label that may be called by one of them. */
const longestLabel = 3;

const closeness = (rank: number): number => Math.max(0.6, 1 - 0.06 * rank);

/** Lines of the fields that answer, or whose label says so in words of the question. */
function byFields(reader: Reader, type: QuestionType): Passage[] {
  const { question, fit } = reader;
  const found: Passage[] = [];
  for (const it of fit.read.lines) {
    const { line, section } = it;
    if (isEmpty(line) || section.kind === "message" || section.kind === "line") continue;
    const rank = fieldRank(type.fields, line.field);
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
      const made = passage(reader, { ...it, quote: line.text }, type, 0.7);
      if (made.kindFits !== false) found.push(made);
    }
  }
  if (found.length > 0 || type.types === undefined) return found;
  for (const it of fit.read.lines) {
    const { line, section } = it;
    if (isEmpty(line) || section.kind === "message" || line.type === null) continue;
    const leads = line.relation === null || (type.relations?.includes(line.relation) ?? true);
    if (type.types.includes(line.type) && leads) {
      found.push(passage(reader, { ...it, quote: line.text }, type, 0.2));
    }
  }
  return found;
}

/** Which rows a type means, by the model of the rows. */
const rowModels: Record<string, RegExp> = {
  "line:product": /\.(order|move|invoice)\.line$/,
  "line:quantity": /\.(order|move|invoice)\.line$/,
  "line:skill": /skill|resume/,
};

/** Rows of a record: a row is one statement. */
function byRows(reader: Reader, type: QuestionType): Passage[] {
  return type.fields.flatMap((field, rank) => {
    const models = rowModels[field];
    if (!models) return [];
    return reader.fit.read.lines
      .filter((it) => it.section.kind === "line" && models.test(it.line.relation ?? ""))
      .map((it) => passage(reader, { ...it, quote: it.line.text }, type, closeness(rank)));
  });
}

/** Characters of a sentence that is worth quoting, and of one that is more than a note. */
const shortest = 15;
const substantial = 60;

/** Sentences of the messages, from the first or from the last one on. */
function byMessages(reader: Reader, type: QuestionType): Passage[] {
  const first = type.fields.indexOf("message:first");
  const last = type.fields.indexOf("message:last");
  if (first < 0 && last < 0) return [];
  const { question, fit } = reader;
  const found: Passage[] = [];
  // Without an author it is an entry of Odoo's own: "Order created".
  const written = new Set(
    fit.read.lines.filter((it) => it.line.field === "author_id").map((it) => it.section),
  );
  const inOrder = oldestFirst(fit.read).filter(
    (it) => it.line.label === null && written.has(it.section),
  );
  const all = last >= 0 ? inOrder.reverse() : inOrder;
  all.forEach((it, rank) => {
    for (const at of pieces(it, question.languages)) {
      if (courtesy.test(at.quote) || at.quote.length < shortest) continue;
      const speaks = last >= 0 ? rank === 0 : speaksOf(at.quote, type, question.languages);
      // Prose of the first message says it even in words that the table lacks, a short note doesn't.
      const opens = rank === 0 && at.quote.length >= substantial;
      const answers = (speaks ? 0.85 : opens ? 0.55 : 0.4) - 0.02 * Math.min(rank, 8);
      found.push(passage(reader, at, type, answers));
    }
  });
  return found;
}

/** What the record is called often says what it is about. */
function byName(reader: Reader, type: QuestionType): Passage[] {
  const header = reader.fit.read.lines.find((it) => it.section.kind === "header");
  return header && type.fields.includes("name")
    ? [passage(reader, { ...header, quote: header.line.text }, type, 0.5)]
    : [];
}

/** "Who is Anita Oliver?", "Who has the number …?": the person, with what he does and for whom. */
function byPerson(reader: Reader, type: QuestionType): Passage[] {
  const { read, focus, named } = reader.fit;
  const isPerson = /^(res\.partner|hr\.employee(\.public)?)$/.test(read.record.resModel);
  if (type.name !== "who" || !isPerson || (named < 0.6 && !focus.identified)) return [];
  const says = ["job_title", "function", "job_id", "parent_id", "department_id"];
  const rankOf = (it: ReadLine): number | undefined => fieldRank(says, it.line.field);
  const found = focus.identified ? [] : read.lines.filter((it) => rankOf(it) !== undefined);
  const header = read.lines.filter((it) => it.section.kind === "header").slice(0, 1);
  return (found.length > 0 ? found : header).map((it) => ({
    ...passage(reader, { ...it, quote: it.line.text }, type, 0.95 - 0.05 * (rankOf(it) ?? 0)),
    kindFits: true,
  }));
}

/** Prose that speaks of what is asked, where no field holds it. */
function byProse(reader: Reader, type: QuestionType): Passage[] {
  const { question, fit } = reader;
  return fit.read.lines
    .filter((it) => isProse(it.line) && it.section.kind !== "header")
    .flatMap((it) => pieces(it, question.languages))
    .filter((at) => speaksOf(at.quote, type, question.languages))
    .map((at) => passage(reader, at, type, 0.5))
    .filter((it) => it.kindFits !== false);
}

function forType(reader: Reader, type: QuestionType): Passage[] {
  const person = byPerson(reader, type);
  if (person.length > 0) return person;
  const found = [
    ...byFields(reader, type),
    ...byRows(reader, type),
    ...byMessages(reader, type),
    ...byName(reader, type),
  ];
  return found.length > 0 ? found : byProse(reader, type);
}

/** For a clause that asks for nothing the table knows: lines and sentences in its own words. */
function byWords(reader: Reader): Passage[] {
  const { question, fit, clause } = reader;
  // Words of the record's name alone would make every line of it fit.
  const own = [...clause.about, ...clause.optional].filter((word) => !has(fit.read.name, word));
  if (own.length === 0) return [];
  return fit.read.lines
    .filter((it) => it.section.kind !== "header" && !isEmpty(it.line))
    .flatMap((it) => pieces(it, question.languages))
    .map((at) => passage(reader, at, undefined, 0))
    .filter((it) => it.lexical >= leastLexical)
    .map((it) => ({ ...it, answers: (isProse(it.line) ? 0.4 : 0.6) * it.lexical }));
}

function best(found: Passage[]): Passage[] {
  return [...found].sort(
    (left, right) =>
      right.score - left.score ||
      left.fit.read.record.resModel.localeCompare(right.fit.read.record.resModel) ||
      left.fit.read.record.resId - right.fit.read.record.resId,
  );
}

function answerClause(
  question: Question,
  lexicon: Lexicon,
  clause: Clause,
  targets: RecordFit[],
  fits: RecordFit[],
): ClausePassages {
  const least = (targets[0]?.score ?? 0) - eligible;
  const others = fits.filter((fit) => !targets.includes(fit) && fit.score >= least);
  const read = (fit: RecordFit): Reader => ({ question, lexicon, clause, fit });

  /** From the records meant; where none of them has it, from one that fits about as well. */
  const search = (look: (reader: Reader) => Passage[]): Passage[][] => {
    const found = targets.map((fit) => best(look(read(fit)))).filter((it) => it.length > 0);
    if (found.length > 0) return found;
    const elsewhere = best(others.flatMap((fit) => look(read(fit))));
    const first = elsewhere[0];
    return first ? [elsewhere.filter((it) => it.fit === first.fit)] : [];
  };

  const asked = clause.targets.flatMap((type) => search((reader) => forType(reader, type)));
  if (asked.length > 0) return { clause, found: asked };
  for (const type of clause.alternatives) {
    const found = search((reader) =>
      forType(reader, type).map((it) => ({ ...it, answers: alternative * it.answers })),
    );
    if (found.length > 0) return { clause, found };
  }
  // What was asked for stands nowhere: words in common would only look like an answer to it.
  return { clause, found: clause.targets.length > 0 ? [] : search(byWords) };
}

/**
 * Cuts the permitted records into passages and scores them against each clause of the question.
 * Everything is computed from permitted text alone.
 */
export function passages(
  records: PermittedRecord[],
  question: Question,
  focuses: Focus[],
): Passages {
  const lexicon = makeLexicon(records, question.languages);
  const fits = fitRecords(question, lexicon, focuses);
  const { fits: targets, ties, tied } = chooseTargets(question, fits);
  return {
    question,
    lexicon,
    fits,
    targets,
    ties,
    tied,
    clauses: question.clauses.map((clause) =>
      answerClause(question, lexicon, clause, targets, fits),
    ),
  };
}
