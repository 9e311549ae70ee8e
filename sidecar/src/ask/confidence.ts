import type { Confidence, Reason, ReasonCode } from "../contract.ts";
import type { Answer } from "./answer.ts";
import type { Clause } from "./clause.ts";
import type { RecordFit } from "./fit.ts";
import { has } from "./lexicon.ts";
import type { Passages } from "./passages.ts";

/** Named figures in 0..1 of an answer, stored with the turn: what a calibrator is fitted on. */
export interface Features {
  /** Share of the question's clauses that got a passage. */
  clausesAnswered: number;
  /** How well the passages are what was asked: 1 the very field, 0 only words in common. */
  answersAsked: number;
  /** The sort of value asked for was found: 1, found something else: -1, none asked: 0. */
  kind: number;
  /**
   * Weighted share of the question's words that stand in the records cited; unknown ones count. A
   * passage found by its meaning makes up for missing ones as far as it stands out.
   */
  coverage: number;
  /** What is missing of `coverage`, where the question names a record: counts against, more steeply. */
  notCovered: number;
  /** Weighted share of names and numbers of the question that stand in no record cited. */
  namesMissing: number;
  /** A plain "who" or "when", and the verb beside it stands in no record cited: 1. */
  verbMissing: number;
  /** Share of the passages that come from the open record. */
  openRecord: number;
  /** A record cited bears an identifier that the question names. */
  identified: number;
  /** Share of the cited record's name that the question names. */
  named: number;
  /** Lead over the best record that is not cited and holds what was asked as well. */
  margin: number;
  /** Another permitted record says the same value. */
  agreement: number;
  /** Words in common of question and passage, where nothing but words speaks for it. */
  lexical: number;
  /** Age of the oldest message quoted in years, at most 3, as a third. */
  age: number;
}

/**
 * Weights of a logistic model, p = 1 / (1 + e^-(bias + Σ weight · feature)). PROVISIONAL: set by hand
 * on the demo's questions so that neither a fitting field in a record that was not named nor a named
 * record without the field reaches one half. A fitted calibrator takes this table's place.
 */
const bias = -5.9;
const weights: Record<keyof Features, number> = {
  clausesAnswered: 1,
  answersAsked: 3.4,
  kind: 0.6,
  coverage: 2.6,
  notCovered: -4,
  namesMissing: -4,
  verbMissing: -3,
  openRecord: 1,
  identified: 1.2,
  named: 1,
  margin: 0.8,
  agreement: 0.2,
  lexical: 0.8,
  age: -0.6,
};

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
const mean = (values: number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, it) => sum + it, 0) / values.length;

/** Lead in score that counts as clear. */
const clearLead = 0.5;
const yearMs = 365.25 * 24 * 3600 * 1000;

export function measure(read: Passages, given: Answer | undefined, today: Date): Features {
  const used = given?.used ?? [];
  const cited = [...new Set(used.map((it) => it.fit))];
  const { about } = read;

  let total = 0;
  let covered = 0;
  let names = 0;
  let namesFound = 0;
  for (const word of about) {
    const weight = read.lexicon.weigh(word);
    // Where in the record it stands decides which record is meant; here it is enough that it does.
    const bears = (fit: RecordFit): boolean => fit.found.has(word.word);
    const seen = (read.ties ? cited.every(bears) : cited.some(bears)) ? 1 : 0;
    total += weight;
    covered += weight * seen;
    if (word.distinctive) {
      names += weight;
      namesFound += weight * seen;
    }
  }
  const lowest = Math.min(...cited.map((fit) => fit.score));
  const next = read.clauses
    .flatMap((it) => it.contenders)
    .filter((fit) => !cited.includes(fit))
    .reduce((best, fit) => Math.max(best, fit.score), -Infinity);
  const kinds = used.flatMap((it) => (it.kindFits === undefined ? [] : [it.kindFits]));
  const dates = used.flatMap((it) =>
    it.section.kind === "message" && it.section.date !== null ? [Date.parse(it.section.date)] : [],
  );
  const agreeing = used.some(
    (it) =>
      it.line.value !== null &&
      it.line.value.length > 3 &&
      read.fits.some(
        (fit) =>
          !cited.includes(fit) &&
          fit.score > lowest - clearLead &&
          fit.read.lines.some((line) => line.line.value === it.line.value),
      ),
  );
  const meant = total === 0 || cited.every((fit) => fit.meant);
  const inWords =
    meant || read.ties ? Math.min(1, ...cited.map((fit) => fit.coverage)) : covered / total;
  const meaning = used.length === 0 ? 0 : Math.min(...used.map((it) => it.meaning ?? 0));
  const coverage = inWords + (1 - inWords) * meaning;
  return {
    clausesAnswered:
      read.clauses.length === 0
        ? 0
        : read.clauses.filter((it) => it.found.length > 0).length / read.clauses.length,
    answersAsked: mean(used.map((it) => it.answers)),
    kind: kinds.length === 0 ? 0 : kinds.some((fits) => fits) ? 1 : -1,
    coverage,
    notCovered: about.length === 0 || cited.length === 0 ? 0 : 1 - coverage,
    namesMissing: names === 0 ? 0 : 1 - namesFound / names,
    verbMissing: meaning === 0 && read.clauses.some((it) => lacksVerb(it.clause, cited)) ? 1 : 0,
    openRecord: mean(used.map((it) => (it.fit.focus.open ? 1 : 0))),
    identified: cited.some((fit) => fit.identifiers.size > 0) ? 1 : 0,
    named: Math.max(0, ...cited.map((fit) => fit.named)),
    margin: cited.length === 0 ? 0 : clamp((lowest - next) / clearLead),
    agreement: agreeing ? 1 : 0,
    lexical: mean(used.map((it) => (it.type === undefined ? it.lexical : 0))),
    age: dates.length === 0 ? 0 : clamp((today.getTime() - Math.min(...dates)) / yearMs / 3),
  };
}

/** "Who approved it?" beside a record that speaks of no approval: any person in it would be a guess. */
function lacksVerb(clause: Clause, cited: RecordFit[]): boolean {
  return (
    cited.length > 0 &&
    clause.targets.length > 0 &&
    clause.targets.every((type) => type.level === "interrogative" && type.kind !== "description") &&
    clause.about.some(
      (word) => !word.naming && !word.distinctive && !cited.some((fit) => fit.found.has(word.word)),
    )
  );
}

export function probabilityOf(features: Features): number {
  const sum = (Object.keys(weights) as (keyof Features)[]).reduce(
    (total, name) => total + weights[name] * features[name],
    bias,
  );
  return 1 / (1 + Math.exp(-sum));
}

/** Words that no record read mentions, as they were written; of the question only. */
function missingWords(read: Passages, given: Answer | undefined): string[] {
  const cited = [...new Set((given?.used ?? []).map((it) => it.fit))];
  const look = cited.length > 0 ? cited : read.fits;
  return read.about
    .filter((word) => !look.some((fit) => fit.found.has(word.word) || has(fit.read.name, word)))
    .map((word) => word.word);
}

/** Most words named in a reason. */
const maxTerms = 4;
const leastWeight = 0.15;

/**
 * How likely the answer is right, and why, in codes that the panel puts into words.
 *
 * @param given undefined where the gate let nothing through: the reasons then say what is missing
 */
export function confidence(
  read: Passages,
  given: Answer | undefined,
  threshold: number,
  today: Date,
): { confidence: Confidence; features: Features } {
  const features = measure(read, given, today);
  const probability = given ? probabilityOf(features) : Math.min(probabilityOf(features), 0.05);
  const reasons: Reason[] = [];
  const say = (code: ReasonCode, weight: number, params?: Reason["params"]): void => {
    if (Math.abs(weight) >= leastWeight) {
      reasons.push({
        code,
        weight: Math.round(weight * 100) / 100,
        ...(params ? { params } : {}),
      });
    }
  };

  const missing = missingWords(read, given);
  const kind = read.question.clauses.flatMap((it) => it.targets)[0]?.kind;
  say("open_record", weights.openRecord * features.openRecord);
  say("exact_identifier", weights.identified * features.identified);
  if (missing.length > 0) {
    say(
      "terms_missing",
      weights.coverage * (features.coverage - 1) + weights.namesMissing * features.namesMissing,
      {
        terms: missing.slice(0, maxTerms).join(", "),
      },
    );
  } else if (read.about.length > 0 && given) {
    say("all_terms_found", weights.coverage * features.coverage * 0.5);
  }
  if (given && features.kind > 0 && kind !== undefined)
    say("type_match", weights.kind, { asked: kind });
  if (kind !== undefined && (features.kind < 0 || features.clausesAnswered < 1)) {
    say("type_mismatch", -weights.kind - weights.clausesAnswered * (1 - features.clausesAnswered), {
      asked: kind,
    });
  }
  if (given && features.margin >= 0.6) say("clear_winner", weights.margin * features.margin);
  else if (read.tied || features.margin < 0.2) {
    if (read.fits.length > 1) say("close_contenders", -weights.margin * (1 - features.margin));
  }
  const months = Math.round(features.age * 36);
  if (months >= 6) say("old_evidence", weights.age * features.age, { months });
  reasons.sort(
    (left, right) =>
      Math.abs(right.weight) - Math.abs(left.weight) || left.code.localeCompare(right.code),
  );
  return {
    confidence: {
      probability: Math.round(probability * 1000) / 1000,
      threshold,
      provisional: true,
      reasons,
    },
    features,
  };
}
