import type { Reason, RecordRef } from "../contract.ts";
import { citedBy } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { tie } from "./fit.ts";
import type { RecordFit } from "./fit.ts";
import type { Passages } from "./passages.ts";

/** Whether to answer at all, and why. */
export interface Gate {
  open: boolean;
  why: "answerable" | "nothing_permitted" | "over_many" | "nothing_fits" | "several_fit";
}

/** Below this share of the question's words, the records read are about something else. */
const leastCoverage = 0.3;

/**
 * Decides from the question and the permitted passages alone. What only a calculation over many records
 * can answer is not answered by quoting one of them.
 */
export function gate(read: Passages): Gate {
  if (read.fits.length === 0) return { open: false, why: "nothing_permitted" };
  if (read.question.aggregate) return { open: false, why: "over_many" };
  if (read.clauses.every((it) => it.found.length === 0)) {
    return { open: false, why: equallyGood(read).length > 1 ? "several_fit" : "nothing_fits" };
  }
  const best = Math.max(0, ...read.targets.map((fit) => fit.coverage));
  if (best < leastCoverage) return { open: false, why: "nothing_fits" };
  return read.tied ? { open: false, why: "several_fit" } : { open: true, why: "answerable" };
}

/** From this share of the question's words on, a record is one that may be meant. */
const mayBeMeant = 0.7;

/** Records of which one is meant, and nothing tells which; none where that isn't so. */
export function equallyGood(read: Passages): RecordFit[] {
  const top = read.fits[0]?.score ?? 0;
  if (read.tied) return read.fits.filter((fit) => top - fit.score < tie);
  const equal = read.clauses.flatMap((it) => it.equal ?? []);
  return [...new Set(equal)].filter((fit) => fit.coverage >= mayBeMeant);
}

/** Before all reasons that only lower a number. */
const insteadOfAnswer = -10;

/** Why the gate is shut, where the asker can go on from there. */
export function reasonOf({ why }: Gate, read: Passages): Reason | undefined {
  if (why === "several_fit") return { code: "which_one", weight: insteadOfAnswer };
  if (why !== "over_many") return undefined;
  const { counted, points } = read.question;
  const models = counted.size > 0 ? counted : read.question.models;
  const listed = read.fits.find(({ read: { record } }) => models.has(record.resModel));
  const partner = read.fits.find(
    ({ named, focus, read: { record } }) =>
      record.resModel === "res.partner" && (named > 0.99 || (focus.open && points)),
  );
  const [only] = models.size === 1 ? models : [];
  const model = listed?.read.record.resModel ?? only;
  return {
    code: "over_many",
    weight: insteadOfAnswer,
    params: {
      ...(model !== undefined && { model }),
      ...(listed && { label: listed.read.record.modelLabel }),
      ...(model !== undefined && partner && { partner: partner.read.record.resId }),
    },
  };
}

/** Below this share of the way to the nearest, a record is about anything. */
const leastProminence = 0.5;
const isNear = ({ focus }: RecordFit): boolean =>
  (focus.near?.sections[0]?.prominence ?? 0) >= leastProminence;

/** The records to show where no answer is given, closest first. */
const maxClosest = 4;
/** One of them is meant, so more of them are worth a look. */
const maxEqual = 8;

/** @param nearly what would have been answered, had it been likely enough */
export function closestRecords(read: Passages, nearly?: Answer): RecordRef[] {
  const equal = gate(read).why === "several_fit" ? equallyGood(read) : [];
  if (equal.length > 0) return shownByName(equal.slice(0, maxEqual));
  const inWords = read.fits.filter(
    (fit) => fit.coverage > 0 || fit.focus.open || fit.identifiers.size > 0,
  );
  // Without a word in common, those nearest in meaning, as retrieval fused them.
  const near = read.fits
    .filter((fit) => !inWords.includes(fit) && isNear(fit))
    .toSorted((left, right) => right.focus.score - left.focus.score);
  const all = [...inWords, ...near];
  return [...new Set([...citedBy(nearly, all), ...all])].slice(0, maxClosest).map(shown);
}

const shown = ({ read: { record } }: RecordFit): RecordRef => ({
  resModel: record.resModel,
  resId: record.resId,
  name: record.name,
  modelLabel: record.modelLabel,
});

/** Where none is closer than another, in an order that people can follow. */
const shownByName = (fits: RecordFit[]): RecordRef[] =>
  fits.map(shown).toSorted((left, right) => left.name.localeCompare(right.name));
