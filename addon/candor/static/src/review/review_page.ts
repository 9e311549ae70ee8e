import type { Evidence } from "@candor/sidecar/src/contract.ts";
import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { ChangedSince } from "../answer/changed_since";
import { Confidence } from "../answer/confidence";
import { RecordLink } from "../answer/record_link";
import { timeText } from "../answer/time_text";
import { unreadLines } from "../answer/unread_line";
import { faultText } from "../answer/fault_text";
import { CorrectionEditor } from "./correction_editor";
import { HandOverDialog } from "./hand_over_dialog";
import { MessageEditor } from "./message_editor";
import { OpenReview } from "./open_review";
import type { ReviewAction, ServedReview } from "./review";
import { dueText, outcomeText, sentText, stateText } from "./review_text";
import { VerdictBar } from "./verdict_bar";

interface ReviewPageProps {
    reviewId: number;
    /** It opened because somebody wanted it to. */
    takesFocus?: boolean;
    /** It is out of this person's hands: decided, asked back, handed over. */
    onLeft?: (review: ServedReview | null) => void;
}

/** A review as its reviewer, another one or the asker may read it now; its verdict is given here. */
class ReviewPage extends Component<ReviewPageProps> {
    static template = "candor.ReviewPage";
    static components = {
        ChangedSince,
        Confidence,
        CorrectionEditor,
        MessageEditor,
        RecordLink,
        VerdictBar,
    };
    static props = {
        reviewId: Number,
        takesFocus: { type: Boolean, optional: true },
        onLeft: { type: Function, optional: true },
    };

    orm!: Services["orm"];
    dialog!: Services["dialog"];
    notification!: Services["notification"];
    review!: OpenReview;
    heading = useRef("heading");
    root = useRef("root");
    private timer: number | undefined;

    setup(): void {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        const live = useService("candor.review_live");
        this.review = useState(new OpenReview(this.orm, this.props.reviewId));
        onWillStart(() => this.load());
        onMounted(() => {
            if (this.props.takesFocus) {
                this.heading.el?.focus();
            }
        });
        const stop = live.onChange((hint) => {
            if (!hint || hint.review === this.props.reviewId) {
                void this.load();
            }
        });
        onWillUnmount(() => {
            stop();
            browser.clearTimeout(this.timer);
        });
    }

    private async load(): Promise<void> {
        try {
            await this.review.load();
            this.awaitEnd();
        } catch (error) {
            this.review.fault = faultText(error);
        }
    }

    /** When it can't be undone any more, it is shown as final. */
    private awaitEnd(): void {
        browser.clearTimeout(this.timer);
        const { served } = this.review;
        if (served && served.final_in_ms !== false) {
            this.timer = browser.setTimeout(() => void this.load(), served.final_in_ms);
        }
    }

    get facts(): string[] {
        const { served } = this.review;
        if (!served) {
            return [];
        }
        const { asker, reviewer, role, state } = served;
        return [
            asker ? _t("Asked by %s", asker) : "",
            sentText(served),
            dueText(served),
            role !== "reviewer" && reviewer ? _t("with %s", reviewer) : "",
            state === "waiting" ? "" : stateText(state),
        ].filter(Boolean);
    }

    get earlierText(): string {
        return this.review.earlier.length === 1
            ? _t("Earlier in this conversation: 1 question")
            : _t("Earlier in this conversation: %s questions", this.review.earlier.length);
    }

    get isAnswered(): boolean {
        return !this.review.isDeclined;
    }

    /** Of the answer, or of the one that was held back. */
    get sources(): Evidence[] {
        const { turn } = this.review;
        return turn?.heldBack?.evidence ?? turn?.evidence ?? [];
    }

    get unreadLines(): string[] {
        return unreadLines(this.review.turn?.unread ?? []);
    }

    /** "Corrected by Rita Reviewer · 10:40" */
    get verdictText(): string {
        const { served } = this.review;
        if (!served || !served.verdict) {
            return "";
        }
        const { outcome, by, date } = served.verdict;
        const text = outcomeText(outcome, this.review.isDeclined);
        const signed = by ? _t("%(verdict)s by %(name)s", { verdict: text, name: by }) : text;
        return date ? `${signed} · ${timeText(date)}` : signed;
    }

    get askedBackText(): string {
        const { served } = this.review;
        return served && served.asked_back && served.asked_back.by
            ? _t("%s asks:", served.asked_back.by)
            : _t("Asked back:");
    }

    async act(action: ReviewAction): Promise<void> {
        const { review } = this;
        switch (action) {
            case "correct":
            case "reject":
            case "ask_back":
                review.edit(action);
                return;
            case "hand_over":
                this.handOver();
                return;
            case "take":
                await review.take();
                this.heading.el?.focus();
                return;
            case "undo":
                await review.undo();
                this.heading.el?.focus();
                return;
            case "lapse":
                this.leave(await review.lapse());
                return;
            default:
                this.leave(await review.decide(action));
        }
    }

    async send(): Promise<void> {
        const { review } = this;
        switch (review.draft?.kind) {
            case "correct":
            case "reject":
                this.leave(await review.decide(review.draft.kind));
                break;
            case "ask_back": {
                const served = await review.askBack();
                if (served) {
                    this.notification.add(_t("Asked back."), { type: "success" });
                }
                this.leave(served);
                break;
            }
            case "reply":
                await review.reply();
                break;
        }
    }

    private handOver(): void {
        this.dialog.add(HandOverDialog, {
            review: this.review,
            onHandedOver: (name: string) => {
                this.notification.add(_t("Handed over to %s.", name), { type: "success" });
                this.props.onLeft?.(null);
            },
        });
    }

    /** A fault leaves it as it is. */
    private leave(served: ServedReview | null): void {
        if (!served) {
            return;
        }
        if (this.props.onLeft) {
            this.props.onLeft(served);
            return;
        }
        this.awaitEnd();
        this.heading.el?.focus();
    }

    cancel(): void {
        this.review.edit(null);
        this.heading.el?.focus();
    }
}

export { ReviewPage };
