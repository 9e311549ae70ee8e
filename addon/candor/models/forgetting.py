import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.orm.models import NO_ACCESS
from odoo.tools import SQL

from .review import OPEN

_logger = logging.getLogger(__name__)

#: Turns of which the words are erased in one transaction
_AT_ONCE = 500


class CandorConversation(models.Model):
    """A conversation that is deleted takes its questions with it, and what became of them."""

    _inherit = "candor.conversation"

    def unlink(self):
        # sudo: candor.turn - whoever may delete the conversation; the foreign key would tell nobody
        self.sudo().turn_ids.unlink()
        return super().unlink()


class ResUsers(models.Model):
    """A person who is deleted takes his questions with him."""

    _inherit = "res.users"

    def unlink(self):
        self.check_access("unlink")
        # sudo: candor.conversation - they go by foreign key otherwise, and their reviews are left over
        self.env["candor.conversation"].sudo().search([("user_id", "in", self.ids)]).unlink()
        return super().unlink()


class CandorTurn(models.Model):
    """What is left of a question that was deleted, or of an answer whose records were: numbers."""

    _inherit = "candor.turn"

    #: What it was made from was deleted, and so was the answer.
    erased_date = fields.Datetime(readonly=True)
    mention_ids = fields.One2many("candor.turn.mention", "turn_id", groups=NO_ACCESS)

    _about_idx = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")

    def unlink(self):
        # sudo: candor.review - whoever may delete the question
        reviews = self.sudo().review_ids
        reviews._close("forgotten")
        reviews._erase_words()
        return super().unlink()

    def _erase(self):
        """Delete for good what was made from records that are gone; who asked keeps his question."""
        self.review_ids._close("lapsed")
        self.review_ids._erase_words()
        self.env.flush_all()
        self.env["candor.forgotten"]._note(self)
        for table in ("candor_turn_section", "candor_turn_mention"):
            self.env.cr.execute(
                SQL("DELETE FROM %s WHERE turn_id = ANY(%s)", SQL.identifier(table), self.ids)
            )
        self.env.cr.execute(
            SQL(
                """
                UPDATE candor_turn
                   SET answer = NULL, held_back = NULL, rating_why = NULL,
                       erased_date = now() AT TIME ZONE 'UTC'
                 WHERE id = ANY(%s)
                """,
                self.ids,
            )
        )
        self.env.invalidate_all(flush=False)
        # Once it is erased nothing of it can be shown: those who look at it now see that.
        self.review_ids._hint()

    @api.model
    def _erase_gone(self, turns=None):
        """Erase what was made from records that are deleted.

        :param turns: look at these only
        :return: whether there is more to erase
        """
        gone = self.env["candor.turn.mention"]._of_gone(turns)
        gone[:_AT_ONCE]._erase()
        return len(gone) > _AT_ONCE

    @api.model
    def _erase_changed(self, res_model, ids):
        """Records were changed or deleted, or parts of them: erase what was made from those that are gone.

        Whoever tells that has other things to do: it never fails.
        """
        try:
            with self.env.cr.savepoint():
                mentioning = self.env["candor.turn.mention"]._of(res_model, ids)
                if mentioning:
                    self._erase_gone(mentioning)
                self.env["candor.review"]._lapse_without_record(
                    Domain("turn_id.res_model", "=", res_model) & Domain("turn_id.res_id", "in", list(ids))
                )
        except Exception as error:  # noqa: BLE001 - the daily cleaning does it
            _logger.warning("answers can't be erased: %s", type(error).__name__)

    @api.autovacuum
    def _gc_gone(self):
        """Whatever no trigger told, and records of models that are no source."""
        more = self._erase_gone()
        self.env["candor.review"]._lapse_without_record()
        return _AT_ONCE if more else 0, 1 if more else 0


class CandorReview(models.Model):
    """A review whose question or record is deleted: it is closed with a reason, and holds no word."""

    _inherit = "candor.review"

    _left_over_idx = models.Index(
        "(id) WHERE turn_id IS NULL AND (state <> 'done' OR verdict IS NOT NULL OR asked_back IS NOT NULL)"
    )

    def _close(self, outcome):
        """End those that nobody has decided; a verdict that can't be taken back any more stands."""
        for review in self:
            if review.state == "pending" and (review._is_final() or outcome == "lapsed"):
                # Given while there was something to judge.
                if review._is_final():
                    review._finalize()
            elif review.state != "done":
                review._end(outcome)

    def _erase_words(self):
        if self:
            self.env.flush_all()
            query = "UPDATE candor_review SET verdict = NULL, asked_back = NULL WHERE id = ANY(%s)"
            self.env.cr.execute(SQL(query, self.ids))
            self.invalidate_recordset(["verdict", "asked_back"], flush=False)

    @api.model
    def _forget_leftovers(self):
        """Reviews whose question went by foreign key, with the person who asked."""
        self.env.cr.execute(
            SQL(
                """
                SELECT id
                  FROM candor_review
                 WHERE turn_id IS NULL
                   AND (state <> 'done' OR verdict IS NOT NULL OR asked_back IS NOT NULL)
                 LIMIT %s
                """,
                _AT_ONCE,
            )
        )
        left = self.browse(review_id for (review_id,) in self.env.cr.fetchall())
        # What SQL changed is in no cache.
        left.invalidate_recordset()
        left._erase_words()
        self._each(left.filtered(lambda review: review.state != "done"), lambda it: it._end("forgotten"))

    @api.model
    def _lapse_without_record(self, only=Domain.TRUE):
        """Nobody can judge a question whose open record is deleted, whatever its answer was made from.

        :param only: domain of the reviews to look at
        """
        found = self.search(Domain("state", "in", OPEN) & Domain("turn_id.res_model", "!=", False) & only)
        for res_model, reviews in found.grouped(lambda it: it.turn_id.res_model).items():
            gone = self.env["candor.turn.mention"]._is_gone(res_model, SQL("turn.res_id"))
            if gone:
                query = "SELECT id FROM candor_turn turn WHERE id = ANY(%s) AND %s"
                self.env.cr.execute(SQL(query, reviews.turn_id.ids, gone))
                of_gone = self.env["candor.turn"].browse(turn_id for (turn_id,) in self.env.cr.fetchall())
                self._each(of_gone.review_ids & reviews, lambda review: review._end("lapsed"))
