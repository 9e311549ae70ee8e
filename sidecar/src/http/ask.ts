import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";

import { turn } from "../ask/turn.ts";
import type { Context } from "../context.ts";
import { protocol } from "../release.ts";
import type { AddressLimit } from "./address-limit.ts";
import { authenticate } from "./authenticate.ts";
import { EventStream } from "./event-stream.ts";

/**
 * `POST /ask`: takes the stored question from Odoo and streams its answer. Errors before it is
 * taken leave as JSON with their status, later ones as the stream's last event.
 *
 * @param ending aborts when the process ends
 */
export async function ask(
  context: Context,
  limit: AddressLimit,
  ending: AbortSignal,
  request: Request,
  response: Response,
): Promise<void> {
  const startedAt = performance.now();
  const left = new AbortController();
  response.on("close", () => left.abort());
  const signal = AbortSignal.any([left.signal, ending]);

  // Not cut when the page is closed: a turn taken and never recorded would be in work for ever.
  const { session, answer: taken } = await authenticate(context, limit, request, (odoo) =>
    odoo.take(protocol, ending),
  );
  const takeMs = performance.now() - startedAt;

  const stream = new EventStream(response);
  try {
    await turn(
      context.asking,
      { requestId: requestIdOf(response), taken, session, startedAt, takeMs },
      (event) => stream.send(event),
      signal,
    );
  } finally {
    stream.end();
  }
}

/** Ours, never the client's: it is stored in Odoo and named in logs. */
export function assignRequestId(response: Response): void {
  response.locals.requestId = randomUUID();
}

export function requestIdOf(response: Response): string {
  return String(response.locals.requestId);
}
