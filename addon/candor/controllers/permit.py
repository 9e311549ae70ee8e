from odoo.http import Controller, request

from .endpoint import endpoint


class PermitController(Controller):
    """Ids and sections in, the user's own rendering out."""

    @endpoint("/candor/permit")
    def permit(self, ticket="", pointers=()):
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        return request.env["candor.permission"]._permit(ticket, pointers)
