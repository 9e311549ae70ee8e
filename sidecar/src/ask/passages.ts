import { sentences } from "../text/sentences.ts";
import { chooseTargets, fitRecords } from "./fit.ts";
import type { Focus, RecordFit } from "./fit.ts";
import { has, makeLexicon, stemsOf } from "./lexicon.ts";
import type { Lexicon, ReadLine, ReadRecord } from "./lexicon.ts";
import type { PermittedRecord } from "./permit.ts";
import { kindDefaults, kindFields } from "./question-types.ts";
import type { Kind, Topic } from "./question-types.ts";
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
  topic: Topic | undefined;
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

const weights = { answers: 0.8, kind: 0.2, lexical: 0.5 };

function isProse(line: SectionLine): boolean {
  return line.label === null || line.type === "html" || line.text.length > proseLength;
}

/** A field that answers, with its rank among those that do; undefined for none. */
function fieldRank(fields: string[], resModel: string, field: string | null): number | undefined {
  if (field === null) return undefined;
  const at = fields.findIndex((it) => {
    const [model, name] = it.includes(":") ? it.split(":") : [undefined, it];
    return name === field && (model === undefined || model === resModel);
  });
  return at < 0 ? undefined : at;
}

const datePattern =
  /\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\b\d{1,2}\.?\s+\p{L}{3,}|\p{L}{3,}\s+\d{1,2}\b|\b\d{1,2}\s+de\s+\p{L}+/u;
const amountPattern = /[$€£¥]\s?\d|\d\s?(?:[$€£¥]|usd|eur|gbp|chf|euros?|dollars?)\b/iu;

/** Whether a line holds the sort of value that a clause asks for. */
function holdsKind(kind: Kind, line: SectionLine, text: string): boolean {
  const { types, relations } = kindFields[kind];
  if (line.type !== null && line.label !== null) {
    if (line.relation !== null && relations.length > 0) return relations.includes(line.relation);
    if (types.includes(line.type)) return true;
  }
  switch (kind) {
    case "date":
      return datePattern.test(text);
    case "amount":
      return amountPattern.test(text);
    case "number":
      return /\d/.test(text);
    case "contact":
      return /@|\+?\d[\d\s().-]{6,}/.test(text);
    case "text":
      return text.length > 20;
    default:
      return false;
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
  topic: Topic | undefined,
  answers: number,
): Passage {
  // Words of the record's name choose the record; within it they say nothing.
  const words = [...clause.about, ...clause.optional].filter((word) => !has(fit.read.name, word));
  const lexical = lexicalShare(at.stems, words.length > 0 ? words : question.about, lexicon);
  const kind = clause.kind ?? topic?.kind;
  const kindFits = kind === undefined ? undefined : holdsKind(kind, at.line, at.quote);
  return {
    fit,
    section: at.section,
    line: at.line,
    quote: at.quote,
    topic,
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

function isChatter(kind: string): boolean {
  return kind === "message";
}

/** Messages by age, oldest first: what a customer wants is in what he wrote first. */
function oldestFirst(read: ReadRecord): ReadLine[] {
  return read.lines
    .filter((it) => isChatter(it.section.kind))
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

function forTopic(reader: Reader, topic: Topic): Passage[] {
  const { question, fit } = reader;
  const { record, lines } = fit.read;
  const found: Passage[] = [];
  const closeness = (rank: number): number => Math.max(0.6, 1 - 0.06 * rank);

  for (const it of lines) {
    if (isEmpty(it.line)) continue;
    const rank = fieldRank(topic.fields, record.resModel, it.line.field);
    if (rank !== undefined && it.section.kind !== "message") {
      for (const at of pieces(it, question.languages)) {
        found.push(passage(reader, at, topic, closeness(rank)));
      }
    } else if (
      it.line.label !== null &&
      it.section.kind === "fields" &&
      question.languages.slice(0, 3).some((code) => speaksOf(it.line.label ?? "", topic, code))
    ) {
      // A field that the table doesn't know, called by the words of the question.
      found.push(passage(reader, { ...it, quote: it.line.text }, topic, 0.7));
    }
  }

  const rankOf = (special: string): number => topic.fields.indexOf(special);
  if (rankOf("line") >= 0) {
    for (const section of record.sections.filter((it) => it.kind === "line")) {
      const own = lines.filter((it) => it.section === section);
      const first = own[0];
      if (!first) continue;
      // A row is one statement, whatever number of lines it is rendered in.
      const quote = section.lines.map((line) => line.text).join("\n");
      const stems = new Set(own.flatMap((it) => [...it.stems]));
      found.push(
        passage(
          reader,
          { section, line: first.line, quote, stems },
          topic,
          closeness(rankOf("line")),
        ),
      );
    }
  }
  if (rankOf("message") >= 0) {
    let rank = rankOf("message");
    for (const it of oldestFirst(fit.read)) {
      for (const at of pieces(it, question.languages)) {
        if (courtesy.test(at.quote) || at.quote.length < 15) continue;
        const speaks = question.languages
          .slice(0, 3)
          .some((code) => speaksOf(at.quote, topic, code));
        found.push(passage(reader, at, topic, (speaks ? 0.85 : 0.62) - 0.02 * Math.min(rank, 8)));
      }
      rank += 1;
    }
  }
  if (rankOf("header") >= 0) {
    const header = lines.find((it) => it.section.kind === "header");
    if (header) {
      found.push(passage(reader, { ...header, quote: header.line.text }, topic, 0.5));
    }
  }
  // Prose that speaks of it, where no field does.
  if (found.length === 0) {
    for (const it of lines.filter((line) => isProse(line.line))) {
      for (const at of pieces(it, question.languages)) {
        const speaks = question.languages
          .slice(0, 3)
          .some((code) => speaksOf(at.quote, topic, code));
        if (!speaks) continue;
        const made = passage(reader, at, topic, 0.5);
        if (made.kindFits !== false) found.push(made);
      }
    }
  }
  return found;
}

/** For a clause that names nothing the table knows: the question word's usual field, or the words. */
function byWords(reader: Reader): Passage[] {
  const { question, fit, clause } = reader;
  const found: Passage[] = [];
  for (const it of fit.read.lines) {
    if (it.section.kind === "header" || isEmpty(it.line)) continue;
    for (const at of pieces(it, question.languages)) {
      const made = passage(reader, at, undefined, 0);
      // Words of the record's name alone make every line of it fit.
      const own = [...clause.about, ...clause.optional].filter((word) => !has(fit.read.name, word));
      if (own.length > 0 && made.lexical >= leastLexical) {
        const labelled = it.line.label !== null && !isProse(it.line);
        found.push({ ...made, answers: labelled ? 0.6 * made.lexical : 0.4 * made.lexical });
      } else if (clause.kind !== undefined && own.length === 0) {
        const rank = fieldRank(kindDefaults[clause.kind], fit.read.record.resModel, it.line.field);
        if (rank !== undefined) {
          found.push(passage(reader, at, undefined, 0.7 - 0.05 * rank));
        }
      }
    }
  }
  return found;
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

  const isParty = (group: Topic[]): boolean => group.every((topic) => topic.party);
  const groups = clause.topics.map((group) => ({
    group,
    found: search((reader) => group.flatMap((topic) => forTopic(reader, topic))),
  }));
  const answered = groups.filter((it) => it.found.length > 0);
  // "The customer's email": the customer says whose, the email is what is asked.
  const asked = answered.filter((it) => !isParty(it.group));
  const kept =
    asked.length > 0 && clause.kind !== "person" && !/\b(and|und|y|e|et)\b|,/iu.test(clause.text)
      ? asked
      : answered;
  if (clause.topics.length > 0) return { clause, found: kept.flatMap((it) => it.found) };
  return { clause, found: search(byWords) };
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
  const { fits: targets, tied } = chooseTargets(question, fits);
  return {
    question,
    lexicon,
    fits,
    targets,
    tied,
    clauses: question.clauses.map((clause) =>
      answerClause(question, lexicon, clause, targets, fits),
    ),
  };
}
