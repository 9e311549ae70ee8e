import { createParser } from "eventsource-parser";

import type { AskEvent } from "../src/contract.ts";

/** A page of Odoo that may ask, and what its browser sends of a session. */
export const origin = "http://odoo.test:8069";
export const cookie = `other=1; session_id=${"c".repeat(84)}; frontend_lang=en_US`;

export interface Changes {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  path?: string;
}

/** Asks the sidecar at this port as the panel does, but for the changes. */
export function send(
  port: number | string,
  { method = "POST", headers, body, signal, path = "/ask" }: Changes = {},
): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { origin, cookie, "content-type": "application/json", ...headers },
    ...(method === "POST" ? { body: body ?? JSON.stringify({ ticket: "t", protocol: 2 }) } : {}),
    ...(signal ? { signal } : {}),
  });
}

/** Everything that a stream told, once it has ended. */
export async function eventsOf(response: Response): Promise<AskEvent[]> {
  expect(response.status).toBe(200);
  const events: AskEvent[] = [];
  const parser = createParser({
    onEvent: (event) => events.push(JSON.parse(event.data) as AskEvent),
  });
  parser.feed(await response.text());
  return events;
}

export const textOf = (events: AskEvent[]): string =>
  events.flatMap((event) => (event.type === "text" ? [event.delta] : [])).join("\n");
