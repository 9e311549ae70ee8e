import { Component, onMounted, useRef } from "@odoo/owl";

import type { ReviewState, Turn } from "../answer/turn";
import { reviewLine } from "./review_line";
import { ReviewReply } from "./review_reply";

interface ReviewProgressProps {
    turn: Turn;
    review: ReviewState;
    /** It is here because the person has just sent it. */
    takesFocus: boolean;
}

/** Where the review of an answer stands: with whom, what was asked back, how it ended. */
class ReviewProgress extends Component<ReviewProgressProps> {
    static template = "candor.ReviewProgress";
    static components = { ReviewReply };
    static props = { turn: Object, review: Object, takesFocus: Boolean };

    line = useRef("line");

    setup(): void {
        onMounted(() => {
            if (this.props.takesFocus) {
                this.takeFocus();
            }
        });
    }

    get text(): string {
        return reviewLine(this.props.review, this.props.turn.mode);
    }

    /** With the corrected answer. */
    get isSaidAbove(): boolean {
        return Boolean(this.props.review.corrected);
    }

    takeFocus(): void {
        this.line.el?.focus();
    }
}

export { ReviewProgress };
