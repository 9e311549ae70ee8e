import json

from odoo import api, fields, models
from odoo.orm.models import NO_ACCESS
from odoo.tools import SQL

from ..database.confidential import insert_rows

_COLUMNS = {"turn_id": "int", "res_model": "text", "res_id": "int"}
#: Sections that are records of their own: "message:7" is mail.message 7.
_PARTS = {"message": "mail.message", "attachment": "ir.attachment", "activity": "mail.activity"}


class CandorTurnMention(models.Model):
    """A record of which words may stand in an answer, in one that was held back, or in a verdict.

    Once it is deleted those words go too. What stands in `candor.turn.section` is more: much is read
    of which nothing is said.
    """

    _name = "candor.turn.mention"
    _description = "Candor record of which an answer speaks"
    _order = "id"
    _log_access = False

    turn_id = fields.Many2one(
        "candor.turn", required=True, ondelete="cascade", groups=NO_ACCESS, readonly=True
    )
    res_model = fields.Char(required=True, groups=NO_ACCESS, readonly=True)
    res_id = fields.Integer(required=True, groups=NO_ACCESS, readonly=True)

    _once = models.Constraint("UNIQUE(turn_id, res_model, res_id)", "This is noted already.")
    _record_idx = models.Index("(res_model, res_id)")

    @api.model
    def _note(self, turn):
        """Note what the words of one turn and of its reviews are of, as far as that isn't noted yet."""
        known = {(row.res_model, row.res_id) for row in self.search([("turn_id", "=", turn.id)])}
        found = dict.fromkeys(self._records_of(turn))
        insert_rows(self, _COLUMNS, [(turn.id, *record) for record in found if record not in known])

    def _records_of(self, turn):
        answer = turn._answer()
        held_back = json.loads(turn.held_back or "{}")
        for entry in [*answer["evidence"], *answer["closest"], *held_back.get("evidence", [])]:
            yield from self._records_at(entry["resModel"], entry["resId"], entry.get("section") or "")
        # A model may speak of all that it was given; and a reason names one of them, not saying which.
        if turn.model_name or _names_one(answer["confidence"]):
            for row in turn.section_ids:
                yield from self._records_at(row.res_model, row.res_id, row.section)
        for review in turn.review_ids:
            if turn.res_model and (review.verdict or review.asked_back):
                # What people wrote of an answer may be of the record that was open, whatever is cited.
                yield turn.res_model, turn.res_id
            for entry in json.loads(review.verdict or "{}").get("cited") or []:
                yield entry["resModel"], entry["resId"]

    def _records_at(self, res_model, res_id, section):
        yield res_model, res_id
        kind, _separator, rest = section.partition(":")
        part = _PARTS.get(kind)
        if kind == "line" and res_model in self.env:
            name, _separator, rest = rest.partition(":")
            field = self.env[res_model]._fields.get(name)
            part = field and field.comodel_name
        number = rest.partition(":")[0]
        if part and number.isdecimal() and int(number) < 2**31:
            yield part, int(number)

    @api.model
    def _of(self, res_model, ids):
        """Turns that speak of one of these records."""
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT turn_id FROM candor_turn_mention WHERE res_model = %s AND res_id = ANY(%s)",
                res_model,
                list(ids),
            )
        )
        return self.env["candor.turn"].browse(turn_id for (turn_id,) in self.env.cr.fetchall())

    @api.model
    def _of_gone(self, turns=None):
        """Turns that speak of a record that is deleted, whoever deleted it.

        :param turns: look at these only
        """
        only = SQL("AND turn_id = ANY(%s)", turns.ids) if turns is not None else SQL()
        self.env.cr.execute(SQL("SELECT DISTINCT res_model FROM candor_turn_mention WHERE true %s", only))
        found = set()
        for (res_model,) in self.env.cr.fetchall():
            gone = self._is_gone(res_model, SQL("mention.res_id"))
            if gone:
                query = (
                    "SELECT DISTINCT turn_id FROM candor_turn_mention mention WHERE res_model = %s AND %s %s"
                )
                self.env.cr.execute(SQL(query, res_model, gone, only))
                found.update(turn_id for (turn_id,) in self.env.cr.fetchall())
        return self.env["candor.turn"].browse(sorted(found))

    def _is_gone(self, res_model, res_id):
        """Condition that no record of a model has this id; None where that can't be told."""
        model = self.env.get(res_model)
        if model is not None and (model._abstract or model._table_query is not None):
            return None
        table = model._table if model is not None else res_model.replace(".", "_")
        self.env.cr.execute(SQL("SELECT to_regclass(quote_ident(%s)) IS NOT NULL", table))
        (is_there,) = self.env.cr.fetchone()
        if is_there:
            return SQL(
                "NOT EXISTS (SELECT FROM %s record WHERE record.id = %s)", SQL.identifier(table), res_id
            )
        # Its module was uninstalled, and its records went with it.
        return SQL("true") if model is None else None


def _names_one(confidence):
    """Whether a reason of the confidence names a record, as that a field of it is not filled."""
    reasons = confidence.get("reasons") if confidence else None
    return any(isinstance(it, dict) and "name" in (it.get("params") or {}) for it in reasons or [])
