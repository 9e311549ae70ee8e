import json
import logging
from datetime import timedelta

from psycopg2.extensions import TransactionRollbackError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..database.confidential import lock, storable, write_text
from ..serving.held_back import held_back_to
from ..serving.notice import notify
from ..wire.pointer import is_id
from .review import IN_HAND

_logger = logging.getLogger(__name__)

MAX_WORDS = 4_000
MAX_CITED = 10
#: So long a verdict can be taken back; times in Odoo are whole seconds.
PENDING_SECONDS = 8
#: What can be said of an answer, and of a question that Candor declined
VERDICTS = {
    "answered": ("approve", "correct", "reject"),
    "abstained": ("approve", "held_back_right", "correct"),
}
#: Of these the person has a right answer now.
RESOLVING = ("correct", "held_back_right")


class CandorReview(models.Model):
    """What a reviewer decides, until it is final."""

    _inherit = "candor.review"

    @api.model
    def decide(self, review_id, outcome, words=None):
        """Give a verdict. It is final in some seconds, whether or not the browser is still there; until
        then `undo` takes it back.

        :param outcome: "approve", "correct", "reject", "held_back_right"
        :param words: `{reason, correction, cited: [{resModel, resId}]}`, texts of 4,000 characters at most
        :return: see `page`
        """
        review = self._in_own_hands(review_id)
        self._check_outcome(review, outcome)
        text = json.dumps({**self._words(outcome, words), "by": self.env.uid})
        # Two at once: the second one finds the row changed, and Odoo runs it again.
        lock(review)
        now = fields.Datetime.now()
        review.write(
            {
                "state": "pending",
                "pending_outcome": outcome,
                "decided_date": now,
                "final_date": now + timedelta(seconds=PENDING_SECONDS + 1),
            }
        )
        write_text(review, verdict=text)
        self.env["candor.turn.mention"].sudo()._note(review.turn_id)
        review._hint()
        return self.page(review.id)

    def _check_outcome(self, review, outcome):
        turn = review.turn_id
        if outcome not in VERDICTS.get(turn.outcome, ("approve", "correct", "reject")):
            raise UserError(self.env._("This verdict doesn't fit what was answered."))
        if review._is_blank():
            raise AccessError(self.env._("You can't read what this answer was made from."))
        if outcome == "held_back_right" and held_back_to(turn, self.env.user) is None:
            raise AccessError(self.env._("You can't read an answer that was held back here."))

    def _words(self, outcome, words):
        """A reviewer's words as they are stored; what he cites he finds himself, now."""
        words = words if isinstance(words, dict) else {}
        texts = {name: self._text(words.get(name)) for name in ("reason", "correction")}
        if outcome == "correct" and not texts["correction"]:
            raise UserError(self.env._("Write the corrected answer first."))
        if outcome == "reject" and not texts["reason"]:
            raise UserError(self.env._("Write first why the answer is wrong."))
        cited = self._citable(words.get("cited")) if outcome == "correct" else []
        return {**texts, "cited": [{"resModel": it["resModel"], "resId": it["resId"]} for it in cited]}

    def _text(self, text):
        text = storable(text).strip() if isinstance(text, str) else ""
        if len(text) > MAX_WORDS:
            raise UserError(self.env._("Please write at most %(count)s characters.", count=MAX_WORDS))
        return text

    @api.model
    def undo(self, review_id):
        """Take one's own verdict back while that is possible; the words stay.

        :return: see `page`
        """
        review = self._reviewed_by_me(review_id)
        review._hold()
        if review.state != "pending" or review._is_final():
            raise UserError(self.env._("This verdict can't be taken back any more."))
        state = review._waiting_for()
        nothing = dict.fromkeys(("pending_outcome", "decided_date", "final_date"), False)
        review.write({**nothing, "state": state})
        review._hint()
        return self.page(review.id)

    @api.model
    def ask_back(self, review_id, question):
        """Ask who asked; he answers once, and the same review goes on.

        :param question: 4,000 characters at most
        :return: see `page`
        """
        review = self._in_own_hands(review_id)
        text = self._text(question)
        if not text:
            raise UserError(self.env._("Write your question first."))
        if review.asked_back:
            raise UserError(self.env._("You can ask back once."))
        if review._is_blank():
            raise AccessError(self.env._("You can't read what this answer was made from."))
        lock(review)
        review.state = "asked_back"
        asked = {
            "question": text,
            "by": self.env.uid,
            "date": fields.Datetime.to_string(fields.Datetime.now()),
        }
        write_text(review, asked_back=json.dumps(asked))
        self.env["candor.turn.mention"].sudo()._note(review.turn_id)
        review._hint()
        review._notify(review.asker_id, "asked_back")
        return self.page(review.id)

    def _waiting_for(self):
        """State of one that waits: for who asked, while he hasn't answered a question back."""
        asked = json.loads(self.asked_back or "{}")
        return "asked_back" if asked and not asked.get("reply") else "waiting"

    def _reply(self, text):
        """The asker's answer to the question back."""
        # sudo: candor.review - own question, found by the caller
        review = self.sudo()
        text = self._text(text)
        if not text:
            raise UserError(self.env._("Write your answer first."))
        review._hold()
        if review.state != "asked_back":
            raise UserError(self.env._("Nobody is waiting for this answer any more."))
        asked = json.loads(review.asked_back or "{}")
        asked |= {"reply": text, "replied": fields.Datetime.to_string(fields.Datetime.now())}
        review.state = "waiting"
        write_text(review, asked_back=json.dumps(asked))
        review._hint()

    @api.model
    def lapse(self, review_id):
        """End it without a verdict: a record is gone, a right lost, and nobody can judge it.

        :return: see `page`
        """
        review = self._known(review_id)
        if not review._may_lapse():
            raise AccessError(self.env._("This review can't be ended without a verdict."))
        review._end("lapsed")
        return self.page(review.id)

    def _may_lapse(self):
        """Whether the current user has it in hand and nobody can judge what it is about."""
        if self.state == "nobody":
            return self.env.user.has_group("candor.group_manager")
        in_hand = self.state in IN_HAND and self.reviewer_id == self.env.user
        return in_hand and self.env.user.has_group("candor.group_reviewer") and self._is_blank()

    def _is_blank(self):
        # sudo: candor.turn - to learn whether this reviewer still reads what he judges
        return not self.turn_id or self.sudo().turn_id._shown_to(self.env.user) is None

    def _end(self, outcome):
        """Close it without a verdict; nobody is told more than that."""
        # sudo: candor.review, mail.activity - checked by the callers; the fields are nobody's to write
        review = self.sudo()
        lock(review)
        now = fields.Datetime.now()
        ended = {"outcome": outcome, "pending_outcome": False, "decided_date": False, "done_date": now}
        review.write({**ended, "state": "done"})
        review._mend_reminder()
        review._hint()

    def _finalize(self):
        """What follows from a verdict that can't be taken back any more."""
        self._hold()
        if self.state != "pending" or not self._is_final():
            # Taken back while this waited for it.
            return
        hours = (self.decided_date - self.create_date).total_seconds() / 3600
        self.write(
            {
                "state": "done",
                "outcome": self._given_outcome(),
                "pending_outcome": False,
                "done_date": self.decided_date,
                "hours_to_verdict": hours,
                "is_resolved": self.is_resolved or self._resolves(),
            }
        )
        self.env["candor.label"]._of_verdict(self)
        self._mend_reminder()
        self._hint()
        self._notify(self.asker_id, "decided")

    def _resolves(self):
        """Whether a human confirmed or gave the answer, or who asked rates it up."""
        if self.turn_id.rating == "up":
            return True
        outcome = self._given_outcome()
        confirmed = outcome == "approve" and self.turn_id.outcome == "answered"
        return self._is_final() and (confirmed or outcome in RESOLVING)

    def _hold(self):
        """Lock it for this transaction, and read it as whoever had it before has left it."""
        lock(self)
        self.invalidate_recordset()

    def _notify(self, user, what):
        """By Odoo's own notification settings, in Discuss or by mail: that something came, and where."""
        self.ensure_one()
        if not user.active:
            return
        try:
            with self.env.cr.savepoint():
                self._send_notification(user, what)
        except TransactionRollbackError:
            raise
        except Exception as error:  # noqa: BLE001 - what was decided stands, whoever could be told
            _logger.warning("nobody was notified of review %s: %s", self.id, type(error).__name__)

    def _send_notification(self, user, what):
        env = self.env(user=SUPERUSER_ID, context={"lang": user.lang})
        subject, sentence = {
            "decided": (
                env._("Your question was reviewed"),
                env._("A human has looked at the answer that Candor gave you."),
            ),
            "asked_back": (
                env._("A question about your question"),
                env._("Who reviews the answer that Candor gave you needs to know something from you."),
            ),
            "passed_on": (
                env._("A review was passed on to you"),
                env._("It is past its deadline, and you may read what it is about."),
            ),
        }[what]
        link, label = f"/odoo/candor.review/{self.id}", env._("Open review")
        about = {"model_description": env._("Review")}
        notify(self.with_env(env), user, subject, sentence, link, label, **about)

    @api.model
    def _known(self, review_id):
        """One review, in sudo, that the current user may look at as reviewer, pool or manager.

        :raise AccessError: also where there is none
        """
        # sudo: candor.review - narrowed here to who has business with it
        review = self.sudo().browse(review_id if is_id(review_id) else 0).exists()
        if not review or not self.env.user.has_group("candor.group_user"):
            raise AccessError(self.env._("There is no such review for you."))
        return review

    @api.model
    def _reviewed_by_me(self, review_id):
        review = self._known(review_id)
        if review.reviewer_id != self.env.user or not self.env.user.has_group("candor.group_reviewer"):
            raise AccessError(self.env._("This review is in somebody else's hands."))
        return review

    @api.model
    def _in_own_hands(self, review_id):
        """One review, in sudo, that waits for a verdict of the current user."""
        review = self._reviewed_by_me(review_id)
        if review.state not in IN_HAND:
            raise UserError(self.env._("This review is decided."))
        return review
