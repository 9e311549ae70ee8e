from odoo.http import Controller, request

from .endpoint import endpoint


class VisibleController(Controller):
    """Which of these records can the user find: a hint for the search, never a judge."""

    @endpoint("/candor/visible")
    def visible(self, ticket="", ids=None):
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        return request.env["candor.turn"]._visible(ticket, ids or {})
