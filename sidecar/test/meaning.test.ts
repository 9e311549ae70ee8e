import { readQuestion } from "../src/question/question.ts";
import { questionVectors } from "../src/question/vectors.ts";
import { find as findOn, openIndex } from "../src/retrieval/ladder.ts";
import type { Found } from "../src/retrieval/ladder.ts";
import type { Finding, Retrieved } from "../src/retrieval/retrieve.ts";
import { Visibility } from "../src/retrieval/visibility.ts";
import { replace } from "../src/indexing/replace.ts";
import { Embedder } from "../src/model/embedder.ts";
import { chunksWithoutVector, insertEmbeddings } from "../src/store/embeddings.ts";
import { completeGeneration, openGeneration } from "../src/store/generations.ts";
import { Calls } from "../src/trace/calls.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { EmbedderServer } from "./embedder-server.ts";
import { carpets, mitchell, order, sectionsOf } from "./records.ts";

const never = new AbortController().signal;
/** Has no word of any record; the embedder below says that it means the same as the order. */
const question = "Quelle commande?";
let db: TestDatabase;
let server: EmbedderServer;
let embedder: Embedder;

function client(model: string): Embedder {
  const inputTypes = { question: "query", passage: "passage" };
  return new Embedder({ url: server.url, model, key: undefined, inputTypes, maxTokens: 512 });
}

beforeEach(async () => {
  db = await createDatabase();
  server = await new EmbedderServer().start();
  embedder = client("e5");
  const { id } = await openGeneration(db.pool, {
    fingerprint: "test",
    tokenizer: "test",
    model: "e5",
    dimensions: server.dimensions,
  });
  for (const written of [carpets, order, mitchell]) {
    const { resModel, resId, name } = written;
    const record = { resModel, resId, name, sections: sectionsOf(written) };
    await replace(db.pool, id, { ...record, version: 1, deleted: false, lang: "en_US" });
    const text = written === order ? question : name;
    const [vector] = await embedder.embedPassages([text], "bulk", never);
    if (!(vector instanceof Float32Array)) throw new Error("No vector came.");
    const found = await db.pool.query<{ id: string }>(
      "select id::text from document where res_model = $1 and res_id = $2",
      [resModel, resId],
    );
    const document = found.rows[0]?.id ?? "";
    const chunks = await chunksWithoutVector(db.pool, id, document);
    await insertEmbeddings(
      db.pool,
      id,
      document,
      chunks.map((it) => ({ chunk: it.id, vector })),
    );
  }
  await completeGeneration(db.pool, id);
  server.requests.length = 0;
});

afterEach(async () => {
  embedder.close();
  await server.stop().catch(() => undefined);
  await db.drop();
});

const seesAll: Finding["asker"]["odoo"] = {
  visible: (ids: Record<string, number[]>) => Promise.resolve(ids),
  allVisible: () => Promise.resolve(undefined),
  search: () => Promise.resolve([]),
};

async function find(
  text: string,
  odoo = seesAll,
): Promise<Retrieved & Pick<Found, "rung" | "lacks">> {
  const calls = new Calls();
  const database = { statements: () => db.pool };
  const index = await openIndex(database, calls, never);
  if (!index.generation) throw new Error(`The index lacks ${index.lacks}.`);
  const asked = readQuestion(text, ["en_US"]);
  const asking = calls.embedder(embedder);
  const { question: vector } = await questionVectors(asking, index.generation, asked, never);
  const finding = { asker: { uid: 2, companyIds: [1], odoo }, visibility: new Visibility() };
  const besides = { openRecord: undefined, earlier: [] };
  const found = await findOn(index, asked, vector, besides, finding, calls, never);
  return { ...found.retrieved, rung: found.rung, lacks: found.lacks };
}

test("a question that has no word of a record finds it by what it means", async () => {
  const { candidates, byMeaning, rung } = await find(question);
  expect([byMeaning, rung]).toEqual([true, "extractive"]);
  expect(candidates[0]).toMatchObject({ resModel: "sale.order", resId: 21 });
});

test("a question asked again is not embedded again", async () => {
  await find(question);
  await find(question);
  expect(server.requests).toHaveLength(1);
});

test("an embedder that is away leaves the words", async () => {
  await server.stop();
  const { candidates, byMeaning, rung, lacks } = await find("Which carpets?");
  expect([byMeaning, rung, lacks]).toEqual([false, "lexical", "embedder_unavailable"]);
  expect(candidates[0]).toMatchObject({ resModel: "crm.lead", resId: 31 });
});

test("an embedder that is too slow for a question leaves the words", async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.gate = promise;
  const { candidates, byMeaning } = await find("Which carpets?");
  expect(byMeaning).toBe(false);
  expect(candidates[0]).toMatchObject({ resModel: "crm.lead", resId: 31 });
  resolve(undefined);
});

test("an index of another model's vectors is searched by words", async () => {
  embedder.close();
  embedder = client("another");
  expect((await find("Which carpets?")).byMeaning).toBe(false);
  expect(server.requests).toEqual([]);
});

test("who may find nothing is told of no part that is down", async () => {
  const seesNothing: typeof seesAll = {
    ...seesAll,
    visible: () => Promise.resolve({}),
    allVisible: () => Promise.resolve({}),
  };
  const { candidates, byMeaning } = await find(question, seesNothing);
  expect(candidates).toEqual([]);
  expect(byMeaning).toBe(true);
});

test("an index whose vectors are still to come is searched by words", async () => {
  await db.pool.query("delete from embedding");
  expect((await find("Which carpets?")).byMeaning).toBe(false);
});
