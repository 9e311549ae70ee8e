import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import type { Services } from "@web/env";
import { session } from "@web/session";

/** What the bus tells of a change: ids, and no word. */
interface ReviewHint {
    review: number;
    turn: number;
}

/** Without a hint something may have been missed: the bus was away, or nobody looked. */
type OnChange = (hint: ReviewHint | undefined) => void;

class ReviewLive {
    private readonly callbacks = new Set<OnChange>();

    /** @returns what ends it */
    onChange(callback: OnChange): () => void {
        this.callbacks.add(callback);
        return () => this.callbacks.delete(callback);
    }

    tell(hint?: ReviewHint): void {
        for (const callback of [...this.callbacks]) {
            callback(hint);
        }
    }
}

const reviewLiveService = {
    dependencies: ["bus_service"],
    start(_env: object, { bus_service: bus }: Pick<Services, "bus_service">): ReviewLive {
        const live = new ReviewLive();
        if (!session.candor?.allowed) {
            return live;
        }
        bus.subscribe("candor.review", (hint) => live.tell(hint as ReviewHint));
        bus.addEventListener("BUS:CONNECT", () => live.tell());
        bus.addEventListener("BUS:RECONNECT", () => live.tell());
        browser.addEventListener("focus", () => live.tell());
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") {
                live.tell();
            }
        });
        void bus.start();
        return live;
    },
};

registry.category("services").add("candor.review_live", reviewLiveService);

export type { OnChange, ReviewHint };
export { ReviewLive };
