import { stems } from "../text/tokenize.ts";
import { has } from "./lexicon.ts";
import type { Lexicon, ReadRecord } from "./lexicon.ts";
import type { AboutWord, Question } from "./question.ts";

/** What is known of a record before its text is read. */
export interface Focus {
  resModel: string;
  resId: number;
  /** The record that is open in the form. */
  open: boolean;
  /** Cited by an earlier turn of this conversation. */
  cited: boolean;
  /** Bears an identifier that the question names. */
  identified: boolean;
  /** Fused score of retrieval, 0..1. */
  score: number;
}

/** How well a permitted record is the one that the question is about. */
export interface RecordFit {
  read: ReadRecord;
  focus: Focus;
  /** Weighted share of the question's words that stand in it, 0..1; 1 when it is meant without words. */
  coverage: number;
  /** Share of the record's name that the question names, 0..1. */
  named: number;
  found: Set<string>;
  score: number;
}

/** A word counts fully in the name, less the further it stands from what the record is. */
const placeWeight: Record<string, number> = {
  header: 1,
  fields: 0.9,
  line: 0.8,
  attachment: 0.7,
  message: 0.65,
};

/** Provisional; the fitted model of a later release replaces them. */
const bonus = {
  named: 0.3,
  identified: 0.6,
  /** The open record, when the question points at it or names nothing else. */
  meant: 0.4,
  open: 0.1,
  cited: 0.25,
  model: 0.1,
  retrieval: 0.05,
};

function coverageOf(
  read: ReadRecord,
  words: AboutWord[],
  lexicon: Lexicon,
): { share: number; found: Set<string> } {
  let sum = 0;
  let total = 0;
  const found = new Set<string>();
  for (const word of words) {
    const weight = lexicon.weigh(word);
    total += weight;
    let best = has(read.name, word) ? 1 : 0;
    for (const line of read.lines) {
      const place = placeWeight[line.section.kind] ?? 0;
      if (place > best && has(line.stems, word)) best = place;
    }
    if (best > 0) found.add(word.word);
    sum += weight * best;
  }
  return { share: total === 0 ? 0 : sum / total, found };
}

/** Share of the record's name that stands in the question, in the language that fits best. */
function namedShare(read: ReadRecord, question: Question): number {
  const asked = new Set([...question.about, ...question.optional].flatMap((word) => word.forms));
  return Math.max(
    0,
    ...question.languages.slice(0, 3).map((code) => {
      const name = [...new Set(stems(read.record.name, code))];
      return name.length === 0 ? 0 : name.filter((form) => asked.has(form)).length / name.length;
    }),
  );
}

/** Permitted records by how well they are the one that is meant, best first. */
export function fitRecords(question: Question, lexicon: Lexicon, focuses: Focus[]): RecordFit[] {
  const known = new Map(focuses.map((focus) => [`${focus.resModel} ${focus.resId}`, focus]));
  const anyOpen = focuses.some((focus) => focus.open);
  return lexicon.records
    .map((read): RecordFit => {
      const { resModel, resId } = read.record;
      const focus = known.get(`${resModel} ${resId}`) ?? {
        resModel,
        resId,
        open: false,
        cited: false,
        identified: false,
        score: 0,
      };
      const { share, found } = coverageOf(read, question.about, lexicon);
      const named = namedShare(read, question);
      // Nothing names a record: meant is the one that is open, or the one talked about before.
      const wordless = question.about.length === 0;
      const meantWithoutWords = wordless && (focus.open || (!anyOpen && focus.cited));
      const coverage = meantWithoutWords ? 1 : wordless ? (named >= 0.99 ? 1 : named / 2) : share;
      const meant = focus.open && (wordless || question.points || share >= 0.5);
      return {
        read,
        focus,
        coverage,
        named,
        found,
        score:
          coverage +
          bonus.named * named +
          (focus.identified ? bonus.identified : 0) +
          (meant ? bonus.meant : focus.open ? bonus.open : 0) +
          (focus.cited ? bonus.cited : 0) +
          (question.models.has(resModel) ? bonus.model : 0) +
          bonus.retrieval * Math.min(1, focus.score),
      };
    })
    .sort(
      (left, right) =>
        right.score - left.score ||
        left.read.record.resModel.localeCompare(right.read.record.resModel) ||
        left.read.record.resId - right.read.record.resId,
    );
}

/** Records as good as the best one, or named beside it, shown side by side at most. */
const maxTargets = 3;
const tie = 0.03;

/** `tied`: more records fit equally than can be shown. */
export interface Targets {
  fits: RecordFit[];
  tied: boolean;
}

/**
 * The records that the question is about: the best one, those that bear words of the question which
 * it lacks ("S00021 and S00022"), and those that fit exactly as well.
 */
export function chooseTargets(question: Question, fits: RecordFit[]): Targets {
  const best = fits[0];
  if (!best) return { fits: [], tied: false };
  const targets = [best];
  const missing = new Set(
    question.about
      .filter(
        (word) => word.distinctive && !has(best.read.name, word) && !best.found.has(word.word),
      )
      .map((word) => word.word),
  );
  for (const fit of fits.slice(1)) {
    if (targets.length >= maxTargets || missing.size === 0) break;
    const brings = question.about.filter(
      (word) => missing.has(word.word) && has(fit.read.name, word),
    );
    // A common word of the name is chance; a whole name or an identifier is meant.
    if (brings.length === 0 || (fit.named < 0.6 && !fit.focus.identified)) continue;
    targets.push(fit);
    for (const word of brings) missing.delete(word.word);
  }
  if (targets.length > 1 || best.focus.open) return { fits: targets, tied: false };
  const ties = fits.filter((fit) => best.score - fit.score < tie);
  return ties.length <= maxTargets
    ? { fits: ties, tied: false }
    : { fits: ties.slice(0, 1), tied: true };
}
