import { Component, useExternalListener, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import type { OpenReview } from "./open_review";
import type { ReviewAction } from "./review";

interface Choice {
    action: ReviewAction;
    label: string;
}

interface VerdictBarProps {
    review: OpenReview;
    onAct: (action: ReviewAction) => Promise<void>;
}

/** The verdicts with their keys, and beside them what else can be done with a review. */
class VerdictBar extends Component<VerdictBarProps> {
    static template = "candor.VerdictBar";
    static components = { Dropdown, DropdownItem };
    static props = { review: Object, onAct: Function };

    ui!: Services["ui"];
    root = useRef("root");

    setup(): void {
        this.ui = useState(useService("ui"));
        useExternalListener(window, "keydown", (event) => this.onKeydown(event as KeyboardEvent));
    }

    /** A key stays with its verdict, whether or not the others may be given. */
    get verdicts(): (Choice & { key: string })[] {
        const correct: Choice = { action: "correct", label: _t("Correct…") };
        const askBack: Choice = { action: "ask_back", label: _t("Ask back…") };
        const all: Choice[] = this.props.review.isDeclined
            ? [
                  { action: "approve", label: _t("Right to decline") },
                  { action: "held_back_right", label: _t("Held-back answer is right") },
                  correct,
                  askBack,
              ]
            : [
                  { action: "approve", label: _t("Approve") },
                  correct,
                  { action: "reject", label: _t("Reject…") },
                  askBack,
              ];
        return this.offered(all.map((it, index) => ({ ...it, key: String(index + 1) })));
    }

    get others(): Choice[] {
        return this.offered([
            { action: "take", label: _t("Take") },
            { action: "hand_over", label: _t("Hand over…") },
            { action: "lapse", label: _t("End without a verdict") },
        ]);
    }

    private offered<T extends Choice>(choices: T[]): T[] {
        return choices.filter(({ action }) => this.props.review.may(action));
    }

    /** Nothing to judge: then what else can be done needs no menu. */
    get isMenu(): boolean {
        return this.verdicts.length > 0;
    }

    get mayUndo(): boolean {
        return this.props.review.may("undo");
    }

    act(action: ReviewAction): void {
        void this.props.onAct(action);
    }

    private onKeydown(event: KeyboardEvent): void {
        const verdict = this.verdicts.find(({ key }) => key === event.key);
        if (!verdict || this.props.review.isSending || !this.isMeant(event)) {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
        this.act(verdict.action);
    }

    /** Never while something is typed or lies over the page, nor with the focus elsewhere. */
    private isMeant(event: KeyboardEvent): boolean {
        const { target, ctrlKey, altKey, metaKey, repeat, isComposing, defaultPrevented } = event;
        const page = this.root.el?.closest(".o-candor-ReviewQueue, .o-candor-ReviewPage");
        if (ctrlKey || altKey || metaKey || repeat || isComposing || defaultPrevented) {
            return false;
        }
        if (!(target instanceof HTMLElement) || this.ui.activeElement !== document || !page) {
            return false;
        }
        const isHere = target === document.body || page.contains(target);
        const isTyping = target.isContentEditable || target.matches("input, textarea, select");
        return isHere && !isTyping && !isCovered(page);
    }
}

/** A panel over a small screen lies over the page, whatever has the focus. */
function isCovered(page: Element): boolean {
    const { left, top, width } = page.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, Math.max(top, 0) + 1);
    return above?.closest(".o-candor-Panel") !== null && above !== null;
}

export { VerdictBar };
