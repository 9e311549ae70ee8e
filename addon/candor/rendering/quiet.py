"""What a form shows as zero, No or empty: an answer to a question, and nothing that a search could find."""

from .section import labelled, line
from .value import plain_value

_NUMBERS = frozenset(("integer", "float", "monetary", "boolean"))


def quiet_line(reader, shown, record, field, label):
    """The line of a field that has no other, or None where the form doesn't show it.

    :param shown: `shown.Shown` of this reader
    """
    value = record[field.name]
    extra = {"kind": field.type, "field": field.name, "relation": field.comodel_name or False}
    if field.type in _NUMBERS:
        if value or not shown.is_shown(record, field):
            return None
        return labelled(label, plain_value(reader, record, field, value), **extra)
    # Nor is a name that isn't to be known an empty field. An editor leaves tags without a word.
    is_empty = field.type == "html" and "<img" not in value if value else True
    if not is_empty or not shown.is_shown(record, field):
        return None
    return line(label, label=label, **extra)
