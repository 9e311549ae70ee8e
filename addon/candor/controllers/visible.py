from odoo.http import Controller, request, route

from ..refusal import answers_refusal


class VisibleController(Controller):
    """Which of these records can the user find: a hint for the search, never a judge."""

    @route(
        "/candor/visible",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        readonly=False,
        save_session=False,
    )
    @answers_refusal
    def visible(self, ticket="", ids=None):
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        return request.env["candor.turn"]._visible(ticket, ids or {})
