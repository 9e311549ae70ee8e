from babel.numbers import format_decimal, format_percent

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse

#: For a sidecar of the release before, whose probability comes from a formula and no calibrator.
FORMER_THRESHOLD = 0.5


class CandorIndex(models.Model):
    """How sure an answer must be: what the manager asks for, and what is in force for that."""

    # The manager's choice stands apart from what the sidecar reports.
    _inherit = "candor.index"  # pylint: disable=consider-merging-classes-inherited

    target_precision = fields.Float(
        default=0.9,
        help="So many of the answers given shall be right. What is less sure is not answered, "
        "and goes to a human.",
    )
    calibrator_id = fields.Many2one(
        "candor.calibrator",
        ondelete="restrict",
        help="What makes probabilities of what is known of an answer. Empty: the one that comes "
        "with the sidecar.",
    )
    calibrator_words = fields.Char("In force", compute="_compute_confidence")
    calibrator_data = fields.Char("Fitted on", compute="_compute_confidence")
    calibrator_figures = fields.Char("Measured", compute="_compute_confidence")
    threshold_words = fields.Char("Threshold", compute="_compute_confidence")
    promise_words = fields.Text("Promise", compute="_compute_confidence")

    _target_precision_range = models.Constraint(
        "CHECK(target_precision >= 0.5 AND target_precision <= 0.99)",
        "The precision is between 50 % and 99 %.",
    )

    def _calibrator(self):
        """The one in force, or none while the sidecar has not told of its own."""
        # sudo: candor.calibrator - numbers, needed by routes of people who can't open it
        shipped = self.env["candor.calibrator"].sudo().search([("origin", "=", "shipped")], limit=1)
        return self.calibrator_id.sudo() or shipped

    def _asked_of_sidecar(self):
        """`(target precision, the calibrator's document or False for the sidecar's own)`"""
        return self.target_precision, self.calibrator_id.parameters or False

    @api.depends("target_precision", "calibrator_id")
    @api.depends_context("lang")
    def _compute_confidence(self):
        for index in self:
            calibrator = index._calibrator()
            if not calibrator:
                index.calibrator_words = self.env._("The sidecar has not told yet which one it brings.")
                index.calibrator_data = index.calibrator_figures = False
                index.threshold_words = index.promise_words = False
                continue
            origin = dict(calibrator._fields["origin"]._description_selection(self.env))[calibrator.origin]
            index.calibrator_words = f"{calibrator.version} ({origin})"
            index.calibrator_data, index.calibrator_figures = calibrator.data, calibrator.figures
            known = calibrator._at(index.target_precision)
            index.threshold_words = self.env._(
                "An answer is given from a probability of %s on.", index._percent(known["threshold"])
            )
            index.promise_words = index._promise(known, calibrator._is_of_own_answers())

    def _promise(self, known, is_own):
        labels = self._count(known["labels"])
        target = self._percent(known["target"])
        if known["promised"] and not is_own:
            return self.env._(
                "Proven on what it was fitted on: with a probability of 90 %%, at least %(target)s of the "
                "answers given are right there, by %(labels)s judged answers. For your company's records "
                "this promises nothing until reviewers have judged answers of your own.",
                target=target,
                labels=labels,
            )
        if known["promised"]:
            return self.env._(
                "Kept: at least %(target)s of the answers given are right. This holds with a "
                "probability of 90 %%, by %(labels)s judged answers.",
                target=target,
                labels=labels,
            )
        if known["missing"]:
            return self.env._(
                "Not kept yet: %(missing)s more judged answers are needed to promise that at least "
                "%(target)s of the answers given are right. Until then the threshold is an estimate "
                "from the %(labels)s that there are.",
                missing=self._count(known["missing"]),
                target=target,
                labels=labels,
            )
        return self.env._(
            "Not kept: %(labels)s judged answers don't prove that at least %(target)s of the answers given "
            "are right, and how many more it takes can't be told. The threshold is an estimate.",
            target=target,
            labels=labels,
        )

    def _percent(self, share):
        return format_percent(share, "#,##0.# %", locale=babel_locale_parse(self.env.lang or "en_US"))

    def _count(self, number):
        return format_decimal(number, locale=babel_locale_parse(self.env.lang or "en_US"))
