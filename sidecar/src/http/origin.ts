import type { RequestHandler } from "express";

import { BadRequestError, OriginRefusedError } from "../errors.ts";

const preflightSeconds = 600;

/**
 * Lets pages of the allowed origins read what we answer, errors included, and answers their
 * preflight requests. Decides nothing: `requireOrigin` does.
 */
export function crossOrigin(allowed: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    response.vary("Origin");
    if (origin === undefined || !allowed.includes(origin)) {
      next();
      return;
    }
    response.set("Access-Control-Allow-Origin", origin);
    response.set("Access-Control-Allow-Credentials", "true");
    if (request.method !== "OPTIONS") {
      // The panel says when to ask again.
      response.set("Access-Control-Expose-Headers", "Retry-After");
      next();
      return;
    }
    response.set("Access-Control-Allow-Methods", "POST");
    response.set("Access-Control-Allow-Headers", "Content-Type");
    response.set("Access-Control-Max-Age", String(preflightSeconds));
    response.status(204).end();
  };
}

/**
 * For every route that takes a cookie: browsers send no Origin with same-origin GETs, and a form of
 * another page can send any content type but JSON.
 */
export function requireOrigin(allowed: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (request.method !== "POST") {
      response.set("Allow", "POST");
      throw new BadRequestError("This route takes POST only.", 405);
    }
    const { origin } = request.headers;
    if (origin === undefined || !allowed.includes(origin)) throw new OriginRefusedError();
    if (request.is("application/json") !== "application/json") {
      throw new BadRequestError("This route takes JSON only.", 415);
    }
    next();
  };
}
