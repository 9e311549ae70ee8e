from odoo import api, fields, models

from .. import deployment
from ..refusal import Refused


class CandorIndex(models.Model):
    """The one record about the index: what the manager sets and what the sidecar reported."""

    _name = "candor.index"
    _description = "Candor index"

    threshold = fields.Float(
        default=0.5,
        help="An answer whose probability of being right is below this is not given, or marked.",
    )
    generation = fields.Char(readonly=True)
    last_report = fields.Datetime("Last heard of", readonly=True)
    sidecar_version = fields.Char(readonly=True)
    sidecar_protocol = fields.Integer(readonly=True)
    full_pass_date = fields.Datetime("Last full pass", readonly=True)
    sweep_below = fields.Integer(
        readonly=True, help="Whatever the index holds of a lower version was not found by the last full pass."
    )
    pending = fields.Integer("Waiting", compute="_compute_pending")
    given_up = fields.Integer("Given up", compute="_compute_pending", help="Records that could not be read.")
    document_count = fields.Integer("Records in the index", compute="_compute_document_count")
    source_ids = fields.Many2many("candor.source", compute="_compute_document_count", string="Sources")

    _threshold_range = models.Constraint(
        "CHECK(threshold >= 0 AND threshold <= 1)", "The threshold is between 0 and 1."
    )

    @api.depends_context("uid")
    def _compute_pending(self):
        self.pending = self.env["candor.outbox"]._pending()
        self.given_up = self.env["candor.outbox"]._given_up()

    @api.depends_context("uid")
    def _compute_document_count(self):
        sources = self.env["candor.source"]._all()
        self.source_ids = sources
        self.document_count = sum(sources.mapped("document_count"))

    def _compute_display_name(self):
        for index in self:
            index.display_name = self.env._("Index")

    @api.model
    def _the(self):
        # sudo: candor.index - one record of numbers, needed by routes of people who can't open it
        return self.env.ref("candor.index_main").sudo()

    def action_full_pass(self):
        """Manager's button: read every record of every source again."""
        self.check_access("write")
        self._queue_full_pass()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Every record of the sources is read again."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _queue_full_pass(self):
        # sudo: candor.source - also called for the indexer, which has no rights
        self.env["candor.source"].sudo()._all()._queue()
        self.sudo().write(
            {
                "full_pass_date": fields.Datetime.now(),
                "sweep_below": self.env["candor.outbox"]._first_waiting(),
            }
        )

    def _report(self, report):
        """Store what the sidecar says of itself.

        :return: `(fresh, sweep_below)`: whether a full pass was queued; when the last one is
                 through, the version below which the index holds what is gone, else None
        """
        self.ensure_one()
        generation = str(report.get("generation") or "")
        documents = report.get("documents") or {}
        fresh = report.get("state") == "started" or (generation and generation != self.generation)
        self.write(
            {
                "generation": generation or self.generation,
                "last_report": fields.Datetime.now(),
                "sidecar_version": str(report.get("sidecarVersion") or ""),
                "sidecar_protocol": int(report.get("protocol") or 0),
            }
        )
        for source in self.env["candor.source"]._all():
            count = int(documents.get(source.model) or 0)
            if source.document_count != count:
                source.document_count = count
        if fresh:
            self._queue_full_pass()
        through = not self.env["candor.outbox"]._pending_of_pass()
        return bool(fresh), self.sweep_below if through else None

    @api.model
    def status_ticket(self):
        """A ticket for the connection test, for administrators of settings and managers.

        :return: `{ticket, sidecar_url, protocol, addon_version}` or `{refused}`
        """
        if not self.env.user.has_groups("base.group_system,candor.group_manager"):
            return {"refused": "not_allowed"}
        try:
            return self.env["candor.ticket"]._issue_status()
        except Refused as refusal:
            return {"refused": refusal.code, "sidecar_url": deployment.sidecar_url()}
