from odoo import api, fields, models

from .. import deployment
from ..refusal import Refused
from ..transaction import own_transaction


class CandorIndex(models.Model):
    """The one record about the index: what the manager sets and sees."""

    _name = "candor.index"
    _description = "Candor index"

    pending = fields.Integer("Waiting", compute="_compute_waiting")
    waiting_edits = fields.Integer("Waiting changes", compute="_compute_waiting")
    waiting_bulk = fields.Integer("Waiting in bulk", compute="_compute_waiting")
    waiting_vectors = fields.Integer("Waiting for the embedder", compute="_compute_waiting")
    lag_seconds = fields.Integer(
        "Lag in seconds", compute="_compute_waiting", help="Age of the oldest waiting change."
    )
    given_up = fields.Integer("Given up", compute="_compute_waiting", help="Records that could not be read.")
    dead_ids = fields.Many2many("candor.outbox", compute="_compute_dead_ids", string="Records given up")
    document_count = fields.Integer("Records in the index", compute="_compute_document_count")
    source_ids = fields.Many2many("candor.source", compute="_compute_document_count", string="Sources")

    @api.depends_context("uid")
    def _compute_waiting(self):
        # sudo: candor.outbox - numbers of rows
        outbox = self.env["candor.outbox"].sudo()
        outbox.flush_model()
        waiting = outbox._waiting()
        raw, age = self.env["candor.change"]._raw()
        self.waiting_edits = waiting["edits"] + raw
        self.waiting_bulk = waiting["bulk"]
        self.waiting_vectors = waiting["vectors"]
        self.pending = self.waiting_edits + waiting["bulk"]
        self.given_up = waiting["dead"]
        self.lag_seconds = age

    @api.depends_context("uid")
    def _compute_dead_ids(self):
        self.dead_ids = self.env["candor.outbox"].search([("dead", "=", True)], limit=200)

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
        with own_transaction(self.env) as env:
            env["candor.index"]._the()._queue_full_pass()
        return self._notify(self.env._("Every record of the sources is read again."))

    def action_reconcile(self):
        """Manager's button: compare the index with Odoo and mend what differs."""
        self.check_access("write")
        with own_transaction(self.env) as env:
            env["candor.source"]._want_reconcile()
        return self._notify(self.env._("The index is compared with Odoo and mended."))

    def action_retry_dead(self):
        """Manager's button: try again what was given up."""
        self.check_access("write")
        return self.env["candor.outbox"].search([("dead", "=", True)]).action_retry()

    def _notify(self, message):
        self.env.invalidate_all()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

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
