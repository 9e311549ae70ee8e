import { fields } from "@mail/core/common/record";
import { Store } from "@mail/core/common/store_service";
import { threadActionsRegistry } from "@mail/core/common/thread_actions";
import { Thread } from "@mail/core/common/thread_model";
import { DiscussContent } from "@mail/core/public_web/discuss_content";
import { discussSidebarItemsRegistry } from "@mail/core/public_web/discuss_sidebar";
import { MessagingMenu } from "@mail/core/public_web/messaging_menu";
import { Mailbox } from "@mail/core/web/discuss_sidebar_mailboxes";
import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import type { Services } from "@web/env";
import { session } from "@web/session";

import { ReviewQueueView } from "./review_queue_view";

/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access --
   TypeScript has no type for `super` in an object, which is where Odoo's patches call it. */

/** Of the mailbox; Discuss splits a deep link at its underscore, so this has none. */
const boxId = "aireview";

function isReviewBox(thread: { model: string; id: number | string } | undefined): boolean {
    return thread?.model === "mail.box" && thread.id === boxId;
}

/** Makes "AI review" appear in Discuss. */
function addReviewBox(store: Store): void {
    // Odoo's store makes a thread of it.
    const box = { model: "mail.box", id: boxId, display_name: _t("AI review") };
    store.aireview = box as unknown as Thread;
}

patch(Store.prototype, {
    setup(this: Store) {
        super.setup();
        this.aireview = fields.One("Thread");
    },
    onStarted(this: Store) {
        super.onStarted();
        if (session.candor?.reviews) {
            addReviewBox(this);
        }
    },
});

patch(Thread.prototype, {
    /** On a phone Odoo sends every mailbox to the tab of its inbox, or of what is starred. */
    setAsDiscussThread(this: Thread, pushState?: boolean) {
        super.setAsDiscussThread(pushState);
        if (isReviewBox(this)) {
            showTab(this.store);
        }
    },
});

/** The tab of a phone, where Discuss shows the box already. */
function showTab(store: Store): void {
    if (store.env.services.ui.isSmall && isReviewBox(store.discuss.thread)) {
        store.discuss.activeTab = boxId;
    }
}

patch(MessagingMenu.prototype, {
    get _tabs(): MessagingMenu["_tabs"] {
        const tabs = super._tabs as MessagingMenu["_tabs"];
        const box = this.store.aireview;
        if (!box) {
            return tabs;
        }
        const label = _t("AI review");
        const icon = { icon: "fa fa-flag-o", activeIcon: "fa fa-flag" };
        return [...tabs, { id: boxId, label, ...icon, counter: box.counter, sequence: 80 }];
    },
    beforeOpen(this: MessagingMenu) {
        super.beforeOpen();
        // The queue is a page of Discuss, and has no place in a menu over another page.
        if (!this.store.discuss.isActive && this.store.discuss.activeTab === boxId) {
            this.store.discuss.activeTab = "notification";
        }
    },
    onClickNavTab(this: MessagingMenu, tabId: string) {
        if (tabId !== boxId) {
            super.onClickNavTab(tabId);
            return;
        }
        this.store.aireview?.open();
        this.dropdown.close();
    },
});

/** Its messages are none of Odoo's: there is nothing to search. */
patch(threadActionsRegistry.get("search-messages"), {
    condition(context: { thread?: Thread }): boolean {
        return !isReviewBox(context.thread) && (super.condition(context) as boolean);
    },
});

DiscussContent.components.ReviewQueueView = ReviewQueueView;

class ReviewBox extends Component {
    static template = "candor.ReviewBox";
    static components = { Mailbox };
    static props = {};

    store!: Services["mail.store"];

    setup(): void {
        this.store = useState(useService("mail.store"));
    }
}

discussSidebarItemsRegistry.add("candor.ReviewBox", ReviewBox, { sequence: 25 });

export { addReviewBox, showTab };
