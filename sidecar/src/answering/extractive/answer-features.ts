import type { Asks } from "../../question/closed-class/closed-class.ts";
import type { Part, Question } from "../../question/question.ts";
import type { QuestionWord } from "../../question/words.ts";
import type { AnswerCandidate } from "./answer-candidates.ts";
import type { Placed } from "./label-standing.ts";
import type { LinkedRecord } from "./linking.ts";
import { has, holds, stemsOf } from "./reading.ts";
import type { Vocabulary } from "./reading.ts";

/** What the candidates for one part of a question are compared by. */
export interface Comparison {
  question: Question;
  part: Part;
  vocabulary: Vocabulary;
  linked: LinkedRecord[];
  /** The question has no vector: labels stand where words and types put them. */
  isWordsOnly: boolean;
  /** Of a candidate's label: by the part's vector, and by that of what it follows. */
  standingOf: (candidate: AnswerCandidate) => Record<"own" | "completed", Placed | undefined>;
}

/** Odoo field types that hold what an interrogative asks for. */
const typesFor: Partial<Record<Asks, readonly string[]>> = {
  time: ["date", "datetime"],
  amount: ["monetary", "float", "integer"],
  count: ["integer", "float"],
  reason: ["text", "html"],
};
const numbers = ["monetary", "float", "integer"];
const named = ["char", "many2one"];
const states = ["boolean", "selection", "many2one"];

/** Where a word of the question stands, seen from one candidate. */
type Where =
  | "name" // of its record, or of the record that it was reached from
  | "row" // among those chosen
  | "label"
  | "value"
  | "party"
  | "model"
  | "field" // another one of its record, or a row not chosen
  | "body"
  | "none";

/** Characters of a value that are compared with the question. */
const compared = 400;

/**
 * Figures of one candidate, all from what the asker may read: ranks, margins and shares, 0..1 where
 * nothing else is said. What each weighs is fitted (`weights.json`).
 */
export function answerFeatures(candidate: AnswerCandidate, by: Comparison): Record<string, number> {
  const { question, part, vocabulary } = by;
  const { of, type, kind } = candidate;
  const { languages } = question;
  const label = stemsOf(candidate.label, languages);
  const link = of.via ? stemsOf(of.via.label, languages) : undefined;
  const model = stemsOf(of.read.record.modelLabel, languages);
  const value = stemsOf(candidate.values.join(" ").slice(0, compared), languages);
  const chosen = new Set(candidate.rows ? candidate.quoted.map((it) => it.section) : []);
  const isInChosen = (word: QuestionWord): boolean =>
    chosen.size > 0 && of.read.lines.some((it) => chosen.has(it.section) && holds(it, word));

  const whereIs = (word: QuestionWord): Where => {
    const place = of.found.get(word.word);
    if (place === "name" || of.via?.from.found.get(word.word) === "name") return "name";
    if (isInChosen(word)) return "row";
    if (has(label, word) || (link && has(link, word))) return "label";
    if (has(value, word)) return "value";
    if (place === "party") return "party";
    if (has(model, word)) return "model";
    if (place === "row" || place === "field") return "field";
    return place === "body" ? "body" : "none";
  };
  const places = new Map(question.words.map((word) => [word.word, whereIs(word)]));
  const placeOf = (word: QuestionWord): Where => places.get(word.word) ?? "none";
  const weigh = (words: QuestionWord[], is: (word: QuestionWord) => boolean): number => {
    const total = words.reduce((sum, word) => sum + vocabulary.weigh(word), 0);
    const held = words.reduce((sum, word) => sum + (is(word) ? vocabulary.weigh(word) : 0), 0);
    return total === 0 ? 0 : held / total;
  };
  const inPart = (...some: Where[]): number =>
    weigh(part.words, (word) => some.includes(placeOf(word)));
  const names = question.words.filter((it) => it.isName);
  const isOfOther = (word: QuestionWord): boolean =>
    ["party", "model", "field", "body", "none"].includes(placeOf(word)) &&
    placeOf(word) !== "party" &&
    by.linked.some((other) => other !== of && other.found.get(word.word) === "name");
  // Nothing but the open record, or the one spoken of, is meant.
  const isAlone = !question.words.some(
    (word) => word.isName || by.linked.some((it) => it.found.get(word.word) === "name"),
  );
  const meant = of.via?.from ?? of;
  const follows = question.before === undefined ? 0 : 1;
  // "And Edith Sanchez?" asks for what was asked before.
  const takesUp =
    follows === 1 && part.words.every((word) => ["name", "party"].includes(placeOf(word))) ? 1 : 0;
  const { own, completed } = by.standingOf(candidate);
  const followed = follows === 1 ? (completed?.own?.log ?? 0) : 0;
  const share = (some: ReadonlySet<string>): number =>
    some.size === 0 ? 0 : [...some].filter((it) => question.forms.has(it)).length / some.size;
  const asks = (it: Asks): boolean => part.asks.has(it);
  return {
    named: of.named.share,
    nameWords: (of.named.share * Math.min(4, of.named.words)) / 4,
    identified: flag(meant.isIdentified),
    numbered: flag(meant.isNumbered),
    open: flag(meant.retrieved.open),
    openAlone: flag(meant.retrieved.open && isAlone && follows === 0),
    openPointed: flag(meant.retrieved.open && question.points),
    cited: flag(meant.retrieved.cited),
    citedAlone: flag(meant.retrieved.cited && isAlone),
    rank: 1 / (1 + meant.rank),
    score: meant.retrieved.score,
    nearLead: of.retrieved.near?.lead ?? 0,
    near: of.retrieved.near?.sections[0]?.prominence ?? 0,
    reached: flag(of.via !== undefined),
    linkShare: link ? share(link) : 0,
    inName: inPart("name"),
    inParty: inPart("party"),
    inLabel: inPart("label"),
    inModel: inPart("model"),
    inRow: inPart("row"),
    inField: inPart("field"),
    inValue: inPart("value"),
    inBody: inPart("body"),
    inNone: inPart("none"),
    namesLost: weigh(names, (word) => placeOf(word) === "none"),
    namesMentioned: weigh(names, (word) => ["body", "field"].includes(placeOf(word))),
    ofOther: weigh(question.words, isOfOther),
    labelLog: (1 - takesUp) * (own?.own?.log ?? 0),
    labelFirst: (1 - takesUp) * flag(own?.own?.isFirst === true),
    labelLead: (1 - takesUp) * (own?.own?.lead ?? 0),
    wordsOnly: flag(by.isWordsOnly),
    wordsOnlyLog: flag(by.isWordsOnly) * (1 - takesUp) * (own?.own?.log ?? 0),
    wordsOnlyShare: flag(by.isWordsOnly) * share(label),
    labelAll: own?.all?.log ?? 0,
    labelLogit: (own?.logit ?? 0) / 10,
    labelShare: share(label),
    followsLog: (1 - takesUp) * followed,
    takesUpLog: takesUp * followed,
    sort: sortFits(part, candidate),
    money: flag(asks("amount") && type === "monetary"),
    place: flag(asks("place") && named.includes(type ?? "")),
    polar: flag(part.isPolar && states.includes(type ?? "")),
    repeated: flag(value.size > 0 && share(value) === 1),
    isName: flag(kind === "name"),
    isRows: flag(kind === "rows"),
    rowShare: candidate.rows?.share ?? 0,
    oneRow: flag(candidate.rows?.chosen === 1),
    manyRows: candidate.rows ? candidate.rows.chosen / 6 : 0,
    isProse: flag(kind === "prose"),
    isActivity: flag(kind === "activity"),
    isQuiet: flag(candidate.isQuiet),
    isUnfilled: flag(candidate.isUnfilled),
    unfilledShare: flag(candidate.isUnfilled) * share(label),
    unfilledLabel: flag(candidate.isUnfilled) * (own?.own?.log ?? 0),
    isBoolean: flag(type === "boolean"),
    isDate: flag(type === "date" || type === "datetime"),
    isNumber: flag(numbers.includes(type ?? "")),
    isTags: flag(type === "many2many"),
    // What a label says is worth less where all can stand behind it.
    proseLabel: flag(kind === "prose") * (own?.own?.log ?? 0),
    proseInValue: flag(kind === "prose") * inPart("value"),
    proseInNone: flag(kind === "prose") * inPart("none"),
    rowsLabel: flag(kind === "rows") * (own?.own?.log ?? 0),
    activityLabel: flag(kind === "activity") * (own?.own?.log ?? 0),
    nameLabel: flag(kind === "name") * (own?.own?.log ?? 0),
    nameInNone: flag(kind === "name") * inPart("none"),
    openInNone: flag(meant.retrieved.open) * inPart("none"),
  };
}

const flag = (it: boolean): number => (it ? 1 : 0);

/** Whether the value is of the sort asked for: 1, is not: -1, nothing is known: 0. */
function sortFits({ asks }: Part, { type, isParty, kind }: AnswerCandidate): number {
  if (asks.has("person")) return isParty ? 1 : -1;
  const known = [...asks].flatMap((it) => typesFor[it] ?? []);
  if (known.length === 0) return 0;
  return kind !== "name" && known.includes(type ?? "") ? 1 : -1;
}
