import { z } from "zod";

import {
  BadRequestError,
  OdooUnavailableError,
  RecordGoneError,
  TicketRefusedError,
  TicketUsedError,
  VersionMismatchError,
} from "../errors.ts";
import type { CandorError } from "../errors.ts";
import type { Bulkhead } from "./bulkhead.ts";
import { callJson } from "./json-rpc.ts";

/** A section of a record; `*` is the whole record, bounded by Odoo. */
export interface Pointer {
  resModel: string;
  resId: number;
  section: string;
}

/** A section that an earlier answer of the conversation quoted. */
export interface EarlierSection extends Pointer {
  /** 0: the last turn quoted it, 1: the one before. */
  turn: number;
  /** sha256 (hex) of the quotes, the latest first. */
  quotes: string[];
}

/** Odoo writes `false` where it has nothing. */
const text = z.union([z.string(), z.literal(false)]).transform((it) => (it === false ? null : it));

/** An addon of the release before names no targets. */
const target = z
  .union([z.int(), z.literal(false)])
  .default(false)
  .transform((it) => (it === false ? null : it));

const cell = z.object({
  label: text,
  value: text,
  /** Odoo's field type. */
  type: text,
  field: text,
  /** The model that a many2one points to. */
  relation: text,
  /** The id of the record that a many2one points to; null where its name isn't shown. */
  target,
  /** It points to a person or an organisation. */
  party: z.boolean().default(false),
});

const sectionLine = cell.extend({
  text: z.string(),
  /** Of a row of a list: its columns in order, as far as they are filled. */
  cells: z.array(cell).default([]),
});

const renderedSection = z.object({
  /** Equal for every reader: "header", "fields", "line:order_line:12", "message:34", "activity:5". */
  section: z.string(),
  kind: z.enum(["header", "fields", "line", "message", "attachment", "activity"]),
  /** Where in the record, in the asker's language. */
  place: z.string(),
  /** ISO, of what it says. */
  date: text,
  lines: z.array(sectionLine),
  /** What the form shows as zero, No or empty (a label alone, without a value); never in the index. */
  quiet: z.array(sectionLine).default([]),
  /** sha256 (hex) of the lines' texts, without the quiet ones. */
  hash: z.string(),
});

const renderedRecord = z
  .object({
    res_model: z.string(),
    res_id: z.int(),
    name: z.string(),
    model_label: z.string(),
    party: z.boolean().default(false),
    sections: z.array(renderedSection),
    unread: z.array(z.object({ name: z.string(), code: z.string() })).default([]),
  })
  .transform((it) => ({
    resModel: it.res_model,
    resId: it.res_id,
    name: it.name,
    modelLabel: it.model_label,
    /** It is a person or an organisation. */
    isParty: it.party,
    sections: it.sections,
    /** Attachments whose text Odoo doesn't have; the code is one of contract.ts UnreadCode. */
    unread: it.unread,
  }));

export type SectionLine = z.output<typeof sectionLine>;
export type RenderedSection = z.output<typeof renderedSection>;
/** A record as one reader may read it. */
export type RenderedRecord = z.output<typeof renderedRecord>;

const wordHit = z
  .object({ res_model: z.string(), res_id: z.int(), words: z.array(z.int()) })
  .transform((it) => ({ resModel: it.res_model, resId: it.res_id, words: it.words }));

/** A record that Odoo's own search found. `words`: places of its words in the list that was asked for. */
export type WordHit = z.output<typeof wordHit>;

const ids = z.record(z.string(), z.array(z.int()));

const takenTurn = z
  .object({
    turn_id: z.int(),
    uid: z.int(),
    company_ids: z.array(z.int()),
    lang: z.string(),
    /** ISO date where the asker is. */
    today: z.string(),
    question: z.string(),
    open_record: z.union([z.literal(false), z.object({ res_model: z.string(), res_id: z.int() })]),
    earlier: z.array(
      z.object({
        res_model: z.string(),
        res_id: z.int(),
        section: z.string(),
        turn: z.int().default(0),
        quotes: z.array(z.string()).default([]),
      }),
    ),
    /** An addon of the release before sends none. */
    asked_before: z.array(z.string()).default([]),
    completion_token: z.string(),
    /** Share of the answers given that shall be right; an addon of the release before has none. */
    target_precision: z.number().min(0.5).max(0.99).default(0.9),
    /** The document of a fitted calibrator, or false for the one that ships with the sidecar. */
    calibrator: z.unknown().optional(),
    database_uuid: z.string(),
    addon_version: z.string(),
    protocol: z.int(),
  })
  .transform((it) => ({
    turnId: it.turn_id,
    uid: it.uid,
    companyIds: it.company_ids,
    lang: it.lang,
    today: it.today,
    question: it.question,
    openRecord: it.open_record
      ? { resModel: it.open_record.res_model, resId: it.open_record.res_id }
      : undefined,
    earlier: it.earlier.map((one): EarlierSection => ({
      resModel: one.res_model,
      resId: one.res_id,
      section: one.section,
      turn: one.turn,
      quotes: one.quotes,
    })),
    askedBefore: it.asked_before,
    completionToken: it.completion_token,
    targetPrecision: it.target_precision,
    calibrator: it.calibrator,
    databaseUuid: it.database_uuid,
    addonVersion: it.addon_version,
    protocol: it.protocol,
  }));

/** The stored question, now ours to answer. Used instead of the ticket's payload or the browser's copy. */
export type TakenTurn = z.output<typeof takenTurn>;

const status = z
  .object({
    uid: z.int(),
    database_uuid: z.string(),
    addon_version: z.string(),
    protocol: z.int(),
    compiled: z.boolean(),
  })
  .transform((it) => ({
    uid: it.uid,
    databaseUuid: it.database_uuid,
    addonVersion: it.addon_version,
    protocol: it.protocol,
    compiled: it.compiled,
  }));

export type OdooStatus = z.output<typeof status>;

/** Who asks, as far as Odoo must know it to treat the call as the browser's. */
export interface Visitor {
  /** Value of `session_id`; serves this one request and is never stored or logged. */
  sessionId: string;
  /** Origin of the page: Odoo picks the database by its host, and ends the session on another one. */
  origin: string;
  userAgent: string;
  /** One address. Odoo writes a device log for every call from another one. */
  address: string;
}

const timeoutsMs = {
  take: 5_000,
  visible: 5_000,
  search: 5_000,
  topics: 5_000,
  permit: 15_000,
  status: 5_000,
};

const refusals: Record<string, () => CandorError> = {
  ticket_refused: () => new TicketRefusedError(),
  ticket_used: () => new TicketUsedError(),
  record_gone: () => new RecordGoneError(),
  version_mismatch: () => new VersionMismatchError(),
  bad_request: () => new BadRequestError(),
};

const refusal = z.object({ refused: z.string() });

/**
 * Candor's own routes in Odoo, called as the asker: this request's cookie together with the ticket
 * that belongs to it. Any error ends the turn; nobody calls as the user again after one.
 */
export class OdooSession {
  readonly #url: URL;
  readonly #bulkhead: Bulkhead;
  readonly #headers: Record<string, string>;
  readonly #ticket: string;

  constructor(odoo: { url: URL; bulkhead: Bulkhead }, visitor: Visitor, ticket: string) {
    const page = new URL(visitor.origin);
    this.#url = odoo.url;
    this.#bulkhead = odoo.bulkhead;
    this.#ticket = ticket;
    this.#headers = {
      Cookie: `session_id=${visitor.sessionId}`,
      Host: page.host,
      "User-Agent": visitor.userAgent,
      "X-Forwarded-For": visitor.address,
      "X-Forwarded-Host": page.host,
      "X-Forwarded-Proto": page.protocol.slice(0, -1),
    };
  }

  /**
   * Opens the stored turn, once.
   *
   * @throws TicketRefusedError, TicketUsedError, RecordGoneError, VersionMismatchError,
   *   SessionExpiredError, OdooUnavailableError
   */
  take(protocol: number, signal: AbortSignal): Promise<TakenTurn> {
    return this.#call("take", "/candor/turn/take", { protocol }, takenTurn, signal);
  }

  /** Which of these the asker can find: a hint that saves rendering, never the permission. */
  async visible(asked: Record<string, number[]>, signal: AbortSignal): Promise<typeof asked> {
    const shape = z.object({ ids });
    return (await this.#call("visible", "/candor/visible", { ids: asked }, shape, signal)).ids;
  }

  /** Everything the asker can find in the sources, or undefined when that is more: a hint as well. */
  async allVisible(
    atMost: number,
    signal: AbortSignal,
  ): Promise<Record<string, number[]> | undefined> {
    const shape = z.object({ all: z.union([z.literal(false), ids]) });
    const params = { at_most: atMost };
    const { all } = await this.#call("visible", "/candor/visible", params, shape, signal);
    return all === false ? undefined : all;
  }

  /**
   * Records of the sources that the asker's own search finds by these words, for the time without an
   * index: a hint as well.
   *
   * @param words 12 at most, of 64 letters at most, the most telling first
   */
  async search(words: string[], signal: AbortSignal): Promise<WordHit[]> {
    const shape = z.object({ records: z.array(wordHit) });
    return (await this.#call("search", "/candor/search", { words }, shape, signal)).records;
  }

  /** What he can ask about: names, in his language, of the sources that he may read; six at most. */
  async topics(signal: AbortSignal): Promise<string[]> {
    const shape = z.object({ topics: z.array(z.string()) });
    return (await this.#call("topics", "/candor/topics", {}, shape, signal)).topics;
  }

  /** The asker's own rendering of the sections pointed at; what he may not read is absent. */
  async permit(pointers: Pointer[], signal: AbortSignal): Promise<RenderedRecord[]> {
    const asked = pointers.map((it) => ({
      res_model: it.resModel,
      res_id: it.resId,
      section: it.section,
    }));
    const shape = z.object({ records: z.array(renderedRecord) });
    return (await this.#call("permit", "/candor/permit", { pointers: asked }, shape, signal))
      .records;
  }

  /** For the connection test; the ticket is an administrator's. */
  status(signal: AbortSignal): Promise<OdooStatus> {
    return this.#call("status", "/candor/status", {}, status, signal);
  }

  async #call<Shape extends z.ZodType>(
    name: keyof typeof timeoutsMs,
    path: string,
    params: Record<string, unknown>,
    shape: Shape,
    signal: AbortSignal,
  ): Promise<z.output<Shape>> {
    const call = {
      url: new URL(path, this.#url),
      headers: this.#headers,
      params: { ...params, ticket: this.#ticket },
      timeoutMs: timeoutsMs[name],
    };
    const result = await this.#bulkhead.run(() => callJson(call, signal), signal);
    const refused = refusal.safeParse(result);
    if (refused.success) {
      throw (
        refusals[refused.data.refused]?.() ??
        new OdooUnavailableError(`refused_${refused.data.refused}`)
      );
    }
    const read = shape.safeParse(result);
    // What zod says of it may quote the record.
    if (!read.success) throw new OdooUnavailableError(`unexpected_${name}`);
    return read.data;
  }
}
