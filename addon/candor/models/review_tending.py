import logging
import math
import time

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.tools import SQL

from .review import IN_HAND

_logger = logging.getLogger(__name__)

#: At most this long until somebody looks again, in seconds.
REST_SECONDS = 2.0
#: Reviewers found in one transaction: the first one's review waits until the last one is found.
_AT_ONCE = 5
#: Such transactions of the sidecar's that one run of the cron makes up for.
_ROUNDS = 100
#: Open reviews whose reviewer is asked again in one run whether he may still read what he judges.
_CHECKED = 30
#: So long one run is at one of its steps: meanwhile no verdict is sent and nobody is found a reviewer.
_STEP_SECONDS = 2.0


class CandorReview(models.Model):
    """What becomes of reviews by itself: the sidecar's worker asks for it, and Odoo's cron without it."""

    _inherit = "candor.review"

    @api.model
    def _look_after_soon(self):
        """Apart from what the user is saving: finding a reviewer renders records, and that takes time."""
        cron = self.env.ref("candor.ir_cron_reviews", raise_if_not_found=False)
        if cron:
            cron._trigger()

    @api.model
    def _tend(self):
        """Find reviewers for what was just sent, and make verdicts final that can't be taken back any more.

        :return: seconds until it is due again, 2 at most; 0 where there is more to do
        """
        if not self._is_mine_to_tend():
            return REST_SECONDS
        now = fields.Datetime.now()
        due = self.search([("state", "=", "pending"), ("final_date", "<=", now)], order="final_date")
        self._each(due, lambda review: review._finalize())
        # After that: a verdict that was final counts, whatever became of its question.
        self._forget_leftovers()
        finding = self.search([("state", "=", "finding")], order="id", limit=_AT_ONCE + 1)
        self._each(finding[:_AT_ONCE], lambda review: review._assign())
        if len(finding) > _AT_ONCE:
            return 0.0
        coming = self.search(
            [("state", "=", "pending"), ("final_date", ">", now)], order="final_date", limit=1
        )
        if not coming:
            return REST_SECONDS
        return min(REST_SECONDS, max(0.0, (coming.final_date - now).total_seconds()))

    @api.model
    def _look_after(self):
        """Every open review has a reviewer who may, a reminder that he sees, and a deadline that counts."""
        for _round in range(_ROUNDS):
            if self._tend():
                break
        if not self._is_mine_to_tend():
            return
        reviewers = self._members("candor.group_reviewer")
        lost = self.search([("state", "in", IN_HAND), ("reviewer_id", "not in", reviewers.ids)])
        past = [("state", "=", "waiting"), ("escalation_date", "<", fields.Date.today())]
        overdue = self.search(past, order="escalation_date, id")
        is_whole = self._each(lost, lambda review: review._assign(), _STEP_SECONDS)
        is_whole &= self._each(overdue, lambda review: review._pass_on(), _STEP_SECONDS)
        # What wasn't looked at is the first the next time.
        self._each(self._to_be_checked(), lambda review: review._check_again(), _STEP_SECONDS)
        wrong = self._with_wrong_reminders()
        is_whole &= self._each(wrong, lambda review: review._mend_reminder(), _STEP_SECONDS)
        if not is_whole:
            self._look_after_soon()

    @api.model
    def _is_mine_to_tend(self):
        """One at a time: two that assign the same reviews would only fail each other."""
        query = SQL("SELECT pg_try_advisory_xact_lock(hashtext('candor.review.tend'))")
        self.env.cr.execute(query)
        return self.env.cr.fetchone()[0]

    @api.model
    def _each(self, reviews, work, seconds=math.inf):
        """Do this with each of them.

        :param seconds: after which no further one is begun, once one is done
        :return: whether all had their turn, or none could be done
        """
        end, is_one_done = time.monotonic() + seconds, False
        for review in reviews:
            if is_one_done and time.monotonic() >= end:
                return False
            try:
                with self.env.cr.savepoint():
                    work(review)
                is_one_done = True
            except TransactionRollbackError:
                # Somebody is at it; the next call finds it as he leaves it.
                continue
            except Exception as error:  # noqa: BLE001 - one that fails must not keep the others waiting
                _logger.warning("review %s can't be looked after: %s", review.id, type(error).__name__)
                review._leave_for_later()
        return True

    def _leave_for_later(self):
        """It isn't tried again with every call."""
        self.invalidate_recordset()
        if self.state == "finding":
            self.write({"state": "nobody", "checked_date": fields.Datetime.now()})

    @api.model
    def _to_be_checked(self):
        """Those that nobody has looked at for longest: rights change without telling anybody."""
        domain = [("state", "in", (*IN_HAND, "nobody"))]
        return self.search(domain, order="checked_date ASC NULLS FIRST, id", limit=_CHECKED)

    def _check_again(self):
        """Whoever lost a right loses the review; what waited for nobody may have found somebody."""
        self.checked_date = fields.Datetime.now()
        if self.state in IN_HAND and self._may_be_reviewed_by(self.reviewer_id):
            return
        if self._is_gone():
            self._end("lapsed")
        elif self.state in IN_HAND or self._reviewer_to_be():
            self._assign()

    def _pass_on(self):
        """One working day past the deadline: the next who may; without one it stays where it is."""
        other = self._reviewer_to_be(besides=self.reviewer_id)
        if not other:
            self.escalation_date = self._working_day(
                self.asker_id.company_id or self.env.company, fields.Date.today(), 1
            )
            return
        self.escalated += 1
        self._give_to(other)
        self._notify(other, "passed_on")
