from odoo.http import Controller, request

from .endpoint import endpoint


class TurnController(Controller):
    """Beginning and end of a turn, as the sidecar calls them."""

    @endpoint("/candor/turn/take")
    def take(self, ticket="", protocol=0):
        return request.env["candor.turn"]._take(ticket, protocol)

    @endpoint("/candor/turn/complete", auth="public")
    def complete(self, token="", payload="", signature=""):
        # sudo: candor.turn - no session by design; the signature is checked first
        return request.env["candor.turn"].sudo()._complete(token, payload, signature)
