import { has } from "./lexicon.ts";
import type { ReadLine } from "./lexicon.ts";
import { isEmpty, isProse, isWritten, passage, pieces, shownByText } from "./passage.ts";
import type { Passage, Reader } from "./passage.ts";
import { namesValue } from "./passages.ts";
import type { Passages } from "./passages.ts";
import { courtesy, shortest } from "./prose.ts";
import type { QuestionType } from "./question-type.ts";

/** A section must be this near, and its record lead by so much where it isn't known to be meant. */
const leastProminence = 0.5;
const leastLead = 0.15;
/** A record that nothing but its meaning speaks for may be about something similar only. */
const leastCoverage = 0.2;
/** Less than a field or a sentence that says it in the question's words. */
const answers = 0.6;

/**
 * The same question read by meaning: what says it in other words, or in another language. Undefined
 * where nothing stands out. For what words and fields don't answer, and never before them.
 */
export function readByMeaning(read: Passages): Passages | undefined {
  const { question, lexicon, fits } = read;
  const holding = question.clauses.map((clause) =>
    fits
      .map((fit) => byMeaning({ question, lexicon, clause, fit }))
      .find((passages) => passages.length > 0),
  );
  if (question.aggregate || !holding.some((it) => it)) return undefined;
  const targets = fits.filter((fit) => holding.some((it) => it?.[0]?.fit === fit));
  return {
    ...read,
    targets,
    ties: false,
    tied: false,
    clauses: question.clauses.map((clause, at) => ({
      clause,
      found: holding[at] ? [holding[at]] : [],
      contenders: fits.filter((fit) => !targets.includes(fit)),
    })),
  };
}

/** Of the nearest section that may be quoted, the lines or sentences that may answer, best first. */
function byMeaning(reader: Reader): Passage[] {
  const { fit, question, clause } = reader;
  // "Is there a discount for 25 hours?" asks for neither: what speaks of it answers.
  const type = clause.polar ? undefined : clause.targets[0];
  for (const { section, strength } of standingOut(reader)) {
    const found = fit.read.lines
      .filter((it) => it.section.section === section && mayBeQuoted(reader, it, type))
      .flatMap((it) => pieces(it, question.languages))
      .filter((at) => at.quote.length >= shortest && !courtesy.test(at.quote))
      .map((at) => ({ ...ofKind(passage(reader, at, type, answers), type), meaning: strength }))
      .filter((it) => isProven(it, type) && (type === undefined || namesValue(it, type)))
      .toSorted((left, right) => right.score - left.score);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * A record that the question names is near by its name, whatever is asked of it: then what is quoted
 * must be of the sort asked as well.
 */
function isProven({ fit, kindFits }: Passage, type: QuestionType | undefined): boolean {
  if (fit.meant || fit.named < 0.5) return kindFits !== false;
  return kindFits === true && type !== undefined && shownByText.has(type.kind);
}

/** "Who has to agree?": prose may say it by what somebody is, "my manager", and give no name. */
function ofKind(it: Passage, type: QuestionType | undefined): Passage {
  // Nobody asked for a sort: only `passage` would take one from the clause.
  if (type === undefined) return { ...it, kindFits: undefined };
  const isRole = type.name === "who" && isProse(it.line) && it.kindFits === false;
  return isRole ? { ...it, kindFits: undefined } : it;
}

function mayBeQuoted(
  { fit }: Reader,
  { section, line }: ReadLine,
  type: QuestionType | undefined,
): boolean {
  if (isEmpty(line)) return false;
  switch (section.kind) {
    case "header":
      // A name says what it is about, and no figure, date or person of it; nothing to who names it.
      if (fit.named >= 0.5) return false;
      return type === undefined || type.kind === "description" || type.kind === "product";
    case "message":
      return line.label === null && isWritten(section);
    case "fields":
      // Only what is written freely: other fields are found by what they are.
      return line.type === "text" || line.type === "html";
    default:
      return true;
  }
}

/** Sections that stand out, and how far; none where the record lacks a name of the question. */
function standingOut({ fit, question }: Reader): { section: string; strength: number }[] {
  const { near } = fit.focus;
  const lacksName = question.about.some(
    (word) => word.distinctive && !fit.found.has(word.word) && !has(fit.read.name, word),
  );
  if (!near || lacksName) return [];
  if (!fit.meant && (near.lead < leastLead || fit.coverage < leastCoverage)) return [];
  return near.sections
    .filter((it) => it.prominence >= leastProminence)
    .map(({ section, prominence }) => ({
      section,
      strength: fit.meant ? prominence : prominence * Math.min(1, 0.5 + near.lead),
    }));
}
