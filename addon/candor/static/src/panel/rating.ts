import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import type { Rating as RatingValue, Turn } from "../answer/turn";

interface RatingProps {
    turn: Turn;
}

/** Up or down for an answer, and after a down a word why, if the person likes. */
class Rating extends Component<RatingProps> {
    static template = "candor.Rating";
    static props = { turn: Object };

    orm!: Services["orm"];
    state = useState({ why: "", isExplaining: false, isSaving: false });

    setup(): void {
        this.orm = useService("orm");
    }

    get value(): RatingValue["value"] | false {
        return this.props.turn.rating?.value ?? false;
    }

    /** What is pressed already is taken back. */
    async press(value: RatingValue["value"]): Promise<void> {
        const isTakenBack = this.value === value;
        await this.save(isTakenBack ? false : value, "");
        this.state.why = "";
        this.state.isExplaining = this.value === "down";
    }

    async explain(): Promise<void> {
        await this.save("down", this.state.why);
        this.state.isExplaining = false;
    }

    private async save(value: RatingValue["value"] | false, why: string): Promise<void> {
        // A second click while the first one is on its way.
        if (this.state.isSaving) {
            return;
        }
        const { turn } = this.props;
        this.state.isSaving = true;
        try {
            const args = [turn.turnId, value, why];
            const rating = (await this.orm.call("candor.turn", "rate", args)) as
                RatingValue | false;
            turn.rating = rating || null;
        } finally {
            this.state.isSaving = false;
        }
    }
}

export { Rating };
