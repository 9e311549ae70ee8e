import { Component, useState } from "@odoo/owl";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { RecordLink } from "./record_link";
import type { Source, Turn } from "./turn";

interface ChangedSinceProps {
    turn: Turn;
}

/** Says that the record says something else by now, and on demand what. */
class ChangedSince extends Component<ChangedSinceProps> {
    static template = "candor.ChangedSince";
    static components = { RecordLink };
    static props = { turn: Object };

    orm!: Services["orm"];
    state = useState<{ isShown: boolean; now: { source: Source; text: string | false }[] }>({
        isShown: false,
        now: [],
    });

    setup(): void {
        this.orm = useService("orm");
    }

    get text(): string {
        const { changedSince } = this.props.turn;
        const time = changedSince ? toLocaleDateTimeString(deserializeDateTime(changedSince)) : "";
        return _t("As of %s; the record has changed since.", time);
    }

    get label(): string {
        return this.state.isShown ? _t("Hide it") : _t("Show it now");
    }

    get regionId(): string {
        return `o-candor-now-${this.props.turn.key}`;
    }

    async toggle(): Promise<void> {
        if (this.state.isShown) {
            this.state.isShown = false;
            return;
        }
        const { turnId, evidence } = this.props.turn;
        const sources = evidence.filter(({ changed }) => changed);
        // Each time anew: meanwhile it may have changed again, or be closed to this reader.
        this.state.now = await Promise.all(
            sources.map(async (source) => ({
                source,
                text: (await this.orm.call("candor.turn", "quoted_now", [turnId, source.n])) as
                    string | false,
            })),
        );
        this.state.isShown = true;
    }
}

export { ChangedSince };
