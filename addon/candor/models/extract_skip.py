from odoo import fields, models
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
