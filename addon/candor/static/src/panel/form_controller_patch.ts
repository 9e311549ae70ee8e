import { onMounted, onWillUnmount, status } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { effect } from "@web/core/utils/reactive";
import { FormController } from "@web/views/form/form_controller";

import { isBusiness } from "./open_record";

/** Every form that is a page of its own tells the panel which record it shows. */
patch(FormController.prototype, {
    setup(this: FormController) {
        // TypeScript has no type for `super` in an object, which is where Odoo's patches call it.
        // eslint-disable-next-line @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access
        super.setup();
        const panel = this.env.services["candor.panel"];
        if (!panel?.isAllowed || this.env.inDialog) {
            return;
        }
        const form = Symbol("form");
        const hasChatter = this.archInfo.xmlDoc.querySelector("chatter") !== null;
        // A field that is being typed in is not dirty for the model until it loses the focus.
        let isTyping = false;
        const tell = (model: FormController["model"]) => {
            const { resModel, resId, dirty, data } = model.root;
            if (status(this) === "destroyed" || !isBusiness(resModel)) {
                return;
            }
            panel.showRecord(form, {
                resModel,
                resId,
                name: data.display_name ?? "",
                isDirty: dirty || isTyping,
                hasChatter,
            });
        };
        const onTyping = (event: Event) => {
            isTyping = (event as CustomEvent<boolean>).detail;
            tell(this.model);
        };
        onMounted(() => {
            effect(tell, [this.model]);
            this.model.bus.addEventListener("FIELD_IS_DIRTY", onTyping);
        });
        onWillUnmount(() => {
            this.model.bus.removeEventListener("FIELD_IS_DIRTY", onTyping);
            panel.hideRecord(form);
        });
    },
});
