import { closedClassOf } from "../../question/closed-class/languages.ts";
import type { Question } from "../../question/question.ts";
import type { QuestionWord } from "../../question/words.ts";
import type { RenderedSection, SectionLine } from "../../odoo/session.ts";
import { languageOf } from "../../text/stem.ts";
import { fold, formsUnder, stripAccents, words } from "../../text/tokenize.ts";
import type { LinkedRecord } from "./linking.ts";
import { isEmpty, isProse, isWritten, pieces } from "./prose.ts";
import { has } from "./reading.ts";
import { showsAny, sortsOf } from "./sort.ts";
import type { Sort } from "./sort.ts";

/** The records that a question is answered from, and what was searched. */
export interface Read {
  question: Question;
  linked: LinkedRecord[];
  /** IDF of its words in what was searched. */
  rarities: ReadonlyMap<string, number>;
}

/** A sentence of permitted prose, and what speaks for it. */
export interface Sentence {
  of: LinkedRecord;
  section: RenderedSection;
  line: SectionLine;
  quote: string;
  stems: ReadonlySet<string>;
  /** Its place among the sentences of its section. */
  at: number;
  signals: SentenceSignals;
  /** Weighted sum of the signals. */
  score: number;
  /** Share of it among all sentences read, 0..1; together they are 1. */
  share: number;
}

export interface SentenceSignals {
  /** ln of its section's fused strength; 0 for the best, at least `leastStrength`. */
  strength: number;
  /** Weighted share of the question's words in it, */
  words: number;
  /** and in it or in the one before. */
  near: number;
  /** Pairs of words beside each other in both, in shares of the question's. */
  pairs: number;
  /** It shows the sort of thing that was asked, in other words than the question's: 1; it doesn't: -1. */
  sort: number;
}

const leastStrength = -4;

/** Fitted on the articles of SQuAD 2 dev: `npm run bench -- extractive --fit`. */
const sentenceWeights: Record<keyof SentenceSignals, number> = {
  strength: 3.6,
  words: 6,
  near: 3.7,
  pairs: 1.3,
  sort: 0.6,
};

const clip = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));

/** Every sentence of prose in the records read, likeliest first. */
export function sentencesOf(read: Read, rarities = raritiesOf(read)): Sentence[] {
  const { question, linked } = read;
  const sorts = sortsOf(question);
  const found = linked.flatMap((of) => proseOf(of, question));
  const all = found.map((it): Sentence => {
    const signals = signalsOf(it, question, rarities, sorts);
    const score = (Object.keys(sentenceWeights) as (keyof SentenceSignals)[]).reduce(
      (sum, name) => sum + sentenceWeights[name] * signals[name],
      0,
    );
    return { ...it, signals, score, share: 0 };
  });
  const top = all.reduce((most, it) => Math.max(most, it.score), -Infinity);
  const total = all.reduce((sum, it) => sum + Math.exp(it.score - top), 0);
  for (const it of all) it.share = Math.exp(it.score - top) / total;
  return all.sort((left, right) => right.score - left.score);
}

type Bare = Omit<Sentence, "signals" | "score" | "share"> & {
  strength: number;
  before: Bare | undefined;
};

/** Fewer words say nothing by themselves: "Best regards,". */
const leastWords = 4;

function proseOf(of: LinkedRecord, { languages, words: asked }: Question): Bare[] {
  const hits = new Map(of.retrieved.hits.map((it) => [it.section, it]));
  const last = new Map<RenderedSection, Bare>();
  return of.read.lines.flatMap((read) => {
    const { section, line } = read;
    if (section.kind === "header" || section.kind === "activity") return [];
    if (!isProse(line) || isEmpty(line)) return [];
    if (section.kind === "message" && !isWritten(section)) return [];
    const strength = clip(Math.log(hits.get(section.section)?.strength ?? 0), leastStrength, 0);
    return pieces(read, languages)
      .filter(
        ({ quote, stems }) =>
          words(quote, "en").length >= leastWords || asked.some((word) => has(stems, word)),
      )
      .map(({ quote, stems }): Bare => {
        const before = last.get(section);
        const made = {
          of,
          section,
          line,
          quote,
          stems,
          strength,
          before,
          at: (before?.at ?? -1) + 1,
        };
        last.set(section, made);
        return made;
      });
  });
}

/** What a word weighs of which the index knows nothing. */
const unknownRarity = 8;

export type Rarities = ReadonlyMap<QuestionWord, number>;

/**
 * How rare the question's words are in what was searched. One that no record read holds is unknown,
 * whatever the index knows of it: that may come from records which the asker may not read.
 */
export function raritiesOf({ question, linked, rarities }: Read): Rarities {
  const asked = question.words;
  const known = new Map(
    asked.flatMap((word) => {
      const rarity = rarities.get(word.word);
      const isRead = linked.some(
        (it) => it.found.has(word.word) || it.read.lines.some((line) => has(line.stems, word)),
      );
      return isRead && rarity !== undefined ? [[word, rarity]] : [];
    }),
  );
  const unknown = Math.max(unknownRarity, ...known.values());
  return new Map(asked.map((word) => [word, known.get(word) ?? unknown]));
}

/** Share of the question's words that something holds, by their rarity. */
export function shareOf(rarities: Rarities, holds: (word: QuestionWord) => boolean): number {
  let sum = 0;
  let total = 0;
  for (const [word, weight] of rarities) {
    total += weight;
    if (holds(word)) sum += weight;
  }
  return total === 0 ? 0 : sum / total;
}

function signalsOf(
  it: Bare,
  question: Question,
  rarities: Rarities,
  sorts: Sort[],
): SentenceSignals {
  const own = (word: QuestionWord): boolean => has(it.stems, word);
  const { before } = it;
  return {
    strength: it.strength,
    words: shareOf(rarities, own),
    near: shareOf(
      rarities,
      (word) => own(word) || (before !== undefined && has(before.stems, word)),
    ),
    pairs: pairsIn([...rarities.keys()], [...it.stems]),
    sort: showsAny(it.quote, sorts, question),
  };
}

function pairsIn(asked: QuestionWord[], order: string[]): number {
  if (asked.length < 2) return 0;
  let found = 0;
  for (const [at, word] of asked.slice(1).entries()) {
    const left = asked[at];
    if (!left) continue;
    const places = order.flatMap((form, place) => (left.forms.includes(form) ? [place] : []));
    const near = places.some((place) =>
      [1, 2, -1].some((step) => word.forms.includes(order[place + step] ?? "")),
    );
    if (near) found += 1;
  }
  return found / (asked.length - 1);
}

/** An answer is read, not studied. */
export const maxExcerpt = 300;
/** Sentences are added until it is this likely that the answer is among them. */
const enough = 0.97;

/** A sentence as it is shown; `isCut` where its end is left out. */
export interface Excerpted extends Sentence {
  isCut: boolean;
}

/** Begins with a word for what was named before. */
function pointsBack(quote: string, [language = "en"]: string[]): boolean {
  const pronouns = closedClassOf(languageOf(language))?.pronouns;
  return quote
    .split(/\s+/, 3)
    .some((word) => pronouns?.has(stripAccents(fold(word)).replace(/[^\p{L}]/gu, "")) === true);
}

/** The likeliest sentence with those of its section that say it as likely, in their order. */
export function excerpt(all: Sentence[], question: Question): Excerpted[] {
  const [best] = all;
  if (!best) return [];
  const first = window(best.quote, question);
  const chosen: Excerpted[] = [{ ...best, ...first }];
  let left = maxExcerpt - first.quote.length - (first.isCut ? 2 : 0);
  const add = (it: Sentence | undefined): void => {
    if (!it || it.quote.length + 1 > left || chosen.some((other) => other.at === it.at)) return;
    chosen.push({ ...it, isCut: false });
    left -= it.quote.length + 1;
  };
  const own = all.filter((it) => it.section === best.section);
  // "It is the fastest growing sector": of what, the sentence before says.
  if (pointsBack(best.quote, question.languages)) add(own.find((it) => it.at === best.at - 1));
  for (const it of own) {
    if (chosen.reduce((sum, one) => sum + one.share, 0) >= enough) break;
    add(it);
  }
  return chosen.sort((a, b) => a.at - b.at);
}

/** The part of a long sentence that holds most of the question's words, cut at words; literal. */
function window(quote: string, question: Question): { quote: string; isCut: boolean } {
  if (quote.length <= maxExcerpt) return { quote, isCut: false };
  const length = maxExcerpt - 2;
  const places = [...quote.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => {
    const forms = new Set(formsUnder(fold(word), question.languages.slice(0, 2)));
    return { index, word: question.words.findIndex((it) => has(forms, it)) };
  });
  // One pass: words come in at the front and go out at the back.
  const within = new Map<number, number>();
  const starts: { index: number; held: number }[] = [];
  let front = 0;
  for (const { index, word } of places) {
    for (let next = places[front]; next && next.index < index + length; next = places[front]) {
      if (next.word >= 0) within.set(next.word, (within.get(next.word) ?? 0) + 1);
      front += 1;
    }
    starts.push({ index, held: within.size });
    const left = (within.get(word) ?? 0) - 1;
    if (word >= 0 && left <= 0) within.delete(word);
    else if (word >= 0) within.set(word, left);
  }
  const most = starts.reduce((found, it) => Math.max(found, it.held), 0);
  // Of those that hold most, the middle one: what is asked stands beside what was asked with.
  const best = starts.filter((it) => it.held === most);
  const from = Math.min(best[best.length >> 1]?.index ?? 0, quote.length - length);
  const cut = quote.slice(Math.max(0, from), from + length);
  const isCut = from + length < quote.length;
  const space = isCut ? cut.lastIndexOf(" ") : cut.length;
  const begins = from > 0 && /[\p{L}\p{N}]/u.test(quote[from - 1] ?? "") ? cut.indexOf(" ") + 1 : 0;
  return { quote: cut.slice(begins, space > length / 2 ? space : length).trim(), isCut };
}
