import type { ErrorBody, ErrorCode } from "./contract.ts";

/** Codes that only the indexer and the connection test know; the panel's are in the contract. */
type ServiceCode =
  "secret_refused" | "embedder_unavailable" | "embedder_refused" | "embedder_answer";

/**
 * What can go wrong, by type: the code that leaves, the HTTP status, and whether the same again may
 * succeed by itself. Messages are constant sentences; they never quote what a person wrote.
 */
export abstract class CandorError extends Error {
  abstract readonly code: ErrorCode | ServiceCode;
  abstract readonly status: number;
  readonly retry: boolean = false;
}

export class BadRequestError extends CandorError {
  readonly code = "bad_request";
  readonly status: number;
  constructor(message = "The request could not be read.", status = 400) {
    super(message);
    this.status = status;
  }
}

export class OriginRefusedError extends CandorError {
  readonly code = "origin_refused";
  readonly status = 403;
  constructor() {
    super("This page's origin is not in CANDOR_ALLOWED_ORIGINS.");
  }
}

export class RateLimitedError extends CandorError {
  readonly code = "rate_limited";
  readonly status = 429;
  override readonly retry = true;
  readonly retryAfterS: number;
  constructor(retryAfterS: number) {
    super("Too many requests at once; try again shortly.");
    this.retryAfterS = retryAfterS;
  }
}

export class TicketRefusedError extends CandorError {
  readonly code = "ticket_refused";
  readonly status = 403;
  constructor() {
    super("The ticket is forged, expired or of another session.");
  }
}

export class TicketUsedError extends CandorError {
  readonly code = "ticket_used";
  readonly status = 409;
  constructor() {
    super("This question is being answered, or has been.");
  }
}

export class SessionExpiredError extends CandorError {
  readonly code = "session_expired";
  readonly status = 401;
  constructor() {
    super("The Odoo session has ended or was renewed.");
  }
}

export class RecordGoneError extends CandorError {
  readonly code = "record_gone";
  readonly status = 410;
  constructor() {
    super("The open record was deleted, or is no longer readable.");
  }
}

export class VersionMismatchError extends CandorError {
  readonly code = "version_mismatch";
  readonly status = 409;
  constructor() {
    super("Addon and sidecar are more than one release apart.");
  }
}

export class WrongDatabaseError extends CandorError {
  readonly code = "wrong_database";
  readonly status = 409;
  constructor() {
    super("The sidecar's database belongs to another Odoo database.");
  }
}

/** `reason` is a code for the log: "timeout", "http_502", the class of Odoo's exception. */
export class OdooUnavailableError extends CandorError {
  readonly code = "odoo_unavailable";
  readonly status = 503;
  override readonly retry = true;
  readonly reason: string;
  constructor(reason: string) {
    super("Odoo did not answer.");
    this.reason = reason;
  }
}

/** `reason` is PostgreSQL's or the socket's code. */
export class DatabaseUnavailableError extends CandorError {
  readonly code = "database_unavailable";
  readonly status = 503;
  override readonly retry = true;
  readonly reason: string;
  constructor(reason: string) {
    super("The sidecar's database did not answer.");
    this.reason = reason;
  }
}

/** Odoo takes the account's key or the shared secret for wrong, or the clocks are apart. */
export class SecretRefusedError extends CandorError {
  readonly code = "secret_refused";
  readonly status = 502;
  readonly reason: "account" | "signature";
  constructor(reason: "account" | "signature") {
    super("Odoo refused the indexer.");
    this.reason = reason;
  }
}

/** `reason` is a code for the log: "timeout", "http_502", "rate_limited", "away". */
export class EmbedderUnavailableError extends CandorError {
  readonly code = "embedder_unavailable";
  readonly status = 503;
  override readonly retry = true;
  readonly reason: string;
  /** When the server says that it may be asked again. */
  readonly retryAfterMs: number | undefined;
  constructor(reason: string, retryAfterMs?: number) {
    super("The embedder did not answer.");
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The embedder takes the key, the model's name or this very text for wrong. */
export class EmbedderRefusedError extends CandorError {
  readonly code = "embedder_refused";
  readonly status = 502;
  readonly reason: "key" | "model" | "input";
  constructor(reason: "key" | "model" | "input") {
    super("The embedder refused the request.");
    this.reason = reason;
  }
}

/** Its answer holds no vectors, too few, of other dimensions than before, or no numbers. */
export class EmbedderAnswerError extends CandorError {
  readonly code = "embedder_answer";
  readonly status = 502;
  readonly reason: "shape" | "dimensions" | "not_finite";
  constructor(reason: "shape" | "dimensions" | "not_finite") {
    super("The embedder's answer is of no use.");
    this.reason = reason;
  }
}

/** By the person, by closing the page, or because the sidecar ends. */
export class StoppedError extends CandorError {
  readonly code = "stopped";
  readonly status = 499;
  constructor() {
    super("The question was stopped.");
  }
}

export class InternalError extends CandorError {
  readonly code = "internal";
  readonly status = 500;
  constructor() {
    super("The sidecar failed; its log says where.");
  }
}

/** A stage that waits for no other part took longer than it may; `reason` names it. */
export class OverdueError extends CandorError {
  readonly code = "internal";
  readonly status = 503;
  override readonly retry = true;
  readonly reason: string;
  constructor(reason: string) {
    super("The answer took too long.");
    this.reason = reason;
  }
}

/** What a client may know of an error: never a stack, a cause or a foreign message. */
export function errorBody(error: unknown, requestId?: string): ErrorBody {
  const known = error instanceof CandorError ? error : new InternalError();
  return {
    code: isServiceCode(known.code) ? "internal" : known.code,
    message: known.message,
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function isServiceCode(code: CandorError["code"]): code is ServiceCode {
  return code === "secret_refused" || code.startsWith("embedder_");
}

/** The code that Node, PostgreSQL or we gave an error; messages may quote anything and are not looked at. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** What the log may know of an error: codes and places. Foreign messages may quote anything. */
export function errorFields(error: unknown): Record<string, string> {
  if (error instanceof CandorError) {
    const reason = "reason" in error ? { reason: String(error.reason) } : {};
    return { code: error.code, ...reason };
  }
  if (!(error instanceof Error)) return { code: "internal", reason: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    code: "internal",
    reason: codeOf(error) ?? error.name,
    stack: frames.slice(0, 8).join("\n"),
  };
}
