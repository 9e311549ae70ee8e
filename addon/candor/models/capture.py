import json
import logging

from odoo import SUPERUSER_ID, api, fields, models

from ..capture import install, orm, tables
from ..capture.watch import watched
from ..database.transaction import own_transaction

_logger = logging.getLogger(__name__)


class CandorIndex(models.Model):
    """How changes are captured, for the manager to see."""

    _inherit = "candor.index"

    capture_mode = fields.Selection(
        [("triggers", "Database triggers"), ("orm", "Odoo's own writes only"), ("off", "Off")],
        "Changes are captured by",
        readonly=True,
    )
    capture_failures = fields.Char(readonly=True, help="Tables without triggers, and why.")
    capture_waiting = fields.Char("Tables without triggers", compute="_compute_capture_waiting")

    @api.depends("capture_failures")
    def _compute_capture_waiting(self):
        words = {"locked": self.env._("in use"), "forbidden": self.env._("not allowed")}
        for index in self:
            failures = json.loads(index.capture_failures or "{}")
            told = (f"{table}: {words.get(why, why)}" for table, why in sorted(failures.items()))
            index.capture_waiting = ", ".join(told) or False


class CandorCapture(models.AbstractModel):
    """Keeps the triggers as the sources want them."""

    _name = "candor.capture"
    _description = "Candor capture"

    def _register_hook(self):
        """Whatever was installed, updated or restored: compare once it is committed."""
        super()._register_hook()
        self._sync_afterwards()

    @api.model
    def _sync_afterwards(self):
        """Once the caller has committed: CREATE TRIGGER waits for locks, and he holds some."""
        registry = self.env.registry
        pending = self.env.cr.postcommit.data.setdefault("candor.capture", set())
        if registry.db_name not in pending:
            pending.add(registry.db_name)
            self.env.cr.postcommit.add(lambda: self._sync_safely(registry))

    @api.model
    def _sync_safely(self, registry):
        try:
            with registry.cursor() as cr:
                api.Environment(cr, SUPERUSER_ID, {})["candor.capture"]._sync_here()
        except Exception as error:  # noqa: BLE001 - nothing of Candor's may keep Odoo from starting
            _logger.warning("triggers can't be compared: %s", type(error).__name__)

    @api.model
    def _sync(self):
        """Make the triggers what they should be, on an own cursor; what is locked waits for the cron."""
        with self.env.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["candor.capture"]._sync_here()

    @api.model
    def _sync_here(self):
        if self._is_neutralized():
            self._note("off", {})
            return
        cr = self.env.cr
        install.prepare(cr)
        cr.commit()  # pylint: disable=invalid-commit
        # One worker is enough; the others find nothing to do.
        cr.execute("SELECT pg_try_advisory_lock(hashtext('candor_capture'))")
        if not cr.fetchone()[0]:
            return
        try:
            watches = watched(self.env, self.env["candor.source"]._specs())
            origins = {}
            for watch in watches:
                origins.setdefault(watch.table, []).append(watch.origin)
            failures = install.install(cr, install.wanted(watches), origins)
        finally:
            cr.execute("SELECT pg_advisory_unlock(hashtext('candor_capture'))")
        forbidden = "forbidden" in failures.values()
        orm.patch(self.env.registry, watches if forbidden else ())
        self._note("orm" if forbidden else "triggers", failures)
        if set(failures.values()) - {"forbidden"}:
            self.env.ref("candor.ir_cron_capture")._trigger()
        cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _note(self, mode, failures):
        index = self.env["candor.index"]._the()
        values = {
            "capture_mode": mode,
            "capture_failures": json.dumps(failures, sort_keys=True) if failures else False,
        }
        if any(index[name] != value for name, value in values.items()):
            index.write(values)

    @api.model
    def _is_neutralized(self):
        # sudo: ir.config_parameter - set by neutralize.sql in a copied database
        return bool(self.env["ir.config_parameter"].sudo().get_param("candor.neutralized"))

    @api.model
    def _drop_all(self):
        """For uninstalling: in the caller's transaction, which removes the module's tables as well."""
        orm.patch(self.env.registry, ())
        install.drop_all(self.env.cr)
        tables.drop(self.env.cr)

    @api.model
    def _look_after(self):
        """By cron: triggers that had to wait, and a change table that nobody drains."""
        with own_transaction(self.env) as env:
            env["candor.change"]._bound()
        self._sync_safely(self.env.registry)

    @api.model
    def _reconcile_all(self):
        """By cron, nightly: compare everything, whatever no trigger can see."""
        with own_transaction(self.env) as env:
            env["candor.source"]._want_reconcile()
