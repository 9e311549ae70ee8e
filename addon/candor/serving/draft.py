"""An answer as a draft for the composer of a record."""

from markupsafe import Markup, escape

from ..rendering import message as rendered_message
from ..wire.pointer import is_id
from .records import reader_of


def body_of(answer):
    """The answer's paragraphs as HTML."""
    return Markup("").join(
        Markup("<p>%s</p>")
        % Markup("<br>").join(escape(line) for line in (part.get("text") or "").split("\n"))
        for part in answer["parts"]
    )


def changes(answer):
    """Warnings about records that say something else by now: `[{kind, record}]`, each once."""
    names = dict.fromkeys(entry["name"] for entry in answer["evidence"] if entry["changed"])
    return [{"kind": "changed", "record": name} for name in names]


def warnings_for(env, answer, res_model, res_id):
    """What the reader of a message would not expect in it: `[{kind, record}]`, each once."""
    reader = reader_of(env)
    addressee = _partner_of(reader, res_model, res_id)
    found = []
    for entry in answer["evidence"]:
        kind, _separator, number = entry["section"].partition(":")
        is_internal = kind == "activity"
        if kind == "message" and number.isdecimal():
            message = reader.messages(entry["resModel"], [entry["resId"]], 1, [int(number)])
            is_internal = message and rendered_message.is_internal(message)
        if is_internal:
            found.append({"kind": "internal_note", "record": entry["name"]})
        partner = _partner_of(reader, entry["resModel"], entry["resId"])
        if partner and partner != addressee:
            found.append({"kind": "other_partner", "record": entry["name"]})
    return [dict(pair) for pair in dict.fromkeys(tuple(warning.items()) for warning in found)]


def _partner_of(reader, res_model, res_id):
    """The commercial partner that a record is about, as this reader may know it, or None."""
    if not isinstance(res_model, str) or res_model not in reader.env or not is_id(res_id):
        return None
    record = reader.find(res_model, [res_id], [res_id])
    if not record:
        return None
    if res_model == "res.partner":
        partner_id = record.id
    elif "partner_id" in record._fields and reader.may_field(record, "partner_id"):
        partner_id = record.partner_id.id
    else:
        return None
    # sudo: res.partner - compares whom two records belong to, hands out nothing
    return reader.env["res.partner"].sudo().browse(partner_id).commercial_partner_id.id or None
