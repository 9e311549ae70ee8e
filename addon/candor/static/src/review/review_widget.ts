import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import {
    standardWidgetProps,
    type StandardWidgetProps,
} from "@web/views/widgets/standard_widget_props";

import { ReviewPage } from "./review_page";

/** The page of a review where Odoo opens its form: from an activity, a link, the list. */
class ReviewWidget extends Component<StandardWidgetProps> {
    static template = "candor.ReviewWidget";
    static components = { ReviewPage };
    static props = { ...standardWidgetProps };
}

registry.category("view_widgets").add("candor_review_page", { component: ReviewWidget });
