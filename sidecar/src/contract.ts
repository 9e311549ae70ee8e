/**
 * What travels between the panel (browser) and the sidecar. The addon imports
 * these types only; nothing here runs in the browser.
 *
 * Every route that takes a cookie is a POST with a JSON body: browsers send no
 * Origin with same-origin GETs, so a GET could not be told from a forged one.
 */

/** Raised when a message of this file changes; one release apart must work. */
export type ProtocolVersion = number;

/** `POST /ask`, credentials included. The question is not here: Odoo stored it with the ticket. */
export interface AskRequest {
  /** Odoo's signed ticket, good for about a minute and for one turn. */
  ticket: string;
  protocol: ProtocolVersion;
}

/**
 * How records were found, from the highest rung of the ladder down. `extractive`: by words and meaning;
 * `lexical`: by words only, since nothing answered for their meaning; `live`: by Odoo's own search,
 * since there is no index. Answers are quoted on each.
 */
export type Rung = "extractive" | "lexical" | "live";

/**
 * How a question ended; each is shown to the person as what it is. `chat`: small talk, which is neither
 * searched nor judged. `unavailable`: Odoo went away, so there is no result; it is recorded once Odoo is
 * back.
 */
export type Mode = Rung | "abstained" | "chat" | "unavailable";

/** A record of Odoo that the asker may read. */
export interface RecordRef {
  resModel: string;
  resId: number;
  /** Display name, in the asker's language. */
  name: string;
  /** The model's name for people, e.g. "Lead/Opportunity". */
  modelLabel: string;
}

/** An attachment, readable by the asker, of a record shown to him, whose text I don't know, or not all of it. */
export interface UnreadAttachment {
  record: RecordRef;
  /** The file's. */
  name: string;
  code: UnreadCode;
}

export type UnreadCode =
  | "encrypted"
  | "corrupt"
  | "no_text" // a scan, or empty
  | "unsupported" // no type of file that is read
  | "too_large"
  | "bomb" // inflates beyond all measure
  | "memory"
  | "timeout"
  | "cut"; // its first part was read

/** Words of a record that the answer rests on. */
export interface Evidence extends RecordRef {
  /** 1-based number printed beside the words that rest on it. */
  n: number;
  /** Section of the record, equal for every reader: "header", "fields", "line:order_line:12", "message:34". */
  section: string;
  /** Where in the record, in the asker's language: "Expected Revenue", "message of 3 Mar". */
  place: string;
  /** The words, verbatim from the asker's own rendering. */
  quote: string;
}

/** One reason for the confidence; the panel turns the code into words. */
export interface Reason {
  code: ReasonCode;
  /** Values for the words, e.g. `{term: "delivery"}`. Made of the question and permitted text only. */
  params?: Record<string, string | number>;
  /** Positive raises the confidence, negative lowers it; strongest first. */
  weight: number;
}

export type ReasonCode =
  // Instead of an answer: the closest records are those that are meant; which of them?
  | "which_one"
  // Instead of an answer: the form of the record {name} shows the field {label}, and it is empty.
  | "not_filled"
  // Instead of an answer: a count, a sum or a comparison takes a language model. {model}: whose
  // list in Odoo would show it, {label}: its name.
  | "over_many"
  | "open_record" // the answer comes from the record that is open
  | "exact_identifier" // the question names the record exactly
  | "all_terms_found" // every word of the question stands in the records quoted
  | "terms_missing" // {terms}: no record read mentions these words
  | "type_match" // a date was asked and a date found (person, amount, place …)
  | "type_mismatch" // {asked}: a date was asked and none found
  | "clear_winner" // one record fits far better than the next
  | "close_contenders" // several records fit about as well
  | "words_agree" // the question's words stand together in the sentence quoted
  | "meaning_near" // what is quoted is near in meaning
  | "meaning_far" // nothing that was read is near in meaning
  | "old_evidence"; // {months}: the message quoted is that old

export interface Confidence {
  /** Probability in 0..1 that the answer shown is right. */
  probability: number;
  /** Threshold in force, 0..1. At or above: "likely right". */
  threshold: number;
  /** True while the calibrator was fitted on no answers of this database. */
  provisional: boolean;
  reasons: Reason[];
}

/** Server-sent events of `/ask`: `event:` is `type`, `data:` the JSON. */
export type AskEvent =
  /** Waiting for its turn: 1 is next, in about so many seconds. Told again when it moves. */
  | { type: "stage"; stage: "queued"; position: number; seconds: number }
  | { type: "stage"; stage: "searching" }
  /** `records`: how many permitted records are being read. */
  | { type: "stage"; stage: "reading"; records: number }
  | { type: "evidence"; evidence: Evidence }
  /** Append `delta` to part `part` (0-based; a part is a paragraph) that rests on the evidence numbers. */
  | { type: "text"; part: number; delta: string; evidence: number[] }
  | ({ type: "result" } & AskResult)
  /** Last event when something failed after the stream began. */
  | ({ type: "error" } & ErrorBody);

/** Closes a turn that came to an end. */
export interface AskResult {
  requestId: string;
  mode: Exclude<Mode, "unavailable">;
  /** What was searched, also where no answer is given. */
  rung: Rung;
  /** Whether an answer from records was given, and counts as one in every figure. */
  given: boolean;
  /** Null with `chat`. */
  confidence: Confidence | null;
  /** With `abstained`: the closest records that the asker may read. */
  closest: RecordRef[];
  /** Of the records cited, or of the closest ones; a sidecar of the release before doesn't tell. */
  unread?: UnreadAttachment[];
  durationMs: number;
  /** False when Odoo could not store the turn yet; the sidecar keeps it and tries again. */
  recorded: boolean;
}

/** Body of every error response, and of the `error` event. */
export interface ErrorBody {
  code: ErrorCode;
  /** One plain English sentence for logs and integrators; the panel has its own words per code. */
  message: string;
  requestId?: string;
}

export type ErrorCode =
  | "bad_request"
  | "origin_refused"
  | "rate_limited"
  | "ticket_refused" // forged, expired, or of another session
  | "ticket_used"
  | "session_expired"
  | "record_gone" // the open record was deleted, or is no longer readable
  | "version_mismatch" // addon and sidecar are more than one release apart
  | "wrong_database" // the sidecar serves another Odoo database
  | "odoo_unavailable"
  | "database_unavailable" // the sidecar's own PostgreSQL
  | "stopped"
  | "internal";

/** `POST /status`, credentials included; the ticket is an administrator's. */
export interface StatusRequest {
  ticket: string;
  protocol: ProtocolVersion;
}

/** One line of the connection test. */
export interface StatusLine {
  part: "sidecar" | "odoo" | "database" | "index" | "embedder" | "versions" | "secret";
  ok: boolean;
  /** Version or count, e.g. "PostgreSQL 16.14, pgvector 0.8.5". */
  detail: string;
  /** What to do when it is not ok. */
  code?:
    | ErrorCode
    | "empty_index"
    | "secret_refused"
    | "migrating"
    | "no_embedder" // none is configured: words only
    | "embedder_unavailable" // it doesn't answer, or not in time
    | "embedder_refused"; // it answers, and refuses key, model or input type
}

export interface StatusResponse {
  lines: StatusLine[];
}
