from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """The panel isn't even mounted for those who may not ask."""
        info = super().session_info()
        info["candor"] = {"allowed": self.env["candor.conversation"]._is_allowed()}
        return info
