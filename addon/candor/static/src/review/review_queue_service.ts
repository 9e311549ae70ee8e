import { reactive } from "@odoo/owl";
import { registry } from "@web/core/registry";
import type { Services } from "@web/env";
import { session } from "@web/session";

import { addReviewBox, showTab } from "./review_box";
import { eraseOldDrafts } from "./review_draft";
import { ReviewQueue } from "./review_queue";

type Needed = Pick<Services, "orm" | "ui" | "mail.store" | "candor.review_live">;

/** Keeps the counter of "AI review" live, whether or not its page is open. */
const reviewQueueService = {
    dependencies: ["orm", "ui", "mail.store", "candor.review_live"],
    start(_env: object, { orm, ui, ...others }: Needed): ReviewQueue {
        const store = others["mail.store"];
        const live = others["candor.review_live"];
        const showCounter = (counter: number) => {
            if (store.aireview) {
                store.aireview.counter = counter;
            }
        };
        const queue = reactive(new ReviewQueue(orm, showCounter));
        if (!session.candor?.allowed) {
            return queue;
        }
        eraseOldDrafts();
        live.onChange((hint) => {
            // A first question of hers is under review: from now on there is something to see.
            if (hint && !store.aireview) {
                addReviewBox(store);
            }
            if (store.aireview) {
                // A hint only: what can't be read now is read with the next one.
                orm.silent.call("candor.review", "counter").then(
                    (counter) => showCounter(counter as number),
                    () => undefined,
                );
            }
        });
        // Odoo goes to the tab of notifications whenever the window changes its size.
        ui.bus.addEventListener("resize", () => showTab(store));
        return queue;
    },
};

registry.category("services").add("candor.review_queue", reviewQueueService);
