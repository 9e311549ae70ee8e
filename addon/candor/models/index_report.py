from odoo import api, fields, models
from odoo.tools import SQL

from .outbox import BULK


class CandorIndex(models.Model):
    """What the sidecar reported, and what it is told in return."""

    # Reports and the manager's page stand apart: one is the sidecar's, the other for people.
    _inherit = "candor.index"  # pylint: disable=consider-merging-classes-inherited

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
    building_progress = fields.Float("Progress", compute="_compute_building_progress", help="From 0 to 100.")
    building_eta_seconds = fields.Integer("Seconds left", readonly=True)
    reconciled_date = fields.Datetime("Last comparison", readonly=True)
    reconciled_at = fields.Char(readonly=True, help="As the sidecar names it.")
    reconciled_missing = fields.Integer("Missing", readonly=True)
    reconciled_extra = fields.Integer("Too many", readonly=True)
    reconciled_changed = fields.Integer("Changed", readonly=True)
    reconcile_result = fields.Char("Mended", compute="_compute_reconcile_result")
    extractor = fields.Char(readonly=True, help="Version of what reads attachments.")
    lost_seen = fields.Integer(readonly=True, help="Changes that could only be counted, as seen last.")
    lost_until = fields.Char(readonly=True, help="Transaction that has to end before they are mended.")

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
        self.write({**_state_of(report), "generation": generation or self.generation})
        documents = report.get("documents") or {}
        self.env["candor.source"]._count_documents(documents)
        if news:
            self._note_reconciled(reconciled)
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

    def _note_reconciled(self, reconciled):
        self.env["candor.source"]._end_reconcile()
        self.write(
            {
                "reconciled_at": str(reconciled.get("at")),
                "reconciled_date": fields.Datetime.now(),
                **{
                    f"reconciled_{name}": int(reconciled.get(name) or 0)
                    for name in ("missing", "extra", "changed")
                },
            }
        )

    def _is_restored(self, highest):
        """Whether the index has met versions that this database never gave: it was restored from a backup.

        What it gives next has to be higher, or the index would refuse it as older.
        """
        self.env.cr.execute(SQL("SELECT last_value FROM candor_outbox_id_seq"))
        if highest <= self.env.cr.fetchone()[0]:
            return False
        self.env.cr.execute(SQL("SELECT setval('candor_outbox_id_seq', %s)", highest))
        return True


def _state_of(report):
    embedder, building = report.get("embedder"), report.get("building")
    state = {
        "last_report": fields.Datetime.now(),
        "sidecar_version": str(report.get("sidecarVersion") or ""),
        "sidecar_protocol": int(report.get("protocol") or 0),
        "chunk_count": int(report.get("chunks") or 0),
        "vector_count": int(report.get("vectors") or 0),
        "embedder_model": str(embedder.get("model") or "") if embedder else False,
        "embedder_state": "none" if not embedder else "ok" if embedder.get("ok") else "down",
        "is_building": bool(building),
    }
    for name, key in (("done", "done"), ("total", "total"), ("eta_seconds", "etaSeconds")):
        state[f"building_{name}"] = int((building or {}).get(key) or 0)
    return state
