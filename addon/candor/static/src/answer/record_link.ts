import type { RecordRef } from "@candor/sidecar/src/contract.ts";
import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

interface RecordLinkProps {
    record: RecordRef;
    slots?: object;
}

/** Opens a record in Odoo beside the panel; with Ctrl in a tab of its own. */
class RecordLink extends Component<RecordLinkProps> {
    static template = "candor.RecordLink";
    static props = { record: Object, slots: { type: Object, optional: true } };

    panel!: Services["candor.panel"];
    orm!: Services["orm"];
    action!: Services["action"];
    notification!: Services["notification"];
    ui!: Services["ui"];

    setup(): void {
        this.panel = useState(useService("candor.panel"));
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.ui = useService("ui");
    }

    get href(): string {
        return `/odoo/${this.props.record.resModel}/${this.props.record.resId}`;
    }

    async open(): Promise<void> {
        const { resModel, resId } = this.props.record;
        const { openRecord } = this.panel;
        if (openRecord?.resModel === resModel && openRecord.resId === resId) {
            this.uncover();
            return;
        }
        if (!(await this.isThere())) {
            this.notification.add(_t("This record was deleted, or you can no longer open it."), {
                type: "warning",
            });
            return;
        }
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
            target: "current",
        });
        this.uncover();
    }

    /** On a phone the panel lies over the record that was asked for. */
    private uncover(): void {
        if (this.ui.isSmall) {
            this.panel.close();
        }
    }

    private async isThere(): Promise<boolean> {
        const { resModel, resId } = this.props.record;
        try {
            const found = await this.orm.searchCount(resModel, [["id", "=", resId]], {
                context: { active_test: false },
            });
            return found > 0;
        } catch {
            return false;
        }
    }
}

export { RecordLink };
