import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from "express";
import helmet from "helmet";

import type { Context } from "../context.ts";
import {
  BadRequestError,
  CandorError,
  errorBody,
  errorFields,
  RateLimitedError,
} from "../errors.ts";
import { AddressLimit } from "./address-limit.ts";
import { ask, assignRequestId, requestIdOf } from "./ask.ts";
import { healthz, readyz } from "./health.ts";
import { crossOrigin, requireOrigin } from "./origin.ts";
import { status } from "./status.ts";

/** A ticket and a number. */
const maxBody = "16kb";
const headersMs = 10_000;
/** Longer than a proxy keeps a connection (nginx: 60 s), so that it never sends into one that closes. */
const keepAliveMs = 75_000;
const sweepMs = 50;
/** For the last answers to leave, once all work has ended. */
const lingerMs = 1_000;

export interface RunningServer {
  port: number;
  /** Takes no more requests and resolves when those in work have ended. */
  close(): Promise<void>;
}

/**
 * Starts to listen.
 *
 * @param ending aborts what is in work; the caller then closes
 * @throws when the port is taken
 */
export async function startServer(
  context: Context,
  ending: AbortSignal,
  limit = new AddressLimit(context.database),
): Promise<RunningServer> {
  const { host, port } = context.config.http;
  const working = new Set<Promise<void>>();
  const server = createServer(
    { headersTimeout: headersMs, keepAliveTimeout: keepAliveMs },
    build(context, limit, ending, working),
  );
  server.listen(port, host);
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  context.log("http").info("listening", { host, port: bound });
  return { port: bound, close: () => close(server, working) };
}

async function close(server: Server, working: Set<Promise<void>>): Promise<void> {
  const closed = once(server, "close");
  server.close();
  await Promise.allSettled(working);
  // A connection that is kept alive becomes idle only after its last answer has left.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  // One that never asked anything, or whose other end vanished, never becomes idle.
  const late = setTimeout(() => server.closeAllConnections(), lingerMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(late);
}

function build(
  context: Context,
  limit: AddressLimit,
  ending: AbortSignal,
  working: Set<Promise<void>>,
): Express {
  const { allowedOrigins, trustedProxies } = context.config.http;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", trustedProxies.length > 0 ? [...trustedProxies] : false);

  app.use(helmet());
  app.use((_request, response, next) => {
    assignRequestId(response);
    next();
  });
  app.get("/healthz", (_request, response) => healthz(response));
  app.get("/readyz", (_request, response) => readyz(context, response));

  const route =
    (handle: typeof ask): RequestHandler =>
    (request, response) => {
      logEnd(context, request, response);
      const work = handle(context, limit, ending, request, response);
      // Kept so that closing can wait for it.
      working.add(work);
      const done = (): boolean => working.delete(work);
      work.then(done, done);
      return work;
    };
  const guards = [
    crossOrigin(allowedOrigins),
    requireOrigin(allowedOrigins),
    express.json({ limit: maxBody, type: "application/json" }),
  ];
  app.all("/ask", ...guards, route(ask));
  app.all("/status", ...guards, route(status));
  app.use(() => {
    throw new BadRequestError("There is no such route.", 404);
  });
  app.use(errorHandler(context));
  return app;
}

function logEnd(context: Context, request: Request, response: Response): void {
  const startedAt = performance.now();
  response.once("close", () =>
    context.log("http").info("request", {
      requestId: requestIdOf(response),
      path: request.path,
      status: response.statusCode,
      finished: response.writableFinished,
      durationMs: Math.round(performance.now() - startedAt),
    }),
  );
}

/** The one place where an error becomes an answer: code, sentence, request id, and nothing else. */
function errorHandler(context: Context): ErrorRequestHandler {
  const log = context.log("http");
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows error handlers by their four parameters
  return (error: unknown, _request, response, _next) => {
    const requestId = requestIdOf(response);
    const known = typed(error);
    if (known instanceof CandorError) log.info("refused", { requestId, ...errorFields(known) });
    else log.error("request failed", { requestId, ...errorFields(known) });
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    if (known instanceof RateLimitedError) response.set("Retry-After", String(known.retryAfterS));
    response
      .status(known instanceof CandorError ? known.status : 500)
      .json(errorBody(known, requestId));
  };
}

/** express.json rejects with errors of its own that quote the body. */
function typed(error: unknown): unknown {
  const isBody = error instanceof Error && "type" in error && "status" in error;
  if (!isBody || typeof error.status !== "number" || error.status >= 500) return error;
  return new BadRequestError(undefined, error.status);
}
