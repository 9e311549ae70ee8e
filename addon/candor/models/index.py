from odoo import api, fields, models
from odoo.tools import SQL

from ..database.outbox import BULK
from ..database.transaction import own_transaction
from ..overview.duration import ago, lasting
from ..overview.promise import percent, promise
from ..overview.report import columns, reconciled_columns
from ..overview.state import STATES, advice_on, state_of
from ..wire import deployment
from ..wire.refusal import Refused

#: For a sidecar of the release before, whose probability comes from a formula and no calibrator.
FORMER_THRESHOLD = 0.5


class CandorIndex(models.Model):
    """The one record about the index: what the sidecar reported, what the manager sets and sees."""

    _name = "candor.index"
    _description = "Candor index"

    # What the sidecar reported.
    generation = fields.Char(readonly=True)
    last_report = fields.Datetime("Last heard of", readonly=True)
    sidecar_version = fields.Char(readonly=True)
    sidecar_protocol = fields.Integer(readonly=True)
    full_pass_date = fields.Datetime("Full pass at", readonly=True)
    chunk_count = fields.Integer("Passages", readonly=True)
    vector_count = fields.Integer("Vectors", readonly=True)
    embedder_model = fields.Char("Embedding model", readonly=True)
    embedder_state = fields.Selection(
        [("none", "None"), ("ok", "In service"), ("down", "Does not answer")], "Embedder", readonly=True
    )
    is_building = fields.Boolean("Being rebuilt", readonly=True)
    building_done = fields.Integer("Rebuilt", readonly=True)
    building_total = fields.Integer("To rebuild", readonly=True)
    building_eta_seconds = fields.Integer("Seconds left", readonly=True)
    reconciled_date = fields.Datetime("Last comparison", readonly=True)
    reconciled_at = fields.Char(readonly=True, help="As the sidecar names it.")
    reconciled_missing = fields.Integer("Missing", readonly=True)
    reconciled_extra = fields.Integer("Too many", readonly=True)
    reconciled_changed = fields.Integer("Changed", readonly=True)
    extractor = fields.Char(readonly=True, help="Version of what reads attachments.")
    lost_seen = fields.Integer(readonly=True, help="Changes that could only be counted, as seen last.")
    lost_until = fields.Char(readonly=True, help="Transaction that has to end before they are mended.")

    # What the manager asks for, and what is in force for that.
    target_precision = fields.Float(
        default=0.9,
        help="So many of the answers given shall be right. What is less sure is not answered, "
        "and goes to a human.",
    )
    calibrator_id = fields.Many2one(
        "candor.calibrator",
        ondelete="restrict",
        help="What makes probabilities of what is known of an answer. Empty: the one that comes "
        "with the sidecar.",
    )
    calibrator_words = fields.Char("In force", compute="_compute_confidence")
    calibrator_data = fields.Char("Fitted on", compute="_compute_confidence")
    calibrator_figures = fields.Char("Measured", compute="_compute_confidence")
    threshold_words = fields.Char("Threshold", compute="_compute_confidence")
    promise_words = fields.Text("Promise", compute="_compute_confidence")

    _target_precision_range = models.Constraint(
        "CHECK(target_precision >= 0.5 AND target_precision <= 0.99)",
        "The precision is between 50 % and 99 %.",
    )

    # What waits, and what there is.
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
    skip_ids = fields.Many2many("candor.extract.skip", compute="_compute_skip_ids", string="Files not read")

    # The manager's page: does it work now, is it whole, is it fresh, what is there to do.
    state = fields.Selection(STATES, compute="_compute_overview")
    advice = fields.Text("What to do", compute="_compute_overview")
    heard = fields.Char("Sidecar heard of", compute="_compute_overview")
    lag = fields.Char("Oldest waiting change", compute="_compute_overview")
    building_left = fields.Char("Time left", compute="_compute_overview")
    full_pass_ago = fields.Char("Last full pass", compute="_compute_overview")
    reconciled_ago = fields.Char("Last comparison with Odoo", compute="_compute_overview")
    vector_share = fields.Char("Passages with vectors", compute="_compute_overview")
    building_progress = fields.Float("Progress", compute="_compute_building_progress", help="From 0 to 100.")
    reconcile_result = fields.Char("Mended", compute="_compute_reconcile_result")

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

    @api.depends_context("uid")
    def _compute_skip_ids(self):
        self.env["candor.extract"].flush_model()
        self.skip_ids = self.env["candor.extract.skip"].search([])  # pylint: disable=no-search-all

    @api.depends("target_precision", "calibrator_id")
    @api.depends_context("lang")
    def _compute_confidence(self):
        for index in self:
            calibrator = index._calibrator()
            if not calibrator:
                index.calibrator_words = self.env._("The sidecar has not told yet which one it brings.")
                index.calibrator_data = index.calibrator_figures = False
                index.threshold_words = index.promise_words = False
                continue
            origin = dict(calibrator._fields["origin"]._description_selection(self.env))[calibrator.origin]
            index.calibrator_words = f"{calibrator.version} ({origin})"
            index.calibrator_data, index.calibrator_figures = calibrator.data, calibrator.figures
            known = calibrator._at(index.target_precision)
            index.threshold_words = self.env._(
                "An answer is given from a probability of %s on.", percent(self.env, known["threshold"])
            )
            index.promise_words = promise(self.env, known, calibrator._is_of_own_answers())

    @api.depends("last_report", "embedder_state", "is_building", "building_eta_seconds", "lag_seconds")
    @api.depends_context("lang", "uid")
    def _compute_overview(self):
        for index in self:
            index.state = state_of(index)
            index.advice = "\n".join(advice_on(index)) or False
            index.heard = ago(self.env, index.last_report) or self.env._("never")
            index.full_pass_ago = ago(self.env, index.full_pass_date) or self.env._("never")
            index.reconciled_ago = index._reconciled()
            index.lag = lasting(self.env, index.lag_seconds) if index.pending else self.env._("nothing waits")
            index.building_left = index._left()
            index.vector_share = self.env._(
                "%(vectors)s of %(passages)s", vectors=index.vector_count, passages=index.chunk_count
            )

    def _reconciled(self):
        since = ago(self.env, self.reconciled_date)
        return f"{since}, {self.reconcile_result}" if since else self.env._("never")

    def _left(self):
        if not self.is_building:
            return False
        if not self.building_eta_seconds:
            return self.env._("not known yet")
        return self.env._("about %(time)s", time=lasting(self.env, self.building_eta_seconds))

    @api.depends("building_done", "building_total")
    def _compute_building_progress(self):
        for index in self:
            total = index.building_total
            index.building_progress = min(100.0, 100.0 * index.building_done / total) if total else 0.0

    @api.depends("reconciled_date", "reconciled_missing", "reconciled_extra", "reconciled_changed")
    def _compute_reconcile_result(self):
        for index in self:
            counts = {
                "missing": index.reconciled_missing,
                "extra": index.reconciled_extra,
                "changed": index.reconciled_changed,
            }
            if not index.reconciled_date:
                index.reconcile_result = False
            elif any(counts.values()):
                index.reconcile_result = self.env._(
                    "mended: %(missing)s missing, %(extra)s too many, %(changed)s changed", **counts
                )
            else:
                index.reconcile_result = self.env._("nothing to mend")

    def _compute_display_name(self):
        for index in self:
            index.display_name = self.env._("Index")

    @api.model
    def _the(self):
        # sudo: candor.index - one record of numbers, needed by routes of people who can't open it
        return self.env.ref("candor.index_main").sudo()

    def _calibrator(self):
        """The one in force, or none while the sidecar has not told of its own."""
        # sudo: candor.calibrator - numbers, needed by routes of people who can't open it
        shipped = self.env["candor.calibrator"].sudo().search([("origin", "=", "shipped")], limit=1)
        return self.calibrator_id.sudo() or shipped

    def _asked_of_sidecar(self):
        """`(target precision, the calibrator's document or False for the sidecar's own)`"""
        return self.target_precision, self.calibrator_id.parameters or False

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

    def _queue_full_pass(self):
        """Queue every record of every source, in an own transaction that is READ COMMITTED."""
        for source in self.env["candor.source"]._all():
            self.env["candor.outbox"]._queue_model(source.model)
        self.full_pass_date = fields.Datetime.now()

    def _report(self, report):
        """Store what the sidecar says of itself, in an own transaction that is READ COMMITTED.

        :param report: `{generation, state, documents: {resModel: n}, chunks, vectors, embedder: {model,
            ok}|None, building: {generation, done, total, etaSeconds}|None, highestVersion, reconciled:
            {at, missing, extra, changed}|None, extractor, calibrator, sidecarVersion, protocol}`:
            `calibrator` is the document that the sidecar brings
        :return: `{fullPass, reconcile: [resModel], pending}`
        """
        self.ensure_one()
        if report.get("state") == "started":
            self.env["candor.outbox"]._release_all()
            self.env["candor.source"]._restart_reconcile()
        generation = str(report.get("generation") or "")
        fresh = bool(generation and generation != self.generation)
        restored = self._is_restored(int(report.get("highestVersion") or 0))
        reconciled = report.get("reconciled") or {}
        news = bool(reconciled) and str(reconciled.get("at")) != self.reconciled_at
        self.write({**columns(report), "generation": generation or self.generation})
        documents = report.get("documents") or {}
        self.env["candor.source"]._count_documents(documents)
        if news:
            self.env["candor.source"]._end_reconcile()
            self.write(reconciled_columns(reconciled))
        if restored:
            self.env["candor.source"]._want_reconcile()
        if fresh:
            self._queue_full_pass()
        self.env["candor.calibrator"]._ship(report.get("calibrator"))
        self._meet_extractor(report.get("extractor"), fresh)
        return {
            "fullPass": fresh,
            "reconcile": self.env["candor.source"]._take_reconcile(documents),
            "pending": self.env["candor.outbox"]._waiting(),
        }

    def _meet_extractor(self, extractor, in_full_pass):
        """Another version reads every attachment anew; what the one before read is given until then."""
        if not isinstance(extractor, str) or not 0 < len(extractor) <= 64 or extractor == self.extractor:
            return
        self.extractor = extractor
        for model_name, spec in self.env["candor.source"]._specs().items():
            if spec.attachments and not in_full_pass:
                files = [("res_model", "=", model_name), ("res_field", "=", False), ("type", "=", "binary")]
                found = self.env["ir.attachment"].search(files)
                self.env["candor.outbox"]._queue(model_name, found.mapped("res_id"), BULK)

    def _is_restored(self, highest):
        """Whether the index has met versions that this database never gave: it was restored from a backup.

        What it gives next has to be higher, or the index would refuse it as older.
        """
        self.env.cr.execute(SQL("SELECT last_value FROM candor_outbox_id_seq"))
        if highest <= self.env.cr.fetchone()[0]:
            return False
        self.env.cr.execute(SQL("SELECT setval('candor_outbox_id_seq', %s)", highest))
        return True
