"""What a form shows as zero, No or empty: an answer to a question, and nothing that a search could find."""

from datetime import date, datetime

from odoo.models import BaseModel
from odoo.tools.safe_eval import safe_eval

from .section import labelled, line
from .value import plain_value

_NUMBERS = frozenset(("integer", "float", "monetary", "boolean"))


class Quiet:
    """The quiet lines of records of one model, for one person."""

    def __init__(self, reader, model):
        self._reader = reader
        self._form = reader.env["candor.source"]._form(model._name)
        #: {groups as a view writes them: whether this person is meant}
        self._meant = {}
        #: {(expression, values that it speaks of): whether it holds}
        self._known = {}

    def line(self, record, field, label):
        """The line of a field that has no other, or None where the form doesn't show it."""
        name = field.name
        value = record[name]
        extra = {"kind": field.type, "field": name, "relation": field.comodel_name or False}
        if field.type in _NUMBERS:
            if value or not self.is_shown(record, field):
                return None
            return labelled(label, plain_value(self._reader, record, field, value), **extra)
        # Nor is a name that isn't to be known an empty field. An editor leaves tags without a word.
        is_empty = field.type == "html" and "<img" not in value if value else True
        if not is_empty or not self.is_shown(record, field):
            return None
        return line(label, label=label, **extra)

    def is_shown(self, record, field):
        """Whether this person sees the field on the form of this record, as it stands now."""
        places = self._form.places.get(field.name)
        if places is None:
            # A total that the form doesn't name stands in the widget of all its totals.
            return field.type == "monetary"
        return any(self._is_place_shown(record, place) for place in places)

    def _is_place_shown(self, record, place):
        if not all(self._is_meant(groups) for groups in place.groups):
            return False
        # None: can't be evaluated, which counts as hidden.
        return all(self._holds(record, *condition) is False for condition in place.conditions)

    def _is_meant(self, groups):
        if groups not in self._meant:
            self._meant[groups] = self._reader.env.user.has_groups(groups)
        return self._meant[groups]

    def _holds(self, record, expression, names):
        if names is None:
            return None
        try:
            # Computed ones raise whatever they like.
            values = {name: self._value(record, name) for name in names}
            key = (expression, *values.values())
            if key not in self._known:
                self._known[key] = self._evaluate(expression, values)
            return self._known[key]
        except Exception:  # noqa: BLE001 - as with the expression itself
            return None

    def _evaluate(self, expression, values):
        values = {name: list(value) if type(value) is tuple else value for name, value in values.items()}
        # As a form that was opened from nowhere in particular.
        values.update(context={}, uid=self._reader.env.uid)
        try:
            return bool(safe_eval(expression, values))
        except Exception:  # noqa: BLE001 - whatever a view's expression raises
            return None

    def _value(self, record, name):
        """A field's value as the web client's expressions have it; lists as tuples, which can be a key.

        :raise KeyError: no field of this model
        """
        value = record.id if name == "id" else record[name]
        if isinstance(value, BaseModel):
            if record._fields[name].type == "many2one":
                return value.id
            return f"{value._name},{value.id}" if record._fields[name].type == "reference" else value._ids
        if isinstance(value, (date, datetime)):
            return str(value)
        return value
