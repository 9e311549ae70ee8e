import { z } from "zod";

import type { Secret } from "../secret.ts";
import type { Bulkhead } from "./bulkhead.ts";
import { callJson } from "./json-rpc.ts";
import { sign } from "./signature.ts";

export interface CompletionContext {
  url: URL;
  database: string;
  /** Origin of an Odoo page: filters by host must let the call through. */
  origin: string;
  sharedSecrets: readonly Secret[];
  bulkhead: Bulkhead;
}

/**
 * `stored`: now; `already`: by an earlier try whose answer was lost; `token`: the turn is gone or its
 * days are over; `bad_request`: Odoo will never take this document; `refused`: the secret is wrong, so
 * it may be taken once that is mended.
 */
export type Completion = "stored" | (typeof ends)[number] | "refused";
const ends = ["already", "token", "bad_request"] as const;

const timeoutMs = 4_000;
const answer = z.union([z.object({ ok: z.literal(true) }), z.object({ refused: z.string() })]);

/**
 * Hands a finished turn to Odoo. Needs no session, so that it can be done after an outage: the token
 * completes this turn and no other, the signature says that the sidecar wrote the payload.
 *
 * @param payload JSON document, see the addon's wire/completion.py
 * @throws OdooUnavailableError, StoppedError
 */
export async function complete(
  odoo: CompletionContext,
  token: string,
  payload: string,
  signal: AbortSignal,
): Promise<Completion> {
  const host = new URL(odoo.origin).host;
  const call = {
    url: new URL("/candor/turn/complete", odoo.url),
    headers: { Host: host, "X-Forwarded-Host": host, "X-Odoo-Database": odoo.database },
    params: {
      token,
      payload,
      signature: sign(`complete\n${token}\n${payload}`, odoo.sharedSecrets),
    },
    timeoutMs,
  };
  const result = answer.safeParse(await odoo.bulkhead.run(() => callJson(call, signal), signal));
  if (!result.success) return "refused";
  if ("ok" in result.data) return "stored";
  const { refused } = result.data;
  return ends.find((it) => it === refused) ?? "refused";
}
