import json

from odoo import fields
from odoo.http import Controller, content_disposition, request, route


class ExportController(Controller):
    """What is stored of a person, as a file for him."""

    # `readonly` would let a replica answer, which lags behind a revoked right.
    @route("/candor/export", type="http", auth="user", methods=["GET"], readonly=False)
    def export(self):
        """All own conversations as far as they may be read now; see `candor.conversation.export`."""
        conversations = request.env["candor.conversation"]
        if not conversations._is_allowed():
            raise request.not_found()
        today = fields.Date.to_string(fields.Date.context_today(conversations))
        return request.make_response(
            json.dumps(conversations.export(), ensure_ascii=False, indent=2),
            [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"candor-{today}.json")),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
