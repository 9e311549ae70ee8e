import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import type { ReviewState, Turn } from "../answer/turn";
import { faultText } from "../answer/fault_text";
import { limitText } from "../answer/word_limit";
import { readReply, writeReply } from "./device_memory";

interface ReviewReplyProps {
    turn: Turn;
    onSent: () => void;
}

/** Where a question back is answered, once; what is typed outlives errors and a reload. */
class ReviewReply extends Component<ReviewReplyProps> {
    static template = "candor.ReviewReply";
    static props = { turn: Object, onSent: Function };

    panel!: Services["candor.panel"];
    orm!: Services["orm"];
    state = useState({ text: "", fault: "", isSending: false });

    setup(): void {
        this.panel = useService("candor.panel");
        this.orm = useService("orm");
        this.state.text = readReply(this.turnId);
    }

    private get turnId(): number {
        return this.props.turn.turnId || 0;
    }

    get isAsked(): boolean {
        const { review } = this.props.turn;
        return review?.state === "asked_back" && Boolean(review.asked_back);
    }

    get limit(): string {
        return limitText(this.state.text);
    }

    get isReady(): boolean {
        return this.state.text.trim() !== "" && !this.limit && !this.state.isSending;
    }

    get boxId(): string {
        return `o-candor-reply-${this.props.turn.key}`;
    }

    write(text: string): void {
        this.state.text = text;
        writeReply(this.turnId, text);
    }

    onKeydown(event: KeyboardEvent): void {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
            void this.send();
        }
    }

    async send(): Promise<void> {
        if (!this.isReady) {
            return;
        }
        this.state.isSending = true;
        this.state.fault = "";
        try {
            const args = [this.turnId, this.state.text];
            const review = (await this.orm.call("candor.turn", "reply", args)) as ReviewState;
            this.write("");
            this.props.turn.review = review;
            this.props.onSent();
        } catch (error) {
            this.state.fault = faultText(error);
            // It may have been decided, or answered elsewhere, meanwhile.
            this.panel.renewReviews();
        } finally {
            this.state.isSending = false;
        }
    }
}

export { ReviewReply };
