import { Component, onMounted, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { faultText } from "../answer/fault_text";
import type { ReviewRow, Scope, ServedReview } from "./review";
import { ReviewPage } from "./review_page";
import { dueText, stateText } from "./review_text";

/** "AI review" in Discuss: a list, and when one is open, its page. */
class ReviewQueueView extends Component {
    static template = "candor.ReviewQueueView";
    static components = { ReviewPage };
    static props = {};

    queue!: Services["candor.review_queue"];
    state = useState({ fault: "" });
    root = useRef("root");

    setup(): void {
        this.queue = useState(useService("candor.review_queue"));
        const live = useService("candor.review_live");
        onMounted(() => {
            this.attempt(() => this.queue.load());
            this.attempt(() => this.queue.loadSources());
        });
        onWillUnmount(live.onChange(() => this.attempt(() => this.queue.load())));
        // Closing a page gives the focus back to the line it came from.
        useEffect(
            (openId, isWanted) => {
                if (isWanted && openId === false) {
                    this.queue.isFocusWanted = false;
                    this.focusList();
                }
            },
            () => [this.queue.place.openId, this.queue.isFocusWanted],
        );
    }

    get scopes(): { scope: Scope; label: string }[] {
        return [
            { scope: "mine", label: _t("Mine") },
            { scope: "pool", label: _t("Pool") },
            { scope: "asked", label: _t("My questions") },
        ];
    }

    get emptyText(): string {
        const texts: Record<Scope, string> = {
            mine: _t("Nothing waits for your review."),
            pool: _t("Nothing of others waits that you could review."),
            asked: _t("None of your questions went to review."),
        };
        return texts[this.queue.place.scope];
    }

    due(row: ReviewRow): string {
        const isOpen = row.state !== "done" && row.state !== "pending";
        return isOpen ? dueText(row) : "";
    }

    /** "Lead · Office fit-out · asked by Marc Demo · asked back" */
    detail(row: ReviewRow): string {
        const { scope } = this.queue.place;
        return [
            row.source,
            row.record ? row.record.name : "",
            scope !== "asked" && row.asker ? _t("asked by %s", row.asker) : "",
            scope !== "mine" && row.reviewer ? _t("with %s", row.reviewer) : "",
            row.is_declined ? _t("declined") : "",
            row.state === "waiting" && scope === "mine" ? "" : stateText(row.state),
        ]
            .filter(Boolean)
            .join(" · ");
    }

    open(row: ReviewRow): void {
        this.cameFrom = row.id;
        this.queue.open(row.id);
    }

    private cameFrom: number | false = false;

    back(): void {
        this.queue.open(false);
    }

    private focusList(): void {
        const row = this.root.el?.querySelector<HTMLElement>(`[data-review="${this.cameFrom}"]`);
        (row ?? this.root.el?.querySelector<HTMLElement>(".o-candor-ReviewQueue-scope"))?.focus();
    }

    onEscape(event: KeyboardEvent): void {
        if (event.key === "Escape" && this.queue.place.openId !== false) {
            event.stopPropagation();
            this.back();
        }
    }

    choose(choice: Parameters<Services["candor.review_queue"]["choose"]>[0]): void {
        this.attempt(() => this.queue.choose(choice));
    }

    loadMore(): void {
        this.attempt(() => this.queue.loadMore());
    }

    onLeft(reviewId: number, review: ServedReview | null): void {
        if (review) {
            this.queue.keepUndoable(review);
        }
        this.attempt(() => this.queue.openNext(reviewId));
    }

    undo(reviewId: number): void {
        this.attempt(() => this.queue.undo(reviewId));
    }

    /** The list stays as it is when it can't be read again. */
    private attempt(work: () => Promise<void>): void {
        this.state.fault = "";
        work().catch((error: unknown) => {
            this.state.fault = faultText(error);
        });
    }
}

export { ReviewQueueView };
