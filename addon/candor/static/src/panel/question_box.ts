import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { lengthOf, limitText } from "../answer/word_limit";

/** Where the question is typed: grows to six lines; Enter sends, Shift+Enter breaks the line. */
class QuestionBox extends Component {
    static template = "candor.QuestionBox";
    static props = {};

    panel!: Services["candor.panel"];
    box = useRef<HTMLTextAreaElement>("box");

    setup(): void {
        this.panel = useState(useService("candor.panel"));
        useEffect(
            (isOpen) => {
                if (isOpen && this.panel.focusRequests > 0) {
                    this.box.el?.focus();
                }
            },
            () => [this.panel.isOpen, this.panel.focusRequests],
        );
        useEffect(
            () => this.grow(),
            () => [this.panel.draft, this.panel.isOpen, this.panel.isWide, this.placeholder],
        );
        useExternalListener(window, "resize", () => this.grow());
    }

    get isBusy(): boolean {
        return this.panel.conversation.isBusy;
    }

    get isTooLong(): boolean {
        return this.limitText !== "";
    }

    get canSend(): boolean {
        return !this.isBusy && !this.isTooLong && lengthOf(this.panel.draft) > 0;
    }

    get limitText(): string {
        return limitText(this.panel.draft);
    }

    get placeholder(): string {
        return this.panel.about
            ? _t("Ask about this record or anything you can read…")
            : _t("Ask about anything you can read…");
    }

    onInput(): void {
        this.panel.write(this.box.el?.value ?? "");
    }

    onKeydown(event: KeyboardEvent): void {
        // Enter also ends the composing of a character (Japanese, Chinese …).
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            this.send();
        }
    }

    send(): void {
        if (this.canSend) {
            void this.panel.ask(this.panel.draft);
        }
    }

    stop(): void {
        this.panel.conversation.stop();
    }

    /** To what is typed, or else to the hint, which is longer in some languages than one line. */
    private grow(): void {
        const box = this.box.el;
        if (box) {
            box.style.height = "auto";
            box.style.height = `${box.scrollHeight}px`;
        }
    }
}

export { QuestionBox };
