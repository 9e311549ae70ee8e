import { mean } from "../../calibration/figures.ts";
import { closedClassOf } from "../../question/closed-class/languages.ts";
import type { Question } from "../../question/question.ts";
import type { QuestionWord } from "../../question/words.ts";
import { k1 } from "../../store/search.ts";
import { stripAccents, words } from "../../text/tokenize.ts";
import { shareOf } from "./excerpt.ts";
import type { Rarities, Read, Sentence } from "./excerpt.ts";
import type { LinkedRecord } from "./linking.ts";
import { has } from "./reading.ts";
import { hasCount, namesIn, showsAny, sortsOf } from "./sort.ts";
import type { Sort } from "./sort.ts";

/** Figures of an excerpt, all from what the asker may read. Shares are 0..1. */
export interface ExcerptFeatures {
  /** Inner product of its section's vector with the question's, less 0.85, in tenths; 0 without one. */
  similarity: number;
  /** By how much it is nearer than the nearest other record, in hundredths. */
  similarityLead: number;
  /** By how much it is nearer than those read are on average, in hundredths. */
  similarityAbove: number;
  /** BM25 of its section in shares of what could be reached, */
  bm25: number;
  /** and its lead over the best other record. */
  bm25Lead: number;
  /** ln of its fused strength over the best other record's. */
  strengthLead: number;
  /** Words and meaning have the same record first: 1. */
  legsAgree: number;
  /** The record cited is first by words, or by meaning. */
  firstByWords: number;
  firstByMeaning: number;
  /** No vectors were searched. */
  wordsOnly: number;
  /** Of the model of sentences: share of those quoted, of the best one, and its lead in logits. */
  share: number;
  shareBest: number;
  scoreLead: number;
  /** Weighted share of the question's words in what is quoted, in it and around it, in the section. */
  inQuote: number;
  inSection: number;
  /** Of the names and numbers in the question, the share that the section lacks; 0 where there are none. */
  namesMissing: number;
  /** The same of what is quoted. */
  namesNotQuoted: number;
  /** Weight of the rarest word that the section lacks, in shares of the question's. */
  rarestMissing: number;
  /** IDF of the question's words together, of those in the quote, of those that the section lacks, in tens. */
  asked: number;
  matched: number;
  lacking: number;
  /** BM25 of the section, in tens. */
  bm25Sum: number;
  /** IDF of the rarest word that the section lacks, in tens. */
  rarestLacking: number;
  /** IDF of the question's words that the best other section has, less the section's, in tens. */
  rivalSection: number;
  /** Share of the question's words that no record read holds. */
  unknown: number;
  /** Longest run of the question's words, stopwords included, in the quote, in shares of the question's. */
  run: number;
  pairs: number;
  /** The sort of thing asked is shown: 1, is not: -1, none is known to be asked: 0. */
  sort: number;
  /** Names or numbers in the quote that the question has not, at most 5, in fifths. */
  fresh: number;
  /** The question says "not" and the quote doesn't, or the other way round. */
  negation: number;
  /** Words of the question, in tens. */
  length: number;
  /** Names and numbers in the question, at most 4, in fourths. */
  names: number;
  asksDate: number;
  asksNumber: number;
  asksPerson: number;
  asksPlace: number;
  /** Best coverage of a sentence in another record than the one cited, less this one's. */
  rival: number;
  /** Characters quoted, in hundreds. */
  quoted: number;
  /** How far its section is above the crowd of all hits, in hundredths of similarity and by words. */
  similarityAboveAll: number;
  bm25AboveAll: number;
  /** Weighted share of the question's words in the best sentence and the one before it. */
  near: number;
  /** The same, of words within a dozen of each other. */
  together: number;
  /** Longest common subsequence of the question's words and the quote's, in shares of the question's. */
  order: number;
  /** A number stands beside the thing that is counted: 1; it doesn't: -1; nothing is counted: 0. */
  counted: number;
}

/** Whether a text says "not", in the question's language. */
function isNegative(text: string, { languages: [language = "en"] }: Question): boolean {
  const negation = closedClassOf(language)?.negation;
  return (
    negation !== undefined && words(text, language).some((word) => negation.has(stripAccents(word)))
  );
}

export function excerptFeatures(
  read: Read,
  rarities: Rarities,
  all: Sentence[],
  chosen: Sentence[],
): ExcerptFeatures {
  const { question, linked } = read;
  const [best] = chosen;
  const cited = best?.of;
  const asked = [...rarities.keys()];
  const hitOf = (fit: LinkedRecord | undefined, section?: string) =>
    fit?.retrieved.hits.find((it) => section === undefined || it.section === section);
  const hit = hitOf(cited, best?.section.section) ?? hitOf(cited);
  const others = linked.filter((fit) => fit !== cited);
  const most = (of: (fit: LinkedRecord) => number): number => Math.max(0, ...others.map(of));
  const similarityOf = (fit: LinkedRecord): number =>
    Math.max(0, ...fit.retrieved.hits.map((it) => it.similarity ?? 0));
  const wordsOf = (fit: LinkedRecord): number =>
    Math.max(0, ...fit.retrieved.hits.map((it) => it.words));
  const strengthOf = (fit: LinkedRecord): number =>
    Math.max(0, ...fit.retrieved.hits.map((it) => it.strength));
  const similarity = hit?.similarity ?? 0;
  const byMeaning = linked.some((fit) => similarityOf(fit) > 0);
  const sections = similarity > 0 ? others.map(similarityOf).filter((it) => it > 0) : [];
  const usual = sections.length === 0 ? similarity : mean(sections);

  const quote = chosen.map((it) => it.quote).join(" ");
  const inQuote = (word: QuestionWord): boolean => chosen.some((it) => has(it.stems, word));
  const inSection = (word: QuestionWord): boolean =>
    cited !== undefined &&
    best !== undefined &&
    (has(cited.read.name, word) ||
      cited.read.lines.some((line) => line.section === best.section && has(line.stems, word)));
  const inRecord =
    ({ read: { name, lines } }: LinkedRecord) =>
    (word: QuestionWord): boolean =>
      has(name, word) || lines.some((line) => has(line.stems, word));
  const weight = (word: QuestionWord): number => rarities.get(word) ?? 0;
  const total = sum([...rarities.values()]) || 1;
  const share = (holds: (word: QuestionWord) => boolean): number => shareOf(rarities, holds);
  const names = asked.filter((word) => word.isName);
  const lacking = (holds: (word: QuestionWord) => boolean): number =>
    names.length === 0 ? 0 : names.filter((word) => !holds(word)).length / names.length;
  const missing = asked.filter((word) => !inSection(word)).map((word) => weight(word) / total);
  const sorts = sortsOf(question);
  const asks = (sort: Sort): number => (sorts.includes(sort) ? 1 : 0);
  const next = all.find((it) => it.section !== best?.section);
  // A call takes no hundred thousand arguments.
  const rivalWords = all.reduce(
    (found, it) => (it.of === cited ? found : Math.max(found, it.signals.words)),
    0,
  );
  const rivalShare = most((fit) => (fit.read.lines.length === 0 ? 0 : share(inRecord(fit))));
  const known = sum([...read.rarities.values()]);
  // Hits have shares of what all words could reach by the index, which may know words from records
  // that the asker may not read.
  const ofRead = known / total;
  const lead = (own: number, other: number): number => own - other;
  const ln = (value: number): number => Math.log(Math.max(value, 0.01));
  return {
    similarity: similarity > 0 ? (similarity - 0.85) * 10 : 0,
    similarityLead: similarity > 0 ? lead(similarity, most(similarityOf)) * 100 : 0,
    similarityAbove: (similarity - usual) * 100,
    bm25: (hit?.words ?? 0) * ofRead,
    bm25Lead: lead(hit?.words ?? 0, most(wordsOf)) * ofRead,
    strengthLead: cited ? ln(hit?.strength ?? 0) - ln(most(strengthOf)) : 0,
    legsAgree: byMeaning && bestBy(linked, similarityOf) === bestBy(linked, wordsOf) ? 1 : 0,
    firstByWords: cited && bestBy(linked, wordsOf) === cited ? 1 : 0,
    firstByMeaning: cited && byMeaning && bestBy(linked, similarityOf) === cited ? 1 : 0,
    wordsOnly: byMeaning ? 0 : 1,
    share: chosen.reduce((sum, it) => sum + it.share, 0),
    shareBest: Math.max(0, ...chosen.map((it) => it.share)),
    scoreLead:
      best && next ? Math.min(5, Math.max(...chosen.map((it) => it.score)) - next.score) : 5,
    inQuote: share(inQuote),
    inSection: share(inSection),
    namesMissing: lacking(inSection),
    namesNotQuoted: lacking(inQuote),
    rarestMissing: Math.max(0, ...missing),
    asked: total / 10,
    matched: (share(inQuote) * total) / 10,
    lacking: ((1 - share(inSection)) * total) / 10,
    bm25Sum: ((hit?.words ?? 0) * (k1 + 1) * known) / 10,
    rarestLacking: (Math.max(0, ...missing) * total) / 10,
    rivalSection: ((rivalShare - share(inSection)) * total) / 10,
    unknown: share(
      (word) => !linked.some((fit) => fit.read.lines.some((line) => has(line.stems, word))),
    ),
    run: longestRun(words(question.text, "en"), words(quote, "en")),
    pairs: Math.max(0, ...chosen.map((it) => it.signals.pairs)),
    sort: showsAny(quote, sorts, question),
    fresh: Math.min(5, freshIn(quote, question)) / 5,
    negation: question.isNegated !== isNegative(quote, question) ? 1 : 0,
    length: words(question.text, "en").length / 10,
    names: Math.min(4, names.length) / 4,
    asksDate: asks("date"),
    asksNumber: asks("number"),
    asksPerson: asks("person"),
    asksPlace: asks("place"),
    rival: rivalWords - Math.max(0, ...chosen.map((it) => it.signals.words)),
    quoted: quote.length / 100,
    similarityAboveAll: (hit?.above.similarity ?? 0) * 100,
    bm25AboveAll: (hit?.above.words ?? 0) * ofRead,
    near: Math.max(0, ...chosen.map((it) => it.signals.near)),
    together: togetherIn(rarities, chosen),
    order: commonOrder(asked, chosen),
    counted: signOf(hasCount(question, quote)),
  };
}

const signOf = (it: boolean | undefined): number => (it === undefined ? 0 : it ? 1 : -1);

const sum = (values: number[]): number => values.reduce((total, it) => total + it, 0);

function bestBy(
  linked: LinkedRecord[],
  of: (fit: LinkedRecord) => number,
): LinkedRecord | undefined {
  let best: LinkedRecord | undefined;
  for (const fit of linked) if (!best || of(fit) > of(best)) best = fit;
  return best;
}

function longestRun(asked: string[], quoted: string[]): number {
  let longest = 0;
  for (let from = 0; from < asked.length; from += 1) {
    for (let at = 0; at < quoted.length; at += 1) {
      let size = 0;
      while (asked[from + size] !== undefined && asked[from + size] === quoted[at + size])
        size += 1;
      longest = Math.max(longest, size);
    }
  }
  return asked.length === 0 ? 0 : longest / asked.length;
}

/** Words that stand so near to each other are said of one thing. */
const dozen = 12;

function togetherIn(rarities: Rarities, chosen: Sentence[]): number {
  let most = 0;
  for (const { stems } of chosen) {
    const order = [...stems];
    for (let from = 0; from < Math.max(1, order.length - dozen / 2); from += 1) {
      const part = new Set(order.slice(from, from + dozen));
      most = Math.max(
        most,
        shareOf(rarities, (word) => has(part, word)),
      );
    }
  }
  return most;
}

function commonOrder(asked: QuestionWord[], chosen: Sentence[]): number {
  if (asked.length === 0) return 0;
  let most = 0;
  for (const { stems } of chosen) {
    const order = [...stems];
    let row = new Array<number>(order.length + 1).fill(0);
    for (const word of asked) {
      const next = [0];
      for (const [at, form] of order.entries()) {
        next.push(
          word.forms.includes(form)
            ? (row[at] ?? 0) + 1
            : Math.max(row[at + 1] ?? 0, next[at] ?? 0),
        );
      }
      row = next;
    }
    most = Math.max(most, row.at(-1) ?? 0);
  }
  return most / asked.length;
}

function freshIn(quote: string, question: Question): number {
  const numbers = [...quote.matchAll(/\d[\d.,]*/g)].map(([it]) => it);
  return [...namesIn(quote), ...numbers].filter(
    (it) => !words(it, "en").every((word) => question.forms.has(word)),
  ).length;
}
