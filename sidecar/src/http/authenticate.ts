import type { Request } from "express";
import { z } from "zod";

import type { AskRequest, StatusRequest } from "../contract.ts";
import type { Context } from "../context.ts";
import {
  BadRequestError,
  SessionExpiredError,
  TicketRefusedError,
  VersionMismatchError,
} from "../errors.ts";
import { OdooSession } from "../odoo/session.ts";
import { isCompatible } from "../release.ts";
import { sha256 } from "../text/hash.ts";
import type { AddressLimit } from "./address-limit.ts";

const body: z.ZodType<AskRequest & StatusRequest> = z.object({
  ticket: z.string().min(1).max(10_000),
  protocol: z.int(),
});

/** Odoo's are 84 characters of this alphabet. */
const sessionIdPattern = /^[\w-]{20,200}$/;
const maxUserAgent = 500;

/**
 * Asks Odoo whether cookie and ticket of this request belong together, before anything else is done.
 * `ask` is that first call. Only failures count: what is malformed or forged towards the address's
 * limit, an expired session towards its own.
 *
 * @throws RateLimitedError, BadRequestError, VersionMismatchError, SessionExpiredError, and what Odoo refuses
 */
export async function authenticate<T>(
  context: Context,
  limit: AddressLimit,
  request: Request,
  ask: (session: OdooSession) => Promise<T>,
): Promise<{ session: OdooSession; answer: T }> {
  const address = addressOf(request);
  const sessionId = sessionIdOf(request.headers.cookie);
  // An office behind one address has many sessions, and all of them expire.
  const person = sha256(`${address} ${sessionId ?? ""}`);
  await Promise.all([limit.check(address), limit.check(person)]);
  try {
    const read = body.safeParse(request.body);
    if (!read.success) throw new BadRequestError();
    if (!isCompatible(read.data.protocol)) throw new VersionMismatchError();
    if (sessionId === undefined) throw new SessionExpiredError();
    const visitor = {
      sessionId,
      origin: request.headers.origin ?? "",
      userAgent: (request.headers["user-agent"] ?? "").slice(0, maxUserAgent),
      address,
    };
    const session = new OdooSession(context.odoo, visitor, read.data.ticket);
    return { session, answer: await ask(session) };
  } catch (error) {
    if (error instanceof SessionExpiredError) await limit.count(person);
    if (error instanceof TicketRefusedError || error instanceof BadRequestError) {
      await limit.count(address);
    }
    throw error;
  }
}

/** One address, IPv4 without its mapping into IPv6. */
function addressOf(request: Request): string {
  return (request.ip ?? "").replace(/^::ffff:/, "");
}

/** The one cookie that is forwarded; the others stay here. */
export function sessionIdOf(header: string | undefined): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === "session_id" && value !== undefined && sessionIdPattern.test(value)) return value;
  }
  return undefined;
}
