import { mean } from "../calibration/figures.ts";
import type { Answer } from "./answer.ts";
import type { Clause } from "./clause.ts";
import type { RecordFit } from "./fit.ts";
import { isProse } from "./passage.ts";
import type { Passages } from "./passages.ts";

/** Named figures in 0..1 of an answer that quotes fields, rows or messages. */
export interface FieldFeatures {
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
  /** Share of what is quoted that is prose, chosen by its words only. */
  prose: number;
  /** Age of the oldest message quoted in years, at most 3, as a third. */
  age: number;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Lead in score that counts as clear. */
const clearLead = 0.5;
const yearMs = 365.25 * 24 * 3600 * 1000;

export function fieldFeatures(
  read: Passages,
  given: Answer | undefined,
  today: Date,
): FieldFeatures {
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
  // Several that fit must each be the one; where one alone holds what was asked, it is.
  const tied = read.ties && cited.length > 1;
  const inWords =
    meant || tied ? Math.min(1, ...cited.map((fit) => fit.coverage)) : covered / total;
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
    prose: mean(used.map((it) => (it.type === undefined && isProse(it.line) ? 1 : 0))),
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
