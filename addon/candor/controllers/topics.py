from odoo.http import Controller, request

from .endpoint import endpoint


class TopicsController(Controller):
    """What can the user ask about here? Names of sources, for the answer to small talk."""

    @endpoint("/candor/topics")
    def topics(self, ticket=""):
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        return request.env["candor.permission"]._topics(ticket)
