import type { Part, Question } from "../../question/question.ts";
import type { QuestionWord } from "../../question/words.ts";
import type { QuestionVectors } from "../../question/vectors.ts";
import { sha256 } from "../../text/hash.ts";
import { candidatesIn } from "./answer-candidates.ts";
import type { AnswerCandidate } from "./answer-candidates.ts";
import { answerFeatures } from "./answer-features.ts";
import type { Comparison } from "./answer-features.ts";
import { labelMatch, valueType } from "./label-match.ts";
import type { LabelMatch, MatchedQuestion } from "./label-match.ts";
import { standings } from "./label-standing.ts";
import type { Placed } from "./label-standing.ts";
import { meantByNumber } from "./linking.ts";
import type { LinkedRecord } from "./linking.ts";
import { has, labelStems } from "./reading.ts";
import type { Vocabulary } from "./reading.ts";
import weights from "./weights.json" with { type: "json" };

/** A candidate with what it was compared by, and its score: a logit beside the other candidates. */
export interface Scored extends AnswerCandidate {
  features: Record<string, number>;
  score: number;
}

/** What one part of a question may be answered with, best first. */
export interface Choice {
  part: Part;
  scored: Scored[];
}

type LabelStems = ReturnType<typeof labelStems>;

export interface Choosing {
  question: Question;
  vocabulary: Vocabulary;
  linked: LinkedRecord[];
  vectors: QuestionVectors;
  /** Vectors of labels that are known now, by the label as it is written. */
  labels: ReadonlyMap<string, Float32Array>;
  /** sha256 (hex) of what the last turn quoted: it doesn't answer another question again. */
  quotedBefore: ReadonlySet<string>;
}

/**
 * The candidates of all records for each part of the question, scored.
 *
 * @param match tells how well a label fits
 */
export function choose(by: Choosing, match = labelMatch): Choice[] {
  const { linked } = by;
  const numbered = meantByNumber(by.question, linked);
  const stemsOf = labelStems(by.question.languages);
  return by.question.parts.map((part, at): Choice => {
    const { alone: question = by.question } = part;
    const asked = { ...by, question };
    const readable = linked.flatMap((of) => candidatesIn(of, part, by.vocabulary));
    const empty = emptyOfOpen(readable, question, stemsOf);
    const all = readable.filter(
      (it) => mayAnswer(it, asked, numbered) && !isInsteadOfEmpty(it, empty, question, stemsOf),
    );
    // A label that nobody embedded yet can't be compared with those that have their vector.
    const isWhole = all.every((it) => it.label === "" || by.labels.has(it.label));
    const own = isWhole ? by.vectors.parts[at] : undefined;
    // It is of all that is asked in one breath.
    const completed = isWhole && !part.alone ? by.vectors.completed : undefined;
    const comparison: Comparison = {
      ...{ question, part, vocabulary: by.vocabulary, linked },
      isWordsOnly: own === undefined,
      standingOf: standingsFor(all, part, { own, completed }, asked, { match, stemsOf }),
    };
    const scored = all
      .map((it): Scored => {
        const features = answerFeatures(it, comparison);
        return { ...it, features, score: scoreOf(features) };
      })
      .sort((left, right) => right.score - left.score);
    return { part, scored };
  });
}

/** How well the label of each candidate fits the part, beside those of its record and of all. */
function standingsFor(
  all: AnswerCandidate[],
  part: Part,
  vectors: Record<"own" | "completed", Float32Array | undefined>,
  { question, labels }: Choosing,
  { match, stemsOf }: { match: LabelMatch; stemsOf: LabelStems },
): Comparison["standingOf"] {
  const words = new Map<string, { ofLabel: number; ofQuestion: number }>();
  const wordsOf = (label: string): { ofLabel: number; ofQuestion: number } => {
    const known = words.get(label);
    if (known) return known;
    const stems = stemsOf(label);
    const shared = [...stems].filter((it) => question.forms.has(it)).length;
    const held = part.words.filter((word) => has(stems, word)).length;
    const found = {
      ofLabel: shared / Math.max(1, stems.size),
      ofQuestion: held / Math.max(1, part.words.length),
    };
    words.set(label, found);
    return found;
  };
  const keyed = all.map((it) => {
    const type = valueType(it.type, it.isParty);
    return { it, type, key: `${type} ${it.label}` };
  });
  const placedBy = (vector: Float32Array | undefined): Map<AnswerCandidate, Placed> => {
    const asked = match.question(vector, part);
    const weighed = keyed.map(({ it, type, key }) => ({
      ...{ it, key },
      logit: logitOf(asked, it.label, type),
    }));
    const among = standings(weighed);
    const own = new Map(
      [...Map.groupBy(weighed, ({ it }) => it.of)].map(([of, its]) => [of, standings(its)]),
    );
    return new Map(
      weighed.map(({ it, key, logit }) => [
        it,
        { logit, own: own.get(it.of)?.get(key), all: among.get(key) },
      ]),
    );
  };
  const logitOf = (asked: MatchedQuestion, label: string, type: string): number =>
    match.logit(asked, { vector: labels.get(label), type, ...wordsOf(label) });
  const own = placedBy(vectors.own);
  // Without vectors both are the same.
  const completed = vectors.completed ? placedBy(vectors.completed) : own;
  return (candidate) => ({ own: own.get(candidate), completed: completed.get(candidate) });
}

/** Fitted on questions that people asked of Odoo's demo data: `npm run bench -- answers --fit`. */
const weightOf: Record<string, number> = weights;

function scoreOf(features: Record<string, number>): number {
  let sum = 0;
  for (const [name, value] of Object.entries(features)) sum += value * (weightOf[name] ?? 0);
  return sum;
}

/** What no weight may overrule: whose value it is, which record a number names, what was said before. */
function mayAnswer(candidate: AnswerCandidate, by: Choosing, numbered: LinkedRecord[]): boolean {
  if (candidate.quoted.some((it) => by.quotedBefore.has(sha256(it.quote)))) return false;
  const { question, linked } = by;
  const { of } = candidate;
  const meant = of.via?.from ?? of;
  // "order 12" is S00012 where there is one, and no record that happens to hold the figure.
  if (numbered.length > 0 && !numbered.includes(meant)) return false;
  const names = question.words.filter((it) => it.isName && it.number === undefined);
  return names.every((word) => !isOfAnother(word, candidate, linked));
}

/**
 * Whether a name in the question belongs to somebody or something else: another record bears it, or
 * none that was read does and the record is meant only because it is open.
 */
function isOfAnother(
  word: QuestionWord,
  { of, values, label, rows }: AnswerCandidate,
  linked: LinkedRecord[],
): boolean {
  const isOwn = (it: LinkedRecord | undefined): boolean =>
    ["name", "party"].includes(it?.found.get(word.word) ?? "");
  if (isOwn(of) || isOwn(of.via?.from)) return false;
  if (rows && of.found.get(word.word) === "row") return false;
  const said = `${label} ${of.read.record.modelLabel} ${values.join(" ")}`.toLowerCase();
  if (said.includes(word.word)) return false;
  if (linked.some((it) => it.found.get(word.word) === "name")) return true;
  const isMeantOtherwise = of.isIdentified || of.isNumbered || of.named.share > 0.5;
  return !isMeantOtherwise;
}

/** Labels, whole in the question, of what isn't filled in on the record that is open. */
function emptyOfOpen(
  all: AnswerCandidate[],
  { forms }: Question,
  stemsOf: LabelStems,
): Set<string> {
  const isAsked = (label: string): boolean => {
    const stems = stemsOf(label);
    return stems.size > 0 && [...stems].every((it) => forms.has(it));
  };
  return new Set(
    all
      .filter((it) => it.of.retrieved.open && it.isUnfilled && isAsked(it.label))
      .map((it) => it.label),
  );
}

/** Nobody is named but by the label, so that the open record is meant, and another one's value is none of it. */
function isInsteadOfEmpty(
  { of, label }: AnswerCandidate,
  empty: ReadonlySet<string>,
  { words }: Question,
  stemsOf: LabelStems,
): boolean {
  const meant = of.via?.from ?? of;
  if (!empty.has(label) || meant.retrieved.open) return false;
  const stems = stemsOf(label);
  return !words.some((word) => of.found.get(word.word) === "name" && !has(stems, word));
}
