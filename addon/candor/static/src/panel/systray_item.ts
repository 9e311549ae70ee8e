import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import type { Services } from "@web/env";

class SystrayItem extends Component {
    static template = "candor.SystrayItem";
    static props = {};

    panel!: Services["candor.panel"];

    setup(): void {
        this.panel = useState(useService("candor.panel"));
    }
}

export { SystrayItem };
