import type { Confidence as ConfidenceValue } from "@candor/sidecar/src/contract.ts";
import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { reasonText } from "./reason_text";

interface ConfidenceProps {
    confidence: ConfidenceValue;
    /** False where no answer was given: then only the reasons are of use. */
    isAnswered: boolean;
    /** The reasons are there from the start. */
    isExplained?: boolean;
}

/** How sure the answer is: bar, number, word, and the reasons on demand. */
class Confidence extends Component<ConfidenceProps> {
    static template = "candor.Confidence";
    static props = {
        confidence: Object,
        isAnswered: Boolean,
        isExplained: { type: Boolean, optional: true },
    };

    state = useState({ isExplained: this.props.isExplained ?? false });

    /** No answer is certain. */
    get percent(): number {
        return Math.min(99, Math.round(this.props.confidence.probability * 100));
    }

    get isLikely(): boolean {
        const { probability, threshold } = this.props.confidence;
        return probability >= threshold;
    }

    get word(): string {
        return this.isLikely ? _t("likely right") : _t("not confirmed");
    }

    /** Said at once, not only on demand, where the answer stays below the threshold. */
    get doubt(): string {
        if (!this.props.isAnswered || this.isLikely) {
            return "";
        }
        const against = this.reasons.find(({ isFor }) => !isFor);
        return against
            ? _t("I couldn't confirm this. %s", against.text)
            : _t("I couldn't confirm this.");
    }

    get signs(): { for: string; against: string } {
        return { for: _t("Speaks for it"), against: _t("Speaks against it") };
    }

    get reasons(): { text: string; isFor: boolean }[] {
        return this.props.confidence.reasons.flatMap((reason) => {
            const text = reasonText(reason);
            return text === undefined ? [] : [{ text, isFor: reason.weight > 0 }];
        });
    }
}

export { Confidence };
