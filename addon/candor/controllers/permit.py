from odoo.http import Controller, request, route

from ..refusal import answers_refusal


class PermitController(Controller):
    """Ids and sections in, the user's own rendering out."""

    @route(
        "/candor/permit",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        readonly=False,
        save_session=False,
    )
    @answers_refusal
    def permit(self, ticket="", pointers=()):
        # Not `readonly=True`: a replica lags behind a revoked right.
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        return request.env["candor.turn"]._permit(ticket, pointers)
