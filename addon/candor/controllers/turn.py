from odoo.http import Controller, request, route

from ..refusal import answers_refusal


class TurnController(Controller):
    """Beginning and end of a turn, as the sidecar calls them."""

    @route(
        "/candor/turn/take",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        readonly=False,
        save_session=False,
    )
    @answers_refusal
    def take(self, ticket="", protocol=0):
        return request.env["candor.turn"]._take(ticket, protocol)

    @route(
        "/candor/turn/complete",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        readonly=False,
        save_session=False,
    )
    @answers_refusal
    def complete(self, token="", payload="", signature=""):
        # sudo: candor.turn - no session by design; the signature is checked first
        return request.env["candor.turn"].sudo()._complete(token, payload, signature)
