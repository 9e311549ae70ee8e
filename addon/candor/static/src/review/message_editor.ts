import { Component, onMounted, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { limitText } from "../answer/word_limit";
import type { OpenReview } from "./open_review";
import type { DraftKind } from "./review_draft";

interface MessageEditorProps {
    review: OpenReview;
    onSend: () => Promise<void>;
    onCancel: () => void;
}

type Kind = Exclude<DraftKind, "correct">;

const labels: Record<Kind, () => string> = {
    reject: () => _t("Why is it wrong? The asker reads this."),
    ask_back: () => _t("What do you want to know from the asker?"),
    reply: () => _t("Your reply"),
};

const buttons: Record<Kind, () => string> = {
    reject: () => _t("Reject"),
    ask_back: () => _t("Ask back"),
    reply: () => _t("Reply"),
};

/** One text that must be there: why it is rejected, what is asked back, the reply to that. */
class MessageEditor extends Component<MessageEditorProps> {
    static template = "candor.MessageEditor";
    static props = { review: Object, onSend: Function, onCancel: Function };

    box = useRef("box");

    setup(): void {
        onMounted(() => this.box.el?.focus());
    }

    private get kind(): Kind {
        return this.props.review.draft?.kind as Kind;
    }

    get label(): string {
        return labels[this.kind]();
    }

    get button(): string {
        return buttons[this.kind]();
    }

    get text(): string {
        const { draft } = this.props.review;
        return (this.kind === "reject" ? draft?.reason : draft?.message) ?? "";
    }

    get limit(): string {
        return limitText(this.text);
    }

    get isReady(): boolean {
        return this.text.trim() !== "" && !this.limit && !this.props.review.isSending;
    }

    write(text: string): void {
        this.props.review.write(this.kind === "reject" ? { reason: text } : { message: text });
    }

    onKeydown(event: KeyboardEvent): void {
        if (event.key === "Escape" && !event.isComposing) {
            event.stopPropagation();
            this.props.onCancel();
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.isReady) {
            void this.props.onSend();
        }
    }
}

export { MessageEditor };
