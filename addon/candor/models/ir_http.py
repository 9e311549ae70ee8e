from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """The panel isn't even mounted for those who may not ask, nor the queue for whom it holds nothing."""
        info = super().session_info()
        allowed = self.env["candor.conversation"]._is_allowed()
        info["candor"] = {"allowed": allowed, "reviews": allowed and self.env.user._has_reviews()}
        return info
