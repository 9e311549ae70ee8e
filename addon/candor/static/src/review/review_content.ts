import type { Evidence } from "@candor/sidecar/src/contract.ts";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import {
    standardWidgetProps,
    type StandardWidgetProps,
} from "@web/views/widgets/standard_widget_props";
import type { Services } from "@web/env";

import { ChangedSince } from "../answer/changed_since";
import { Confidence } from "../answer/confidence";
import { RecordLink } from "../answer/record_link";
import { servedTurn, type ServedTurn, type Turn } from "../answer/turn";

/** Question, answer and evidence of a review, as this reviewer may read them now. */
class ReviewContent extends Component<StandardWidgetProps> {
    static template = "candor.ReviewContent";
    static components = { ChangedSince, Confidence, RecordLink };
    static props = { ...standardWidgetProps };

    orm!: Services["orm"];
    state = useState<{ turn: Turn | null }>({ turn: null });

    setup(): void {
        this.orm = useService("orm");
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(async (next: StandardWidgetProps) => {
            if (next.record.resId !== this.props.record.resId) {
                await this.load(next.record.resId);
            }
        });
    }

    private async load(reviewId: number | false): Promise<void> {
        const served = reviewId
            ? ((await this.orm.call("candor.review", "content", [[reviewId]])) as
                  ServedTurn | false)
            : false;
        this.state.turn = served ? servedTurn(served) : null;
    }

    get isAnswered(): boolean {
        return this.state.turn?.mode !== "abstained";
    }

    /** Of the answer, or of the one that was held back. */
    get sources(): Evidence[] {
        const { turn } = this.state;
        return turn?.heldBack?.evidence ?? turn?.evidence ?? [];
    }

    get absence(): string {
        return this.state.turn?.isBlank
            ? _t("You can't read what this answer was made from.")
            : _t("Only who asked and who reviews can read this.");
    }
}

registry.category("view_widgets").add("candor_review_content", { component: ReviewContent });
