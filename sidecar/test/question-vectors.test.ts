import { Embedder } from "../src/model/embedder.ts";
import { readQuestion } from "../src/question/question.ts";
import { noVectors, questionVectors } from "../src/question/vectors.ts";
import { EmbedderServer, status } from "./embedder-server.ts";

let server: EmbedderServer;
let embedder: Embedder;

beforeEach(async () => {
  server = await new EmbedderServer().start();
  const inputTypes = { question: "query", passage: "passage" };
  embedder = new Embedder({
    ...{ url: server.url, model: "e5", key: undefined, inputTypes, maxTokens: 512 },
  });
});

afterEach(async () => {
  embedder.close();
  await server.stop().catch(() => undefined);
});

const never = new AbortController().signal;
const e5 = { model: "e5", dimensions: 4 };

const vectorsOf = (
  text: string,
  before: string[] = [],
  comparedWith: { model: string; dimensions: number | null } = e5,
  signal = never,
) => questionVectors(embedder, comparedWith, readQuestion(text, ["en_US"], before), signal);

const sent = (): string[][] => server.requests.map(({ input }) => input);

test("a question of one part that follows none is one text", async () => {
  const { question, parts, completed } = await vectorsOf("Who signed the lease?");
  expect(sent()).toEqual([["Who signed the lease?"]]);
  expect(question).toHaveLength(4);
  expect(parts).toEqual([question]);
  expect(completed).toBeUndefined();
});

test("each part has a vector of its own, and so has the question with the one before", async () => {
  const { question, parts, completed } = await vectorsOf("Who signed, and when does it end?", [
    "Which lease is it?",
  ]);
  expect(sent()).toEqual([
    [
      "Who signed, and when does it end?",
      "Who signed, and",
      "when does it end?",
      "Which lease is it? Who signed, and when does it end?",
    ],
  ]);
  const all = [question, ...parts, completed];
  expect(all.every((it) => it?.length === 4)).toBe(true);
  expect(new Set(all.map(String)).size).toBe(4);
});

test("a question that follows another one has one part and a completed text", async () => {
  const { question, parts, completed } = await vectorsOf("And when?", ["Who signed the lease?"]);
  expect(sent()).toEqual([["And when?", "Who signed the lease? And when?"]]);
  expect(parts).toEqual([question]);
  expect(completed).not.toEqual(question);
});

test("vectors of another model or size than what they are compared with are none", async () => {
  expect(await vectorsOf("Who?", [], { model: "another", dimensions: 4 })).toEqual(noVectors);
  expect(sent()).toEqual([]);
  expect(await vectorsOf("Who?", [], { model: "e5", dimensions: 8 })).toEqual(noVectors);
  const { question } = await vectorsOf("Who?", [], { model: "e5", dimensions: null });
  expect(question).toHaveLength(4);
});

test("an embedder that fails or is missing leaves none", async () => {
  server.misbehaves = status(500);
  expect(await vectorsOf("Who?")).toEqual(noVectors);
  const asked = readQuestion("Who?", ["en_US"]);
  const nothing = { model: null, dimensions: null };
  expect(await questionVectors(undefined, nothing, asked, never)).toEqual(noVectors);
});

test("an abort is told as such", async () => {
  const stopped = vectorsOf("Who?", [], e5, AbortSignal.abort());
  await expect(stopped).rejects.toMatchObject({ code: "stopped" });
});
