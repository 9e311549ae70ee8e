import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Call {
  path: string;
  headers: IncomingHttpHeaders;
  params: Record<string, unknown>;
}

/** What a route answers with; undefined when it wrote (or means never to write) to the response. */
export type Route = (call: Call, request: IncomingMessage, response: ServerResponse) => unknown;

/** The other end of the network: speaks JSON-RPC as Odoo does, or misbehaves as a test wants it. */
export class OdooServer {
  readonly calls: Call[] = [];
  readonly routes = new Map<string, Route>();
  url = new URL("http://127.0.0.1");
  /** Requests whose connection the client closed before the answer. */
  abandoned = 0;
  readonly #server = createServer((request, response) => {
    void this.#handle(request, response);
  });

  async start(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
    return this;
  }

  /** Ends only when every connection has: a client that leaks one makes its test time out. */
  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  async abandonedOnce(): Promise<void> {
    while (this.abandoned === 0) await once(this.#server, "abandoned");
  }

  /** Resolves with the `count`th call of a path. */
  async called(path: string, count = 1): Promise<Call> {
    for (;;) {
      const call = this.calls.filter((it) => it.path === path)[count - 1];
      if (call) return call;
      await once(this.#server, "called");
    }
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("close", () => {
      if (response.writableFinished) return;
      this.abandoned += 1;
      this.#server.emit("abandoned");
    });
    const body = await textOf(request);
    const path = request.url ?? "";
    const params = path.startsWith("/xmlrpc") ? { body } : paramsOf(body);
    const call = { path, headers: request.headers, params };
    this.calls.push(call);
    this.#server.emit("called");
    const result = await this.routes.get(path)?.(call, request, response);
    if (result === undefined) return;
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id: null, result }));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function paramsOf(body: string): Record<string, unknown> {
  if (body === "") return {};
  return (JSON.parse(body) as { params: Record<string, unknown> }).params;
}
