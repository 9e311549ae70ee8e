import type { Evidence } from "@candor/sidecar/src/contract.ts";
import { Component, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { RecordLink } from "./record_link";
import { isLookedUp, lookUp } from "./surroundings";
import type { Surroundings, Turn } from "./turn";

interface QuoteProps {
    turn: Turn;
    source: Evidence;
    close?: () => void;
}

/** The quoted words, marked in what stands around them as soon as Odoo has told that. */
class Quote extends Component<QuoteProps> {
    static template = "candor.Quote";
    static props = { turn: Object, source: Object, close: { type: Function, optional: true } };

    orm!: Services["orm"];

    setup(): void {
        this.orm = useService("orm");
        useEffect(
            (isAsked) => {
                if (isAsked) {
                    void lookUp(this.orm, this.props.turn, this.props.source.n);
                }
            },
            () => [isLookedUp(this.props.turn)],
        );
    }

    get around(): Surroundings | false | undefined {
        return this.props.turn.surroundings[this.props.source.n];
    }
}

interface EvidenceListProps {
    turn: Turn;
    /** Number that the reader points at in the answer. */
    pointed: number;
    label?: string;
}

/** The records that an answer rests on: record · place; the words on hover or focus. */
class EvidenceList extends Component<EvidenceListProps> {
    static template = "candor.EvidenceList";
    static components = { Quote, RecordLink };
    static props = { turn: Object, pointed: Number, label: { type: String, optional: true } };

    ui!: Services["ui"];
    list = useRef<HTMLOListElement>("list");
    popover!: ReturnType<typeof usePopover>;

    setup(): void {
        this.ui = useService("ui");
        // Reading on must not take the focus away from the link.
        this.popover = usePopover(Quote, {
            position: "left",
            setActiveElement: false,
            popoverClass: "o-candor-Quote-popover",
            role: "tooltip",
        });
        useEffect(
            (pointed) => {
                const item = this.list.el?.querySelector<HTMLElement>(`[data-number="${pointed}"]`);
                const evidence = this.props.turn.evidence.find(({ n }) => n === pointed);
                if (item && evidence) {
                    this.show(item, evidence);
                } else {
                    this.hide();
                }
            },
            () => [this.props.pointed],
        );
    }

    get label(): string {
        return this.props.label ?? _t("Sources");
    }

    show(target: HTMLElement, source: Evidence): void {
        // Without a pointer the words stand below the link instead; who corrects cites whole records.
        if (!this.ui.isSmall && source.quote) {
            this.popover.open(target, { turn: this.props.turn, source });
        }
    }

    hide(): void {
        this.popover.close();
    }
}

export { EvidenceList };
