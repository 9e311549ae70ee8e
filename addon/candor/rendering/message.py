"""Chatter messages → sections, one each: a note, a message, an email, a change of values."""

from odoo.tools import format_date, format_datetime, formatLang

from .html_text import paragraphs, plain_lines
from .section import labelled, line, section

#: Types whose tracked text is names of other records.
_RELATIONAL = frozenset(("many2one", "many2many", "one2many", "reference", "many2one_reference"))


def newest_sections(reader, records, limit):
    """`(record id, section)` of the newest messages of these records, at most `limit` each."""
    if not records or not reader.may_field(records, "message_ids"):
        return
    # One query serves most batches; a record with a long chatter must not crowd out the others.
    ceiling = limit * len(records)
    found = reader.messages(records._name, records.ids, ceiling)
    if len(found) < ceiling or len(records) == 1:
        ids = [message.id for some in found.grouped("res_id").values() for message in some[:limit]]
        yield from _sections(reader, found.browse(ids))
        return
    for record in records:
        yield from _sections(reader, reader.messages(records._name, record.ids, limit))


def named_sections(reader, records, message_ids):
    """`(record id, section)` of these messages, as far as they belong to these records."""
    if records and message_ids and reader.may_field(records, "message_ids"):
        yield from _sections(reader, reader.messages(records._name, records.ids, None, sorted(message_ids)))


def _sections(reader, messages):
    authors = reader.names("res.partner", messages.author_id.ids)
    # sudo: mail.tracking.value - fetched for all at once; each message filters its own
    messages.sudo().tracking_value_ids.fetch()
    for message in messages:
        lines = _lines(reader, message, authors)
        if lines:
            yield (
                message.res_id,
                section(f"message:{message.id}", "message", _place(reader, message), lines, message.date),
            )


def is_internal(message):
    """An internal note: the customer never sees it."""
    # sudo: mail.message.subtype - whether it is for employees only
    return message.is_internal or message.sudo().subtype_id.internal


def _place(reader, message):
    date = format_date(reader.env, message.date)
    if message.message_type == "notification":
        return reader.env._("entry of %(date)s", date=date)
    if message.message_type == "email":
        return reader.env._("email of %(date)s", date=date)
    if is_internal(message):
        return reader.env._("internal note of %(date)s", date=date)
    return reader.env._("message of %(date)s", date=date)


def _lines(reader, message, authors):
    body = [line(text) for text in paragraphs(message.body)]
    changes = [labelled(label, text) for label, text in _changes(reader, message)]
    if not body and not changes:
        return []
    lines = []
    # An email of somebody Odoo doesn't know has an address and no author.
    sender = authors.get(message.author_id.id) if message.author_id else message.email_from
    author = plain_lines(sender)
    if author and message.message_type != "notification":
        lines.append(
            labelled(
                reader.env._("From"),
                author[0],
                kind="many2one",
                field="author_id",
                relation="res.partner" if message.author_id else False,
                target=message.author_id.id,
            )
        )
    subject = plain_lines(message.subject)
    if subject:
        lines.append(labelled(reader.env._("Subject"), subject[0], kind="char", field="subject"))
    return lines + body + changes


def _changes(reader, message):
    """Tracked changes, `old → new`, of the fields that this reader may read."""
    trackings = reader.trackings(message)
    for entry in trackings._tracking_value_format():
        info = entry["fieldInfo"]
        if info["fieldType"] in _RELATIONAL:
            old, new = _tracked_names(reader, trackings.browse(entry["id"]))
        else:
            old, new = (_tracked(reader, info, entry[side]) for side in ("oldValue", "newValue"))
        if old or new:
            yield info["changedField"], f"{old} → {new}" if old else new


def _tracked_names(reader, tracking):
    """Both sides of a many2one's change, by names that this reader may know.

    Odoo stores names as text; those of several records at once can't be judged, so they are left out.
    """
    if tracking.field_id.ttype != "many2one":
        return "", ""
    old, new = tracking.old_value_integer, tracking.new_value_integer
    names = reader.names(tracking.field_id.relation, [target for target in (old, new) if target])
    if new and new not in names:
        # "Old →" would say that it was emptied.
        return "", ""
    return tuple(" ".join(plain_lines(names.get(target))) for target in (old, new))


def _tracked(reader, info, value):
    kind = info["fieldType"]
    if kind == "boolean":
        return reader.env._("Yes") if value else reader.env._("No")
    if not value:
        return ""
    if kind == "date":
        return format_date(reader.env, value)
    if kind == "datetime":
        return format_datetime(
            reader.env, value.removesuffix("Z"), tz=reader.env.context["tz"], dt_format="short"
        )
    if kind == "monetary":
        # sudo: res.currency - symbol and decimals, public knowledge
        currency = reader.env["res.currency"].sudo().browse(info["currencyId"] or [])
        return formatLang(reader.env, value, currency_obj=currency or None)
    if kind in ("float", "integer"):
        return formatLang(reader.env, value, digits=0 if kind == "integer" else 2)
    return " ".join(plain_lines(str(value)))
