// acl: what a search finds, and how fast, for people who see a part of 100,000 chunks.
import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { BruteForce, recall } from "./index/brute-force.ts";
import { readCollection } from "./index/collection.ts";
import type { Question } from "./index/collection.ts";
import { nearestThenFilter } from "./index/nearest.ts";
import { Searched, settings } from "./index/searched.ts";
import { atRandom, byTopic, sightOf } from "./index/sight.ts";
import type { Sight } from "./index/sight.ts";
import { quantile } from "./quantile.ts";

const shares = [1, 0.5, 0.2, 0.1, 0.01, 0.001];
const kinds = [
  ["visibility", atRandom],
  ["visibilityByTopic", byTopic],
] as const;
const chunks = 100_000;
const questionCount = 100;
const limit = 10;

interface Figures {
  recall10: number;
  p50Ms: number;
  p95Ms: number;
  /** Questions that got fewer than ten, though more were visible. */
  short: number;
  /** Ids that Odoo is asked about per question. */
  idsChecked: number;
}

export async function bench({ server, stopped }: Bench): Promise<Outcome> {
  const collection = readCollection();
  const questions = collection.questions(questionCount);
  const searched = await Searched.on(await server({ settings }), stopped);
  await searched.fill(collection.rows(chunks));
  const topics = [...collection.rows(chunks)].map((row) => row.topic);
  const sights = kinds.flatMap(([kind, draw]) =>
    shares.map((share) => ({ kind, share, sight: sightOf(draw(topics, share)) })),
  );
  console.log(`${chunks} chunks are indexed; ${questionCount} questions are asked of each asker.`);

  const brute = new BruteForce(collection.rows(chunks), questions);
  const best = questions.map((_, at) => {
    stopped.throwIfAborted();
    return brute.best(
      at,
      sights.map(({ sight }) => sight.visible),
      limit,
    );
  });

  const results = {
    visibility: {} as Record<number, Figures>,
    visibilityByTopic: {} as Record<number, Figures>,
    baseline: {} as Record<number, Pick<Figures, "recall10">>,
  };
  const missed: string[] = [];
  const rows: Record<string, unknown>[] = [];
  for (const [place, { kind, share, sight }] of sights.entries()) {
    stopped.throwIfAborted();
    const { found, durationsMs } = await askAll(searched, questions, sight);
    const recalls = found.map((ids, at) => {
      const wanted = best[at]?.[place];
      return wanted ? recall(ids, wanted, limit) : 0;
    });
    const figures: Figures = {
      recall10: rounded(mean(recalls)),
      p50Ms: Math.round(quantile(durationsMs, 0.5)),
      p95Ms: Math.round(quantile(durationsMs, 0.95)),
      short: found.filter((ids) => ids.length < Math.min(limit, sight.visible.size)).length,
      idsChecked: Math.round(sight.idsChecked / questions.length),
    };
    results[kind][share] = figures;
    rows.push({ kind, share, ...figures });
    const least = share >= 0.1 ? 0.99 : 1;
    const where = `${kind} ${share}`;
    if (figures.recall10 < least) {
      missed.push(`${where}: recall@10 ${figures.recall10}, at least ${least}`);
    }
    if (figures.short > 0) missed.push(`${where}: ${figures.short} short results`);
    if (kind !== "visibility") continue;
    const baseline = [];
    for (const [at, question] of questions.entries()) {
      const wanted = brute.nearest(at, sight.visible, limit);
      const ids = await nearestThenFilter(searched.database.pool, question, sight.visible, limit);
      baseline.push(ids.filter((id) => wanted.has(id)).length / Math.min(limit, wanted.size));
    }
    results.baseline[share] = { recall10: rounded(mean(baseline)) };
    Object.assign(rows.at(-1) ?? {}, { "nearest k, then filter": rounded(mean(baseline)) });
  }
  console.table(rows);
  await searched.end();
  return { results, missed };
}

async function askAll(
  searched: Searched,
  questions: Question[],
  sight: Sight,
): Promise<{ found: number[][]; durationsMs: number[] }> {
  const found: number[][] = [];
  const durationsMs: number[] = [];
  for (const question of questions) {
    const since = performance.now();
    found.push(await searched.ask(question, sight));
    durationsMs.push(performance.now() - since);
  }
  return { found, durationsMs };
}

const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** Never rounded up to a bar. */
const rounded = (share: number): number => Math.floor(share * 10_000) / 10_000;
