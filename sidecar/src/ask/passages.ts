import { words } from "../text/tokenize.ts";
import type { AboutWord, Clause } from "./clause.ts";
import { areShown, chooseTargets, fitRecords, tie } from "./fit.ts";
import type { Focus, RecordFit } from "./fit.ts";
import { makeLexicon } from "./lexicon.ts";
import type { Lexicon } from "./lexicon.ts";
import {
  byFields,
  byIdentity,
  byLabel,
  byName,
  byOccupation,
  byPerson,
  byRecord,
  byRows,
} from "./lines.ts";
import { isProse, isRepeated, shownByText } from "./passage.ts";
import type { Passage, Reader } from "./passage.ts";
import type { PermittedRecord } from "./permit.ts";
import { byCount, byMessages, byNumbers, byProse, byVerb, byWords } from "./prose.ts";
import type { AskedKind, QuestionType } from "./question-type.ts";
import type { Question } from "./question.ts";

/** What one clause may be answered with: alternatives by topic, best first. */
export interface ClausePassages {
  clause: Clause;
  /** One list per thing asked and record meant, each best first, empty ones left out. */
  found: Passage[][];
  /** Other records that hold what was asked, best first: one of them may have been meant. */
  contenders: RecordFit[];
  /** Where nothing is found: records that hold what was asked equally well, and one is meant. */
  equal?: RecordFit[];
}

export interface Passages {
  question: Question;
  /** The words of it that say which record is meant. */
  about: AboutWord[];
  /** IDF of its words in what was searched. */
  rarities: ReadonlyMap<string, number>;
  lexicon: Lexicon;
  fits: RecordFit[];
  targets: RecordFit[];
  /** Each of the targets fits as well as the others. */
  ties: boolean;
  /** Records fit equally, and one is meant. */
  tied: boolean;
  clauses: ClausePassages[];
}

/** A record this much worse than the best one may still answer what the best one has no word of, */
const eligible = 0.35;
/** and so may one that has nearly as much of the question's words, whatever its name is. */
const eligibleCoverage = 0.7;

/**
 * Kinds that stand on a document of somebody ("what LightsUp owes"): its status, people or words
 * are its own.
 */
const ofDocuments = new Set<AskedKind>(["amount", "quantity", "organisation", "product"]);

/** What may have been meant as well counts less than what was asked. */
const alternative = 0.85;
/** Words in common, where a plain interrogative asked for something that no field holds. */
const insteadOfKind = 0.5;
/** So much of a yes-or-no question must stand in the line that answers it. */
const said = 0.6;

const products = /^product\.(template|product)$/;

function forType(reader: Reader, type: QuestionType): Passage[] {
  const person = [...byOccupation(reader, type), ...byPerson(reader, type)];
  if (person.length > 0) return person;
  const spoken = byVerb(reader, type);
  if (spoken.length > 0) return spoken;
  const { resModel } = reader.fit.read.record;
  if (type.name === "products" && products.test(resModel)) return byRecord(reader, type);
  const party =
    type.kind === "person" || type.kind === "organisation" || type.level !== "attribute";
  const fits = (it: Passage): boolean =>
    namesValue(it, type) &&
    (!(party || type.kind === "description") || !repeats(it, reader.question));
  const found = [
    ...byFields(reader, type),
    ...byRows(reader, type),
    ...byMessages(reader, type),
    ...byCount(reader, type),
  ].filter(fits);
  if (found.length > 0) return found;
  const prose = byProse(reader, type).filter(fits);
  return prose.length > 0 ? prose : byName(reader, type).filter(fits);
}

/** Values are found at the beginning of words: "Eichenrahmen" is of "Eiche". */
export function namesValue({ quote, section }: Passage, { values }: QuestionType): boolean {
  if (values === undefined || section.kind === "line") return true;
  const beginnings = values.split(" ");
  return words(quote, "en").some((word) => beginnings.some((it) => word.startsWith(it)));
}

/** "Vendor: Ready Mat" is no answer to a question about Ready Mat's cement. */
function repeats({ section, line }: Passage, question: Question): boolean {
  if (line.type === "selection") return false;
  if (section.kind !== "fields" && section.kind !== "header") return false;
  return isRepeated(line.value, question);
}

/** "Contact: Northgate Clinics" has words of "How many chairs does Northgate need?", and no number. */
function isOfOtherSort({ line, kindFits }: Passage, { targets }: Clause): boolean {
  if (kindFits !== false || isProse(line)) return false;
  return targets.some((type) => shownByText.has(type.kind));
}

function best(found: Passage[]): Passage[] {
  return [...found].sort(
    (left, right) =>
      right.score - left.score ||
      left.fit.read.record.resModel.localeCompare(right.fit.read.record.resModel) ||
      left.fit.read.record.resId - right.fit.read.record.resId,
  );
}

function answerClause(
  question: Question,
  lexicon: Lexicon,
  clause: Clause,
  targets: RecordFit[],
  fits: RecordFit[],
): ClausePassages {
  const [first] = targets;
  const others = fits.filter(
    (fit) =>
      first !== undefined &&
      // Nobody but the open record was spoken of.
      !first.meant &&
      !targets.includes(fit) &&
      (fit.score >= first.score - eligible || fit.coverage >= eligibleCoverage * first.coverage),
  );
  const read = (fit: RecordFit): Reader => ({ question, lexicon, clause, fit });

  /** Whether what is asked of the record named may stand on one that only has its words. */
  const mayStandOn = (fit: RecordFit, type: QuestionType): boolean =>
    isTarget(fit) || question.models.has(fit.read.record.resModel) || ofDocuments.has(type.kind);
  const isTarget = (fit: RecordFit): boolean =>
    targets.includes(fit) || fit.score >= (first?.score ?? 0) - eligible;
  const contenders = new Set<RecordFit>();

  /** From the records meant; where none of them has it, from those that fit about as well. */
  const search = (look: (reader: Reader) => Passage[]): Passage[][] => {
    const holding = new Map(
      fits.map((fit) => [fit, best(look(read(fit)))] as const).filter(([, it]) => it.length > 0),
    );
    for (const fit of holding.keys()) contenders.add(fit);
    const from = (some: RecordFit[]): Passage[][] =>
      some.map((fit) => holding.get(fit)).filter((it) => it !== undefined);
    const found = from(targets);
    if (found.length > 0) return found;
    const elsewhere = from(others).sort((left, right) => scoreOf(right) - scoreOf(left));
    const top = scoreOf(elsewhere[0] ?? []);
    const equal = elsewhere.filter((it) => top - scoreOf(it) < tie);
    // Which of many is meant cannot be told.
    const holders = equal.flatMap(([passage]) => (passage ? [passage.fit] : []));
    if (areShown(holders, question)) return equal;
    undecided ??= holders;
    return [];
  };
  let undecided: RecordFit[] | undefined;
  const answered = (found: Passage[][]): ClausePassages => {
    const chosen = new Set(found.flatMap((it) => it.map((one) => one.fit)));
    return {
      clause,
      found,
      contenders: fits.filter((fit) => contenders.has(fit) && !chosen.has(fit)),
      ...(found.length === 0 && undecided && { equal: undecided }),
    };
  };

  if (clause.which.size > 0) {
    const isOne = (reader: Reader): boolean => clause.which.has(reader.fit.read.record.resModel);
    return answered(search((reader) => (isOne(reader) ? byRecord(reader) : [])));
  }
  const asked = clause.targets.flatMap((type) =>
    search((reader) => (mayStandOn(reader.fit, type) ? forType(reader, type) : [])),
  );
  if (asked.length > 0) return answered(asked);
  for (const type of clause.alternatives) {
    const found = search((reader) =>
      forType(reader, type).map((it) => ({
        ...it,
        answers: alternative * it.answers,
      })),
    );
    if (found.length > 0) return answered(found);
  }
  const numbers = clause.targets
    .filter((type) => type.kind === "quantity")
    .flatMap((type) => search((reader) => byNumbers(reader, type)));
  if (numbers.length > 0) return answered(numbers);
  const labelled = search(byLabel);
  if (labelled.length > 0) return answered(labelled);
  if (clause.polar) return answered(search((reader) => byWords(reader, said)));
  // Where an attribute stands nowhere, words in common would only look like an answer to it.
  if (clause.targets.some((type) => type.level !== "interrogative")) return answered([]);
  const least = clause.targets.length > 0 ? insteadOfKind : undefined;
  const inWords = search((reader) =>
    byWords(reader, least).filter((it) => !repeats(it, question) && !isOfOtherSort(it, clause)),
  );
  if (inWords.length > 0 || clause.targets.length > 0) return answered(inWords);
  return answered(search(byIdentity));
}

const scoreOf = (found: Passage[]): number => found[0]?.score ?? 0;

/**
 * Cuts the permitted records into passages and scores them against each clause of the question.
 * Everything is computed from permitted text alone.
 */
export function passages(
  records: PermittedRecord[],
  question: Question,
  focuses: Focus[],
  rarities: Passages["rarities"] = new Map(),
): Passages {
  const lexicon = makeLexicon(records, question.languages);
  const { fits, about } = fitRecords(question, lexicon, focuses);
  const { fits: targets, ties, tied } = chooseTargets(question, fits);
  return {
    question,
    about,
    rarities,
    lexicon,
    fits,
    targets,
    ties,
    tied,
    clauses: question.clauses.map((clause) =>
      answerClause(question, lexicon, clause, targets, fits),
    ),
  };
}
