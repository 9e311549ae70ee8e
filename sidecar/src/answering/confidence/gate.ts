import type { RecordRef } from "../../contract.ts";
import { citedBy } from "../extractive/quotation.ts";
import type { Answer } from "../extractive/quotation.ts";
import type { Choice, Choosing } from "../extractive/choose.ts";
import { meantByNumber } from "../extractive/linking.ts";
import type { LinkedRecord } from "../extractive/linking.ts";
import { has, labelsIn, stemsOf } from "../extractive/reading.ts";
import type { Question } from "../../question/question.ts";
import { recordIdentifiers } from "../../text/identifiers.ts";

/** Whether quoting may answer at all, and why not. */
export type Gate =
  | { why: "answerable" | "nothing_permitted" }
  /** Which of these records is meant? */
  | { why: "several_fit"; meant: LinkedRecord[] }
  /** A number of records: what is counted is the model of this one. */
  | { why: "over_many"; listed: LinkedRecord };

/**
 * Decides from the question and the permitted records alone. What only a calculation over many records
 * can answer is not answered by quoting one of them.
 */
export function gate(question: Question, linked: LinkedRecord[]): Gate {
  if (linked.length === 0) return { why: "nothing_permitted" };
  const listed = countedAmong(question, linked);
  if (listed) return { why: "over_many", listed };
  const meant = meantByNumber(question, linked);
  if (meant.length > 1 && !meant.some((it) => it.retrieved.open)) {
    return { why: "several_fit", meant };
  }
  return { why: "answerable" };
}

/** "How many orders …": a record of the model that is counted, where one was read. */
function countedAmong(question: Question, linked: LinkedRecord[]): LinkedRecord | undefined {
  const counting = question.parts.find(({ asks }) => asks.has("count"));
  const thing = counting?.words[0];
  if (!thing) return undefined;
  return linked.find(({ read }) => has(stemsOf(read.record.modelLabel, question.languages), thing));
}

/** Of the way to the nearest, from which on a record is near. */
const near = 0.5;
/** The records to show where no answer is given, closest first. */
const maxClosest = 4;
/** One of them is meant, so more of them are worth a look. */
const maxMeant = 8;

/**
 * The record that is open first, as who asks beside it mostly means it; before it those that the question
 * names, as he then means another one.
 *
 * @param nearly what would have been answered, had it been likely enough
 */
export function closestRecords(
  opened: Gate,
  { question, linked }: Pick<Choosing, "question" | "linked">,
  choices: Choice[],
  nearly?: Answer,
): RecordRef[] {
  if (opened.why === "several_fit") {
    // Where none is closer than another, in an order that people can follow.
    return opened.meant
      .slice(0, maxMeant)
      .map(shown)
      .toSorted((left, right) => left.name.localeCompare(right.name));
  }
  const chosen = choices.flatMap(({ scored }) => scored.slice(0, 20).map((it) => it.of));
  const isClose = (it: LinkedRecord): boolean =>
    it.found.size > 0 ||
    it.isIdentified ||
    (it.retrieved.near?.sections[0]?.prominence ?? 0) >= near;
  const others = [...citedBy(nearly, linked), ...chosen, ...linked].filter(isClose);
  const open = linked.find((it) => it.retrieved.open);
  const first = open ? [...namedBeside(open, question, linked).slice(0, maxClosest - 1), open] : [];
  return [...new Set([...first, ...others])].slice(0, maxClosest).map(shown);
}

/**
 * The records that the question names by number or whole name; where there is none, those with an identifier
 * of theirs in it. A name that the open record has as a label is what is asked of it: "Who is the customer?"
 */
function namedBeside(
  { read: { record } }: LinkedRecord,
  question: Question,
  linked: LinkedRecord[],
): LinkedRecord[] {
  const asked = question.words.flatMap((word) => word.identifiers);
  const numbered = meantByNumber(question, linked);
  const labels = stemsOf([...labelsIn([record])].join("\n"), question.languages);
  const isNamed = (it: LinkedRecord): boolean =>
    numbered.includes(it) ||
    recordIdentifiers(it.read.record.name, []).some((own) => asked.includes(own)) ||
    (it.named.share === 1 && [...it.read.name].some((stem) => !labels.has(stem)));
  const named = linked.filter(isNamed);
  return named.length > 0 ? named : linked.filter((it) => it.isIdentified);
}

const shown = ({ read: { record } }: LinkedRecord): RecordRef => ({
  resModel: record.resModel,
  resId: record.resId,
  name: record.name,
  modelLabel: record.modelLabel,
});
