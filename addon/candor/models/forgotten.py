from odoo import api, fields, models
from odoo.orm.models import NO_ACCESS
from odoo.tools import SQL

from ..database.forgotten import create_trigger

#: Told to the sidecar at once
MAX_TOLD = 500


class CandorForgotten(models.Model):
    """A question that is deleted, or whose answer is, until the sidecar has forgotten it too.

    A number that points at nothing, and nobody's: whose question it was stands nowhere any more.
    """

    _name = "candor.forgotten"
    _description = "Candor forgotten question"
    _order = "id"
    # Written by a trigger, see database/forgotten.py.
    _log_access = False

    turn_number = fields.Integer(required=True, readonly=True, groups=NO_ACCESS)
    request_id = fields.Char(readonly=True, groups=NO_ACCESS)
    date = fields.Datetime(required=True, readonly=True, groups=NO_ACCESS)

    def init(self):
        create_trigger(self.env.cr)

    @api.model
    def _note(self, turns):
        """Note turns that stay, without what the sidecar may hold of them."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO candor_forgotten (turn_number, request_id, date)
                     SELECT id, request_id, now() AT TIME ZONE 'UTC' FROM candor_turn WHERE id = ANY(%s)
                """,
                turns.ids,
            )
        )

    @api.model
    def _told(self):
        """:return: `[{id, turnId, requestId}]` of those that nobody acknowledged yet, the first ones first"""
        self.env.cr.execute(
            SQL("SELECT id, turn_number, request_id FROM candor_forgotten ORDER BY id LIMIT %s", MAX_TOLD)
        )
        return [
            {"id": row_id, "turnId": number, "requestId": request_id or False}
            for row_id, number, request_id in self.env.cr.fetchall()
        ]

    @api.model
    def _acknowledge(self, ids):
        """Those of which the sidecar holds nothing any more."""
        if ids:
            self.env.cr.execute(SQL("DELETE FROM candor_forgotten WHERE id = ANY(%s)", ids))
