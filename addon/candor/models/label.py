from odoo import SUPERUSER_ID, api, fields, models

from ..wire import completion
from .review import ORIGINS, OUTCOMES

VALUES = [
    ("right", "Right"),
    ("wrong", "Wrong"),
    ("declined_rightly", "Declined rightly"),
    ("declined_wrongly", "Declined wrongly"),
]
#: What a verdict says of a turn, by how the turn ended. One that lapsed says nothing, and where Candor
#: neither answered nor declined there is nothing to say it of.
_JUDGED = {
    "answered": {"approve": "right", "correct": "wrong", "reject": "wrong"},
    "abstained": {
        "approve": "declined_rightly",
        "held_back_right": "declined_wrongly",
        "correct": "declined_wrongly",
    },
}
_RATED = {"up": "right", "down": "wrong"}
#: Of the turn as it was judged; the turn may be deleted later, and the calibrator replaced.
_COPIED = ("features", "probability", "answer_kind", "calibrator_version")


class CandorLabel(models.Model):
    """What a human said of a turn, without a word of it: what can be learnt or proven later.

    Written by reviews and ratings only. It outlives its turn as numbers that point at nothing.
    """

    _name = "candor.label"
    _description = "Candor label"
    _order = "id desc"

    turn_id = fields.Many2one("candor.turn", index=True, readonly=True, ondelete="set null")
    kind = fields.Selection([("verdict", "Verdict"), ("rating", "Rating")], required=True, readonly=True)
    value = fields.Selection(VALUES, required=True, readonly=True)
    #: Of a declined turn it says whether the answer that was held back is the right one.
    outcome = fields.Selection(OUTCOMES, "Verdict", readonly=True)
    #: Only those of a random sample prove a promise; whoever sends what looks wrong sends more of it.
    origin = fields.Selection(
        [*ORIGINS, ("rating", "Rated by who asked")], "Why it exists", required=True, readonly=True
    )
    sample_probability = fields.Float("Chance to be sampled", readonly=True, aggregator=None)
    features = fields.Json(readonly=True)
    probability = fields.Float(readonly=True, aggregator="avg")
    answer_kind = fields.Selection(
        [(value, value.capitalize()) for value in completion.ANSWER_KINDS], readonly=True
    )
    calibrator_version = fields.Char("Calibrator", readonly=True)

    _turn_kind_uniq = models.Constraint("UNIQUE(turn_id, kind)", "This is labelled already.")
    _sample_probability_known = models.Constraint(
        "CHECK ((origin = 'sample') = (sample_probability > 0) AND sample_probability BETWEEN 0 AND 1)",
        "Of a random sample it is known how likely a turn was to be in it, and of nothing else.",
    )

    def _compute_display_name(self):
        for label in self:
            label.display_name = self.env._("Label %(number)s", number=label.id)

    @api.model
    def _of_verdict(self, review):
        """The label of a review that was decided; none where its outcome says nothing of the answer."""
        value = _JUDGED.get(review.turn_id.outcome, {}).get(review.outcome)
        if value:
            sampled = {"origin": review.origin, "sample_probability": review.sample_probability}
            self._store(review.turn_id, "verdict", {"value": value, "outcome": review.outcome, **sampled})

    @api.model
    def _of_rating(self, turn):
        """The label of a turn whose rating was given, changed or taken back."""
        if turn.rating:
            self._store(turn, "rating", {"value": _RATED[turn.rating], "origin": "rating"})
        else:
            self._stored(turn, "rating").unlink()

    def _store(self, turn, kind, values):
        values = {**values, **{name: turn[name] for name in _COPIED}}
        stored = self._stored(turn, kind)
        if stored:
            stored.write(values)
        else:
            stored.create({"turn_id": turn.id, "kind": kind, **values})

    def _stored(self, turn, kind):
        # sudo: candor.label - nobody writes one. As Odoo's own user: defaults and context of who judges
        # fill nothing, and no label names him.
        env = self.env(user=SUPERUSER_ID, context={})
        return env["candor.label"].search([("turn_id", "=", turn.id), ("kind", "=", kind)])
