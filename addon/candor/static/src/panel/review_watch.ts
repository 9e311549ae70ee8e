import { browser } from "@web/core/browser/browser";
import type { Orm } from "@web/core/utils/hooks";

import { isRunning, renew, type ServedTurn, type Turn } from "../answer/turn";
import type { Conversation } from "./conversation";

/** Whoever is told "now" may still be a little early. */
const minWaitMs = 100;

/** Keeps the reviews of a conversation up to date: the bus only hints, Odoo is asked. */
class ReviewWatch {
    private readonly orm: Orm;
    /** Turns that a hint has named and that weren't served since. */
    private readonly hinted = new Set<number>();
    private isAsking = false;
    /** Counts how often it was wanted: once more after what came while Odoo was asked. */
    private wanted = 0;
    private timer: number | undefined;

    constructor(orm: Orm) {
        this.orm = orm;
    }

    note(turnId: number): void {
        this.hinted.add(turnId);
    }

    /** Asks how the turns stand by now whose review isn't over, or that were hinted at. */
    async renew(conversation: Conversation): Promise<void> {
        this.wanted += 1;
        if (this.isAsking) {
            return;
        }
        this.isAsking = true;
        try {
            let asked: number;
            do {
                asked = this.wanted;
                await this.serve(conversation);
            } while (asked !== this.wanted);
            this.awaitVerdict(conversation);
        } catch {
            // The next hint, focus or opening asks again.
        } finally {
            this.isAsking = false;
        }
    }

    /** Asks again when the time is over in which a verdict could be taken back. */
    awaitVerdict(conversation: Conversation): void {
        browser.clearTimeout(this.timer);
        const times = conversation.turns.flatMap(({ review }) =>
            review && review.final_in_ms !== false ? [review.final_in_ms] : [],
        );
        if (times.length > 0) {
            const ask = () => void this.renew(conversation);
            this.timer = browser.setTimeout(ask, Math.max(Math.min(...times), minWaitMs));
        }
    }

    private async serve(conversation: Conversation): Promise<void> {
        const ids = conversation.turns
            .filter((turn) => this.isOpen(turn))
            .map(({ turnId }) => turnId);
        if (ids.length === 0) {
            return;
        }
        const served = await this.orm.silent.call("candor.turn", "serve", [ids]);
        const byId = new Map((served as ServedTurn[]).map((turn) => [turn.id, turn]));
        for (const turn of conversation.turns) {
            const now = turn.turnId !== false && byId.get(turn.turnId);
            if (now && !isRunning(turn)) {
                renew(turn, now);
                this.hinted.delete(now.id);
            }
        }
        // Deleted meanwhile, or closed to her: nothing of it is hers to see any more.
        conversation.turns = conversation.turns.filter(
            ({ turnId }) => !ids.includes(turnId) || byId.has(turnId || 0),
        );
    }

    private isOpen(turn: Turn): boolean {
        if (turn.turnId === false || turn.state !== "done") {
            return false;
        }
        const isUnderReview = turn.review !== null && turn.review.state !== "done";
        return isUnderReview || this.hinted.has(turn.turnId);
    }
}

export { ReviewWatch };
