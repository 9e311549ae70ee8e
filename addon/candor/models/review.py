import json
import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.models import NO_ACCESS

from ..database.confidential import lock, write_text
from ..serving.held_back import held_back_to
from ..serving.records import reader_for
from ..wire import deployment

_logger = logging.getLogger(__name__)

OUTCOMES = [
    ("approve", "Approved"),
    ("correct", "Corrected"),
    ("reject", "Rejected"),
    ("held_back_right", "Held-back answer is right"),
    ("lapsed", "No longer judgeable"),
]
ORIGINS = [
    ("asked", "Sent by who asked"),
    ("rule", "Sent by a rule"),
    ("sample", "Random sample"),
]
MAX_WORDS = 4_000


class CandorReview(models.Model):
    """An answer in the hands of a human: the truth, of which the activity is only the reminder."""

    _name = "candor.review"
    _description = "Candor review"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    #: Nobody may create a review, so nobody posts on one: words would stand where others read them.
    _mail_post_access = "create"

    turn_id = fields.Many2one("candor.turn", required=True, readonly=True, ondelete="cascade", index=True)
    asker_id = fields.Many2one("res.users", "Asked by", related="turn_id.user_id", store=True, index=True)
    reviewer_id = fields.Many2one("res.users", readonly=True, index=True, ondelete="set null")
    state = fields.Selection(
        [("waiting", "Waiting"), ("nobody", "No reviewer"), ("done", "Done")],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    outcome = fields.Selection(OUTCOMES, readonly=True)
    origin = fields.Selection(ORIGINS, "Why it exists", default="asked", required=True, readonly=True)
    #: How likely its turn was to be in the sample that it is of
    sample_probability = fields.Float("Chance to be sampled", readonly=True, aggregator=None)
    may_lapse = fields.Boolean(compute="_compute_may_lapse")
    is_declined = fields.Boolean(compute="_compute_is_declined")
    may_confirm_held_back = fields.Boolean(compute="_compute_may_confirm_held_back")
    done_date = fields.Datetime(readonly=True)
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null", copy=False)
    #: JSON: {reason, correction}
    verdict = fields.Text(groups=NO_ACCESS)
    reason = fields.Text(
        compute="_compute_verdict",
        inverse="_inverse_verdict",
        help="Why; the asker and whoever improves Candor learn from it.",
    )
    correction = fields.Text("Corrected answer", compute="_compute_verdict", inverse="_inverse_verdict")

    _turn_uniq = models.Constraint("UNIQUE(turn_id)", "This answer is under review already.")

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if not deployment.is_compiled():
            # As in the settings: a widget that no code registers breaks the page.
            for widget in arch.xpath("//widget[@name='candor_review_content']"):
                widget.getparent().remove(widget)
        return arch, view

    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._("Review %(number)s", number=review.id)

    @api.depends("verdict")
    @api.depends_context("uid")
    def _compute_verdict(self):
        for review in self:
            # sudo: candor.review - the reviewer's own words, given to himself only
            verdict = json.loads(review.sudo().verdict or "{}")
            own = review.reviewer_id == self.env.user
            review.reason = verdict.get("reason") if own else False
            review.correction = verdict.get("correction") if own else False

    def _inverse_verdict(self):
        for review in self:
            words = {"reason": review.reason or "", "correction": review.correction or ""}
            review._check_reviewer()
            if any(len(word) > MAX_WORDS for word in words.values()):
                raise UserError(self.env._("Please write at most %(count)s characters.", count=MAX_WORDS))
            text = json.dumps(words)
            # sudo: candor.review - checked above: waiting, and in this reviewer's hands
            write_text(review.sudo(), verdict=text)

    def write(self, vals):
        """A reviewer writes his words and nothing else; methods decide."""
        if not self.env.su and set(vals) - {"reason", "correction"}:
            raise AccessError(self.env._("A review is decided with its buttons."))
        return super().write(vals)

    @api.depends("state", "reviewer_id")
    @api.depends_context("uid")
    def _compute_may_lapse(self):
        for review in self:
            review.may_lapse = review._may_lapse()

    def _may_lapse(self):
        """Whether the current user has it in hand and nobody can judge what it is about."""
        if self.state == "nobody":
            return self.env.user.has_group("candor.group_manager")
        return self.state == "waiting" and self._is_in_own_hands() and self._is_blank()

    @api.depends("turn_id.outcome")
    def _compute_is_declined(self):
        for review in self:
            review.is_declined = review._is_declined()

    @api.depends("state", "reviewer_id")
    @api.depends_context("uid")
    def _compute_may_confirm_held_back(self):
        for review in self:
            review.may_confirm_held_back = (
                review.state == "waiting" and review._is_in_own_hands() and review._reads_held_back()
            )

    def _is_declined(self):
        # sudo: candor.turn - that nothing was answered, which the panel shows as well
        return self.sudo().turn_id.outcome == "abstained"

    def _reads_held_back(self):
        """Whether the current user is shown what would have been said: nobody else can find it right."""
        # sudo: candor.turn - to learn whether this reviewer reads what he judges
        return held_back_to(self.sudo().turn_id, self.env.user) is not None

    def _is_in_own_hands(self):
        return self.reviewer_id == self.env.user and self.env.user.has_group("candor.group_reviewer")

    def _is_blank(self):
        # sudo: candor.turn - to learn whether this reviewer still reads what he judges
        return self.sudo().turn_id._shown_to(self.env.user) is None

    def _check_reviewer(self):
        self.ensure_one()
        if not self._is_in_own_hands():
            raise AccessError(self.env._("This review is in somebody else's hands."))
        if self.state != "waiting":
            raise UserError(self.env._("This review is decided."))

    def content(self):
        """Question, answer and evidence as the current user may see them, see `candor.turn.serve`."""
        self.ensure_one()
        self.check_access("read")
        # sudo: candor.review - only to learn which turn; serve() judges as the user
        served = self.env["candor.turn"].serve(self.sudo().turn_id.ids)
        return served[0] if served else False

    def action_approve(self):
        return self._decide("approve")

    def action_correct(self):
        if not self.correction:
            raise UserError(self.env._("Write the corrected answer first."))
        return self._decide("correct")

    def action_confirm_held_back(self):
        """Candor declined and should not have: what it held back is right."""
        self._check_reviewer()
        if not self._reads_held_back():
            raise AccessError(self.env._("You can't read an answer that was held back here."))
        return self._decide("held_back_right")

    def action_reject(self):
        if self._is_declined():
            raise UserError(self.env._("Nothing was answered here that could be rejected."))
        if not self.reason:
            raise UserError(self.env._("Write first why the answer is wrong."))
        return self._decide("reject")

    def action_lapse(self):
        """End it without a verdict: a record is gone or archived, a right lost."""
        self.ensure_one()
        if not self._may_lapse():
            raise AccessError(self.env._("This review can't be ended without a verdict."))
        return self._end("lapsed")

    def _decide(self, outcome):
        self._check_reviewer()
        if self._is_blank():
            raise AccessError(self.env._("You can't read what this answer was made from."))
        return self._end(outcome)

    def _end(self, outcome):
        # sudo: candor.review, mail.activity - checked by the callers; the fields are nobody's to write
        review = self.sudo()
        # Two clicks at once: the second one finds the row changed, and Odoo runs it again.
        lock(review)
        review.write({"state": "done", "outcome": outcome, "done_date": fields.Datetime.now()})
        self.env["candor.label"]._of_verdict(review)
        activity = review.activity_id
        if activity.active:
            label = dict(self._fields["outcome"]._description_selection(self.env))[outcome]
            activity.write({"active": False, "feedback": label})
        return True

    def _state_for(self, reader):
        """What the panel shows: no word of the reviewer's, and his name only to who may read it."""
        self.ensure_one()
        reviewer = self.reviewer_id
        return {
            "id": self.id,
            "state": self.state,
            "reviewer": reader.names("res.users", reviewer.ids).get(reviewer.id, False),
            "since": fields.Datetime.to_string(self.create_date),
            "outcome": self.outcome or False,
        }

    @api.model
    def _start(self, turn, origin="asked", sample_probability=0.0):
        """The review of a turn, made when there is none; a double click finds the first one.

        :param sample_probability: with origin "sample", how likely the turn was to be in it, above 0
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
            why = {"origin": origin, "sample_probability": sample_probability}
            review = self.with_env(env).create({"turn_id": turn.id, **why})
            review._assign()
        return review

    def _assign(self):
        """Give it to a reviewer who may read every section, the least busy first, or tell the managers."""
        self.ensure_one()
        reviewer = self._candidates()[:1]
        if reviewer:
            self.write({"reviewer_id": reviewer.id, "state": "waiting"})
            self._remind(reviewer, "candor.activity_type_review", self._place_for(reviewer))
            return
        self.write({"reviewer_id": False, "state": "nobody"})
        manager = self._members("candor.group_manager")[:1]
        if manager:
            self._remind(manager, "candor.activity_type_unassigned", self)

    def _candidates(self):
        reviewers = self._members("candor.group_reviewer") - self.turn_id.user_id
        waiting = dict(
            self._read_group(
                [("state", "=", "waiting"), ("reviewer_id", "in", reviewers.ids)],
                ["reviewer_id"],
                ["__count"],
            )
        )
        able = reviewers.filtered(lambda user: self.turn_id._shown_to(user) is not None)
        return able.sorted(lambda user: (waiting.get(user, 0), user.id))

    @api.model
    def _members(self, group):
        users = self.env.ref(group).all_user_ids
        return users.filtered(lambda user: user.active and not user.share).sorted("id")

    def _hand_over(self, user):
        """Another reviewer, chosen by hand in the activity: only one who may read what he judges."""
        for review in self:
            able = user in review._members("candor.group_reviewer") and user != review.asker_id
            if not able or review.turn_id._shown_to(user) is None:
                raise UserError(self.env._("This person can't review this answer."))
            review.reviewer_id = user

    def _remind_again(self):
        """The activity went away with its record or its user: the review stays, and is looked after."""
        self.ensure_one()
        if self.reviewer_id in self._members("candor.group_reviewer"):
            self._remind(self.reviewer_id, "candor.activity_type_review", self)
        else:
            self._look_after_soon()

    @api.model
    def _look_after_soon(self):
        """Apart from what the user is saving: finding a reviewer renders records, and that takes time."""
        cron = self.env.ref("candor.ir_cron_reviews", raise_if_not_found=False)
        if cron:
            cron._trigger()

    @api.model
    def _look_after(self):
        """Nothing waits for somebody who doesn't review, or for nobody when somebody could."""
        reviewers = self._members("candor.group_reviewer")
        for review in self.search([("state", "!=", "done"), ("reviewer_id", "not in", reviewers.ids)]):
            try:
                with self.env.cr.savepoint():
                    review._assign_again()
            except Exception as error:  # noqa: BLE001 - one that fails must not keep the others waiting
                _logger.warning("review %s can't be assigned: %s", review.id, type(error).__name__)

    def _assign_again(self):
        if self.state == "waiting" or self._candidates():
            activity = self.activity_id
            self.activity_id = False
            activity.unlink()
            self._assign()

    def _place_for(self, user):
        """The record in question if it can carry an activity and the reviewer opens it, else the review."""
        turn = self.turn_id
        places = [(turn.res_model, turn.res_id)] if turn.res_model else []
        places += [(entry["resModel"], entry["resId"]) for entry in turn._answer()["evidence"][:1]]
        reader = reader_for(turn, user)
        for model, res_id in places:
            records = reader.find(model, [res_id], [res_id])
            # Subscribing is part of creating an activity, so it needs a thread as well.
            if records and "activity_ids" in records._fields and hasattr(records, "message_subscribe"):
                return self.env[model].browse(res_id)
        return self

    def _remind(self, user, type_xmlid, record):
        """An activity without content, follower or mail."""
        link = Markup('<p><a href="/odoo/candor.review/%s">%s</a></p>') % (
            self.id,
            self.with_context(lang=user.lang).env._("Open review"),
        )
        kind = self.env.ref(type_xmlid).with_context(lang=user.lang)
        quietly = {"mail_activity_quick_update": True, "candor_no_follower": True}
        env = self.env(user=SUPERUSER_ID, context=quietly)
        self.activity_id = env["mail.activity"].create(
            {
                "activity_type_id": kind.id,
                # The chatter of Odoo 19 shows nothing in its place.
                "summary": kind.name,
                "res_model_id": self.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "user_id": user.id,
                "note": link,
                "date_deadline": fields.Date.today() + timedelta(days=1),
                "automated": True,
            }
        )
