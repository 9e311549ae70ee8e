import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";

import { Calls } from "../trace/calls.ts";
import { recordFailure } from "../turn/failure.ts";
import { turn } from "../turn/turn.ts";
import type { Context } from "../context.ts";
import { CandorError, OdooUnavailableError } from "../errors.ts";
import { protocol, sidecarVersion } from "../release.ts";
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

  const requestId = requestIdOf(response);
  const calls = new Calls();
  // Not cut when the page is closed: a turn taken and never recorded would be in work for ever.
  const { session, answer: taken } = await authenticate(context, limit, request, (odoo) =>
    calls.note("odoo", "take", () => odoo.take(protocol, ending)),
  ).catch(async (error: unknown) => {
    await untaken(context, { requestId, calls, startedAt }, error);
    throw error;
  });

  const stream = new EventStream(response);
  try {
    await turn(
      context.asking,
      { requestId, taken, session, startedAt, calls },
      (event) => stream.send(event),
      signal,
    );
  } finally {
    stream.end();
  }
}

/**
 * Stores that a question could not even be taken. A refusal is whoever asked's own, and anybody can
 * cause as many as he likes: those are not stored.
 */
async function untaken(
  { recording }: Context,
  { requestId, calls, startedAt }: { requestId: string; calls: Calls; startedAt: number },
  error: unknown,
): Promise<void> {
  if (error instanceof CandorError && !(error instanceof OdooUnavailableError)) return;
  await recordFailure(recording, {
    requestId,
    turnId: null,
    kind: error instanceof CandorError ? error.code : "internal",
    stage: "take",
    mode: error instanceof OdooUnavailableError ? "unavailable" : "failed",
    versions: {
      addon: null,
      sidecar: sidecarVersion,
      generation: null,
      embedder: null,
      calibrator: null,
    },
    calls: calls.made,
    pointers: [],
    durationMs: performance.now() - startedAt,
    failedAt: new Date(),
  });
}

/** Ours, never the client's: it is stored in Odoo and named in logs. */
export function assignRequestId(response: Response): void {
  response.locals.requestId = randomUUID();
}

export function requestIdOf(response: Response): string {
  return String(response.locals.requestId);
}
