import { contributions, probabilityOf } from "../calibration/calibrator.ts";
import type { AnswerKind, Calibrator, Features } from "../calibration/calibrator.ts";
import type { Confidence, Reason, ReasonCode } from "../contract.ts";
import type { Answer } from "./answer.ts";
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
  const missing = missingWords(read, given);
  const kind = read.question.clauses.flatMap((it) => it.targets)[0]?.kind;
  say("open_record", of("openRecord"));
  say("exact_identifier", of("identified"));
  if (missing.length > 0) {
    say("terms_missing", Math.min(0, of("notCovered") + of("namesMissing")), {
      terms: missing.slice(0, maxTerms).join(", "),
    });
  } else if (read.about.length > 0 && given) {
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

function sayOfExcerpt(
  { read, given, features }: Option,
  of: (name: string) => number,
  say: Say,
): void {
  const missing = missingWords(read, given);
  const inWords = of("inQuote") + of("inSection") + of("run") + of("pairs") + of("share");
  const lacking = of("namesMissing") + of("namesNotQuoted") + of("rarestMissing") + of("unknown");
  if (missing.length > 0 && lacking < 0) {
    say("terms_missing", lacking, { terms: missing.slice(0, maxTerms).join(", ") });
  }
  if (inWords > 0) say(missing.length === 0 ? "all_terms_found" : "words_agree", inWords);
  const sort = features.sort ?? 0;
  const kind = read.question.clauses.flatMap((it) => it.targets)[0]?.kind;
  if (kind !== undefined && sort > 0) say("type_match", Math.max(0, of("sort")), { asked: kind });
  if (kind !== undefined && sort < 0)
    say("type_mismatch", Math.min(0, of("sort")), { asked: kind });
  const meaning = of("similarity") + of("similarityLead") + of("similarityAbove");
  say(meaning > 0 ? "meaning_near" : "meaning_far", meaning);
  const lead = of("strengthLead") + of("bm25Lead") + of("scoreLead");
  say(lead > 0 ? "clear_winner" : "close_contenders", lead);
}
