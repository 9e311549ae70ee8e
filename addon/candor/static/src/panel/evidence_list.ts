import type { Evidence } from "@candor/sidecar/src/contract.ts";
import { Component, useEffect, useRef } from "@odoo/owl";
import { usePopover } from "@web/core/popover/popover_hook";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { RecordLink } from "./record_link";

interface QuoteProps {
    text: string;
    close?: () => void;
}

/** The quoted words, beside the evidence that is pointed at. */
class Quote extends Component<QuoteProps> {
    static template = "candor.Quote";
    static props = { text: String, close: { type: Function, optional: true } };
}

interface EvidenceListProps {
    evidence: Evidence[];
    /** Number that the reader points at in the answer. */
    pointed: number;
    idPrefix: string;
}

/** The records that an answer rests on: record · place; the words on hover or focus. */
class EvidenceList extends Component<EvidenceListProps> {
    static template = "candor.EvidenceList";
    static components = { RecordLink };
    static props = { evidence: Array, pointed: Number, idPrefix: String };

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
            animation: false,
        });
        useEffect(
            (pointed) => {
                const item = this.list.el?.querySelector<HTMLElement>(`[data-number="${pointed}"]`);
                const evidence = this.props.evidence.find(({ n }) => n === pointed);
                if (item && evidence) {
                    this.show(item, evidence);
                } else {
                    this.hide();
                }
            },
            () => [this.props.pointed],
        );
    }

    show(target: HTMLElement, evidence: Evidence): void {
        // Without a pointer the words stand below the link instead.
        if (!this.ui.isSmall) {
            this.popover.open(target, { text: evidence.quote });
        }
    }

    hide(): void {
        this.popover.close();
    }
}

export { EvidenceList };
