import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useBus, useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

import { History } from "./history";
import { QuestionBox } from "./question_box";
import { TurnView } from "./turn_view";

/** Widths in px; see panel.scss. */
const width = { normal: 400, wide: 640 };
/** A form and its chatter need this much (px) beside the panel; with less it lies over the page. */
const pageMinWidth = 1280;

/** Docked beside the page, over it as a drawer, or the whole screen of a phone. */
class Panel extends Component {
    static template = "candor.Panel";
    static components = { History, QuestionBox, TurnView };
    static props = {};

    panel!: Services["candor.panel"];
    ui!: Services["ui"];
    log = useRef("log");
    content = useRef("content");
    /** True from asking until the person scrolls up or touches the log. */
    isFollowing = true;
    state = useState({ isAtEnd: true, windowWidth: browser.innerWidth });

    setup(): void {
        this.panel = useState(useService("candor.panel"));
        this.ui = useService("ui");
        useExternalListener(window, "resize", () => {
            this.state.windowWidth = browser.innerWidth;
        });
        useBus(this.ui.bus, "resize", () => this.render());
        useEffect(
            (isOpen) => {
                if (isOpen) {
                    void this.panel.start();
                }
            },
            () => [this.panel.isOpen],
        );
        useEffect(
            (isWanted) => {
                if (isWanted) {
                    void this.panel.suggest();
                }
            },
            () => [
                this.panel.isOpen && this.panel.conversation.turns.length === 0,
                this.panel.about?.resModel,
                this.panel.about?.resId,
            ],
        );
        useEffect(
            (layout, space) => {
                document.body.style.setProperty("--o-candor-space", `${space}px`);
                document.body.dataset.candor = layout;
            },
            () => [this.layout, this.width],
        );
        // A verdict that arrives moves nobody who reads.
        useEffect(
            () => this.stopFollowing(),
            () => [this.panel.renewals],
        );
        useEffect(
            () => this.followEnd(),
            () => [this.panel.conversation.turns.length, this.panel.view],
        );
        // An answer grows below this component: only its size tells.
        useEffect(
            (content) => {
                if (!content) {
                    return;
                }
                const observer = new ResizeObserver(() => this.onGrowth());
                observer.observe(content);
                return () => observer.disconnect();
            },
            () => [this.content.el],
        );
    }

    get width(): number {
        return this.panel.isWide ? width.wide : width.normal;
    }

    get layout(): "closed" | "docked" | "drawer" | "full" {
        if (!this.panel.isOpen) {
            return "closed";
        }
        if (this.ui.isSmall) {
            return "full";
        }
        return this.state.windowWidth - this.width >= pageMinWidth ? "docked" : "drawer";
    }

    /** The name that the chip shows. */
    get recordName(): string {
        return this.panel.about?.name ?? "";
    }

    onKeydown(event: KeyboardEvent): void {
        if (event.key === "Escape" && !event.isComposing) {
            event.stopPropagation();
            event.preventDefault();
            this.panel.close();
        }
    }

    /** Whoever reads or clicks in the log is not moved by what arrives below. */
    stopFollowing(): void {
        this.isFollowing = false;
    }

    onScroll(): void {
        this.state.isAtEnd = this.distanceToEnd < 24;
        if (!this.state.isAtEnd) {
            this.isFollowing = false;
        }
    }

    followEnd(): void {
        this.isFollowing = true;
        this.toEnd();
    }

    private onGrowth(): void {
        if (this.isFollowing) {
            this.toEnd();
        }
        this.state.isAtEnd = this.distanceToEnd < 24;
    }

    private get distanceToEnd(): number {
        const log = this.log.el;
        return log ? log.scrollHeight - log.scrollTop - log.clientHeight : 0;
    }

    private toEnd(): void {
        const log = this.log.el;
        if (log) {
            log.scrollTop = log.scrollHeight;
        }
    }
}

export { Panel };
