from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.models import NO_ACCESS

from ..database.confidential import lock, storable, write_text

MAX_WHY = 200


class CandorTurn(models.Model):
    """What who asked thinks of the answer."""

    _inherit = "candor.turn"

    # Who reviews judges for himself.
    rating = fields.Selection([("up", "Up"), ("down", "Down")], readonly=True, groups="candor.group_manager")
    rating_why = fields.Text(groups=NO_ACCESS)

    @api.model
    def rate(self, turn_id, value, why=""):
        """Rate one own answer; a second rating takes the place of the first.

        :param value: "up", "down", or False to take it back
        :param why: a word with "down", at most 200 characters
        :return: see `_rating_for`
        """
        turn = self._own(turn_id)
        if not turn:
            raise AccessError(self.env._("Only who asked can rate an answer."))
        if turn.state != "done" or turn.outcome != "answered":
            raise UserError(self.env._("There is no answer to rate."))
        if value not in ("up", "down", False):
            raise UserError(self.env._("An answer is rated up or down."))
        why = storable(why).strip() if isinstance(why, str) and value == "down" else ""
        if len(why) > MAX_WHY:
            raise UserError(self.env._("Please write at most %(count)s characters.", count=MAX_WHY))
        # sudo: candor.turn, candor.label - own turn, found above; nobody writes them otherwise
        turn = turn.sudo()
        # Two clicks at once: the second one finds the row changed, and Odoo runs it again.
        lock(turn)
        turn.rating = value
        write_text(turn, rating_why=why)
        self.env["candor.label"]._of_rating(turn)
        for review in turn.review_ids:
            review.is_resolved = review._resolves()
        return turn._rating_for(self.env.user)

    def _rating_for(self, user):
        """`{value, why}` to who gave it, else False."""
        self.ensure_one()
        if not self.rating or self.user_id != user:
            return False
        return {"value": self.rating, "why": self.rating_why or ""}
