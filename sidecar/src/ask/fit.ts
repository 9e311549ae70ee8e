import { questionIdentifiers, recordIdentifiers } from "../text/identifiers.ts";
import { stems } from "../text/tokenize.ts";
import { has } from "./lexicon.ts";
import type { Lexicon, ReadLine, ReadRecord } from "./lexicon.ts";
import type { Nearness } from "./nearness.ts";
import type { AboutWord } from "./clause.ts";
import type { Question } from "./question.ts";
import type { SectionHit } from "./candidates.ts";

/** What is known of a record before its text is read. */
export interface Focus {
  resModel: string;
  resId: number;
  /** The record that is open in the form. */
  open: boolean;
  /** Cited by an earlier turn of this conversation. */
  cited: boolean;
  /** What the search found of it, best first. */
  hits?: SectionHit[];
  /** Where its meaning is nearest to the question's, if a vector found it. */
  near?: Nearness | undefined;
  /** Fused score of retrieval, 0..1. */
  score: number;
}

/** How well a permitted record is the one that the question is about. */
export interface RecordFit {
  read: ReadRecord;
  focus: Focus;
  /** Hashes of the question's identifiers that stand in its permitted sections. */
  identifiers: ReadonlySet<string>;
  /** Weighted share of the question's words that stand in it, 0..1; 1 when it is meant without words. */
  coverage: number;
  /** The question names no record, and this one is open or was talked about. */
  meant: boolean;
  /** Share of the record's name that the question names, 0..1. */
  named: number;
  /** Words of the question that stand in it, with the weight of the best place. */
  found: Map<string, number>;
  score: number;
}

/** Whom or what a record is about: naming these names the record ("Azure's order"). */
const partyRelations = new Set([
  "res.partner",
  "res.users",
  "hr.employee",
  "hr.employee.public",
  "hr.department",
  "project.project",
  "product.template",
  "product.product",
]);
const people = new Set(["res.partner", "hr.employee", "hr.employee.public"]);
const partyFields = /(^|_)(name|partner|contact|city|country|job_title|function)(_|$)/;

/** A word counts fully in the name, and less the further it stands from what the record is. */
function placeWeight({ section, line }: ReadLine): number {
  switch (section.kind) {
    case "header":
      return 1;
    case "fields":
      if (line.field === null) return 0.6;
      return partyFields.test(line.field) ||
        (partyRelations.has(line.relation ?? "") && line.type === "many2one")
        ? 0.9
        : line.type === "text" || line.type === "html"
          ? 0.8
          : 0.6;
    case "line":
      return 0.75;
    case "attachment":
      return 0.7;
    case "message":
      return 0.6;
    default:
      return 0;
  }
}

/** Provisional; the fitted model of a later release replaces them. */
const bonus = {
  named: 0.3,
  /** The longer name is meant: "Office Design Project", where "Office Design" is another. */
  namedWord: 0.05,
  identified: 0.6,
  /** The open record, when the question points at it or names nothing else. */
  meant: 0.7,
  /** Has every word of the question, where one that is named lacks some. */
  complete: 0.35,
  open: 0.1,
  cited: 0.25,
  model: 0.1,
  /** "Which order …?" is answered by an order, whoever else is named. */
  which: 0.5,
  retrieval: 0.05,
};

/** What a word that it lacks takes from an open record that is meant: a verb, or what may be a name. */
const unknownVerb = 0.1;
const unknownName = 0.65;

function hasFigure({ section, stems }: ReadLine, { figures }: AboutWord): boolean {
  return section.kind === "line" && figures.some((it) => stems.has(it));
}

function coverageOf(
  read: ReadRecord,
  identifiers: ReadonlySet<string>,
  words: AboutWord[],
  lexicon: Lexicon,
): { share: number; found: Map<string, number> } {
  let sum = 0;
  let total = 0;
  const found = new Map<string, number>();
  for (const word of words) {
    const weight = lexicon.weigh(word);
    total += weight;
    const bears = word.identifiers.some((it) => identifiers.has(it));
    let best = bears || has(read.name, word) ? 1 : 0;
    for (const line of read.lines) {
      const place = placeWeight(line);
      if (place > best && (has(line.stems, word) || hasFigure(line, word))) best = place;
    }
    if (best > 0) found.set(word.word, best);
    sum += weight * best;
  }
  return { share: total === 0 ? 0 : sum / total, found };
}

interface Named {
  /** Of the name, 0..1. */
  share: number;
  /** How many words of it. */
  words: number;
}

/**
 * How much of the record's name stands in the question, in the language that fits best. Odoo
 * displays more than the name: "[FURN_8855] Drawer", "Acme Corporation, Floyd Steward".
 */
function namedBy(read: ReadRecord, asked: ReadonlySet<string>, languages: string[]): Named {
  const own = read.lines.find((it) => it.section.kind === "fields" && it.line.field === "name");
  const names = [read.record.name, read.record.name.replace(/^\[[^\]]+\]\s*/, ""), own?.line.value];
  return languages
    .flatMap((code) =>
      names.map((written): Named => {
        const name = [...new Set(stems(written ?? "", code))];
        const words = name.filter((form) => asked.has(form)).length;
        return { share: name.length === 0 ? 0 : words / name.length, words };
      }),
    )
    .reduce((best, it) => (it.share > best.share ? it : best), {
      share: 0,
      words: 0,
    });
}

/** What `namedBy` says of each record read. */
function namesIn(question: Question, lexicon: Lexicon): Map<ReadRecord, Named> {
  const asked = new Set([...question.about, ...question.optional].flatMap((word) => word.forms));
  const languages = question.languages.slice(0, 3);
  return new Map(lexicon.records.map((read) => [read, namedBy(read, asked, languages)]));
}

/**
 * The words that say which record is meant: those that ask for nothing, and those of asking that
 * are part of a name which the question has whole ("the chance of Need info about pricing").
 */
function namingWords(question: Question, names: Map<ReadRecord, Named>): AboutWord[] {
  const whole = [...names].filter(([, { share, words }]) => share > 0.99 && words > 1);
  const further = question.optional.filter((word) => whole.some(([read]) => has(read.name, word)));
  return [...question.about, ...further];
}

/** Enough of a record's name for it to be meant, though no capital marks it: "office chairs". */
function isNamed({ share, words }: Named, question: Question): boolean {
  return question.about.length > 0 && (share > 0.99 || (share >= 0.5 && words > 1));
}

/** Permitted records by how well they are the one that is meant, best first. */
export function fitRecords(
  question: Question,
  lexicon: Lexicon,
  focuses: Focus[],
): { fits: RecordFit[]; about: AboutWord[] } {
  const names = namesIn(question, lexicon);
  const about = namingWords(question, names);
  const asked = questionIdentifiers(question.text);
  const known = new Map(focuses.map((focus) => [`${focus.resModel} ${focus.resId}`, focus]));
  const which = new Set(question.clauses.flatMap((it) => [...it.which]));
  const who = question.clauses.some((it) => it.targets.some((type) => type.name === "who"));
  const anyOpen = focuses.some((focus) => focus.open);
  // Nothing names a record: meant is the one that is open, or the one talked about before.
  const wordless =
    question.about.every((word) => !word.distinctive && (anyOpen || !word.naming)) &&
    ![...names.values()].some((named) => isNamed(named, question));
  const fits = [...names]
    .map(([read, { share: named, words: namedWords }]): RecordFit => {
      const { resModel, resId } = read.record;
      const focus = known.get(`${resModel} ${resId}`) ?? {
        resModel,
        resId,
        open: false,
        cited: false,
        score: 0,
      };
      // The index knows identifiers of fields that the asker may not read.
      const borne =
        asked.length > 0 ? recordIdentifiers(read.record.name, read.record.sections) : [];
      const identifiers = new Set(asked.filter((it) => borne.includes(it)));
      const { share, found } = coverageOf(read, identifiers, about, lexicon);
      const meantWithoutWords = wordless && (focus.open || (!anyOpen && focus.cited));
      const missing = about
        .filter((word) => !found.has(word.word))
        .reduce((sum, word) => sum + (word.naming ? unknownName : unknownVerb), 0);
      const coverage = meantWithoutWords
        ? Math.max(0.1, 1 - missing)
        : about.length > 0
          ? share
          : named >= 0.99
            ? 1
            : named / 2;
      const complete = about.length > 0 && about.every((word) => found.has(word.word));
      const meant = focus.open && (wordless || question.points || complete);
      return {
        read,
        focus,
        identifiers,
        coverage,
        meant: meantWithoutWords,
        named,
        found,
        score:
          coverage +
          bonus.named * named +
          bonus.namedWord * named * Math.min(namedWords, 6) +
          (complete ? bonus.complete : 0) +
          (identifiers.size > 0 ? bonus.identified : 0) +
          (meant ? bonus.meant : focus.open ? bonus.open : 0) +
          (focus.cited ? bonus.cited : 0) +
          (which.has(resModel) ? bonus.which : 0) +
          (question.models.has(resModel) || (who && people.has(resModel)) ? bonus.model : 0) +
          bonus.retrieval * Math.min(1, focus.score),
      };
    })
    .sort(
      (left, right) =>
        right.score - left.score ||
        left.read.record.resModel.localeCompare(right.read.record.resModel) ||
        left.read.record.resId - right.read.record.resId,
    );
  return { fits, about };
}

/** Records as good as the best one, or named beside it, shown side by side at most. */
const maxTargets = 3;
/** Records whose scores differ by less fit equally well. */
export const tie = 0.03;

/** Whether records that fit equally are shown side by side; else it is asked which one is meant. */
export function areShown(equal: RecordFit[], question: Question): boolean {
  return equal.length < 2 || (equal.length <= maxTargets && !isOneMeant(equal, question));
}

/** The question names their model in the singular. */
export const isOneMeant = (equal: RecordFit[], { one }: Question): boolean =>
  equal.every(({ read }) => one.has(read.record.resModel));

export interface Targets {
  fits: RecordFit[];
  /** They are shown side by side because each fits as well as the others. */
  ties: boolean;
  /** More fit equally than can be shown, or than are asked for: which one is meant? */
  tied: boolean;
}

/**
 * The records that the question is about: the best one, those that bear words of the question which
 * it lacks ("S00021 and S00022"), and those that fit exactly as well.
 */
export function chooseTargets(question: Question, fits: RecordFit[]): Targets {
  const best = fits[0];
  if (!best) return { fits: [], ties: false, tied: false };
  const targets = [best];
  const listed = /[,&]|\b(?:and|or|und|oder|y|e|o|et|ou)\b/iu.test(question.text);
  const missing = new Set(
    (listed ? question.about : [])
      .filter(
        (word) => word.distinctive && !has(best.read.name, word) && !best.found.has(word.word),
      )
      .map((word) => word.word),
  );
  for (const fit of fits.slice(1)) {
    if (targets.length >= maxTargets || missing.size === 0) break;
    const brings = question.about.filter(
      (word) =>
        missing.has(word.word) &&
        fit.found.has(word.word) &&
        (has(fit.read.name, word) || word.identifiers.length > 0),
    );
    // A common word of the name is chance; a whole name or an identifier is meant.
    if (brings.length === 0 || (fit.named < 0.6 && fit.identifiers.size === 0)) continue;
    targets.push(fit);
    for (const word of brings) missing.delete(word.word);
  }
  if (targets.length > 1 || best.focus.open) return { fits: targets, ties: false, tied: false };
  const ties = fits.filter((fit) => best.score - fit.score < tie);
  return areShown(ties, question)
    ? { fits: ties, ties: ties.length > 1, tied: false }
    : { fits: ties.slice(0, 1), ties: false, tied: true };
}
