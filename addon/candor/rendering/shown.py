"""What the form of a model shows one person, record by record, and what it calls it."""

from datetime import date, datetime

from odoo.models import BaseModel
from odoo.tools.safe_eval import safe_eval


class Shown:
    """Conditions of the form's places, evaluated for one person."""

    def __init__(self, reader, model):
        self._reader = reader
        sources = reader.env["candor.source"]
        self._form = sources._form(model._name)
        self._labels = sources._form_labels(model._name)
        #: {groups as a view writes them: whether this person is meant}
        self._meant = {}
        #: {(expression, values that it speaks of): whether it holds}
        self._known = {}

    def label(self, record, name, own):
        """What the form of this record calls a field, whose own label is `own`.

        "Phone" below the title "Private Contact" is still the Private Phone to who doesn't see the title.
        """
        for label, place in self._labels.get(name, ()):
            if self._is_place_shown(record, place):
                is_shortened = not label or set(_words(label)) <= set(_words(own))
                return own if is_shortened else label
        return own

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


def _words(label):
    return label.casefold().split()
