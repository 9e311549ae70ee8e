import type { RenderedSection, SectionLine } from "../odoo/session.ts";
import { fold, formsUnder } from "../text/tokenize.ts";
import type { AboutWord } from "./clause.ts";
import type { RecordFit } from "./fit.ts";
import { has } from "./lexicon.ts";
import { isEmpty, isProse, isWritten, pieces } from "./passage.ts";
import type { Passages } from "./passages.ts";
import { courtesy } from "./prose.ts";
import { showsAny, sortsOf } from "./sort.ts";
import type { Sort } from "./sort.ts";

/** A sentence of permitted prose, and what speaks for it. */
export interface Sentence {
  fit: RecordFit;
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
export function sentencesOf(read: Passages, rarities = raritiesOf(read)): Sentence[] {
  const { question, fits } = read;
  const sorts = sortsOf(question);
  const found = fits.flatMap((fit) => proseOf(fit, question.languages));
  let last: Bare | undefined;
  const all = found.map((it): Sentence => {
    // They come in the order of their sections.
    const before = last?.section === it.section ? last : undefined;
    last = it;
    const signals = signalsOf(it, before, read, rarities, sorts);
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

type Bare = Omit<Sentence, "signals" | "score" | "share"> & { strength: number };

function proseOf(fit: RecordFit, languages: string[]): Bare[] {
  const hits = new Map((fit.focus.hits ?? []).map((it) => [it.section, it]));
  const counts = new Map<RenderedSection, number>();
  return fit.read.lines.flatMap((read) => {
    const { section, line } = read;
    if (section.kind === "header" || !isProse(line) || isEmpty(line)) return [];
    if (section.kind === "message" && !isWritten(section)) return [];
    const strength = clip(Math.log(hits.get(section.section)?.strength ?? 0), leastStrength, 0);
    return pieces(read, languages)
      .filter(({ quote }) => !courtesy.test(quote))
      .map(({ quote, stems }): Bare => {
        const at = counts.get(section) ?? 0;
        counts.set(section, at + 1);
        return { fit, section, line, quote, stems, at, strength };
      });
  });
}

/** What a word weighs of which the index knows nothing. */
const unknownRarity = 8;

export type Rarities = ReadonlyMap<AboutWord, number>;

/**
 * How rare the question's words are in what was searched. One that no record read holds is unknown,
 * whatever the index knows of it: that may come from records which the asker may not read.
 */
export function raritiesOf({ question, fits, rarities }: Passages): Rarities {
  const asked = [...question.about, ...question.optional];
  const known = new Map(
    asked.flatMap((word) => {
      const rarity = rarities.get(word.word);
      const isRead = fits.some(
        (fit) => fit.found.has(word.word) || fit.read.lines.some((line) => has(line.stems, word)),
      );
      return isRead && rarity !== undefined ? [[word, rarity]] : [];
    }),
  );
  const unknown = Math.max(unknownRarity, ...known.values());
  return new Map(asked.map((word) => [word, known.get(word) ?? unknown]));
}

/** Share of the question's words that something holds, by their rarity. */
export function shareOf(rarities: Rarities, holds: (word: AboutWord) => boolean): number {
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
  before: Bare | undefined,
  read: Passages,
  rarities: Rarities,
  sorts: Sort[],
): SentenceSignals {
  const own = (word: AboutWord): boolean => has(it.stems, word);
  return {
    strength: it.strength,
    words: shareOf(rarities, own),
    near: shareOf(
      rarities,
      (word) => own(word) || (before !== undefined && has(before.stems, word)),
    ),
    pairs: pairsIn([...rarities.keys()], [...it.stems]),
    sort: showsAny(it.quote, sorts, read.question),
  };
}

function pairsIn(asked: AboutWord[], order: string[]): number {
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
const pointsBack =
  /^(?:\S+ ){0,2}?(?:it|its|this|these|that|those|they|their|he|his|him|she|her|such|er|sie|es|dies\p{L}*|sein\p{L}*|ihr\p{L}*|él|ella|ellos|ellas|est[aeo]s?|es[aeo]s?|su|sus|il|elle|ils|ce|cette|ces|son|sa|ses)(?!\p{L})/iu;

/** The likeliest sentence with those of its section that say it as likely, in their order. */
export function excerpt(all: Sentence[], question: Passages["question"]): Excerpted[] {
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
  if (pointsBack.test(best.quote)) add(own.find((it) => it.at === best.at - 1));
  for (const it of own) {
    if (chosen.reduce((sum, one) => sum + one.share, 0) >= enough) break;
    add(it);
  }
  return chosen.sort((a, b) => a.at - b.at);
}

/** The part of a long sentence that holds most of the question's words, cut at words; literal. */
function window(quote: string, question: Passages["question"]): { quote: string; isCut: boolean } {
  if (quote.length <= maxExcerpt) return { quote, isCut: false };
  const length = maxExcerpt - 2;
  const asked = [...question.about, ...question.optional];
  const places = [...quote.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => {
    const forms = new Set(formsUnder(fold(word), question.languages.slice(0, 2)));
    return { index, word: asked.findIndex((it) => has(forms, it)) };
  });
  const heldFrom = (from: number): number =>
    new Set(
      places
        .filter((it) => it.word >= 0 && it.index >= from && it.index < from + length)
        .map((it) => it.word),
    ).size;
  const starts = places.map(({ index }) => ({ index, held: heldFrom(index) }));
  const most = Math.max(0, ...starts.map((it) => it.held));
  // Of those that hold most, the middle one: what is asked stands beside what was asked with.
  const best = starts.filter((it) => it.held === most);
  const from = Math.min(best[best.length >> 1]?.index ?? 0, quote.length - length);
  const cut = quote.slice(Math.max(0, from), from + length);
  const isCut = from + length < quote.length;
  const space = isCut ? cut.lastIndexOf(" ") : cut.length;
  const begins = from > 0 && /[\p{L}\p{N}]/u.test(quote[from - 1] ?? "") ? cut.indexOf(" ") + 1 : 0;
  return { quote: cut.slice(begins, space > length / 2 ? space : length).trim(), isCut };
}
