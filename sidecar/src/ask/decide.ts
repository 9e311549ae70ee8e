import type { Calibrator } from "../calibration/calibrator.ts";
import type { Confidence } from "../contract.ts";
import { answer, citedBy, excerptAnswer } from "./answer.ts";
import { readByMeaning } from "./by-meaning.ts";
import { confidence, probabilityThat } from "./confidence.ts";
import type { Option } from "./confidence.ts";
import { excerpt, raritiesOf, sentencesOf } from "./excerpt.ts";
import { excerptFeatures } from "./excerpt-features.ts";
import { fieldFeatures } from "./field-features.ts";
import { isOneMeant } from "./fit.ts";
import type { RecordFit } from "./fit.ts";
import { equallyGood, gate, reasonOf } from "./gate.ts";
import type { Gate } from "./gate.ts";
import { isOfBody } from "./passage.ts";
import type { Passages } from "./passages.ts";

/**
 * What the permitted records may be answered with: what fields, rows and messages say in the
 * question's words, what says it by its meaning, and the likeliest sentences of prose. The first one
 * is always there, if only to say what is missing.
 *
 * @param today ISO date where the asker is
 */
export function optionsFor(
  read: Passages,
  today: string,
): { opened: Gate; options: [Option, ...Option[]] } {
  const noon = new Date(`${today}T12:00:00Z`);
  const opened = gate(read);
  const quoting = (from: Passages, open: boolean): Option => {
    const given = open ? answer(from) : undefined;
    const kind = given?.used.some(isOfBody) ? "passage" : "fields";
    return { kind, read: from, given, features: { ...fieldFeatures(from, given, noon) } };
  };
  const others: Option[] = [];
  const near = readByMeaning(read);
  if (near) others.push(quoting(near, true));
  const rarities = raritiesOf(read);
  const all = read.question.aggregate ? [] : sentencesOf(read, rarities);
  const chosen = excerpt(all, read.question);
  if (chosen.length > 0) {
    others.push({
      kind: "excerpt",
      read,
      given: excerptAnswer(chosen),
      features: { ...excerptFeatures(read, rarities, all, chosen) },
    });
  }
  const equal = opened.why === "several_fit" ? equallyGood(read) : [];
  return {
    opened,
    options: [quoting(read, opened.open), ...others.filter((it) => !takesOneOf(equal, it))],
  };
}

/** Quotes one of the records of which the question means one, and doesn't say which. */
function takesOneOf(equal: RecordFit[], { read, given }: Option): boolean {
  return isOneMeant(equal, read.question) && citedBy(given, equal).length > 0;
}

/** A field says it better than a sentence that is hardly likelier. */
const clearlyLikelier = 0.05;

/** The likeliest, an earlier one where others are hardly likelier. */
export function preferred<Choice>(
  [first, ...others]: readonly [Choice, ...Choice[]],
  likely: (it: Choice) => number,
): Choice {
  return others.reduce(
    (best, it) => (likely(it) > likely(best) + clearlyLikelier ? it : best),
    first,
  );
}

/** What to answer, and how sure it is. */
export function decide(
  read: Passages,
  today: string,
  calibrator: Calibrator,
  threshold: number,
): { opened: Gate; option: Option; confidence: Confidence } {
  const { opened, options } = optionsFor(read, today);
  const best = preferred(options, (it) => (it.given ? probabilityThat(it, calibrator) : -1));
  const sure = confidence(best, calibrator, threshold);
  const isGiven = best.given !== undefined && sure.probability >= threshold;
  const reason = isGiven ? undefined : reasonOf(opened, read);
  // What lowered the number is beside the point: nothing was to be answered.
  if (reason) sure.reasons = [reason];
  return {
    opened: isGiven ? { open: true, why: "answerable" } : opened,
    option: best,
    confidence: sure,
  };
}
