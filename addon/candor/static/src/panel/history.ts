import { Component, onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { timeText } from "./review_line";

/** What `candor.conversation.history` gives out, newest first. */
interface HistoryEntry {
    id: number;
    title: string;
    /** UTC, as Odoo's server writes it. */
    date: string;
    record_name: string | false;
}

/** Own conversations of every tab and device. */
class History extends Component {
    static template = "candor.History";
    static props = {};

    panel!: Services["candor.panel"];
    orm!: Services["orm"];
    state = useState<{ entries: HistoryEntry[]; isUnavailable: boolean }>({
        entries: [],
        isUnavailable: false,
    });

    setup(): void {
        this.panel = useState(useService("candor.panel"));
        this.orm = useService("orm");
        onWillStart(() => this.load());
    }

    async load(): Promise<void> {
        try {
            const history = await this.orm.silent.call("candor.conversation", "history");
            this.state.entries = history as HistoryEntry[];
            this.state.isUnavailable = false;
        } catch {
            this.state.isUnavailable = true;
        }
    }

    dateText(entry: HistoryEntry): string {
        return timeText(entry.date);
    }
}

export { History };
