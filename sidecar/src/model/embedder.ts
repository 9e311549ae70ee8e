import { setTimeout as delay } from "node:timers/promises";
import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from "cockatiel";
import { LRUCache } from "lru-cache";
import PQueue from "p-queue";

import { isAborted } from "../abort.ts";
import type { EmbedderConfig } from "../config.ts";
import {
  EmbedderAnswerError,
  EmbedderRefusedError,
  EmbedderUnavailableError,
  StoppedError,
} from "../errors.ts";
import type { CandorError } from "../errors.ts";
import { EmbeddingsApi } from "./embeddings-api.ts";
import { Pace } from "./pace.ts";
import { estimateTokens } from "./tokens.ts";

/** Indexing's lanes: what people just changed goes before what a pass brings. */
export type Lane = "edits" | "bulk";
const priorities: Record<Lane, number> = { edits: 1, bulk: 0 };

/** How a text is embedded: models tell what asks from what answers. */
export type TextKind = "question" | "passage";

/** Questions at a time; more wait here, where they can still be given up. */
const questionsAtOnce = 8;
/** Repeated questions cost nothing. In memory only: a vector tells what was asked. */
const rememberedQuestions = 2_000;
const passageTimeoutMs = 30_000;
const mostTexts = 64;
/** Questions go first, but a stream of them doesn't stop indexing for good. */
const mostYieldMs = 1_000;
/** Failures in a row after which nobody waits for the embedder any more. */
const mostFailures = 3;
const probeMs = 1_000;
/** A wrong key or name is mended by a person. */
const rareProbeMs = 15_000;
const probeTimeoutMs = 5_000;
const probeText = "ready?";
/** Of so many indexing requests, one has a probe asked beside it: whether a question waits for it. */
const requestsPerProbe = 16;
/** Later than a request, as servers see it. */
const laterMs = 25;

/** Of a text, not of the server: another text might do. */
type TextError = EmbedderRefusedError | EmbedderAnswerError;

interface InFlight {
  sentAt: number;
  done: boolean;
}

export interface EmbedderStatus {
  model: string;
  /** Null until it answered once. */
  dimensions: number | null;
  ok: boolean;
  /** Why it isn't ok. */
  error: EmbedderUnavailableError | EmbedderRefusedError | EmbedderAnswerError | null;
}

/**
 * The one client of the embedder in this process: questions first, then edits, then bulk, and at most
 * one small indexing request in flight, since a server may compute one at a time.
 *
 * When it fails three times in a row it counts as away: everything fails at once, until a probe in
 * the background is answered.
 */
export class Embedder {
  readonly model: string;
  readonly #api: EmbeddingsApi;
  readonly #ending = new AbortController();
  readonly #pace = new Pace();
  readonly #questions = new PQueue({ concurrency: questionsAtOnce });
  readonly #passages = new PQueue({ concurrency: 1 });
  /** The indexing request in flight, and how many there were. */
  #inFlight: InFlight | undefined;
  #passageRequests = 0;
  readonly #known = new LRUCache<string, Float32Array>({ max: rememberedQuestions });
  readonly #circuit = circuitBreaker(
    handleWhen((error) => this.#counts(error)),
    {
      // Only the probe below passes a circuit that isn't closed.
      halfOpenAfter: 0,
      breaker: new ConsecutiveBreaker(mostFailures),
    },
  );
  #dimensions: number | undefined;
  #error: EmbedderStatus["error"] = null;
  #pausedUntil = 0;
  #isProbing = false;

  constructor(config: EmbedderConfig) {
    this.model = config.model;
    this.#api = new EmbeddingsApi(config);
    this.#circuit.onBreak(() => void this.#probeUntilBack());
  }

  /** Whether asking makes sense now. True before the first request. */
  get inService(): boolean {
    return this.#circuit.state === CircuitState.Closed && Date.now() >= this.#pausedUntil;
  }

  get status(): EmbedderStatus {
    return {
      model: this.model,
      dimensions: this.#dimensions ?? null,
      ok: this.#dimensions !== undefined && this.#error === null && this.inService,
      error: this.#error,
    };
  }

  /**
   * Asks whatever is known of the embedder's state: the connection test.
   *
   * @returns the vectors' dimensions
   * @throws as `embedQuestion`
   */
  async test(signal: AbortSignal): Promise<number> {
    const [vector] = await this.#request([probeText], "question", signal, probeTimeoutMs);
    return vector?.length ?? 0;
  }

  /**
   * Asks once, so that dimensions or what is wrong are known.
   *
   * @returns the vectors' dimensions
   * @throws as `embedQuestion`
   */
  async connect(signal: AbortSignal): Promise<number> {
    if (this.#dimensions !== undefined) return this.#dimensions;
    this.#mustBeInService();
    return this.test(signal);
  }

  /** One vector; see `embedQuestions`. */
  async embedQuestion(text: string, timeoutMs: number, signal: AbortSignal): Promise<Float32Array> {
    const [vector] = await this.embedQuestions([text], timeoutMs, signal);
    if (!vector) throw new EmbedderAnswerError("shape");
    return vector;
  }

  /**
   * Texts of one question, in one request; those that are known cost nothing.
   *
   * @param timeoutMs the caller's deadline, waiting for other questions included
   * @returns vectors of length 1, in the order of the texts
   * @throws StoppedError, EmbedderUnavailableError (at once while it counts as away),
   *   EmbedderRefusedError, EmbedderAnswerError
   */
  async embedQuestions(
    texts: string[],
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Float32Array[]> {
    const missing = [...new Set(texts)].filter((text) => !this.#known.has(text));
    if (missing.length > 0) {
      const vectors = await this.#ask(missing, timeoutMs, signal);
      for (const [at, text] of missing.entries()) {
        const vector = vectors[at];
        if (!vector) throw new EmbedderAnswerError("shape");
        this.#known.set(text, vector);
      }
    }
    return texts.flatMap((text) => this.#known.get(text) ?? []);
  }

  async #ask(texts: string[], timeoutMs: number, signal: AbortSignal): Promise<Float32Array[]> {
    this.#mustBeInService();
    const dueAt = performance.now() + timeoutMs;
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await this.#questions.add(
        () => this.#request(texts, "question", signal, Math.max(1, dueAt - performance.now())),
        { signal: bounded },
      );
    } catch (error) {
      if (isAborted(signal)) throw new StoppedError();
      // Given up while it waited in the queue.
      if (bounded.aborted) throw new EmbedderUnavailableError("timeout");
      throw error;
    }
  }

  /**
   * The first of these passages, in their order: as many as one request may hold so that no question
   * waits long for it, and at least one.
   *
   * @param kind labels of fields are compared with questions as questions are with each other
   * @returns the vector of each, or why the server takes that text for wrong
   * @throws as `embedQuestion`
   */
  async embedPassages(
    texts: string[],
    lane: Lane,
    signal: AbortSignal,
    kind: TextKind = "passage",
  ): Promise<(Float32Array | CandorError)[]> {
    try {
      for (let first = texts; ;) {
        const { sent, answer } = await this.#passages.add(
          () => this.#sendFirst(first, kind, signal),
          {
            priority: priorities[lane],
            signal,
          },
        );
        if (Array.isArray(answer)) return answer;
        if (sent.length < 2) return [answer];
        // One of them is wrong. Fewer tell which, and wait their turn like any other request.
        first = sent.slice(0, Math.ceil(sent.length / 2));
      }
    } catch (error) {
      throw isAborted(signal) ? new StoppedError() : error;
    }
  }

  /** Ends the probe; what is in flight ends with its own signal. */
  close(): void {
    this.#ending.abort();
  }

  /** One indexing request. @returns the error, where it is of one of the texts sent */
  async #sendFirst(
    texts: string[],
    kind: TextKind,
    signal: AbortSignal,
  ): Promise<{ sent: string[]; answer: Float32Array[] | TextError }> {
    const yielded = delay(mostYieldMs, undefined, { signal, ref: false });
    yielded.catch(() => undefined);
    await Promise.race([this.#questions.onIdle(), yielded]);
    this.#mustBeInService();
    const request = { sentAt: performance.now(), done: false };
    this.#inFlight = request;
    this.#passageRequests += 1;
    if (this.#passageRequests % requestsPerProbe === 0) void this.#askBeside(request, signal);
    // Cut only now: the pace may have changed while this one waited.
    const sent = this.#batch(texts);
    try {
      return { sent, answer: await this.#request(sent, kind, signal, passageTimeoutMs, true) };
    } catch (error) {
      if (!isOfText(error)) throw error;
      return { sent, answer: error };
    } finally {
      request.done = true;
      this.#inFlight = undefined;
    }
  }

  /** While nobody asks, nobody else would tell whether questions wait. */
  async #askBeside(request: InFlight, signal: AbortSignal): Promise<void> {
    try {
      await delay(laterMs, undefined, { signal, ref: false });
      if (!request.done) await this.#request([probeText], "question", signal, probeTimeoutMs);
    } catch {
      // Noted by the request.
    }
  }

  #batch(texts: string[]): string[] {
    let tokens = 0;
    let count = 0;
    while (count < Math.min(texts.length, mostTexts)) {
      tokens += estimateTokens(texts[count] ?? "");
      if (count > 0 && tokens > this.#pace.tokens) break;
      count += 1;
    }
    return texts.slice(0, count);
  }

  #request(
    texts: string[],
    kind: TextKind,
    signal: AbortSignal,
    timeoutMs: number,
    isBackground = false,
  ): Promise<Float32Array[]> {
    return this.#circuit.execute(async () => {
      const startedAt = performance.now();
      const beside = this.#inFlight;
      try {
        const vectors = await this.#api.embed(texts, kind, signal, timeoutMs);
        this.#checkDimensions(vectors);
        const ms = performance.now() - startedAt;
        if (!isBackground) {
          this.#pace.tookTiny(ms);
          if (beside && startedAt - beside.sentAt >= laterMs) {
            if (beside.done) this.#pace.waited(ms);
            else this.#pace.overtook();
          }
        } else
          this.#pace.took(
            texts.reduce((sum, text) => sum + estimateTokens(text), 0),
            ms,
          );
        this.#error = null;
        return vectors;
      } catch (error) {
        this.#note(error);
        throw error;
      }
    });
  }

  #checkDimensions(vectors: Float32Array[]): void {
    for (const { length } of vectors) {
      this.#dimensions ??= length;
      if (length !== this.#dimensions) throw new EmbedderAnswerError("dimensions");
    }
  }

  /** A probe that was stopped proves nothing; any other answer than an outage proves that it is back. */
  #counts(error: unknown): boolean {
    if (error instanceof StoppedError) return this.#circuit.state === CircuitState.HalfOpen;
    return isOutage(error);
  }

  #note(error: unknown): void {
    if (isOutage(error) || isRateLimit(error)) this.#error = error;
    // One failure must not pass for an outage on the manager's page until somebody asks again.
    if (isOutage(error)) void this.#probeUntilBack();
    if (isRateLimit(error)) this.#pausedUntil = Date.now() + (error.retryAfterMs ?? 0);
  }

  #mustBeInService(): void {
    if (!this.inService) throw this.#error ?? new EmbedderUnavailableError("away");
  }

  async #probeUntilBack(): Promise<void> {
    if (this.#isProbing) return;
    this.#isProbing = true;
    const { signal } = this.#ending;
    while (
      !signal.aborted &&
      (isOutage(this.#error) || this.#circuit.state !== CircuitState.Closed)
    ) {
      try {
        const pauseMs = this.#error?.retry === false ? rareProbeMs : probeMs;
        await delay(pauseMs, undefined, { signal, ref: false });
        await this.test(signal);
      } catch {
        // Noted by the request.
      }
    }
    this.#isProbing = false;
  }
}

function isOfText(error: unknown): error is TextError {
  if (error instanceof EmbedderRefusedError) return error.reason === "input";
  return error instanceof EmbedderAnswerError && error.reason === "not_finite";
}

/** Whether the next request would meet the same. */
function isOutage(error: unknown): error is NonNullable<EmbedderStatus["error"]> {
  if (error instanceof EmbedderUnavailableError) return error.reason !== "rate_limited";
  const isOfEmbedder =
    error instanceof EmbedderRefusedError || error instanceof EmbedderAnswerError;
  return isOfEmbedder && !isOfText(error);
}

function isRateLimit(error: unknown): error is EmbedderUnavailableError {
  return error instanceof EmbedderUnavailableError && error.reason === "rate_limited";
}
