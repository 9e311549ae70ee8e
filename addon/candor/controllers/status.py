from odoo.http import Controller, request

from ..wire import deployment
from .endpoint import endpoint


class StatusController(Controller):
    """What the connection test learns from Odoo."""

    @endpoint("/candor/status")
    def status(self, ticket=""):
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        request.env["candor.ticket"]._read(ticket, scope="candor.status", taking=True)
        # sudo: ir.config_parameter - the database's own id, so that the sidecar can refuse another
        uuid = request.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return {
            "uid": request.env.uid,
            "database_uuid": uuid,
            "addon_version": deployment.addon_version(),
            "protocol": deployment.PROTOCOL,
            "compiled": deployment.is_compiled(),
        }
