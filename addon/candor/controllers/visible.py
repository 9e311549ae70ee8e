from odoo.http import Controller, request

from .endpoint import endpoint


class VisibleController(Controller):
    """Which records can the user find, of these or of all: a hint for the search, never a judge."""

    @endpoint("/candor/visible")
    def visible(self, ticket="", ids=None, at_most=None):
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        permission = request.env["candor.permission"]
        if at_most is None:
            return permission._visible(ticket, ids or {})
        return permission._all_visible(ticket, at_most)
