from odoo.http import Controller, request

from .endpoint import endpoint


class VisibleController(Controller):
    """Which records can the user find, of these or of all: a hint for the search, never a judge."""

    @endpoint("/candor/visible")
    def visible(self, ticket="", ids=None, at_most=None):
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        turns = request.env["candor.turn"]
        return turns._visible(ticket, ids or {}) if at_most is None else turns._all_visible(ticket, at_most)
