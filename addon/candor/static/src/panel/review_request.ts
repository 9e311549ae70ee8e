import { Component, onMounted, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import type { ReviewState, Turn } from "../answer/turn";
import { faultText } from "../answer/fault_text";

/** What `candor.turn.review_preview` gives out. */
interface Preview {
    question: string;
    earlier: string[];
    has_answer: boolean;
    by: "responsible" | "reviewers";
}

interface ReviewRequestProps {
    turn: Turn;
    onSent: () => void;
    onCancel: () => void;
}

/** Says what goes to a reviewer, and who that will be, before anything is sent. */
class ReviewRequest extends Component<ReviewRequestProps> {
    static template = "candor.ReviewRequest";
    static props = { turn: Object, onSent: Function, onCancel: Function };

    orm!: Services["orm"];
    root = useRef("root");
    state = useState<{ preview: Preview | null; fault: string; isSending: boolean }>({
        preview: null,
        fault: "",
        isSending: false,
    });

    setup(): void {
        this.orm = useService("orm");
        onMounted(() => {
            this.root.el?.focus();
            void this.load();
        });
        // As much of it as fits, its buttons too.
        useEffect(
            () => {
                // Returned, the promise that newer browsers give would be taken for a cleanup.
                this.root.el?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.preview, this.state.fault],
        );
    }

    get titleId(): string {
        return `o-candor-request-${this.props.turn.key}`;
    }

    get answerText(): string {
        return this.state.preview?.has_answer
            ? _t("The answer, and the records it rests on")
            : _t("That I gave no answer, and the records closest to it");
    }

    get ruleText(): string {
        return this.state.preview?.by === "responsible"
            ? _t(
                  "It goes to the person responsible for the record, if that is a reviewer; else to the reviewer with the fewest waiting who may read what it was made from.",
              )
            : _t(
                  "It goes to the reviewer with the fewest waiting who may read what it was made from.",
              );
    }

    async load(): Promise<void> {
        await this.attempt(async () => {
            const args = [this.props.turn.turnId];
            const preview = await this.orm.silent.call("candor.turn", "review_preview", args);
            this.state.preview = preview as Preview;
        });
    }

    async send(): Promise<void> {
        // A second click while the first one is on its way.
        if (this.state.isSending) {
            return;
        }
        this.state.isSending = true;
        try {
            await this.attempt(async () => {
                const { turn } = this.props;
                turn.review = (await this.orm.call("candor.turn", "send_to_review", [
                    turn.turnId,
                ])) as ReviewState;
                this.props.onSent();
            });
        } finally {
            this.state.isSending = false;
        }
    }

    private async attempt(work: () => Promise<void>): Promise<void> {
        this.state.fault = "";
        try {
            await work();
        } catch (error) {
            this.state.fault = faultText(error);
        }
    }

    onKeydown(event: KeyboardEvent): void {
        if (event.key === "Escape" && !event.isComposing) {
            // The panel stays open.
            event.stopPropagation();
            event.preventDefault();
            this.props.onCancel();
        }
    }
}

export { ReviewRequest };
