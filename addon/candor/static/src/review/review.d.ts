import type { RecordRef } from "@candor/sidecar/src/contract.ts";

import type { Corrected, ReviewState, ServedTurn } from "../answer/turn";

/** The verdict that is arriving to the asker is pending here. */
type ReviewStatus = Exclude<ReviewState["state"], "arriving"> | "pending";

/** How a reviewer judges. */
type Verdict = "approve" | "correct" | "reject" | "held_back_right";

type Outcome = Exclude<ReviewState["outcome"], false>;

type ReviewAction = Verdict | "ask_back" | "hand_over" | "lapse" | "take" | "undo";

/** In my hands; in nobody's or another's that I may review; about my own questions. */
type Scope = "mine" | "pool" | "asked";

type Order = "due" | "age";

/** A line of `candor.review.queue`. */
interface ReviewRow {
    id: number;
    turn_id: number;
    state: ReviewStatus;
    /** False when the reader can't read what it was made from. */
    question: string | false;
    record: Omit<RecordRef, "modelLabel"> | false;
    /** Label of a model, or "". */
    source: string;
    asker: string | false;
    reviewer: string | false;
    /** UTC, as Odoo's server writes it. */
    sent: string;
    due: string | false;
    is_overdue: boolean;
    is_declined: boolean;
}

interface ServedQueue {
    rows: ReviewRow[];
    more: boolean;
    counter: number;
}

/** What a reviewer writes with his verdict. */
interface Words {
    reason: string;
    correction: string;
    cited: RecordRef[];
}

interface GivenVerdict {
    outcome: Outcome;
    reason: string;
    correction: Corrected | false;
    by: string | false;
    date: string | false;
}

interface AskedBack {
    question: string;
    by: string | false;
    date: string;
    reply: string | false;
}

/** What `candor.review.page` gives out, and each method that changes a review. */
interface ServedReview {
    id: number;
    state: ReviewStatus;
    /** A manager sees no word of what nobody reviews. */
    role: "reviewer" | "pool" | "asker" | "manager";
    origin: ReviewState["origin"];
    sent: string;
    due: string | false;
    is_overdue: boolean;
    asker: string | false;
    reviewer: string | false;
    actions: ReviewAction[];
    /** While it can be undone. */
    final_in_ms: number | false;
    /** False once its conversation was deleted, or where no word of it is for the reader. */
    turn: ServedTurn | false;
    /** Of the same conversation, oldest first. */
    earlier: ServedTurn[];
    asked_back: AskedBack | false;
    verdict: GivenVerdict | false;
    /** Of a review in his hands: what the editor begins with. */
    draft: Words | false;
}

export type {
    AskedBack,
    GivenVerdict,
    Order,
    Outcome,
    ReviewAction,
    ReviewRow,
    ReviewStatus,
    Scope,
    ServedQueue,
    ServedReview,
    Verdict,
    Words,
};
