import logging
import random

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

KINDS = [
    ("below", "Answers below a confidence"),
    ("declined", "Declined questions"),
    ("sample", "Random sample"),
]


class CandorReviewRule(models.Model):
    """Which questions go to human review without anybody sending them."""

    _name = "candor.review.rule"
    _description = "Candor review rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="below")
    source_ids = fields.Many2many(
        "candor.source", string="Sources", help="Questions about these only; empty means about any."
    )
    below = fields.Float(default=0.8, digits=(3, 2), help="Confidence, from 0 to 1.")
    share = fields.Float(
        default=0.05,
        digits=(4, 3),
        help="How likely each question is to be picked, from 0 to 1. Only what was picked at random "
        "can prove how often answers are right.",
    )

    _below_is_probability = models.Constraint(
        "CHECK (below BETWEEN 0 AND 1)", "A confidence is between 0 and 1."
    )
    _share_is_probability = models.Constraint("CHECK (share BETWEEN 0 AND 1)", "A share is between 0 and 1.")

    @api.model
    def _apply(self, turn):
        """Send a turn that was just stored to review where a rule says so; its answer is never at stake."""
        try:
            with self.env.cr.savepoint():
                self._send(turn)
        except Exception as error:  # noqa: BLE001 - the answer is stored, whatever becomes of a rule
            _logger.warning("no rule applied to turn %s: %s", turn.id, type(error).__name__)

    def _send(self, turn):
        if turn.outcome not in ("answered", "abstained"):
            return
        if not turn._in_question():
            # Nothing says who may judge it.
            return
        reviews = self.env["candor.review"]
        source = reviews._source_of(turn)
        rules = self.search([("active", "=", True)]).filtered(
            lambda rule: not rule.source_ids or source in rule.source_ids
        )
        # First of all: what another rule sends anyway must be as likely to be in the sample.
        sample = rules.filtered(lambda rule: rule.kind == "sample" and rule.share > 0)[:1]
        if sample and random.SystemRandom().random() < sample.share:
            reviews._start(turn, "sample", sample.share, sample)
            return
        fits = rules.filtered(lambda rule: rule._fits(turn))[:1]
        if fits:
            reviews._start(turn, "rule", rule=fits)

    def _fits(self, turn):
        if self.kind == "declined":
            return turn.outcome == "abstained"
        return self.kind == "below" and turn.outcome == "answered" and turn.probability < self.below
