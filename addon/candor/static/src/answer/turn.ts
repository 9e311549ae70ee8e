import type {
    AskEvent,
    Confidence,
    Evidence,
    Mode,
    RecordRef,
    Rung,
    UnreadAttachment,
} from "@candor/sidecar/src/contract.ts";

import type { OpenRecord } from "../panel/open_record";
import type { FailureCode } from "./failure";

/** Words that rest on the same evidence, printed with its numbers behind them. */
interface Segment {
    text: string;
    evidence: number[];
}

/** Words of a reviewer's in the place of an answer, with what they rest on. */
interface Corrected {
    parts: Segment[];
    evidence: Source[];
}

/** What the asker may know of the review of his question; words only as far as he may read the answer. */
interface ReviewState {
    id: number;
    state: "finding" | "waiting" | "asked_back" | "nobody" | "arriving" | "done";
    reviewer: string | false;
    /** UTC, as Odoo's server writes it. */
    since: string;
    outcome: "approve" | "correct" | "reject" | "held_back_right" | "lapsed" | "forgotten" | false;
    origin: "asked" | "rule" | "sample";
    decided: string | false;
    /** While the verdict that arrives can be taken back. */
    final_in_ms: number | false;
    asked_back: string | false;
    reply: string | false;
    reason: string | false;
    corrected: Corrected | false;
    /** There is a corrected answer, but he can't read what it cites. */
    is_unreadable: boolean;
}

/** What the asker thinks of his answer. */
interface Rating {
    value: "up" | "down";
    /** A word with "down", or "". */
    why: string;
}

/** What a declined question would have been answered with. */
interface HeldBack {
    parts: Segment[];
    evidence: Evidence[];
}

/** The words of a source as they stand in its record. */
interface Surroundings {
    before: string;
    quote: string;
    after: string;
}

/** A source of an answer; of one that was stored, whether its record says something else by now. */
interface Source extends Evidence {
    changed?: boolean;
}

/** One question and what became of it, as the panel shows it. */
interface Turn {
    /** Unlike `turnId` it is there before Odoo has answered. */
    key: number;
    turnId: number | false;
    question: string;
    /** Null when it is about all records, undefined until the page that opens has told its record. */
    about: OpenRecord | null | undefined;
    state: "sending" | "queued" | "searching" | "reading" | "answering" | "done" | "failed";
    /** Where it waits while many ask: 1 is next. */
    place: { position: number; seconds: number } | null;
    /** Records being read, known from "reading" on. */
    records: number;
    /** Paragraphs. */
    parts: Segment[][];
    evidence: Source[];
    /** By the number of a source: false where none can be shown, undefined until asked for. */
    surroundings: Record<number, Surroundings | false | undefined>;
    closest: RecordRef[];
    /** Attachments of these records that the answer was made without. */
    unread: UnreadAttachment[];
    mode: Mode | null;
    /** What was searched; of an answer from before, known by its mode only. */
    rung: Rung | null;
    confidence: Confidence | null;
    /** False when Odoo could not store the answer yet. */
    isRecorded: boolean;
    failure: FailureCode | null;
    /** When to try again, where that was told. */
    retryAfterS: number | null;
    /** Something that it was made from is no longer readable. */
    isBlank: boolean;
    /** When it was asked, UTC as Odoo's server writes it, if something that it quotes has changed since. */
    changedSince: string | null;
    review: ReviewState | null;
    /** To who reviews it, as far as he may read it; the asker is given none. */
    heldBack: HeldBack | null;
    /** The asker's own; nobody else is given it. */
    rating: Rating | null;
    /** Its question stands in the box again, or is from before. */
    isReturned: boolean;
}

/** What `candor.turn.serve` gives out. */
interface ServedTurn {
    id: number;
    question: string | false;
    state: "open" | "taken" | "done";
    outcome: "answered" | "abstained" | "chat" | "stopped" | "failed" | false;
    mode: Mode | false;
    rung: Rung | false;
    /** Why it failed, in the sidecar's or Odoo's code; a newer one may know more. */
    error_code: string | false;
    blank: boolean;
    changed_since: string | false;
    parts: Segment[];
    evidence: Source[];
    closest: RecordRef[];
    unread: UnreadAttachment[];
    confidence: Confidence | false;
    review: ReviewState | false;
    held_back: HeldBack | false;
    rating: Rating | false;
}

/** What `candor.conversation.load` gives out; a record that can't be read any more has no name. */
interface LoadedTurn extends ServedTurn {
    about: Pick<RecordRef, "resModel" | "resId" | "name"> | false;
}

let lastKey = 0;

function newTurn(question: string, about: OpenRecord | null | undefined): Turn {
    lastKey += 1;
    return {
        key: lastKey,
        turnId: false,
        question,
        about,
        state: "sending",
        place: null,
        records: 0,
        parts: [],
        evidence: [],
        surroundings: {},
        closest: [],
        unread: [],
        mode: null,
        rung: null,
        confidence: null,
        isRecorded: true,
        failure: null,
        retryAfterS: null,
        isBlank: false,
        changedSince: null,
        review: null,
        heldBack: null,
        rating: null,
        isReturned: false,
    };
}

function servedTurn(served: ServedTurn): Turn {
    const isDone = served.state === "done" && served.outcome !== "failed";
    const isStopped = served.outcome === "stopped";
    return {
        ...newTurn(served.question || "", null),
        turnId: served.id,
        state: isDone && !isStopped ? "done" : "failed",
        parts: served.parts.map((part) => [part]),
        evidence: served.evidence,
        closest: served.closest,
        unread: served.unread,
        mode: served.mode || null,
        rung: served.rung || null,
        confidence: served.confidence || null,
        failure: isStopped ? "stopped" : isDone ? null : failureOf(served),
        isBlank: served.blank,
        changedSince: served.changed_since || null,
        review: served.review || null,
        heldBack: served.held_back || null,
        rating: served.rating || null,
        isReturned: true,
    };
}

/** Of another day: her session is a new one by now, and nobody answers elsewhere any more. */
const isOver = new Set(["lost", "session_expired", "ticket_refused", "ticket_used"]);

function failureOf({ mode, error_code: code }: ServedTurn): FailureCode {
    if (code && !isOver.has(code)) {
        return code as FailureCode;
    }
    return mode === "unavailable" ? "odoo_unavailable" : "cut";
}

function loadedTurn({ about, ...served }: LoadedTurn): Turn {
    // Its form isn't there to tell more; where it is open, the panel goes by that.
    const record = about ? { ...about, isDirty: false, hasChatter: false } : null;
    return { ...servedTurn(served), about: record };
}

/** Takes in one event of the stream. */
function receive(turn: Turn, event: AskEvent): void {
    switch (event.type) {
        case "stage":
            turn.state = event.stage;
            if (event.stage === "reading") {
                turn.records = event.records;
            } else if (event.stage === "queued") {
                turn.place = { position: event.position, seconds: event.seconds };
            }
            break;
        case "evidence":
            turn.evidence.push(event.evidence);
            break;
        case "text":
            append(turn, event.part, event.delta, event.evidence);
            break;
        case "result":
            turn.mode = event.mode;
            turn.rung = event.rung;
            turn.confidence = event.confidence;
            turn.closest = event.closest;
            turn.unread = event.unread ?? [];
            turn.isRecorded = event.recorded;
            turn.state = "done";
            break;
        case "error":
            break;
    }
}

function append(turn: Turn, part: number, delta: string, evidence: number[]): void {
    turn.state = "answering";
    while (turn.parts.length <= part) {
        turn.parts.push([]);
    }
    const segments = turn.parts[part] ?? [];
    const last = segments.at(-1);
    if (last?.evidence.join() === evidence.join()) {
        last.text += delta;
    } else {
        segments.push({ text: delta, evidence: [...evidence] });
    }
}

/** Takes in how a turn may be shown by now; what stands there as it was said stays in its place. */
function renew(turn: Turn, served: ServedTurn): void {
    const now = servedTurn(served);
    turn.review = now.review;
    if (turn.isBlank || now.isBlank || turn.changedSince !== now.changedSince) {
        const { isBlank, changedSince, parts, evidence, closest, unread, confidence } = now;
        const shown = { isBlank, changedSince, parts, evidence, closest, unread, confidence };
        Object.assign(turn, { ...shown, surroundings: {} });
    }
}

/** The corrected answer as a turn of its own, for what shows answers, or null. */
function correctedTurn({ key, review }: Turn): Turn | null {
    if (!review?.corrected) {
        return null;
    }
    const { parts, evidence } = review.corrected;
    return {
        ...newTurn("", null),
        // Its sources are told from those of the earlier answer.
        key: -key,
        state: "done",
        parts: parts.map((part) => [part]),
        evidence,
    };
}

function isRunning(turn: Turn | undefined): boolean {
    return turn !== undefined && turn.state !== "done" && turn.state !== "failed";
}

/** The answer that holds as plain text, paragraphs apart, without the numbers. */
function plainText(turn: Turn): string {
    const { parts } = correctedTurn(turn) ?? turn;
    return parts.map((part) => part.map(({ text }) => text).join("")).join("\n\n");
}

export type {
    Corrected,
    HeldBack,
    LoadedTurn,
    Rating,
    ReviewState,
    Segment,
    ServedTurn,
    Source,
    Surroundings,
    Turn,
};
export { correctedTurn, isRunning, loadedTurn, newTurn, plainText, receive, renew, servedTurn };
