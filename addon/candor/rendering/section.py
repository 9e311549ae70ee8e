"""A section: the smallest part of a record that is named, given and cited."""

import hashlib

from odoo import fields

#: In place of a section's name: the whole record, bounded.
WHOLE = "*"


def line(
    text, *, label=False, value=False, kind=False, field=False, relation=False, target=False, party=False
):
    """One line of text; `kind` is Odoo's field type, `relation` the model a many2one points to.

    :param target: id of the record whose name a many2one's line gives
    :param party: that record is a person or an organisation
    """
    return {
        "text": text,
        "label": label,
        "value": value,
        "type": kind,
        "field": field,
        "relation": relation,
        "target": target,
        "party": party,
    }


def labelled(label, value, own=None, **extra):
    """A line that reads "label: value".

    :param own: the field's own label, where the form calls it otherwise
    """
    entry = line(f"{label}: {value}", label=label, value=value, **extra)
    return entry if own in (None, label) else {**entry, "indexed": f"{own}: {value}"}


def section(name, kind, place, lines, date=False, quiet=()):
    """A section as it travels to the sidecar. `name` is equal for every reader, so is what it hides.

    :param date: naive UTC datetime of what it says, if it has one
    :param quiet: lines of what a form shows as zero, No or empty; for a person only, and no part of the hash
    """
    return {
        "section": name,
        "kind": kind,
        "place": place,
        "date": fields.Datetime.to_string(date).replace(" ", "T") + "Z" if date else False,
        "lines": lines,
        "quiet": list(quiet),
        "hash": digest(lines),
    }


def named(part):
    """All lines of a section, the quiet ones too."""
    return [*part["lines"], *part["quiet"]]


def digest(lines):
    """sha256 (hex) of the lines' texts, as the index has them, joined by a newline."""
    text = "\n".join(entry.get("indexed", entry["text"]) for entry in lines)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
