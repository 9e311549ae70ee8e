import type { Part, Question } from "../../question/question.ts";
import type { QuestionWord } from "../../question/words.ts";
import type { QuestionVectors } from "../../question/vectors.ts";
import { sha256 } from "../../text/hash.ts";
import { candidatesIn } from "./answer-candidates.ts";
import type { AnswerCandidate } from "./answer-candidates.ts";
import { answerFeatures } from "./answer-features.ts";
import type { Comparison } from "./answer-features.ts";
import { standings } from "./label-standing.ts";
import type { LabelVectors, Standing } from "./label-standing.ts";
import { meantByNumber } from "./linking.ts";
import type { LinkedRecord } from "./linking.ts";
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

export interface Choosing {
  question: Question;
  vocabulary: Vocabulary;
  linked: LinkedRecord[];
  vectors: QuestionVectors;
  labels: LabelVectors;
  /** sha256 (hex) of what the last turn quoted: it doesn't answer another question again. */
  quotedBefore: ReadonlySet<string>;
}

const unknown: Standing = { rank: 0, margin: 0 };

/** The candidates of all records for each part of the question, scored. */
export function choose(by: Choosing): Choice[] {
  const { question, vectors, labels, linked } = by;
  const models = standings(
    linked.map((it) => it.read.record.modelLabel),
    vectors.question,
    labels,
  );
  const modelStandingOf = (of: LinkedRecord): Standing =>
    models.get(of.read.record.modelLabel) ?? unknown;
  const numbered = meantByNumber(question, linked);
  return question.parts.map((part, at): Choice => {
    const all = linked.flatMap((of) => candidatesIn(of, part, by.vocabulary));
    const labelsOf = Map.groupBy(all, (it) => it.of);
    // Of a record that was reached, how its field is called in the one that it was reached from.
    for (const { via } of linked) if (via && !labelsOf.has(via.from)) labelsOf.set(via.from, []);
    const standing = new Map(
      [...labelsOf].map(([of, its]) => {
        const own = its.map((it) => it.label);
        return [
          of,
          {
            own: standings(own, vectors.parts[at], labels),
            completed: standings(own, vectors.completed, labels),
            names: standings(
              its.map((it) => it.fieldName),
              vectors.parts[at],
              labels,
            ),
          },
        ];
      }),
    );
    const comparison: Comparison = {
      ...{ question, part, vocabulary: by.vocabulary, linked, modelStandingOf },
      standingOf: (of, label) => ({
        own: standing.get(of)?.own.get(label) ?? unknown,
        completed: standing.get(of)?.completed.get(label) ?? unknown,
      }),
      nameStandingOf: (of, name) => standing.get(of)?.names.get(name) ?? unknown,
    };
    const scored = all
      .filter((it) => mayAnswer(it, by, numbered))
      .map((it): Scored => {
        const features = answerFeatures(it, comparison);
        return { ...it, features, score: scoreOf(features) };
      })
      .sort((left, right) => right.score - left.score);
    return { part, scored };
  });
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
