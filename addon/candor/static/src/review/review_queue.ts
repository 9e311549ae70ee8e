import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";
import type { Services } from "@web/env";

import { read, write } from "../device/storage";
import type { Order, ReviewRow, Scope, ServedQueue, ServedReview } from "./review";
import { outcomeText } from "./review_text";

/** Lines that come at once. */
const pageSize = 20;

/** A verdict that can still be taken back. */
interface Undoable {
    reviewId: number;
    text: string;
}

interface Filter {
    resModel: string;
    label: string;
}

/** What this tab remembers: turning a phone takes the whole page away and makes it anew. */
interface Place {
    scope: Scope;
    order: Order;
    /** Model of the records, or "" for all. */
    source: string;
    openId: number | false;
}

const placeKey = () => `candor.queue.${user.userId}`;
const start: Place = { scope: "mine", order: "due", source: "", openId: false };

/** The queue of reviews as this person sees it, and what of it is open; lives longer than its page. */
class ReviewQueue {
    place: Place = read(browser.sessionStorage, placeKey(), start);
    rows: ReviewRow[] = [];
    hasMore = false;
    /** Before the first answer there is nothing to say about an empty list. */
    isLoaded = false;
    sources: Filter[] = [];
    undoable: Undoable[] = [];
    /** True from opening or closing a page until what is shown then has taken the focus. */
    isFocusWanted = false;
    private asked = 0;
    private readonly orm: Services["orm"];
    private readonly onCounter: (counter: number) => void;

    constructor(orm: Services["orm"], onCounter: (counter: number) => void) {
        this.orm = orm;
        this.onCounter = onCounter;
    }

    /** Reads the list again, as far as it is shown. */
    async load(): Promise<void> {
        const count = Math.max(pageSize, this.rows.length);
        const served = await this.ask(0, count);
        if (served) {
            this.rows = served.rows;
            this.hasMore = served.more;
            this.isLoaded = true;
        }
    }

    async loadMore(): Promise<void> {
        const served = await this.ask(this.rows.length, pageSize);
        if (served) {
            const known = new Set(this.rows.map(({ id }) => id));
            this.rows.push(...served.rows.filter(({ id }) => !known.has(id)));
            this.hasMore = served.more;
        }
    }

    /** @returns null when something else has been asked for since */
    private async ask(offset: number, limit: number): Promise<ServedQueue | null> {
        this.asked += 1;
        const number = this.asked;
        const { scope, order, source } = this.place;
        const args = [scope, order, source, offset, limit];
        const served = (await this.orm.silent.call("candor.review", "queue", args)) as ServedQueue;
        this.onCounter(served.counter);
        return number === this.asked ? served : null;
    }

    async loadSources(): Promise<void> {
        const { scope } = this.place;
        const sources = await this.orm.silent.call("candor.review", "sources", [scope]);
        if (scope === this.place.scope) {
            this.sources = sources as Filter[];
        }
    }

    /** Another part of the queue, or another order of it. */
    async choose(choice: Partial<Omit<Place, "openId">>): Promise<void> {
        const isOtherScope = choice.scope !== undefined && choice.scope !== this.place.scope;
        this.move({ ...choice, ...(isOtherScope ? { source: "", openId: false } : {}) });
        this.rows = [];
        this.isLoaded = false;
        await Promise.all([this.load(), ...(isOtherScope ? [this.loadSources()] : [])]);
    }

    open(reviewId: number | false): void {
        this.isFocusWanted = true;
        this.move({ openId: reviewId });
    }

    /** What comes after a review that leaves the list opens; without one, the list itself. */
    async openNext(reviewId: number): Promise<void> {
        const index = this.rows.findIndex(({ id }) => id === reviewId);
        const next = this.rows[index + 1] ?? this.rows[index - 1];
        this.open(next?.id ?? false);
        this.rows = this.rows.filter(({ id }) => id !== reviewId);
        await this.load();
    }

    /** Keeps the way back open as long as the server does. */
    keepUndoable(review: ServedReview): void {
        const { id: reviewId, verdict, final_in_ms: finalInMs } = review;
        if (!verdict || finalInMs === false) {
            return;
        }
        const text = outcomeText(verdict.outcome, review.turn && review.turn.mode === "abstained");
        this.undoable = [
            ...this.undoable.filter((it) => it.reviewId !== reviewId),
            { reviewId, text },
        ];
        browser.setTimeout(() => this.forgetUndoable(reviewId), finalInMs);
    }

    /** It opens again, with its words. */
    async undo(reviewId: number): Promise<void> {
        this.forgetUndoable(reviewId);
        await this.orm.call("candor.review", "undo", [reviewId]);
        if (this.place.scope !== "mine") {
            await this.choose({ scope: "mine" });
        }
        this.open(reviewId);
        await this.load();
    }

    forgetUndoable(reviewId: number): void {
        this.undoable = this.undoable.filter((it) => it.reviewId !== reviewId);
    }

    private move(to: Partial<Place>): void {
        this.place = { ...this.place, ...to };
        write(browser.sessionStorage, placeKey(), this.place);
    }
}

export type { Filter, Place, Undoable };
export { ReviewQueue };
