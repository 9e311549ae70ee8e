import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import type { Services } from "@web/env";

import { timeText } from "../answer/time_text";
import { tellDeleted } from "./deleted_conversations";

/** What `candor.conversation.history` gives out, newest first. */
interface HistoryEntry {
    id: number;
    title: string;
    /** UTC, as Odoo's server writes it. */
    date: string;
    record_name: string | false;
}

interface HistoryState {
    term: string;
    entries: HistoryEntry[];
    /** So many are asked for. */
    limit: number;
    isUnavailable: boolean;
}

const pageSize = 30;
/** As models/conversation_history.py bounds it. */
const maxEntries = 200;
const typingMs = 250;

/** Own conversations of every tab and device: to find, to delete, to take away. */
class History extends Component {
    static template = "candor.History";
    static props = {};

    panel!: Services["candor.panel"];
    orm!: Services["orm"];
    dialog!: Services["dialog"];
    notification!: Services["notification"];
    search = useRef("search");
    state = useState<HistoryState>({
        term: "",
        entries: [],
        limit: pageSize,
        isUnavailable: false,
    });
    private searchSoon!: () => void;
    /** Counts what was asked for: an answer that was overtaken is not shown. */
    private asked = 0;

    setup(): void {
        this.panel = useState(useService("candor.panel"));
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.searchSoon = useDebounced(() => this.load(), typingMs);
        onWillStart(() => this.load());
    }

    get isSearched(): boolean {
        return this.state.term.trim() !== "";
    }

    get hasMore(): boolean {
        const { entries, limit } = this.state;
        return entries.length === limit && limit < maxEntries;
    }

    get countText(): string {
        const { length } = this.state.entries;
        if (!this.isSearched || this.state.isUnavailable) {
            return "";
        }
        if (length === 0) {
            return _t("Nothing found in what you may read now.");
        }
        return length === 1 ? _t("1 conversation found") : _t("%s conversations found", length);
    }

    async load(): Promise<void> {
        this.asked += 1;
        const { asked } = this;
        const { limit, term } = this.state;
        let history: HistoryEntry[] | null = null;
        try {
            const args = [limit, term.trim()];
            history = (await this.orm.silent.call(
                "candor.conversation",
                "history",
                args,
            )) as HistoryEntry[];
        } catch {
            // Said in its place.
        }
        if (asked === this.asked) {
            this.state.entries = history ?? this.state.entries;
            this.state.isUnavailable = history === null;
        }
    }

    onSearch(term: string): void {
        this.state.term = term;
        this.state.limit = pageSize;
        this.searchSoon();
    }

    async showMore(): Promise<void> {
        this.state.limit = Math.min(this.state.limit + pageSize, maxEntries);
        await this.load();
    }

    dateText(entry: HistoryEntry): string {
        return timeText(entry.date);
    }

    deleteName(entry: HistoryEntry): string {
        return _t("Delete: %s", entry.title);
    }

    askToDelete(entry: HistoryEntry): void {
        const title = _t("Delete this conversation?");
        this.confirm(title, () => this.remove("delete", [[entry.id]]));
    }

    askToDeleteAll(): void {
        const title = _t("Delete all your conversations?");
        this.confirm(title, () => this.remove("delete_all", []));
    }

    private confirm(title: string, confirm: () => Promise<void>): void {
        this.dialog.add(ConfirmationDialog, {
            title,
            body: _t(
                "Questions, answers and what reviewers wrote are deleted for good; an open review ends.",
            ),
            confirmLabel: _t("Delete"),
            confirm,
            // Without it there would be one button only.
            cancel: () => undefined,
        });
    }

    private async remove(method: "delete" | "delete_all", args: unknown[]): Promise<void> {
        try {
            const ids = (await this.orm.call("candor.conversation", method, args)) as number[];
            this.panel.forget(ids);
            tellDeleted(ids);
        } catch {
            this.notification.add(_t("Odoo isn't answering. Nothing was deleted."), {
                type: "warning",
            });
        }
        await this.load();
        // What had it is gone.
        this.search.el?.focus();
    }
}

export { History };
