import { createHmac } from "node:crypto";
import { request } from "node:http";

import type { AskOptions } from "../../../e2e/asker.ts";
import type { Person } from "./people.ts";
import type { RecordKey, World } from "./world.ts";

type Caller = Pick<Person, "asker">;

/** A turn that its asker took himself, without the sidecar. */
export interface OpenTurn {
  ticket: string;
  turnId: number;
  conversationId: number;
  completionToken: string;
}

/** Calls a route of Odoo as a person. @returns the whole body, refusals and tracebacks included */
export async function post(
  world: World,
  { asker }: Caller,
  path: string,
  params: object,
): Promise<string> {
  const response = await fetch(`${world.address.odooUrl}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Cookie: `session_id=${asker.cookie}` },
    body: JSON.stringify({ jsonrpc: "2.0", params }),
  });
  return await response.text();
}

export async function callMethod(
  world: World,
  person: Caller,
  model: string,
  method: string,
  ...args: unknown[]
): Promise<string> {
  const path = `/web/dataset/call_kw/${model}/${method}`;
  return await post(world, person, path, { model, method, args, kwargs: {} });
}

export function resultOf(body: string): unknown {
  return (JSON.parse(body) as { result?: unknown }).result;
}

/** Stores a question. @returns what the panel would get, whole */
export async function ask(
  world: World,
  person: Caller,
  question: string,
  { open, companyIds = [], conversationId }: AskOptions = {},
): Promise<string> {
  return await post(world, person, "/candor/ticket", {
    question,
    conversation_id: conversationId ?? false,
    res_model: open?.resModel ?? false,
    res_id: open?.resId ?? false,
    company_ids: companyIds,
  });
}

/** Takes a turn as the sidecar does: the asker has all that it needs, but for the shared secret. */
export async function openTurn(
  world: World,
  person: Caller,
  question: string,
  options: AskOptions = {},
): Promise<OpenTurn> {
  const stored = resultOf(await ask(world, person, question, options)) as {
    ticket: string;
    turn_id: number;
    conversation_id: number;
    protocol: number;
  };
  const { ticket, protocol } = stored;
  const taken = resultOf(await post(world, person, "/candor/turn/take", { ticket, protocol }));
  const { completion_token } = taken as { completion_token: string };
  return {
    ticket,
    turnId: stored.turn_id,
    conversationId: stored.conversation_id,
    completionToken: completion_token,
  };
}

/** Asks Odoo for sections, with a ticket of one's own or of somebody else. */
export async function permit(
  world: World,
  person: Caller,
  ticket: string,
  { resModel, resId }: RecordKey,
  sections: string[],
): Promise<string> {
  const pointers = ["*", "header", ...sections].map((section) => ({
    ...{ res_model: resModel, res_id: resId, section },
  }));
  return await post(world, person, "/candor/permit", { ticket, pointers });
}

/** Which ids the person is said to find. */
export async function visible(
  world: World,
  person: Caller,
  ticket: string,
  { resModel, resId }: RecordKey,
): Promise<number[]> {
  const body = await post(world, person, "/candor/visible", {
    ticket,
    ids: { [resModel]: [resId] },
  });
  return (resultOf(body) as { ids?: Record<string, number[]> }).ids?.[resModel] ?? [];
}

/** Records that Odoo's own search finds for the person, and which of the words each has. */
export async function search(
  world: World,
  person: Caller,
  ticket: string,
  words: string[],
): Promise<(RecordKey & { words: string[] })[]> {
  const body = await post(world, person, "/candor/search", { ticket, words });
  const { records = [] } = (resultOf(body) ?? {}) as {
    records?: { res_model: string; res_id: number; words: number[] }[];
  };
  return records.map((it) => ({
    resModel: it.res_model,
    resId: it.res_id,
    words: it.words.flatMap((at) => words[at] ?? []),
  }));
}

/** Completes a turn with a document, signed as the sidecar signs or by a guess. */
export async function complete(
  world: World,
  person: Caller,
  { completionToken }: OpenTurn,
  document: object,
  secret: string,
): Promise<string> {
  const payload = JSON.stringify(document);
  const signature = createHmac("sha256", secret)
    .update(`complete\n${completionToken}\n${payload}`)
    .digest("hex");
  const params = { token: completionToken, payload, signature };
  return await post(world, person, "/candor/turn/complete", params);
}

let attackers = 0;

/**
 * Hands a ticket to the sidecar from an address of its own: each address may fail some thirty times a
 * minute, and attackers share none.
 */
export async function toSidecar(
  world: World,
  person: Caller,
  path: "/ask" | "/status",
  ticket: string,
  protocol: number,
): Promise<string> {
  attackers += 1;
  const localAddress = `127.1.${Math.floor(attackers / 250) % 250}.${(attackers % 250) + 1}`;
  const body = JSON.stringify({ ticket, protocol });
  return await new Promise((answered, failed) => {
    const sent = request(
      `${world.address.sidecarUrl}${path}`,
      {
        method: "POST",
        localAddress,
        headers: {
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
          Origin: world.address.odooUrl,
          Cookie: `session_id=${person.asker.cookie}`,
        },
      },
      (response) => {
        let text = `${response.statusCode ?? 0} `;
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => answered(text));
      },
    );
    sent.on("error", failed);
    sent.end(body);
  });
}

/** The own ticket with other values in it: its signature no longer fits. */
export function forge(ticket: string, values: object): string {
  const bytes = Buffer.from(ticket, "base64url");
  const head = 1 + 8 + 32;
  const message = { ...(JSON.parse(bytes.subarray(head).toString()) as object), ...values };
  return Buffer.concat([bytes.subarray(0, head), Buffer.from(JSON.stringify(message))]).toString(
    "base64url",
  );
}
