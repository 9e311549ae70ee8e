import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { AnswerText } from "../answer/answer_text";
import { EvidenceList } from "../answer/evidence_list";
import { correctedTurn, type Turn } from "../answer/turn";
import { verdictLine } from "./review_line";

interface CorrectedAnswerProps {
    turn: Turn;
}

/** What a reviewer says instead of Candor's answer, with the records that he cites. */
class CorrectedAnswer extends Component<CorrectedAnswerProps> {
    static template = "candor.CorrectedAnswer";
    static components = { AnswerText, EvidenceList };
    static props = { turn: Object };

    state = useState({ pointed: 0 });

    get corrected(): Turn | null {
        return correctedTurn(this.props.turn);
    }

    get text(): string {
        const { review, mode } = this.props.turn;
        return review ? verdictLine(review, mode) : "";
    }

    get sourcesLabel(): string {
        return _t("Sources of the correction");
    }
}

export { CorrectedAnswer };
