import json
import math
from itertools import pairwise

from babel.numbers import format_decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import babel_locale_parse

from ..wire.completion import ANSWER_KINDS

#: Characters of a document; those that the fit command writes have some ten thousand.
MAX_DOCUMENT = 1_000_000
MAX_VERSION = 64


class CandorCalibrator(models.Model):
    """What makes a probability of a turn's features, as the sidecar's fit command wrote it.

    Odoo keeps it and shows what it says of itself. What the sidecar would refuse is refused here
    already: it would silently work with its own instead (sidecar/src/calibration/calibrator.ts).
    """

    _name = "candor.calibrator"
    _description = "Candor calibrator"
    _order = "id desc"
    _rec_name = "version"

    version = fields.Char(required=True, readonly=True)
    origin = fields.Selection(
        [("shipped", "Comes with the sidecar"), ("imported", "Imported")],
        required=True,
        readonly=True,
        default="imported",
    )
    parameters = fields.Json(required=True, readonly=True)
    data = fields.Char("Fitted on", compute="_compute_words")
    figures = fields.Char("Measured", compute="_compute_words")

    _version_unique = models.Constraint("UNIQUE(version)", "There is a calibrator of this version already.")

    @api.model_create_multi
    def create(self, vals_list):
        """:param vals_list: `[{parameters}]`; the version is the document's own, the origin the report's"""
        faults = filter(None, (fault(values.get("parameters")) for values in vals_list))
        for name in faults:
            raise ValidationError(
                self.env._("This is no calibrator: “%(name)s” is missing or has another shape.", name=name)
            )
        origin = {} if self.env.su else {"origin": "imported"}
        return super().create(
            [{**values, **origin, "version": values["parameters"]["version"]} for values in vals_list]
        )

    @api.depends("parameters")
    @api.depends_context("lang")
    def _compute_words(self):
        locale = babel_locale_parse(self.env.lang or "en_US")
        for calibrator in self:
            document = calibrator.parameters
            calibrator.data = ", ".join(
                self.env._(
                    "%(name)s (%(rows)s answers)",
                    name=one["name"],
                    rows=format_decimal(one["rows"], locale=locale),
                )
                for one in document["fittedOn"]
            )
            calibrator.figures = "; ".join(
                self._figure(name, value, locale) for name, value in document["figures"].items()
            )

    def _figure(self, name, value, locale):
        words = {
            "n": self.env._("answers judged"),
            "ece": self.env._("calibration error"),
            "auroc": self.env._("right told from wrong (AUROC)"),
            "aurc": self.env._("risk over coverage (AURC)"),
            "brier": self.env._("Brier score"),
        }
        return f"{words.get(name, name)} {format_decimal(value, locale=locale)}"

    def _is_of_own_answers(self):
        """Whether answers of this very database, judged by its reviewers, are among what it was fitted on."""
        return any(one.get("own") for one in self.parameters["fittedOn"])

    def _at(self, target):
        """What is known of a target precision: the nearest one listed that asks no less, else the last.

        :param target: share of the answers given that must be right, 0.5..0.99
        :return: `{target, threshold, promised, labels, missing}`
        """
        listed = self.parameters["thresholds"]
        # A hair of tolerance: 0.9 may be stored as a sum of binary fractions.
        return next((entry for entry in listed if entry["target"] >= target - 1e-9), listed[-1])

    @api.model
    def _ship(self, document):
        """Keep what the sidecar reports as its own; the one that it brought before goes, unless chosen.

        One that is misshapen is left out: a report must not fail for it.
        """
        if fault(document):
            return
        known = self.search([("version", "=", document["version"])])
        if not known:
            known = self.create({"parameters": document, "origin": "shipped"})
        elif known.parameters == document:
            known.origin = "shipped"
        else:
            return
        chosen = self.env["candor.index"]._the().calibrator_id
        (self.search([("origin", "=", "shipped")]) - known - chosen).unlink()


def read(text):
    """The document of a file.

    :raise ValueError: when it isn't JSON, or is too long
    """
    if len(text) > MAX_DOCUMENT:
        raise ValueError("too long")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error


def fault(document):
    """Name of the first key of a calibrator that is missing or has another shape, or None."""
    if not isinstance(document, dict):
        return "version"
    if not _can_be_stored(document):
        return "model"
    return next((name for name, holds in _KEYS.items() if not holds(document.get(name))), None)


def _can_be_stored(document):
    """Not with NaN, infinity, NUL or half a character: PostgreSQL refuses those, and logs the document."""
    try:
        text = json.dumps(document, allow_nan=False, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError):
        return False
    return "\\u0000" not in text


def _is_number(value):
    try:
        return type(value) in (int, float) and math.isfinite(value)
    except OverflowError:
        return False


def _is_count(value):
    return type(value) is int and 0 <= value < 2**31


def _is_share(value):
    return _is_number(value) and 0 <= value <= 1


def _is_threshold(entry):
    return (
        isinstance(entry, dict)
        and _is_share(entry.get("target"))
        and _is_share(entry.get("threshold"))
        and isinstance(entry.get("promised"), bool)
        and _is_count(entry.get("labels"))
        and _is_count(entry.get("missing"))
    )


def _is_ascending(thresholds):
    return all(low["target"] < high["target"] for low, high in pairwise(thresholds))


def _is_data(entry):
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("name"), str)
        and _is_count(entry.get("rows"))
        and isinstance(entry.get("own", False), bool)
    )


def _is_additive(model):
    return (
        isinstance(model, dict)
        and _is_number(model.get("bias"))
        and isinstance(model.get("terms"), dict)
        and all(map(_is_term, model["terms"].values()))
    )


def _is_term(term):
    return (
        isinstance(term, dict)
        and all(_is_number(term.get(name)) for name in ("mean", "deviation", "weight"))
        and term["deviation"] > 0
    )


_KEYS = {
    "version": lambda it: isinstance(it, str) and 0 < len(it) <= MAX_VERSION and it.isprintable(),
    "fittedOn": lambda it: isinstance(it, list) and all(map(_is_data, it)),
    "figures": lambda it: isinstance(it, dict) and all(map(_is_number, it.values())),
    "thresholds": lambda it: (
        isinstance(it, list) and it and all(map(_is_threshold, it)) and _is_ascending(it)
    ),
    "model": lambda it: isinstance(it, dict) and all(_is_additive(it.get(kind)) for kind in ANSWER_KINDS),
}
