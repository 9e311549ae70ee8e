import type { Pointer } from "../odoo/session.ts";
import { currentGeneration } from "../store/generations.ts";
import { findIdentified } from "../store/identifiers.ts";
import { search } from "../store/search.ts";
import type { Hit, WeightedTerm } from "../store/search.ts";
import type { Queryable } from "../store/transaction.ts";
import { hash64 } from "../text/hash.ts";
import { questionIdentifiers } from "../text/identifiers.ts";
import { readQuestion } from "./question.ts";
import type { Question } from "./question.ts";

/** Ids by model. */
export type Ids = Record<string, number[]>;

export interface Asked {
  /** As Odoo stored it. */
  question: string;
  openRecord: { resModel: string; resId: number } | undefined;
  /** Sections that the last turns of this conversation cited. */
  earlier: Pointer[];
  /** The asker's, as Odoo names it. */
  lang: string;
}

/** A record that may answer, with what each leg says for it, 0..1 each. */
export interface Candidate {
  resModel: string;
  resId: number;
  /** Sections that the words hit, best first. */
  sections: string[];
  open: boolean;
  cited: boolean;
  identified: boolean;
  legs: { open: number; cited: number; identifier: number; words: number };
  /** Fused, 0..1. */
  score: number;
}

export interface Retrieved {
  question: Question;
  /** Key of the index generation that answered; undefined while nothing is indexed. */
  generation: string | undefined;
  /** Best first; all of them may be found by the asker, as far as the hint goes. */
  candidates: Candidate[];
  /** The next best, in case none of these turns out to be permitted. */
  further: Candidate[];
}

/**
 * Weights of the legs. The open record and an identifier are statements of the asker, words are a
 * guess; so no number of words overtakes an identifier, and the open record is always read.
 */
const legWeights = { open: 1, identifier: 0.9, cited: 0.5, words: 0.6 };
const fullScore = Object.values(legWeights).reduce((sum, weight) => sum + weight, 0);

/**
 * Sections fetched before the visibility hint takes its share. Never a second time where too few are
 * left: how long an answer takes would tell that something is hidden.
 */
const overFetch = 1000;
export const wanted = 12;
/** Of these, at most so many of one model, as long as there are others. */
const shareOfModel = 5;
const identifiedLimit = 200;
/** "expected revenue" stands on every lead: words of asking count less than those of naming. */
const askingWeight = 0.4;
/** Further sections of one record say a little more for it. */
const furtherSections = 0.2;

/** What a section counts for when the question calls its record's model by name. */
const namedModel = 1.5;

const keyOf = (it: { resModel: string; resId: number }): string => `${it.resModel} ${it.resId}`;

function termsOf(question: Question): WeightedTerm[] {
  const terms = new Map<string, WeightedTerm>();
  const weighted = [
    ...question.about.map((word) => ({ word, weight: 1 })),
    ...question.optional.map((word) => ({ word, weight: askingWeight })),
  ];
  for (const [at, { word, weight }] of weighted.entries()) {
    for (const form of word.forms) {
      // Two words may share a form; it belongs to the first, which weighs most.
      if (!terms.has(form)) terms.set(form, { term: hash64(form), weight, word: at });
    }
  }
  return [...terms.values()];
}

interface Leg {
  resModel: string;
  resId: number;
  sections: string[];
  score: number;
}

interface ScoredSection {
  resModel: string;
  resId: number;
  section: string;
  score: number;
}

/** Several parts or languages of one section count once, with the best of them. Best first. */
function bySection(hits: Hit[]): ScoredSection[] {
  const best = new Map<string, ScoredSection>();
  for (const { resModel, resId, section, bm25 } of hits) {
    const key = `${keyOf({ resModel, resId })} ${section}`;
    if ((best.get(key)?.score ?? -1) < bm25) {
      best.set(key, { resModel, resId, section, score: bm25 });
    }
  }
  return [...best.values()].sort(
    (left, right) =>
      right.score - left.score ||
      left.resModel.localeCompare(right.resModel) ||
      left.resId - right.resId ||
      left.section.localeCompare(right.section),
  );
}

function byRecord(sections: ScoredSection[]): Leg[] {
  const legs = new Map<string, Leg>();
  for (const it of sections) {
    const leg = legs.get(keyOf(it));
    if (!leg) {
      legs.set(keyOf(it), {
        resModel: it.resModel,
        resId: it.resId,
        sections: [it.section],
        score: it.score,
      });
    } else {
      // Sections come best first.
      if (leg.sections.length < 3) leg.score += furtherSections * it.score;
      leg.sections.push(it.section);
    }
  }
  return [...legs.values()];
}

function idsOf(records: { resModel: string; resId: number }[]): Ids {
  const ids: Record<string, Set<number>> = {};
  for (const { resModel, resId } of records) (ids[resModel] ??= new Set()).add(resId);
  return Object.fromEntries(
    Object.entries(ids).map(([model, set]) => [model, [...set].sort((a, b) => a - b)]),
  );
}

/**
 * Finds the records that may answer a question: the open one, those cited before, those it names by
 * an identifier, and those that hold its words. Scores are made from visible candidates only, so
 * that what the asker may not find moves nothing.
 *
 * @param visible the ids that the asker can find: a hint that saves rendering, never the permission
 */
export async function retrieve(
  db: Queryable,
  asked: Asked,
  visible: (ids: Ids, signal: AbortSignal) => Promise<Ids>,
  signal: AbortSignal,
): Promise<Retrieved> {
  const generation = await currentGeneration(db);
  signal.throwIfAborted();
  const question = readQuestion(asked.question, [asked.lang, ...(generation?.languages ?? [])]);

  const terms = termsOf(question);
  const named = questionIdentifiers(asked.question);
  const identified = generation
    ? await findIdentified(db, generation.id, named, identifiedLimit)
    : [];
  signal.throwIfAborted();
  const { hits } = generation
    ? await search(db, {
        generation,
        terms,
        vector: null,
        documents: null,
        limits: { words: overFetch, vectors: 0 },
      })
    : { hits: [] };
  const legs = byRecord(bySection(hits));
  const hint = await visible(
    idsOf([
      ...legs,
      ...identified,
      ...asked.earlier,
      ...(asked.openRecord ? [asked.openRecord] : []),
    ]),
    signal,
  );
  const seen = new Set(
    Object.entries(hint).flatMap(([resModel, ids]) =>
      ids.map((resId) => keyOf({ resModel, resId })),
    ),
  );
  const words = legs.filter((leg) => seen.has(keyOf(leg)));

  const found = new Map<string, Candidate>();
  const candidate = (it: { resModel: string; resId: number }): Candidate => {
    const key = keyOf(it);
    let made = found.get(key);
    if (!made) {
      made = {
        resModel: it.resModel,
        resId: it.resId,
        sections: [],
        open: false,
        cited: false,
        identified: false,
        legs: { open: 0, cited: 0, identifier: 0, words: 0 },
        score: 0,
      };
      found.set(key, made);
    }
    return made;
  };

  if (asked.openRecord) {
    // Archived records are found by no search, but the open one may be asked about.
    const open = candidate(asked.openRecord);
    open.open = true;
    open.legs.open = 1;
  }
  for (const pointer of asked.earlier) {
    if (!seen.has(keyOf(pointer))) continue;
    const cited = candidate(pointer);
    cited.cited = true;
    cited.legs.cited = 1;
    if (!cited.sections.includes(pointer.section)) cited.sections.push(pointer.section);
  }
  const bearers = identified.filter((it) => seen.has(keyOf(it)));
  for (const it of bearers) {
    // An order number names one record; a company's phone number stands on many.
    const fewest = Math.min(
      ...it.values.map((value) => bearers.filter((other) => other.values.includes(value)).length),
    );
    const made = candidate(it);
    made.identified = true;
    made.legs.identifier = 1 / Math.sqrt(fewest);
  }
  // "Acme's invoice": Acme's contacts have as many of the words.
  for (const leg of words) if (question.models.has(leg.resModel)) leg.score *= namedModel;
  const top = Math.max(0, ...words.map((leg) => leg.score));
  for (const leg of words) {
    const made = candidate(leg);
    made.legs.words = leg.score / top;
    made.sections.push(...leg.sections.filter((section) => !made.sections.includes(section)));
  }

  for (const it of found.values()) {
    it.score =
      (legWeights.open * it.legs.open +
        legWeights.identifier * it.legs.identifier +
        legWeights.cited * it.legs.cited +
        legWeights.words * it.legs.words) /
      fullScore;
  }
  const candidates = [...found.values()].sort(
    (left, right) =>
      right.score - left.score ||
      left.resModel.localeCompare(right.resModel) ||
      left.resId - right.resId,
  );
  const mixed = mix(candidates);
  return {
    question,
    generation: generation?.key,
    candidates: mixed.slice(0, wanted),
    further: mixed.slice(wanted),
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

/** Records read whole: their fields and messages may answer in words that the question doesn't have. */
const readWhole = 3;
const sectionsEach = 4;
const maxPointers = 100;

/** What to ask Odoo for: the best candidates whole, of the others their fields and what was hit. */
export function pointersOf(candidates: Candidate[]): Pointer[] {
  let whole = 0;
  const pointers = candidates.flatMap((it): Pointer[] => {
    const { resModel, resId } = it;
    const all = whole < readWhole;
    if (all) {
      whole += 1;
      return [{ resModel, resId, section: "*" }];
    }
    const sections = new Set(["fields", ...it.sections.slice(0, sectionsEach)]);
    sections.delete("header");
    return [...sections].map((section) => ({ resModel, resId, section }));
  });
  return pointers.slice(0, maxPointers);
}
