from datetime import timedelta

from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse

#: A sidecar that was not heard of for so long is most likely down; it reports every minute at least.
SILENT_AFTER = timedelta(minutes=3)
#: A change that waits longer is not found as soon as it should be.
LATE_SECONDS = 10


class CandorIndex(models.Model):
    """The manager's page: does it work now, is it whole, is it fresh, what is there to do."""

    # What people read stands apart from what the sidecar reports.
    _inherit = "candor.index"  # pylint: disable=consider-merging-classes-inherited

    state = fields.Selection(
        [
            ("silent", "Sidecar not heard of"),
            ("trouble", "Needs attention"),
            ("building", "Being rebuilt"),
            ("behind", "Catching up"),
            ("fresh", "Up to date"),
        ],
        compute="_compute_overview",
    )
    advice = fields.Text("What to do", compute="_compute_overview")
    heard = fields.Char("Sidecar heard of", compute="_compute_overview")
    lag = fields.Char("Oldest waiting change", compute="_compute_overview")
    building_left = fields.Char("Time left", compute="_compute_overview")
    full_pass_ago = fields.Char("Last full pass", compute="_compute_overview")
    reconciled_ago = fields.Char("Last comparison with Odoo", compute="_compute_overview")
    vector_share = fields.Char("Passages with vectors", compute="_compute_overview")

    @api.depends("last_report", "embedder_state", "is_building", "building_eta_seconds", "lag_seconds")
    @api.depends_context("lang", "uid")
    def _compute_overview(self):
        for index in self:
            index.state = index._state()
            index.advice = "\n".join(index._advice()) or False
            index.heard = index._ago(index.last_report) or self.env._("never")
            index.full_pass_ago = index._ago(index.full_pass_date) or self.env._("never")
            index.reconciled_ago = index._reconciled()
            index.lag = index._lasting(index.lag_seconds) if index.pending else self.env._("nothing waits")
            index.building_left = index._left()
            index.vector_share = self.env._(
                "%(vectors)s of %(passages)s", vectors=index.vector_count, passages=index.chunk_count
            )

    def _is_silent(self):
        return not self.last_report or fields.Datetime.now() - self.last_report > SILENT_AFTER

    def _state(self):
        if self._is_silent():
            return "silent"
        if self.given_up or self.embedder_state == "down":
            return "trouble"
        if self.is_building:
            return "building"
        is_late = self.lag_seconds > LATE_SECONDS or self.waiting_bulk or self.waiting_vectors
        return "behind" if is_late else "fresh"

    def _advice(self):
        """What the manager can do, one sentence each, the most urgent first."""
        if self._is_silent():
            yield self.env._(
                "The sidecar isn't heard of. Changes wait in Odoo and none is lost. See that it runs, "
                "then test the connection in Settings → Candor."
            )
        if self.embedder_state == "down":
            yield self.env._(
                "The embedder doesn't answer, so records are found by their words only. See that it "
                "runs; what waits for it follows by itself."
            )
        if self.embedder_state == "none" and self.last_report:
            yield self.env._(
                "No embedder is set up, so records are found by their words only. The sidecar's "
                "CANDOR_EMBEDDER_URL names one."
            )
        if self.given_up:
            yield self.env._("Some records were given up. See below why, mend it, and retry.")

    def _reconciled(self):
        ago = self._ago(self.reconciled_date)
        return f"{ago}, {self.reconcile_result}" if ago else self.env._("never")

    def _left(self):
        if not self.is_building:
            return False
        if not self.building_eta_seconds:
            return self.env._("not known yet")
        return self.env._("about %(time)s", time=self._lasting(self.building_eta_seconds))

    def _ago(self, moment):
        """ "3 minutes ago" in the reader's language, or False."""
        if not moment:
            return False
        seconds = (fields.Datetime.now() - moment).total_seconds()
        return self._lasting(-max(1, seconds), add_direction=True)

    def _lasting(self, seconds, **options):
        locale = babel_locale_parse(self.env.lang or "en_US")
        return format_timedelta(timedelta(seconds=seconds), threshold=1.5, locale=locale, **options)
