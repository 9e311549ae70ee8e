import type { Pool } from "pg";

import { BruteForce, recall } from "../index/brute-force.ts";
import type { Collection, Question } from "../index/collection.ts";
import type { Searched } from "../index/searched.ts";
import { atRandom, sightOf } from "../index/sight.ts";
import type { Sight } from "../index/sight.ts";
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
const warmUpMs = 4_000;
const measuredMs = 20_000;

export interface Measured {
  durationsMs: number[];
  qps: number;
  /** What was found for each question, by its place. */
  found: Map<number, number[]>;
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
  const measured: Measured[] = [];
  for (const sight of sights) measured.push(await askAtOnce(searched, questions, sight, stopped));
  const [all, half, tenth] = measured;

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

  await makeBaseline(searched.database.pool, collection.rows(chunks));
  const usual = await baseline(searched.database.pool, questions, stopped);
  const p95 = (it: Measured | undefined): number =>
    Math.round(quantile(it?.durationsMs ?? [], 0.95));
  return {
    clients,
    chunks,
    p50Ms: Math.round(quantile(all?.durationsMs ?? [], 0.5)),
    p95Ms: p95(all),
    p95Ms50: p95(half),
    p95Ms10: p95(tenth),
    recall10: Math.floor((10_000 * sum(recalls)) / recalls.length) / 10_000,
    qps: Math.round(all?.qps ?? 0),
    baselineP95Ms: p95(usual),
  };
}

/** Durations of questions of 32 clients, each of whom asks the next one as soon as he is answered. */
export async function askAtOnce(
  searched: Searched,
  questions: Question[],
  sight: Sight,
  stopped: AbortSignal,
): Promise<Measured> {
  return await atOnce(questions, (question) => searched.ask(question, sight), stopped);
}

async function baseline(
  pool: Pool,
  questions: Question[],
  stopped: AbortSignal,
): Promise<Measured> {
  return await atOnce(questions, (question) => askAsUsual(pool, question), stopped);
}

async function atOnce(
  questions: Question[],
  ask: (question: Question) => Promise<number[]>,
  stopped: AbortSignal,
): Promise<Measured> {
  const durationsMs: number[] = [];
  const found = new Map<number, number[]>();
  const from = performance.now() + warmUpMs;
  const until = from + measuredMs;
  let next = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < until && !stopped.aborted) {
      const at = next++ % questions.length;
      const question = questions[at];
      if (!question) return;
      const since = performance.now();
      found.set(at, await ask(question));
      if (since >= from) durationsMs.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  stopped.throwIfAborted();
  return { durationsMs, found, qps: durationsMs.length / (measuredMs / 1_000) };
}

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);
