import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import {
    standardWidgetProps,
    type StandardWidgetProps,
} from "@web/views/widgets/standard_widget_props";

const everyMs = 10_000;

/** Reads the form's figures again every ten seconds, until the person pauses it. */
class Live extends Component<StandardWidgetProps> {
    static template = "candor.Live";
    static props = { ...standardWidgetProps };

    state = useState({ isPaused: false });
    private timer: number | undefined;
    private isLeft = false;

    setup(): void {
        this.wait();
        onWillUnmount(() => {
            this.isLeft = true;
            browser.clearTimeout(this.timer);
        });
    }

    get name(): string {
        return this.state.isPaused ? _t("Go on refreshing") : _t("Pause refreshing");
    }

    toggle(): void {
        this.state.isPaused = !this.state.isPaused;
        if (!this.state.isPaused) {
            void this.refresh();
        }
    }

    private wait(): void {
        this.timer = browser.setTimeout(() => void this.refresh(), everyMs);
    }

    private async refresh(): Promise<void> {
        browser.clearTimeout(this.timer);
        const { record } = this.props;
        try {
            // What somebody is typing, or a tab that nobody sees, is left alone.
            if (!document.hidden && !isTyping() && !(await record.isDirty())) {
                await record.load();
            }
        } catch (error) {
            // Odoo shows what went wrong, once.
            this.state.isPaused = true;
            throw error;
        }
        if (!this.state.isPaused && !this.isLeft) {
            this.wait();
        }
    }
}

function isTyping(): boolean {
    return document.activeElement?.matches(".o_form_view input, .o_form_view textarea") ?? false;
}

registry.category("view_widgets").add("candor_live", { component: Live });
