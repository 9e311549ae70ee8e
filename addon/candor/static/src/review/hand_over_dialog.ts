import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";

import { faultText } from "../answer/fault_text";
import type { OpenReview, Person } from "./open_review";

interface HandOverDialogProps {
    review: OpenReview;
    onHandedOver: (name: string) => void;
    close: () => void;
}

/** A pause in typing before it is searched. */
const pauseMs = 250;

/** Who else may review it now; the server says who, and judges again when it is handed over. */
class HandOverDialog extends Component<HandOverDialogProps> {
    static template = "candor.HandOverDialog";
    static components = { Dialog };
    static props = { review: Object, onHandedOver: Function, close: Function };

    state = useState<{ term: string; people: Person[]; fault: string }>({
        term: "",
        people: [],
        fault: "",
    });
    private timer: number | undefined;

    setup(): void {
        onWillStart(() => this.find());
    }

    get title(): string {
        return _t("Hand over");
    }

    search(term: string): void {
        this.state.term = term;
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => void this.find(), pauseMs);
    }

    private async find(): Promise<void> {
        const { term } = this.state;
        try {
            const people = await this.props.review.reviewers(term.trim());
            if (term === this.state.term) {
                this.state.people = people;
            }
        } catch (error) {
            this.state.fault = faultText(error);
        }
    }

    async choose(person: Person): Promise<void> {
        if (await this.props.review.handOver(person)) {
            this.props.close();
            this.props.onHandedOver(person.name);
        } else {
            this.state.fault = this.props.review.fault;
        }
    }
}

export { HandOverDialog };
