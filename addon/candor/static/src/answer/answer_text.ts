import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import type { Turn } from "./turn";

interface AnswerTextProps {
    turn: Turn;
    /** Is told the number that the reader points at, 0 when none. */
    onPoint: (number: number) => void;
}

/** Paragraphs of an answer; each number leads to its source. */
class AnswerText extends Component<AnswerTextProps> {
    static template = "candor.AnswerText";
    static props = { turn: Object, onPoint: Function };

    numberName(number: number): string {
        const source = this.props.turn.evidence.find(({ n }) => n === number);
        return source
            ? _t("Source %(number)s: %(name)s", { number, name: source.name })
            : _t("Source %s", number);
    }

    focusSource(number: number): void {
        const source = document.getElementById(`o-candor-${this.props.turn.key}-${number}`);
        source?.querySelector("a")?.focus();
    }
}

export { AnswerText };
