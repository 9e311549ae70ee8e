import { contributions, probabilityOf } from "../../calibration/calibrator.ts";
import type { Calibrator } from "../../calibration/calibrator.ts";
import type { Confidence, Reason, ReasonCode } from "../../contract.ts";
import type { Asks } from "../../question/closed-class/closed-class.ts";
import type { Read } from "../extractive/excerpt.ts";
import type { LinkedRecord } from "../extractive/linking.ts";
import { citedBy } from "../extractive/quotation.ts";
import type { Option, Options } from "./options.ts";

/** Of no answer at all. */
const nothing = 0.05;
/** Before all reasons that only lower a number. */
const insteadOfAnswer = -10;

/** Something that raises the probability, or lowers it, in logits. */
type Say = (code: ReasonCode, weight: number, params?: Reason["params"]) => void;

/** How likely the answer is right, and why, in codes that the panel puts into words. */
export function confidenceIn(
  read: Read,
  options: Options,
  option: Option | undefined,
  calibrator: Calibrator,
  threshold: number,
): Confidence {
  const probability = option
    ? probabilityOf(calibrator.model[option.kind], option.features)
    : nothing;
  const instead = probability >= threshold ? undefined : insteadOf(options);
  return {
    probability: Math.round(probability * 1000) / 1000,
    threshold,
    provisional: !calibrator.fittedOn.some((it) => it.own),
    // What lowered the number is beside the point where nothing was to be answered.
    reasons: instead ? [instead] : reasonsFor(read, option, calibrator),
  };
}

/** Why there is no answer, where the asker can go on from there. */
function insteadOf({ opened, chosen }: Options): Reason | undefined {
  if (opened.why === "several_fit") return { code: "which_one", weight: insteadOfAnswer };
  if (opened.why === "over_many") {
    const { resModel, modelLabel } = opened.listed.read.record;
    const params = { model: resModel, label: modelLabel };
    return { code: "over_many", weight: insteadOfAnswer, params };
  }
  const empty = chosen.find((it) => it.isUnfilled);
  if (!empty) return undefined;
  const params = { label: empty.label, name: empty.of.read.record.name };
  return { code: "not_filled", weight: insteadOfAnswer, params };
}

/** Most words named in a reason. */
const maxTerms = 4;
const leastWeight = 0.15;

function reasonsFor(read: Read, option: Option | undefined, calibrator: Calibrator): Reason[] {
  const reasons: Reason[] = [];
  const say: Say = (code, weight, params) => {
    if (Math.abs(weight) < leastWeight) return;
    const rounded = Math.round(weight * 100) / 100;
    reasons.push({ code, weight: rounded, ...(params ? { params } : {}) });
  };
  sayOfWords(read, option, say);
  if (option) {
    const added = contributions(calibrator.model[option.kind], option.features);
    const of = (...names: string[]): number =>
      names.reduce((sum, name) => sum + (added[name] ?? 0), 0);
    if (option.kind === "excerpt") sayOfExcerpt(read, option, of, say);
    else sayOfFields(read, option, of, say);
  }
  return reasons.sort(
    (left, right) =>
      Math.abs(right.weight) - Math.abs(left.weight) || left.code.localeCompare(right.code),
  );
}

/** Words of the question, as they were written, that none of these records has. */
function missingIn({ question }: Read, linked: LinkedRecord[]): string[] {
  return question.words
    .filter((word) => !linked.some((it) => it.found.has(word.word)))
    .map((word) => word.word);
}

function sayOfWords(read: Read, option: Option | undefined, say: Say): void {
  const missing = missingIn(read, read.linked);
  if (missing.length > 0) {
    say("terms_missing", -0.5, { terms: missing.slice(0, maxTerms).join(", ") });
  } else if (read.question.words.length > 0 && option) {
    if (missingIn(read, citedBy(option.answer, read.linked)).length === 0) {
      say("all_terms_found", 0.5);
    }
  }
}

/** What the question's interrogatives ask for, as the panel has words for it. */
const asked: Partial<Record<Asks, string>> = {
  person: "person",
  time: "date",
  place: "place",
  amount: "amount",
  count: "quantity",
};

function askedIn({ question }: Read): string | undefined {
  return question.parts.flatMap(({ asks }) => [...asks].map((it) => asked[it]))[0];
}

type Of = (...names: string[]) => number;

const clearLead = 2;
const noLead = 0.5;

function sayOfFields(read: Read, { features }: Option, of: Of, say: Say): void {
  const feature = (name: string): number => features[name] ?? 0;
  const kind = askedIn(read);
  if (feature("openAlone") > 0) say("open_record", Math.max(leastWeight, of("openAlone")));
  if (feature("identified") > 0) say("exact_identifier", Math.max(leastWeight, of("identified")));
  if (kind !== undefined && feature("sort") !== 0) {
    const code = feature("sort") > 0 ? "type_match" : "type_mismatch";
    say(code, Math.max(leastWeight, Math.abs(of("sort"))) * feature("sort"), { asked: kind });
  }
  const weight = of("lead", "leadOfRecord", "leadInRecord", "share", "meantLead", "labelLeads");
  if (feature("lead") >= clearLead) say("clear_winner", Math.max(leastWeight, weight));
  else if (feature("lead") < noLead) say("close_contenders", Math.min(-leastWeight, weight));
}

/** Share of the question's words, by their rarity, that stand together in a quote. */
const mostWords = 0.6;
/** ln of how much stronger than the next a record was found. */
const clearStrength = 0.7;
const noStrength = 0.1;

/** What is said is decided by what is so; what it adds only decides what is said first. */
function sayOfExcerpt(read: Read, { features }: Option, of: Of, say: Say): void {
  const feature = (name: string): number => features[name] ?? 0;
  const kind = askedIn(read);
  if (feature("inQuote") >= mostWords) {
    say("words_agree", Math.max(leastWeight, of("inQuote", "inSection", "run", "pairs", "share")));
  }
  if (kind !== undefined && feature("sort") !== 0) {
    const code = feature("sort") > 0 ? "type_match" : "type_mismatch";
    say(code, Math.max(leastWeight, Math.abs(of("sort"))) * feature("sort"), { asked: kind });
  }
  if (feature("wordsOnly") === 0) {
    const meaning = of("similarity", "similarityLead", "similarityAbove");
    say(meaning > 0 ? "meaning_near" : "meaning_far", meaning);
  }
  const lead = of("strengthLead", "bm25Lead", "scoreLead");
  if (feature("strengthLead") >= clearStrength) say("clear_winner", Math.max(leastWeight, lead));
  else if (feature("strengthLead") < noStrength) {
    say("close_contenders", Math.min(-leastWeight, lead));
  }
}
