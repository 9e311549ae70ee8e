import { contributions, probabilityOf } from "../calibration/calibrator.ts";
import type { AnswerKind, Calibrator, Features } from "../calibration/calibrator.ts";
import type { Confidence, Reason, ReasonCode } from "../contract.ts";
import { citedBy } from "./answer.ts";
import type { Answer } from "./answer.ts";
import type { RecordFit } from "./fit.ts";
import { has } from "./lexicon.ts";
import type { Passages } from "./passages.ts";

/** What may be answered, with the figures that its probability is computed from. */
export interface Option {
  kind: AnswerKind;
  /** What it was chosen from. */
  read: Passages;
  /** Undefined where the gate let nothing through: the reasons then say what is missing. */
  given: Answer | undefined;
  features: Features;
}

/** Of no answer at all. */
const nothing = 0.05;

export function probabilityThat({ kind, given, features }: Option, { model }: Calibrator): number {
  const probability = probabilityOf(model[kind], features);
  return given ? probability : Math.min(probability, nothing);
}

/** Words of the question, as they were written, that none of these records has. */
function missingIn(read: Passages, fits: RecordFit[]): string[] {
  return read.about
    .filter((word) => !fits.some((fit) => fit.found.has(word.word) || has(fit.read.name, word)))
    .map((word) => word.word);
}

/** Most words named in a reason. */
const maxTerms = 4;
const leastWeight = 0.15;
/** Share of the question's words, by their rarity, that stand together in a quote. */
const mostWords = 0.6;
/** ln of how much stronger than the next a record was found. */
const clearLead = 0.7;
const noLead = 0.1;

/** Something that raises the probability, or lowers it, in logits. */
type Say = (code: ReasonCode, weight: number, params?: Reason["params"]) => void;

/** How likely the answer is right, and why, in codes that the panel puts into words. */
export function confidence(option: Option, calibrator: Calibrator, threshold: number): Confidence {
  const reasons: Reason[] = [];
  const say: Say = (code, weight, params) => {
    if (Math.abs(weight) >= leastWeight) {
      reasons.push({
        code,
        weight: Math.round(weight * 100) / 100,
        ...(params ? { params } : {}),
      });
    }
  };
  const added = contributions(calibrator.model[option.kind], option.features);
  const of = (name: string): number => added[name] ?? 0;
  if (option.kind === "excerpt") sayOfExcerpt(option, of, say);
  else sayOfFields(option, of, say);
  reasons.sort(
    (left, right) =>
      Math.abs(right.weight) - Math.abs(left.weight) || left.code.localeCompare(right.code),
  );
  return {
    probability: Math.round(probabilityThat(option, calibrator) * 1000) / 1000,
    threshold,
    provisional: !calibrator.fittedOn.some((it) => it.own),
    reasons,
  };
}

function sayOfFields(
  { read, given, features }: Option,
  of: (name: string) => number,
  say: Say,
): void {
  const feature = (name: string): number => features[name] ?? 0;
  const missing = missingIn(read, read.fits);
  const cited = citedBy(given, read.fits);
  const kind = read.question.clauses.flatMap((it) => it.targets)[0]?.kind;
  say("open_record", of("openRecord"));
  say("exact_identifier", of("identified"));
  if (missing.length > 0) {
    say("terms_missing", Math.min(0, of("notCovered") + of("namesMissing")), {
      terms: missing.slice(0, maxTerms).join(", "),
    });
  } else if (read.about.length > 0 && given && missingIn(read, cited).length === 0) {
    say("all_terms_found", of("coverage") * 0.5);
  }
  if (given && feature("kind") > 0 && kind !== undefined) {
    say("type_match", of("kind"), { asked: kind });
  }
  if (kind !== undefined && (feature("kind") < 0 || feature("clausesAnswered") < 1)) {
    say("type_mismatch", Math.min(of("kind"), 0) - (1 - feature("clausesAnswered")), {
      asked: kind,
    });
  }
  if (given && feature("margin") >= 0.6) say("clear_winner", of("margin"));
  else if (read.tied || feature("margin") < 0.2) {
    if (read.fits.length > 1) say("close_contenders", -0.8 * (1 - feature("margin")));
  }
  sayOfAge(feature("age") * 36, of("age"), say);
}

function sayOfAge(months: number, weight: number, say: Say): void {
  if (months >= 6) say("old_evidence", weight, { months: Math.round(months) });
}

/** What is said is decided by what is so; what it adds only decides what is said first. */
function sayOfExcerpt(
  { read, given, features }: Option,
  of: (name: string) => number,
  say: Say,
): void {
  const feature = (name: string): number => features[name] ?? 0;
  const speaksFor = (code: ReasonCode, weight: number, params?: Reason["params"]): void =>
    say(code, Math.max(leastWeight, weight), params);
  const speaksAgainst = (code: ReasonCode, weight: number, params?: Reason["params"]): void =>
    say(code, Math.min(-leastWeight, weight), params);

  const missing = missingIn(read, read.fits);
  const inWords = of("inQuote") + of("inSection") + of("run") + of("pairs") + of("share");
  const lacking = of("namesMissing") + of("namesNotQuoted") + of("rarestMissing") + of("unknown");
  if (missing.length > 0) {
    speaksAgainst("terms_missing", lacking, { terms: missing.slice(0, maxTerms).join(", ") });
  } else if (read.about.length > 0 && missingIn(read, citedBy(given, read.fits)).length === 0) {
    speaksFor("all_terms_found", inWords);
  }
  if (feature("inQuote") >= mostWords) speaksFor("words_agree", inWords);
  const kind = read.question.clauses.flatMap((it) => it.targets)[0]?.kind;
  if (kind !== undefined) {
    if (feature("sort") > 0) speaksFor("type_match", of("sort"), { asked: kind });
    if (feature("sort") < 0) speaksAgainst("type_mismatch", of("sort"), { asked: kind });
  }
  if (feature("wordsOnly") === 0) {
    const meaning = of("similarity") + of("similarityLead") + of("similarityAbove");
    say(meaning > 0 ? "meaning_near" : "meaning_far", meaning);
  }
  const lead = of("strengthLead") + of("bm25Lead") + of("scoreLead");
  if (feature("strengthLead") >= clearLead) speaksFor("clear_winner", lead);
  else if (feature("strengthLead") < noLead) speaksAgainst("close_contenders", lead);
}
