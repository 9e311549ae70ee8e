from odoo import api, fields, models
from odoo.tools import SQL

from .extract import SKIPS


class CandorExtractSkip(models.Model):
    """How many files could not be read, by reason: numbers for the manager, no names."""

    _name = "candor.extract.skip"
    _description = "Candor files not read"
    _auto = False
    _order = "files desc, id"

    skip = fields.Selection(SKIPS, "Reason", readonly=True)
    files = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
              SELECT min(id) AS id, skip, count(*) AS files
                FROM (SELECT DISTINCT ON (checksum) id, skip
                        FROM candor_extract
                    ORDER BY checksum, id DESC) AS newest
               WHERE skip IS NOT NULL
            GROUP BY skip
            """
        )


class CandorIndex(models.Model):
    # Each part of the page stands with what it is about.
    _inherit = "candor.index"  # pylint: disable=consider-merging-classes-inherited

    skip_ids = fields.Many2many("candor.extract.skip", compute="_compute_skip_ids", string="Files not read")

    @api.depends_context("uid")
    def _compute_skip_ids(self):
        self.env["candor.extract"].flush_model()
        self.skip_ids = self.env["candor.extract.skip"].search([])  # pylint: disable=no-search-all
