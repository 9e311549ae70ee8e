import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

import { read, write } from "../device/storage";
import type { Words } from "./review";

/** What is being written. */
type DraftKind = "correct" | "reject" | "ask_back" | "reply";

/** What a reviewer has typed and not sent. */
interface ReviewDraft extends Words {
    /** The editor that is open, or null. */
    kind: DraftKind | null;
    /** To the asker, or his reply. */
    message: string;
}

/** A review that was decided by another, or deleted, leaves its draft behind: not for ever. */
const keptMs = 30 * 24 * 3_600_000;

const prefix = () => `candor.review.${user.userId}.`;
const key = (reviewId: number) => `${prefix()}${reviewId}`;

/** What is kept on this device, over the words that the server gives to begin with. */
function readDraft(reviewId: number, initial: Words): ReviewDraft {
    const none: ReviewDraft = { ...initial, kind: null, message: "" };
    return read(browser.localStorage, key(reviewId), none);
}

function writeDraft(reviewId: number, draft: ReviewDraft): void {
    write(browser.localStorage, key(reviewId), { ...draft, typed: Date.now() });
}

function eraseDraft(reviewId: number): void {
    erase(key(reviewId));
}

/** Forgets what nobody came back to. */
function eraseOldDrafts(): void {
    for (const name of keys().filter((it) => it.startsWith(prefix()))) {
        const { typed } = read(browser.localStorage, name, { typed: 0 });
        if (Date.now() - typed > keptMs) {
            erase(name);
        }
    }
}

function keys(): string[] {
    try {
        return Object.keys(browser.localStorage);
    } catch {
        return [];
    }
}

function erase(name: string): void {
    try {
        browser.localStorage.removeItem(name);
    } catch {
        // As in device_memory.ts: comfort only.
    }
}

export type { DraftKind, ReviewDraft };
export { eraseDraft, eraseOldDrafts, readDraft, writeDraft };
