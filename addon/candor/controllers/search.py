from odoo.http import Controller, request

from .endpoint import endpoint


class SearchController(Controller):
    """Where no index answers: which records do the user's own searches find by these words?"""

    @endpoint("/candor/search")
    def search(self, ticket="", words=()):
        request.env.cr.execute("SET TRANSACTION READ ONLY")
        return request.env["candor.permission"]._search_words(ticket, words)
