import type { StatusLine, StatusResponse } from "@candor/sidecar/src/contract.ts";
import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import type { Services } from "@web/env";

import { partText, remedyText } from "./status_text";

/** One line of the result: a tick, or what is wrong and how to mend it. */
interface Line {
    part: string;
    isOk: boolean;
    detail: string;
    remedy: string;
}

/** What `candor.index.status_ticket` answers. */
interface StatusTicket {
    refused?: string;
    ticket: string;
    sidecar_url: string;
    protocol: number;
}

const timeoutMs = 20_000;

/** Asks the sidecar from this browser, on the way that the panel's questions take. */
class ConnectionTest extends Component {
    static template = "candor.ConnectionTest";
    static props = { ...standardWidgetProps };

    orm!: Services["orm"];
    state = useState<{ isRunning: boolean; lines: Line[] }>({ isRunning: false, lines: [] });

    setup(): void {
        this.orm = useService("orm");
    }

    async run(): Promise<void> {
        this.state.isRunning = true;
        this.state.lines = [];
        try {
            this.state.lines = await this.test();
        } finally {
            this.state.isRunning = false;
        }
    }

    private async test(): Promise<Line[]> {
        const ticket = (await this.orm.call("candor.index", "status_ticket")) as StatusTicket;
        if (ticket.refused) {
            return [failed("odoo", ticket.refused, ticket.sidecar_url)];
        }
        let response: Response;
        try {
            response = await browser.fetch(`${ticket.sidecar_url}/status`, {
                method: "POST",
                credentials: "include",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ ticket: ticket.ticket, protocol: ticket.protocol }),
                signal: AbortSignal.timeout(timeoutMs),
            });
        } catch {
            return [failed("sidecar", "sidecar_unreachable", ticket.sidecar_url)];
        }
        try {
            const body = (await response.json()) as StatusResponse | { code?: string };
            if ("lines" in body) {
                return body.lines.map(lineOf);
            }
            return [failed("sidecar", body.code ?? "sidecar_unreachable", ticket.sidecar_url)];
        } catch {
            return [failed("sidecar", "sidecar_unreachable", ticket.sidecar_url)];
        }
    }

    get words(): { ok: string; wrong: string } {
        return { ok: _t("works"), wrong: _t("does not work") };
    }
}

function failed(part: StatusLine["part"], code: string, url: string): Line {
    return { part: partText(part), isOk: false, detail: "", remedy: remedyText(code, url) };
}

function lineOf({ part, ok, detail, code }: StatusLine): Line {
    return {
        part: partText(part),
        isOk: ok,
        detail,
        remedy: ok ? "" : remedyText(code ?? "internal", ""),
    };
}

registry.category("view_widgets").add("candor_connection_test", { component: ConnectionTest });
