import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";

import { Trace } from "../trace/trace.ts";
import { failureOf, recordFailure } from "../turn/failure.ts";
import { Stages } from "../turn/stages.ts";
import { turn } from "../turn/turn.ts";
import type { Context } from "../context.ts";
import { CandorError, OdooUnavailableError } from "../errors.ts";
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
  const left = new AbortController();
  response.on("close", () => left.abort());
  const signal = AbortSignal.any([left.signal, ending]);

  const trace = new Trace(requestIdOf(response), context.embedder?.model ?? null);
  const stages = new Stages(trace, context.asking.deadlines);
  // Not cut when the page is closed: a turn taken and never recorded would be in work for ever.
  const { session, answer: taken } = await authenticate(context, limit, request, (odoo) =>
    stages.run("take", ending, (due) =>
      trace.calls.note("odoo", "take", () => odoo.take(protocol, due)),
    ),
  ).catch(async (error: unknown) => {
    await untaken(context, trace, error);
    throw error;
  });
  trace.versions.addon = taken.addonVersion;

  const stream = new EventStream(response);
  try {
    await turn(context.asking, { taken, session, stages }, (event) => stream.send(event), signal);
  } finally {
    stream.end();
  }
}

/**
 * Stores that a question could not even be taken. A refusal is whoever asked's own, and anybody can
 * cause as many as he likes: those are not stored.
 */
async function untaken({ recording }: Context, trace: Trace, error: unknown): Promise<void> {
  const isAway = error instanceof OdooUnavailableError;
  if (error instanceof CandorError && !isAway) return;
  const kind = error instanceof CandorError ? error.code : "internal";
  const mode = isAway ? "unavailable" : "failed";
  await recordFailure(recording, failureOf(trace, { turnId: null, kind, stage: "take", mode }));
}

/** Ours, never the client's: it is stored in Odoo and named in logs. */
export function assignRequestId(response: Response): void {
  response.locals.requestId = randomUUID();
}

export function requestIdOf(response: Response): string {
  return String(response.locals.requestId);
}
