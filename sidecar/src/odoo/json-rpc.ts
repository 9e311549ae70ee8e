import { request as httpRequest } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";

import { z } from "zod";

import { codeOf, OdooUnavailableError, SessionExpiredError, StoppedError } from "../errors.ts";

export interface JsonRpcCall {
  url: URL;
  /** Besides those that make it JSON. */
  headers: Record<string, string>;
  params: Record<string, unknown>;
  timeoutMs: number;
}

/** A whole permit round of long records is below a tenth of it. */
const maxBytes = 16 * 1024 * 1024;

/** Odoo's "session expired", which travels under HTTP 200. */
const sessionExpired = 100;

const envelope = z.object({
  result: z.unknown().optional(),
  // `data.debug` is a traceback and `message` may quote a record: neither is even read.
  error: z
    .object({ code: z.number().optional(), data: z.object({ name: z.string() }).optional() })
    .optional(),
});

/**
 * One JSON-RPC call to a route of Odoo.
 *
 * @returns `result` as it came
 * @throws SessionExpiredError on Odoo's code 100, StoppedError when aborted, OdooUnavailableError
 *   for everything else: no connection, no answer in time, HTML, a cut or oversized body, an exception
 */
export async function callJson(call: JsonRpcCall, signal: AbortSignal): Promise<unknown> {
  const body = await post(call, signal);
  let read: z.infer<typeof envelope>;
  try {
    read = envelope.parse(JSON.parse(body));
  } catch {
    throw new OdooUnavailableError("not_json_rpc");
  }
  if (read.error) {
    if (read.error.code === sessionExpired) throw new SessionExpiredError();
    throw new OdooUnavailableError(read.error.data?.name ?? `code_${read.error.code ?? 0}`);
  }
  return read.result;
}

async function post(call: JsonRpcCall, signal: AbortSignal): Promise<string> {
  const payload = JSON.stringify({ jsonrpc: "2.0", method: "call", params: call.params });
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const options: RequestOptions = {
    method: "POST",
    // No keep-alive: an idle connection would hold one of Odoo's threads.
    agent: false,
    signal: AbortSignal.any([signal, timeout]),
    headers: {
      ...call.headers,
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(payload),
      Accept: "application/json",
    },
  };
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const send = call.url.protocol === "https:" ? httpsRequest : httpRequest;
      // The certificate is that of the address called, not of the Host forwarded.
      send(call.url, { ...options, servername: call.url.hostname } as RequestOptions, resolve)
        .on("error", reject)
        .end(payload);
    });
    return await read(response);
  } catch (error) {
    if (signal.aborted) throw new StoppedError();
    if (timeout.aborted) throw new OdooUnavailableError("timeout");
    if (error instanceof OdooUnavailableError) throw error;
    throw new OdooUnavailableError(codeOf(error) ?? "connection");
  }
}

async function read(response: IncomingMessage): Promise<string> {
  if (response.statusCode !== 200) {
    response.destroy();
    throw new OdooUnavailableError(`http_${response.statusCode ?? 0}`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.destroy();
      throw new OdooUnavailableError("too_large");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
