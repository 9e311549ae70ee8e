import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

import OdooAwait from "odoo-await";
import { z } from "zod";

import { unlessAborted } from "../abort.ts";
import {
  codeOf,
  OdooUnavailableError,
  SecretRefusedError,
  StoppedError,
  VersionMismatchError,
} from "../errors.ts";
import { isCompatible, protocol, sidecarVersion } from "../release.ts";
import type { Secret } from "../secret.ts";
import type { Bulkhead } from "./bulkhead.ts";
import { sign } from "./signature.ts";

export interface ServiceContext {
  url: URL;
  database: string;
  login: string;
  key: Secret;
  sharedSecrets: readonly Secret[];
  bulkhead: Bulkhead;
  /** Told the uuid of the Odoo database met; throws when this sidecar belongs to another. */
  meet: (databaseUuid: string, signal: AbortSignal) => Promise<void>;
  /** Per call; a lease renders up to 20 records in every language. */
  timeoutMs?: number;
}

const nullable = z
  .union([z.string(), z.literal(false), z.null()])
  .transform((it) => (it === false ? null : it));

const leasedRecord = z.object({
  id: z.int(),
  lease: z.string(),
  resModel: z.string(),
  resId: z.int(),
  version: z.int(),
  stamp: z
    .string()
    .optional()
    .transform((it) => it ?? ""),
  deleted: z.boolean(),
  lang: z.string(),
  name: z.string(),
  sections: z.array(
    z.object({
      section: z.string(),
      kind: z.string(),
      date: nullable,
      lang: nullable.optional().transform((it) => it ?? null),
      lines: z.array(z.object({ text: z.string(), value: nullable, type: nullable })),
    }),
  ),
  /** Those that this version of the extractor has not read. */
  attachments: z
    .array(
      z.object({
        id: z.int(),
        checksum: z.string(),
        mimetype: z.string(),
        name: z.string(),
        size: z.int(),
      }),
    )
    .default([]),
});

const settings = z.object({
  databaseUuid: z.string(),
  addonVersion: z.string(),
  protocol: z.int(),
  sources: z.array(z.object({ resModel: z.string(), label: z.string() })),
});

const pending = z.object({ edits: z.int(), bulk: z.int(), vectors: z.int(), dead: z.int() });

const shapes = {
  lease: z.object({ rows: z.array(leasedRecord), pending }),
  acknowledge: z.object({ acknowledged: z.int() }),
  attachment: z.object({
    size: z.int(),
    data: z.base64(),
    more: z.boolean(),
    gone: z.boolean(),
  }),
  extract: z.object({ stored: z.boolean() }),
  inventory: z.object({
    records: z.array(z.tuple([z.int(), z.string()])),
    more: z.boolean(),
  }),
  requeue: z.object({ queued: z.int() }),
  report: z.object({ fullPass: z.boolean(), reconcile: z.array(z.string()) }),
  settings,
  labels: z.object({ labels: z.array(z.string()) }),
  tend: z.object({
    databaseUuid: z.string(),
    nextMs: z.number(),
    forgotten: z.array(z.object({ id: z.int(), turnId: z.int(), requestId: nullable })),
    keepFailuresDays: z.int().min(0),
  }),
};

export type Settings = z.output<typeof settings>;
type Method = keyof typeof shapes;

/** XML-RPC fault that Odoo gives for AccessDenied (odoo/addons/rpc). */
const accessDenied = 3;
const defaultTimeoutMs = 30_000;

/**
 * odoo-await with a socket of its own that an abort destroys. The library opens one request per call
 * with the options it asks this method for, and Node ends a request whose `signal` aborts.
 */
class BoundClient extends OdooAwait {
  readonly #bounds: { agent: HttpAgent; signal: AbortSignal };

  constructor(context: ServiceContext, agent: HttpAgent, signal: AbortSignal) {
    super({
      baseUrl: context.url.origin,
      db: context.database,
      username: context.login,
      password: context.key.reveal(),
    });
    this.#bounds = { agent, signal };
  }

  override createClientOptions(path: string): ReturnType<OdooAwait["createClientOptions"]> {
    return { ...super.createClientOptions(path), ...this.#bounds };
  }
}

/** The indexer's door to Odoo: the methods of `candor.indexer`, signed, and nothing else. */
export class OdooService {
  readonly #context: ServiceContext;
  readonly #agent: HttpAgent;
  #uid: number | undefined;

  constructor(context: ServiceContext) {
    this.#context = context;
    // No keep-alive: an idle connection would hold one of Odoo's threads.
    this.#agent = context.url.protocol === "https:" ? new HttpsAgent() : new HttpAgent();
  }

  lease(
    request: {
      limit: number;
      leaseSeconds: number;
      lane: "edits" | "bulk";
      vectors: boolean;
      /** Version of what reads attachments: files that it has read are not told of again. */
      extractor: string;
    },
    signal: AbortSignal,
  ): Promise<z.output<(typeof shapes)["lease"]>> {
    return this.#call("lease", request, signal);
  }

  acknowledge(
    rows: { id: number; lease: string; outcome: string; code?: string; retry?: boolean }[],
    signal: AbortSignal,
  ): Promise<unknown> {
    return this.#call("acknowledge", { rows }, signal);
  }

  /** A part of a file of a leased record; see `candor.indexer`. */
  attachment(
    request: { id: number; lease: string; attachmentId: number; offset: number },
    signal: AbortSignal,
  ): Promise<z.output<(typeof shapes)["attachment"]>> {
    return this.#call("attachment", request, signal);
  }

  /** What was read of it, or why nothing was. */
  extract(
    request: {
      id: number;
      lease: string;
      attachmentId: number;
      checksum: string;
      extractor: string;
      unit: string;
      pages: string[] | null;
      skip: string | null;
    },
    signal: AbortSignal,
  ): Promise<z.output<(typeof shapes)["extract"]>> {
    return this.#call("extract", request, signal);
  }

  inventory(
    request: { resModel: string; after: number; limit: number },
    signal: AbortSignal,
  ): Promise<z.output<(typeof shapes)["inventory"]>> {
    return this.#call("inventory", request, signal);
  }

  requeue(records: { resModel: string; resId: number }[], signal: AbortSignal): Promise<unknown> {
    return this.#call("requeue", { records }, signal);
  }

  /** The worker's first call and one a minute: so a swapped Odoo database is noticed before a lease. */
  async report(state: object, signal: AbortSignal): Promise<z.output<(typeof shapes)["report"]>> {
    const met = await this.settings(signal);
    await this.#context.meet(met.databaseUuid, signal);
    if (!isCompatible(met.protocol)) throw new VersionMismatchError();
    return this.#call("report", { ...state, sidecarVersion, protocol }, signal);
  }

  settings(signal: AbortSignal): Promise<Settings> {
    return this.#call("settings", {}, signal);
  }

  /** What records of the sources are rendered with: names of models, fields and columns, in every language. */
  async labels(signal: AbortSignal): Promise<string[]> {
    return (await this.#call("labels", {}, signal)).labels;
  }

  /**
   * Has Odoo look after reviews, and asks what to forget.
   *
   * @param forgotten ids of what it told before and is forgotten
   */
  async tend(
    forgotten: readonly number[],
    signal: AbortSignal,
  ): Promise<z.output<(typeof shapes)["tend"]>> {
    const told = await this.#call("tend", { forgotten }, signal);
    // Another database's numbers would be of other turns.
    await this.#context.meet(told.databaseUuid, signal);
    return told;
  }

  /**
   * @throws SecretRefusedError when Odoo takes account, key, secret or clock for wrong,
   *   StoppedError when aborted, OdooUnavailableError for everything else
   */
  async #call<Name extends Method>(
    method: Name,
    body: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<z.output<(typeof shapes)[Name]>> {
    const { bulkhead, sharedSecrets, timeoutMs = defaultTimeoutMs } = this.#context;
    const answer = await bulkhead.run(async () => {
      const timeout = AbortSignal.timeout(timeoutMs);
      const bounded = AbortSignal.any([signal, timeout]);
      try {
        const uid = (this.#uid ??= await this.#authenticate(bounded));
        const payload = JSON.stringify(body);
        const timestamp = Math.floor(Date.now() / 1000);
        const signature = sign(`${method}\n${timestamp}\n${payload}`, sharedSecrets);
        return await this.#execute(uid, method, [payload, timestamp, signature], bounded);
      } catch (error) {
        if (signal.aborted) throw new StoppedError();
        if (timeout.aborted) throw new OdooUnavailableError("timeout");
        throw typed(error);
      }
    }, signal);
    try {
      const shape: z.ZodType = shapes[method];
      return shape.parse(JSON.parse(z.string().parse(answer))) as z.output<(typeof shapes)[Name]>;
    } catch {
      // What zod says of it may quote a record.
      throw new OdooUnavailableError(`unexpected_${method}`);
    }
  }

  async #authenticate(signal: AbortSignal): Promise<number> {
    const client = new BoundClient(this.#context, this.#agent, signal);
    return z.int().parse(await unlessAborted(client.connect() as Promise<unknown>, signal));
  }

  #execute(
    uid: number,
    method: Method,
    args: readonly unknown[],
    signal: AbortSignal,
  ): Promise<unknown> {
    const client = Object.assign(new BoundClient(this.#context, this.#agent, signal), { uid });
    // odoo-await puts database, uid and key into the very array it is given: it gets one of its own.
    const call = client.execute_kw("candor.indexer", method, [[...args]]) as Promise<unknown>;
    // A socket that is destroyed while an answer arrives never calls odoo-await back.
    return unlessAborted(call, signal);
  }
}

/** Errors of odoo-await carry request, key and answer: only a code comes out of here. */
function typed(error: unknown): Error {
  // The library rejects with a bare sentence when Odoo doesn't know login and key.
  if (typeof error === "string") return new SecretRefusedError("account");
  if (typeof error === "object" && error !== null && "faultCode" in error) {
    return error.faultCode === accessDenied
      ? new SecretRefusedError("signature")
      : new OdooUnavailableError(`fault_${String(error.faultCode)}`);
  }
  return new OdooUnavailableError(codeOf(error) ?? "not_xml_rpc");
}
