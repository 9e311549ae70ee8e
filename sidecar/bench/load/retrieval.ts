import pg from "pg";

import { BruteForce, recall } from "../index/brute-force.ts";
import type { Collection, Question } from "../index/collection.ts";
import type { Searched } from "../index/searched.ts";
import { atRandom, sightOf } from "../index/sight.ts";
import { quantile } from "../quantile.ts";
import { askAsUsual, makeBaseline } from "./baseline.ts";

export interface RetrievalFigures {
  clients: number;
  chunks: number;
  p50Ms: number;
  p95Ms: number;
  /** Of askers who see 50 and 10 % of the chunks. */
  p95Ms50: number;
  p95Ms10: number;
  recall10: number;
  qps: number;
  baselineP95Ms: number;
}

const clients = 32;
const questionCount = 200;
const limit = 10;
/** Ours and the baseline take turns: what the machine does meanwhile meets all alike. */
export const rounds = 3;
const warmUpMs = 1_500;
const measuredMs = 6_000;

type Ask = (question: Question) => Promise<number[]>;

/** What so many clients saw who ask without pause. */
export class Measured {
  readonly durationsMs: number[] = [];
  /** What was found for each question, by its place. */
  readonly found = new Map<number, number[]>();
  readonly #questions: Question[];
  readonly #ask: Ask;
  #next = 0;

  constructor(questions: Question[], ask: Ask) {
    this.#questions = questions;
    this.#ask = ask;
  }

  quantileMs(share: number): number {
    return Math.round(quantile(this.durationsMs, share));
  }

  /** Each client asks the next question as soon as he is answered; the first moments don't count. */
  async goOn(stopped: AbortSignal): Promise<void> {
    const from = performance.now() + warmUpMs;
    const until = from + measuredMs;
    const client = async (): Promise<void> => {
      while (performance.now() < until && !stopped.aborted) {
        const at = this.#next++ % this.#questions.length;
        const question = this.#questions[at];
        if (!question) return;
        const since = performance.now();
        this.found.set(at, await this.#ask(question));
        if (since >= from) this.durationsMs.push(performance.now() - since);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    stopped.throwIfAborted();
  }
}

/** Takes turns, once unmeasured: caches are as warm for the first as for the last. */
async function takeTurns(
  questions: Question[],
  asks: Ask[],
  stopped: AbortSignal,
): Promise<Measured[]> {
  for (const ask of asks) await new Measured(questions, ask).goOn(stopped);
  const measured = asks.map((ask) => new Measured(questions, ask));
  for (let round = 0; round < rounds; round += 1) {
    for (const it of measured) await it.goOn(stopped);
  }
  return measured;
}

/** 32 clients that never pause ask the index of `chunks` rows, given the questions' vectors. */
export async function measureRetrieval(
  searched: Searched,
  collection: Collection,
  chunks: number,
  stopped: AbortSignal,
): Promise<RetrievalFigures> {
  const questions = collection.questions(questionCount);
  const topics = [...collection.rows(chunks)].map((row) => row.topic);
  const sights = [1, 0.5, 0.1].map((share) => sightOf(atRandom(topics, share)));
  await makeBaseline(searched.database.pool, collection.rows(chunks));
  // Slow as it is, it must wait for a connection longer than a question of ours may.
  const patient = new pg.Pool({ ...searched.database.pool.options, connectionTimeoutMillis: 0 });
  const measured = await takeTurns(
    questions,
    [
      ...sights.map((sight) => (question: Question) => searched.ask(question, sight)),
      (question: Question) => askAsUsual(patient, question),
    ],
    stopped,
  ).finally(() => patient.end());
  const [all, half, tenth, usual] = measured;

  const brute = new BruteForce(collection.rows(chunks), questions);
  const recalls = questions.flatMap((_, at) => {
    const best = brute.best(
      at,
      sights.map(({ visible }) => visible),
      limit,
    );
    return best.flatMap((it, place) => {
      const ids = measured[place]?.found.get(at);
      return ids ? [recall(ids, it, limit)] : [];
    });
  });

  return {
    clients,
    chunks,
    p50Ms: all?.quantileMs(0.5) ?? NaN,
    p95Ms: all?.quantileMs(0.95) ?? NaN,
    p95Ms50: half?.quantileMs(0.95) ?? NaN,
    p95Ms10: tenth?.quantileMs(0.95) ?? NaN,
    recall10: Math.floor((10_000 * sum(recalls)) / recalls.length) / 10_000,
    qps: Math.round((all?.durationsMs.length ?? 0) / ((rounds * measuredMs) / 1_000)),
    baselineP95Ms: usual?.quantileMs(0.95) ?? NaN,
  };
}

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);
