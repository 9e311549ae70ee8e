import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { Panel } from "./panel";
import { PanelModel, type PanelServices } from "./panel_model";
import { SystrayItem } from "./systray_item";

/** Nothing is mounted, and nothing is asked of Odoo or the sidecar, before the panel is opened. */
const panelService = {
    dependencies: ["orm", "ui", "command", "notification"],
    start(_env: unknown, services: PanelServices): PanelModel {
        const panel = reactive(new PanelModel(services));
        if (panel.isAllowed) {
            registry.category("main_components").add("candor.Panel", { Component: Panel });
            registry
                .category("systray")
                .add("candor.SystrayItem", { Component: SystrayItem }, { sequence: 30 });
            services.command.add(_t("Ask Candor"), () => panel.open(), {
                category: "app",
                hotkey: "alt+shift+c",
                hotkeyOptions: { bypassEditableProtection: true },
                global: true,
            });
        }
        return panel;
    },
};

registry.category("services").add("candor.panel", panelService);
