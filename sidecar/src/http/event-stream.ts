import type { Response } from "express";

import type { AskEvent } from "../contract.ts";

/** Proxies cut connections that are silent for longer, most often after a minute. */
const heartbeatMs = 15_000;

/** Server-sent events of one answer. */
export class EventStream {
  readonly #response: Response;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(response: Response) {
    this.#response = response;
    response.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      // nginx would hold the events back until its buffer is full.
      "X-Accel-Buffering": "no",
    });
    response.flushHeaders();
    this.#heartbeat = setInterval(() => this.#write(": still here\n\n"), heartbeatMs);
  }

  send(event: AskEvent): void {
    this.#write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  end(): void {
    clearInterval(this.#heartbeat);
    this.#response.end();
  }

  #write(text: string): void {
    // Whoever closed the page gets nothing more.
    if (this.#response.writable && !this.#response.destroyed) this.#response.write(text);
  }
}
