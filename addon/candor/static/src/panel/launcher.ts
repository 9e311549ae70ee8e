import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import type { Services } from "@web/env";

/** Button on a form's control panel: asks about the record that is open. */
class Launcher extends Component {
    static template = "candor.Launcher";
    static props = {};

    panel!: Services["candor.panel"];

    setup(): void {
        this.panel = useState(useService("candor.panel"));
    }

    get isShown(): boolean {
        return this.panel.isAllowed && this.panel.openRecord !== null;
    }
}

Object.assign(ControlPanel.components, { CandorLauncher: Launcher });
