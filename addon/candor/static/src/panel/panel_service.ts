import { reactive, type EventBus } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import type { Services } from "@web/env";

import { onDeleted } from "./deleted_conversations";
import { Panel } from "./panel";
import { PanelModel, type PanelServices } from "./panel_model";
import { SystrayItem } from "./systray_item";

/** Nothing is mounted, and nothing is asked of Odoo or the sidecar, before the panel is opened. */
const panelService = {
    dependencies: ["orm", "ui", "command", "notification", "candor.review_live"],
    start(
        env: { bus: EventBus },
        services: PanelServices & Pick<Services, "candor.review_live">,
    ): PanelModel {
        const panel = reactive(new PanelModel(services));
        if (panel.isAllowed) {
            onDeleted((conversationIds) => panel.forget(conversationIds));
            services["candor.review_live"].onChange((hint) => panel.renewReviews(hint));
            // Odoo opens the first page after its services have started.
            panel.page.startOpening();
            env.bus.addEventListener("ACTION_MANAGER:UPDATE", (event) => {
                if ((event as CustomEvent<{ Component?: unknown }>).detail.Component) {
                    panel.page.startOpening();
                } else {
                    panel.page.endOpening();
                }
            });
            // After the form has been mounted, which has told its record then.
            env.bus.addEventListener("ACTION_MANAGER:UI-UPDATED", (event) => {
                if ((event as CustomEvent<string>).detail !== "new") {
                    panel.page.endOpening();
                }
            });
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
