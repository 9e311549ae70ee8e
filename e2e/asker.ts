import { createParser } from "eventsource-parser";

import type { AskEvent, AskResult, ErrorBody, Evidence } from "../sidecar/src/contract.ts";

/** Where a running Candor is. */
export interface Address {
  odooUrl: string;
  sidecarUrl: string;
  database: string;
}

/** Version of the wire that this client speaks. */
const protocol = 2;

export interface AskOptions {
  open?: { resModel: string; resId: number } | undefined;
  conversationId?: number | undefined;
  companyIds?: number[] | undefined;
}

export interface Ticket {
  ticket: string;
  turnId: number;
  conversationId: number;
}

/** What came back for one question, whole. */
export interface Answered {
  /** HTTP status of the sidecar. */
  status: number;
  events: AskEvent[];
  /** Paragraphs of the answer, joined by line breaks; empty where none was given. */
  text: string;
  evidence: Evidence[];
  result: AskResult | undefined;
  /** The error that came instead of, or after, a stream. */
  error: ErrorBody | undefined;
  durationMs: number;
  /** All that reached the asker, as it came over the wire. */
  raw: string;
}

/** Odoo refused or failed; `code` is a refusal of Candor's routes, or Odoo's own error name. */
export class OdooRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface JsonRpcAnswer {
  result?: unknown;
  error?: { code: number; data?: { name?: string } };
}

/** A person with an Odoo session who asks over HTTP, exactly as the panel does. */
export class Asker {
  readonly address: Address;
  readonly login: string;
  readonly uid: number;
  /** Value of the session cookie. */
  cookie: string;

  private constructor(address: Address, login: string, uid: number, cookie: string) {
    this.address = address;
    this.login = login;
    this.uid = uid;
    this.cookie = cookie;
  }

  static async login(address: Address, login: string, password = login): Promise<Asker> {
    const response = await fetch(`${address.odooUrl}/web/session/authenticate`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        jsonrpc: "2.0",
        params: { db: address.database, login, password },
      }),
    });
    const body = (await response.json()) as { result?: { uid: number | null } };
    const cookie = sessionCookie(response);
    if (body.result?.uid === undefined || body.result.uid === null || cookie === undefined) {
      throw new OdooRefusal("login_refused");
    }
    return new Asker(address, login, body.result.uid, cookie);
  }

  /** Calls a JSON-RPC route of Odoo with this session. Throws OdooRefusal on an error of Odoo's. */
  async route(path: string, params: object): Promise<unknown> {
    const response = await fetch(`${this.address.odooUrl}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Cookie: `session_id=${this.cookie}` },
      body: JSON.stringify({ jsonrpc: "2.0", params }),
    });
    if (!response.headers.get("content-type")?.includes("json")) {
      throw new OdooRefusal(`http_${response.status}`);
    }
    this.cookie = sessionCookie(response) ?? this.cookie;
    const body = (await response.json()) as JsonRpcAnswer;
    if (body.error) throw new OdooRefusal(body.error.data?.name ?? String(body.error.code));
    return body.result;
  }

  /** Calls a public method of a model as this user. */
  async call<T>(model: string, method: string, args: unknown[] = [], kwargs = {}): Promise<T> {
    return (await this.route(`/web/dataset/call_kw/${model}/${method}`, {
      model,
      method,
      args,
      kwargs,
    })) as T;
  }

  /** Stores the question in Odoo. Throws OdooRefusal with the code of the refusal. */
  async ticket(question: string, options: AskOptions = {}): Promise<Ticket> {
    const stored = (await this.route("/candor/ticket", {
      question,
      conversation_id: options.conversationId ?? false,
      res_model: options.open?.resModel ?? false,
      res_id: options.open?.resId ?? false,
      company_ids: options.companyIds ?? [],
    })) as { refused?: string; ticket: string; turn_id: number; conversation_id: number };
    if (stored.refused !== undefined) throw new OdooRefusal(stored.refused);
    return {
      ticket: stored.ticket,
      turnId: stored.turn_id,
      conversationId: stored.conversation_id,
    };
  }

  async ask(question: string, options: AskOptions = {}): Promise<Answered & Ticket> {
    const ticket = await this.ticket(question, options);
    return { ...ticket, ...(await this.redeem(ticket.ticket)) };
  }

  /** Hands a ticket to the sidecar with this person's cookie and reads the answer to its end. */
  async redeem(
    ticket: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: object } = {},
  ): Promise<Answered> {
    const begun = performance.now();
    const response = await fetch(`${this.address.sidecarUrl}/ask`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Origin: this.address.odooUrl,
        Cookie: `session_id=${this.cookie}`,
        ...headers,
      },
      body: JSON.stringify({ ticket, protocol, ...body }),
    });
    const raw = await response.text();
    const durationMs = performance.now() - begun;
    const isStream = response.headers.get("content-type")?.includes("event-stream") ?? false;
    const events = isStream ? eventsOf(raw) : [];
    const failed = events.find((event) => event.type === "error");
    return {
      status: response.status,
      events,
      text: textOf(events),
      evidence: events.flatMap((event) => (event.type === "evidence" ? [event.evidence] : [])),
      result: events.find((event) => event.type === "result"),
      error: failed ?? (isStream ? undefined : (JSON.parse(raw) as ErrorBody)),
      durationMs,
      raw,
    };
  }
}

function sessionCookie(response: Response): string | undefined {
  for (const header of response.headers.getSetCookie()) {
    const found = /^session_id=([^;]+)/.exec(header);
    if (found) return found[1];
  }
  return undefined;
}

function eventsOf(raw: string): AskEvent[] {
  const events: AskEvent[] = [];
  const parser = createParser({
    onEvent: ({ data }) => events.push(JSON.parse(data) as AskEvent),
  });
  parser.feed(raw);
  return events;
}

function textOf(events: AskEvent[]): string {
  const parts: string[] = [];
  for (const event of events) {
    if (event.type === "text") parts[event.part] = (parts[event.part] ?? "") + event.delta;
  }
  return parts.join("\n");
}
