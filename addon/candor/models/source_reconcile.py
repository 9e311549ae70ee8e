from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: A comparison that the sidecar took on and never ended is wanted again.
GIVE_UP_AFTER = timedelta(hours=2)


class CandorSource(models.Model):
    """Comparison of the index with Odoo, asked for by trouble, by night, or by the manager.

    All of it in an own transaction that is READ COMMITTED.
    """

    _inherit = "candor.source"

    reconcile = fields.Selection(
        [("wanted", "Wanted"), ("running", "Running")], "Comparison", readonly=True, copy=False
    )
    reconcile_date = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _want_reconcile(self, model_names=None):
        """Mark sources, all without names; one whose comparison is running is compared once more."""
        domain = Domain("reconcile", "!=", "wanted")
        if model_names is not None:
            domain &= Domain("model", "in", list(model_names))
        self._all().filtered_domain(domain).write({"reconcile": "wanted"})

    @api.model
    def _take_reconcile(self, documents):
        """Models to compare now, nothing while earlier ones are at it.

        :param documents: `{model: number in the index}`: what is there of no source any more
            differs from an inventory that is empty
        """
        sources = self._all()
        running = sources.filtered(lambda source: source.reconcile == "running")
        if running:
            if min(running.mapped("reconcile_date")) > fields.Datetime.now() - GIVE_UP_AFTER:
                return []
            running.write({"reconcile": "wanted"})
        wanted = sources.filtered(lambda source: source.reconcile == "wanted")
        wanted.write({"reconcile": "running", "reconcile_date": fields.Datetime.now()})
        strange = {name for name, count in documents.items() if count} - set(sources.mapped("model"))
        return [*wanted.mapped("model"), *sorted(strange)]

    @api.model
    def _end_reconcile(self):
        self._all().filtered_domain([("reconcile", "=", "running")]).write({"reconcile": False})

    @api.model
    def _restart_reconcile(self):
        """The sidecar began anew: what it was comparing is to be compared again."""
        self._all().filtered_domain([("reconcile", "=", "running")]).write({"reconcile": "wanted"})

    @api.model
    def _count_documents(self, documents):
        for source in self._all():
            count = int(documents.get(source.model) or 0)
            if source.document_count != count:
                source.document_count = count
