from odoo import api, fields, models

from ..rendering.reader import Reader


class CandorDeadLetter(models.Model):
    """Rows of the outbox that were given up, as the manager sees them."""

    _inherit = "candor.outbox"

    record_name = fields.Char("Record", compute="_compute_record_name")
    may_open = fields.Boolean(compute="_compute_record_name")

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_record_name(self):
        """The name for who may open the record, else its number: that it exists is what failed."""
        reader = Reader.for_user(self.env.user, lang=self.env.lang, company_ids=self.env.companies.ids)
        for model_name, rows in self.grouped("res_model").items():
            names = reader.names(model_name, rows.mapped("res_id")) if model_name in self.env else {}
            for row in rows:
                row.may_open = row.res_id in names
                row.record_name = names.get(row.res_id) or self.env._("No. %(number)s", number=row.res_id)

    def action_open(self):
        """The record's own form."""
        self.ensure_one()
        return self.may_open and {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
