from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..serving.review import state_for
from .review_queue import EARLIER


class CandorTurn(models.Model):
    """An own question in the hands of a human."""

    _inherit = "candor.turn"

    @api.model
    def review_preview(self, turn_id):
        """What a reviewer would be given, so that who sends it knows.

        :return: `{question, earlier: [question], has_answer, by}`: `by` is "responsible" where somebody is
            responsible for the record, who is asked first, else "reviewers"
        """
        turn = self._to_be_reviewed(turn_id)
        earlier = turn._earlier(EARLIER).sorted("id")
        reviews = self.env["candor.review"].sudo()
        return {
            "question": turn.question or "",
            "earlier": [question for question in earlier.mapped("question") if question],
            "has_answer": turn.outcome == "answered",
            "by": "responsible" if reviews.new({"turn_id": turn.id})._responsible() else "reviewers",
        }

    @api.model
    def send_to_review(self, turn_id):
        """Hand one own turn to a human; again and again gives the same review.

        Who that is, is found afterwards.

        :return: see `serving.review.state_for`
        """
        turn = self._to_be_reviewed(turn_id)
        # sudo: candor.review - nobody has create rights; whose turn it is is checked above
        self.env["candor.review"].sudo()._start(turn)
        return turn._review_state()

    @api.model
    def reply(self, turn_id, text):
        """Answer what a reviewer asked back, once; the same review goes on.

        :param text: 4,000 characters at most
        :return: see `serving.review.state_for`
        """
        turn = self._own_turn(turn_id)
        if not turn.review_ids:
            raise UserError(self.env._("Nobody is waiting for this answer any more."))
        turn.review_ids[:1]._reply(text)
        return turn._review_state()

    @api.model
    def _own_turn(self, turn_id):
        """One own turn, in sudo.

        :raise AccessError: also where there is none
        """
        turn = self._own(turn_id)
        if not turn:
            raise AccessError(self.env._("Only who asked can send a question to review."))
        # sudo: candor.turn - own turn, found above
        return turn.sudo()

    def _to_be_reviewed(self, turn_id):
        turn = self._own_turn(turn_id)
        if turn.state != "done":
            # Without its answer nothing says who may judge it.
            raise UserError(self.env._("Wait until the answer is stored, then send it to review."))
        if turn.outcome == "chat":
            raise UserError(self.env._("There is nothing to review in small talk."))
        return turn

    def _in_question(self):
        """`[(model, id)]`: the open record, and the one that is cited first. They say who else may see it."""
        if not self:
            return []
        open_record = [(self.res_model, self.res_id)] if self.res_model else []
        cited = self._answer()["evidence"][:1]
        return open_record + [(entry["resModel"], entry["resId"]) for entry in cited]

    def _review_state(self):
        user = self.env.user
        return state_for(self.review_ids[:1], user, is_blank=self._shown_to(user) is None)
