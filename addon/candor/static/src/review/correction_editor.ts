import type { RecordRef } from "@candor/sidecar/src/contract.ts";
import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

import { faultText } from "../answer/fault_text";
import { limitText } from "../answer/word_limit";
import type { OpenReview } from "./open_review";

interface CorrectionEditorProps {
    review: OpenReview;
    onSend: () => Promise<void>;
    onCancel: () => void;
}

/** A pause in typing before it is searched. */
const pauseMs = 250;

/** The answer as it should read, the records that it rests on, and why the old one was wrong. */
class CorrectionEditor extends Component<CorrectionEditorProps> {
    static template = "candor.CorrectionEditor";
    static props = { review: Object, onSend: Function, onCancel: Function };

    box = useRef("box");
    searchBox = useRef<HTMLInputElement>("search");
    state = useState<{ term: string; found: RecordRef[] | null }>({ term: "", found: null });
    private timer: number | undefined;

    setup(): void {
        onMounted(() => this.box.el?.focus());
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    get draft(): NonNullable<OpenReview["draft"]> {
        const { draft } = this.props.review;
        return draft ?? { kind: null, correction: "", reason: "", message: "", cited: [] };
    }

    get limit(): string {
        return limitText(this.draft.correction) || limitText(this.draft.reason);
    }

    get isReady(): boolean {
        return this.draft.correction.trim() !== "" && !this.limit && !this.props.review.isSending;
    }

    get hasUnreadable(): boolean {
        return this.draft.cited.some((record) => this.props.review.isUnreadable(record));
    }

    removeText(record: RecordRef): string {
        return _t("Don't cite %s", record.name);
    }

    search(term: string): void {
        this.state.term = term;
        browser.clearTimeout(this.timer);
        if (term.trim() === "") {
            this.state.found = null;
            return;
        }
        this.timer = browser.setTimeout(() => void this.find(term.trim()), pauseMs);
    }

    private async find(term: string): Promise<void> {
        try {
            const found = await this.props.review.citable(term);
            if (term === this.state.term.trim()) {
                this.state.found = found;
            }
        } catch (error) {
            this.props.review.fault = faultText(error);
        }
    }

    async cite(record: RecordRef): Promise<void> {
        this.state.term = "";
        this.state.found = null;
        this.searchBox.el?.focus();
        await this.props.review.cite(record);
    }

    async uncite(record: RecordRef): Promise<void> {
        this.searchBox.el?.focus();
        await this.props.review.uncite(record);
    }

    onKeydown(event: KeyboardEvent): void {
        if (event.key === "Escape" && !event.isComposing) {
            event.stopPropagation();
            if (this.state.found) {
                this.search("");
            } else {
                this.props.onCancel();
            }
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.isReady) {
            void this.props.onSend();
        }
    }
}

export { CorrectionEditor };
