from odoo import api, fields, models
from odoo.orm.models import NO_ACCESS

from ..database.confidential import insert_rows

#: Columns of a row, in the order of `completion.sections`.
_COLUMNS = {
    "turn_id": "int",
    "res_model": "text",
    "res_id": "int",
    "section": "text",
    "hash": "text",
    "cited": "boolean",
}


class CandorTurnSection(models.Model):
    """A section that an answer was made from.

    No group has a right to it, and no right opens its fields: `candor.turn` serves what they allow.
    Rows go with their turn, by the foreign key.
    """

    _name = "candor.turn.section"
    _description = "Candor section of an answer"
    _order = "id"
    # Written once, by nobody in particular, when its turn ends.
    _log_access = False

    turn_id = fields.Many2one(
        "candor.turn", required=True, index=True, ondelete="cascade", groups=NO_ACCESS, readonly=True
    )
    res_model = fields.Char(required=True, groups=NO_ACCESS, readonly=True)
    res_id = fields.Integer(required=True, groups=NO_ACCESS, readonly=True)
    section = fields.Char(required=True, groups=NO_ACCESS, readonly=True)
    #: Of the text that was given, keyed by the sidecar
    hash = fields.Char(groups=NO_ACCESS, readonly=True)
    #: It is among the evidence
    cited = fields.Boolean(groups=NO_ACCESS, readonly=True)

    @api.model
    def _keep(self, turn, sections):
        """Store what an answer was made from.

        :param sections: see `completion.sections`
        :raise NotStored: as `confidential.write_text`
        """
        insert_rows(self, _COLUMNS, [(turn.id, *section) for section in sections])
        turn.invalidate_recordset(["section_ids"], flush=False)
