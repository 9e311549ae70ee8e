import type { OdooSession, Pointer, WordHit } from "../odoo/session.ts";
import type { Generation } from "../store/generations.ts";
import { findIdentified } from "../store/identifiers.ts";
import { keyOf } from "../store/search.ts";
import type { Queryable } from "../store/transaction.ts";
import { questionIdentifiers } from "../text/identifiers.ts";
import { Candidates } from "./candidates.ts";
import type { Candidate, SectionHit } from "./candidates.ts";
import { fuse } from "./fuse.ts";
import { nearnessByRecord } from "./nearness.ts";
import type { Question } from "../question/question.ts";
import { questionTerms } from "./terms.ts";
import type { Asker, Visibility } from "./visibility.ts";
import { searchVisible } from "./visible-search.ts";
import type { VisibleHits } from "./visible-search.ts";

export interface Asked {
  openRecord: { resModel: string; resId: number } | undefined;
  /** Sections that the last turns of this conversation cited. */
  earlier: Pointer[];
}

/** What finds candidates beside the index itself. */
export interface Finding {
  asker: Asker & { odoo: Pick<OdooSession, "search"> };
  visibility: Visibility;
}

export interface Retrieved {
  /** Key of the index generation that answered; undefined while nothing is indexed. */
  generation: string | undefined;
  /** IDF of the question's words in what was searched; empty where nothing was found. */
  rarities: Map<string, number>;
  /** They were searched by what they mean as well; otherwise by words alone. */
  byMeaning: boolean;
  /** Best first; all of them may be found by the asker, as far as the hint goes. */
  candidates: Candidate[];
}

/**
 * Weights of what speaks for a record. The open record and an identifier are statements of the asker,
 * words and meaning are a guess; so none of these overtakes an identifier, and the open record is
 * always read.
 */
const legWeights = { open: 1, identifier: 0.9, cited: 0.5, found: 0.6 };
const fullScore = Object.values(legWeights).reduce((sum, weight) => sum + weight, 0);

/** At most so many of one model, as long as there are others. */
const shareOfModel = 5;
const identifiedLimit = 200;
/** Further sections of one record say a little more for it. */
const furtherSections = 0.2;

/** What it counts for that a record's name ends with a number of the question. */
const numberedStrength = 0.5;
const mostNumbered = 5;

interface Leg {
  resModel: string;
  resId: number;
  hits: SectionHit[];
  score: number;
}

/** Hits by record, best first. Several parts or languages of one section count once, as the best. */
function byRecord({ hits, mass }: VisibleHits): Leg[] {
  const strengths = fuse(hits, mass);
  const ranked = hits
    .map((hit, at) => ({ ...hit, score: strengths[at] ?? 0 }))
    .sort(
      (left, right) =>
        right.score - left.score ||
        left.resModel.localeCompare(right.resModel) ||
        left.resId - right.resId ||
        left.section.localeCompare(right.section),
    );
  const crowd = {
    similarity: ranking(hits.map((it) => it.similarity ?? 0))[49] ?? 0,
    words: ranking(hits.map((it) => it.bm25))[19] ?? 0,
  };
  const shareOf = (sum: number): number => (mass > 0 ? sum / mass : 0);
  const legs = new Map<string, Leg>();
  for (const { resModel, resId, record, section, bm25, similarity, score } of ranked) {
    const hit: SectionHit = {
      ...{ section, words: shareOf(bm25), similarity, strength: score },
      above: {
        similarity: similarity === null ? 0 : similarity - crowd.similarity,
        words: shareOf(bm25 - crowd.words),
      },
    };
    const leg = legs.get(record);
    if (!leg) {
      legs.set(record, { resModel, resId, hits: [hit], score });
    } else if (!leg.hits.some((it) => it.section === section)) {
      if (leg.hits.length < 3) leg.score += furtherSections * score;
      leg.hits.push(hit);
    }
  }
  return [...legs.values()];
}

const ranking = (values: number[]): number[] => values.sort((left, right) => right - left);

/**
 * Finds the records that may answer a question: the open one, those cited before, those it names by
 * an identifier, and those that words or vectors find. Scores are made from visible candidates only,
 * so that what the asker may not find moves nothing.
 */
export async function retrieve(
  db: Queryable,
  generation: Generation,
  question: Question,
  vector: Float32Array | null,
  asked: Asked,
  { asker, visibility }: Finding,
  signal: AbortSignal,
): Promise<Retrieved> {
  const [identified, numbered] = await Promise.all([
    findIdentified(db, generation.id, questionIdentifiers(question.text), identifiedLimit),
    findNumbered(question, asker, signal),
  ]);
  signal.throwIfAborted();
  const besides = [
    ...identified,
    ...asked.earlier,
    ...(asked.openRecord ? [asked.openRecord] : []),
  ];
  const hits = await searchVisible(
    db,
    { generation, terms: questionTerms(question), vector },
    besides,
    { ...asker, visibility },
    signal,
  );
  const { seen } = hits;
  const legs = byRecord(hits);
  const near = nearnessByRecord(hits.hits);

  const found = new Candidates(near);
  if (asked.openRecord) found.open(asked.openRecord);
  for (const pointer of asked.earlier) if (seen.has(keyOf(pointer))) found.cite(pointer);
  const bearers = identified.filter((it) => seen.has(keyOf(it)));
  for (const it of bearers) {
    // An order number names one record; a company's phone number stands on many.
    const fewest = Math.min(
      ...it.values.map((value) => bearers.filter((other) => other.values.includes(value)).length),
    );
    const made = found.of(it);
    made.identified = true;
    made.legs.identifier = 1 / Math.sqrt(fewest);
  }
  for (const it of numbered) found.of(it).legs.identifier ||= numberedStrength;
  const top = Math.max(0, ...legs.map((leg) => leg.score));
  for (const leg of legs) {
    const made = found.of(leg);
    made.legs.found = leg.score / top;
    made.hits = leg.hits;
    for (const { section } of leg.hits) {
      if (!made.sections.includes(section)) made.sections.push(section);
    }
  }

  const candidates = found.ranked(
    (legs) =>
      (legWeights.open * legs.open +
        legWeights.identifier * legs.identifier +
        legWeights.cited * legs.cited +
        legWeights.found * legs.found) /
      fullScore,
  );
  return {
    generation: generation.key,
    rarities: new Map(
      question.words.flatMap(({ word }, at) => {
        const idf = hits.rarities.get(at);
        return idf === undefined ? [] : [[word, idf]];
      }),
    ),
    // Who can find nothing misses no vector.
    byMeaning:
      vector !== null && (hits.hits.length === 0 || hits.hits.some((it) => it.similarity !== null)),
    candidates: withSurestWords(mix(candidates)),
  };
}

/**
 * The same candidates, those of one model beyond its share behind the others: a company's name stands
 * on all of its contacts, and would crowd out its orders.
 */
function mix(candidates: Candidate[]): Candidate[] {
  const count = new Map<string, number>();
  const within: Candidate[] = [];
  const beyond: Candidate[] = [];
  for (const it of candidates) {
    const before = count.get(it.resModel) ?? 0;
    count.set(it.resModel, before + 1);
    const stated = it.open || it.cited || it.identified;
    (stated || before < shareOfModel ? within : beyond).push(it);
  }
  return [...within, ...beyond];
}

/** So many records are read before the one that words are surest of, at most. */
const beforeWords = 5;

/**
 * The same candidates, and the record of which one section has most of the question's words among those
 * that are read: a row of an order ("Cement, 5 tons") says little else, and its meaning is far from any
 * question's.
 */
function withSurestWords(candidates: Candidate[]): Candidate[] {
  const words = candidates.map(({ hits }) => Math.max(0, ...hits.map((hit) => hit.words)));
  const at = words.indexOf(Math.max(...words));
  const surest = candidates[at];
  return surest && at > beforeWords
    ? candidates.toSpliced(at, 1).toSpliced(beforeWords, 0, surest)
    : candidates;
}

/**
 * "order 12" is S00012: what Odoo's own search finds, as the asker, by the number with a zero before it.
 * The index knows it as one word with what stands before.
 */
async function findNumbered(
  { words }: Question,
  { odoo }: Finding["asker"],
  signal: AbortSignal,
): Promise<WordHit[]> {
  const numbers = words.flatMap((it) => (it.number === undefined ? [] : [`0${it.number}`]));
  if (numbers.length === 0 || numbers.some((it) => it.length > 7)) return [];
  return (await odoo.search(numbers, signal)).slice(0, mostNumbered);
}
