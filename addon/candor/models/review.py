from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.orm.models import NO_ACCESS

from ..database.confidential import lock
from ..wire import deployment

OUTCOMES = [
    ("approve", "Approved"),
    ("correct", "Corrected"),
    ("reject", "Rejected"),
    ("held_back_right", "Held-back answer is right"),
    ("lapsed", "No longer judgeable"),
    ("forgotten", "Question deleted"),
]
ORIGINS = [
    ("asked", "Sent by who asked"),
    ("rule", "Sent by a rule"),
    ("sample", "Random sample"),
]
STATES = [
    ("finding", "Looking for a reviewer"),
    ("waiting", "Waiting"),
    ("asked_back", "Asked back"),
    ("nobody", "No reviewer"),
    ("pending", "Verdict given"),
    ("done", "Done"),
]
#: In the hands of a reviewer, who may give a verdict
IN_HAND = ("waiting", "asked_back")
#: Not decided yet
OPEN = ("finding", *IN_HAND, "nobody")


class CandorReview(models.Model):
    """An answer in the hands of a human: the truth, of which the activity is only the reminder.

    What people do with one is in files of their own: who is given it (review_assignment.py), what he decides
    (review_verdict.py), his queue (review_queue.py), the reminder (review_reminder.py), and what happens
    by itself (review_tending.py).
    """

    _name = "candor.review"
    _description = "Candor review"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    #: Nobody may create a review, so nobody posts on one: words would stand where others read them.
    _mail_post_access = "create"

    # A turn that is deleted leaves the numbers of its review.
    turn_id = fields.Many2one("candor.turn", readonly=True, ondelete="set null", index=True)
    asker_id = fields.Many2one("res.users", "Asked by", readonly=True, index=True, ondelete="set null")
    reviewer_id = fields.Many2one("res.users", readonly=True, index=True, ondelete="set null")
    source_id = fields.Many2one("candor.source", readonly=True, index=True, ondelete="set null")
    state = fields.Selection(STATES, default="finding", required=True, readonly=True, index=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    #: The outcome while the verdict can be taken back: nobody finds or counts it before it is final.
    pending_outcome = fields.Selection(OUTCOMES, groups=NO_ACCESS)
    origin = fields.Selection(ORIGINS, "Why it exists", default="asked", required=True, readonly=True)
    rule_id = fields.Many2one("candor.review.rule", readonly=True, ondelete="set null")
    #: How likely its turn was to be in the sample that it is of
    sample_probability = fields.Float("Chance to be sampled", readonly=True, aggregator=None)
    due_date = fields.Date("Due", readonly=True, index=True)
    #: One working day past the deadline it goes to the next who may.
    escalation_date = fields.Date("Passed on after", readonly=True)
    escalated = fields.Integer("Times passed on", readonly=True)
    #: Whether reviewer and record still stand is looked at in turns, the longest ago first.
    checked_date = fields.Datetime(readonly=True)
    decided_date = fields.Datetime("Verdict given", readonly=True)
    #: Until then the verdict can be taken back
    final_date = fields.Datetime("Verdict final", readonly=True)
    done_date = fields.Datetime(readonly=True)
    hours_to_verdict = fields.Float("Hours to verdict", readonly=True, aggregator="avg")
    #: A human confirmed or gave the answer, or who asked rated it up; what merely ended is not
    is_resolved = fields.Boolean("Resolved", readonly=True)
    #: JSON: {reason, correction, cited}
    verdict = fields.Text(groups=NO_ACCESS)
    #: JSON: {question, by, date, reply, replied}
    asked_back = fields.Text(groups=NO_ACCESS)

    _turn_uniq = models.Constraint("UNIQUE(turn_id)", "This answer is under review already.")

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if not deployment.is_compiled():
            # As in the settings: a widget that no code registers breaks the page.
            for widget in arch.xpath("//widget[starts-with(@name, 'candor_')]"):
                widget.getparent().remove(widget)
        return arch, view

    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._("Review %(number)s", number=review.id)

    def write(self, vals):
        """Methods decide; nobody writes."""
        if not self.env.su:
            raise AccessError(self.env._("A review is decided with its buttons."))
        return super().write(vals)

    def _is_final(self):
        """Whether its verdict stands: whoever reads one that can't be taken back any more reads it so."""
        return self.state == "done" or (self.state == "pending" and self.final_date <= fields.Datetime.now())

    def _state_now(self):
        return "done" if self._is_final() else self.state

    def _given_outcome(self):
        """What was decided, arriving or final."""
        return self.pending_outcome or self.outcome

    @api.model
    def _start(self, turn, origin="asked", sample_probability=0.0, rule=None):
        """The review of a turn, made when there is none; a double click finds the first one.

        Its reviewer is found afterwards, by `_tend`.

        :param sample_probability: with origin "sample", how likely the turn was to be in it, above 0
        :param rule: the `candor.review.rule` that sends it
        """
        # Two clicks at once: the second one finds the row changed, and Odoo runs it again.
        lock(turn)
        turn.review_date = turn.review_date or fields.Datetime.now()
        turn.flush_recordset()
        turn.invalidate_recordset(["review_ids"])
        review = self.search([("turn_id", "=", turn.id)], limit=1)
        if not review:
            # As Odoo's own user: the asker's default values (ir.default) must not decide his review.
            quietly = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
            env = self.env(user=SUPERUSER_ID, context=quietly)
            values = {
                "turn_id": turn.id,
                "asker_id": turn.user_id.id,
                "source_id": self._source_of(turn).id,
                "origin": origin,
                "sample_probability": sample_probability,
                "rule_id": rule.id if rule else False,
                **self._deadline(turn.user_id),
            }
            review = self.with_env(env).create(values)
            review._hint()
            self._look_after_soon()
        return review

    @api.model
    def _source_of(self, turn):
        """The source that a turn is about: of the open record, else of the first one that it cites."""
        models = [model for model, _res_id in turn._in_question()]
        # sudo: candor.source - which one, whoever asks
        sources = self.env["candor.source"].sudo().with_context(active_test=False)
        found = sources.search([("model", "in", models)])
        return found.sorted(lambda source: models.index(source.model))[:1]

    def _hint(self, former=None):
        """Tell the browsers of those concerned that something changed: ids, never more.

        :param former: who had it in hand until now
        """
        for review in self:
            concerned = review.asker_id | review.reviewer_id
            for user in concerned | former if former else concerned:
                user._bus_send("candor.review", {"review": review.id, "turn": review.turn_id.id})
