import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import type { OpenRecord } from "./open_record";

interface DraftDialogProps {
    close: () => void;
    turnId: number;
    record: OpenRecord & { resId: number };
}

type Kind = "note" | "message";
type WarningKind = "changed" | "internal_note" | "other_partner";

/** What `candor.turn.draft` answers. */
interface Draft {
    body_html: string;
    records: string[];
    warnings: { kind: WarningKind; record: string }[];
}

/** Puts the answer into Odoo's own composer, after saying what a message would carry out. Never sends. */
class DraftDialog extends Component<DraftDialogProps> {
    static template = "candor.DraftDialog";
    static components = { Dialog };
    static props = { close: Function, turnId: Number, record: Object };

    orm!: Services["orm"];
    action!: Services["action"];
    store!: Services["mail.store"];
    state = useState<{ kind: Kind; drafts: Partial<Record<Kind, Draft>> }>({
        kind: "note",
        drafts: {},
    });

    setup(): void {
        this.orm = useService("orm");
        this.action = useService("action");
        this.store = useService("mail.store");
        onWillStart(async () => {
            await Promise.all([this.load("note"), this.load("message")]);
        });
    }

    private async load(kind: Kind): Promise<void> {
        const { turnId, record } = this.props;
        this.state.drafts[kind] = (await this.orm.call("candor.turn", "draft", [
            turnId,
            record.resModel,
            record.resId,
            kind,
        ])) as Draft;
    }

    get title(): string {
        return _t("Draft on %s", this.props.record.name);
    }

    get draft(): Draft {
        return this.state.drafts[this.state.kind] ?? { body_html: "", records: [], warnings: [] };
    }

    get isEmpty(): boolean {
        return this.draft.body_html === "";
    }

    get warnings(): string[] {
        const texts: Record<WarningKind, (record: string) => string> = {
            changed: (record) => _t("%s has changed since it was quoted.", record),
            internal_note: (record) => _t("It quotes an internal note on %s.", record),
            other_partner: (record) =>
                _t("It quotes %s, which belongs to another partner than this record.", record),
        };
        return this.draft.warnings.map(({ kind, record }) => texts[kind](record));
    }

    async compose(): Promise<void> {
        const { resModel, resId } = this.props.record;
        const isMessage = this.state.kind === "message";
        const recipients = isMessage ? await this.recipients() : [];
        this.props.close();
        await this.action.doAction(
            {
                name: isMessage ? _t("Compose Email") : _t("Log note"),
                type: "ir.actions.act_window",
                res_model: "mail.compose.message",
                views: [[false, "form"]],
                target: "new",
                context: {
                    default_model: resModel,
                    default_res_ids: [resId],
                    default_composition_mode: "comment",
                    default_subtype_xmlid: isMessage ? "mail.mt_comment" : "mail.mt_note",
                    default_body: this.draft.body_html,
                    default_email_add_signature: isMessage,
                    default_partner_ids: recipients,
                    clicked_on_full_composer: true,
                },
            },
            {
                onClose: () => {
                    const thread = this.store.Thread.insert({ model: resModel, id: resId });
                    void thread.fetchNewMessages();
                },
            },
        );
    }

    /** Those whom Odoo's own composer would propose, as far as they are contacts already. */
    private async recipients(): Promise<number[]> {
        const { resModel, resId } = this.props.record;
        const suggested = (await rpc("/mail/thread/recipients/get_suggested_recipients", {
            thread_model: resModel,
            thread_id: resId,
        })) as { partner_id?: number | false }[];
        return suggested.flatMap(({ partner_id: partnerId }) => (partnerId ? [partnerId] : []));
    }
}

export { DraftDialog };
