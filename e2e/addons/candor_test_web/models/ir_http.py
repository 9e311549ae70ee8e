from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def color_scheme(self):
        """Community always answers light; a test asks for dark with a cookie."""
        if request and request.httprequest.cookies.get("color_scheme") == "dark":
            return "dark"
        return super().color_scheme()
