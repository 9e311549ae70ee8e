"""Records → sections: header, fields, properties, activities, lines, messages, attachments."""

from odoo.exceptions import AccessError, MissingError

from . import activity as activities
from . import attachment as attachments
from . import message as messages
from . import properties
from .quiet import quiet_line
from .section import WHOLE, labelled, section
from .shown import Shown
from .table import lines_by_field, readable_names, row_sections
from .value import is_party

MAX_ACTIVITIES = 20
MAX_MESSAGES = 60


def render(reader, spec, records, wanted):
    """Sections of records that the reader may open.

    :param spec: `rendering.spec.Spec` of the records' model
    :param records: recordset in the reader's environment, already checked
    :param wanted: `{record id: set of section names, or {"*"}}`; "fields" stands for all of the
        sections of fields and planned activities that this reader has, so that what the index was
        never told is read too
    :return: `[{res_model, res_id, name, model_label, party, sections, unread}]` in the order of `records`;
        `unread` as `attachment.unread` gives it
    """
    names = _own_names(reader, records)
    model_label = reader.env["ir.model"]._get(records._name).display_name
    parts = {record.id: [] for record in records}
    asked = _kinds(wanted)
    # The index reads for everybody, whatever a form shows whom.
    shown = None if reader.is_index else Shown(reader, records)
    if asked & {WHOLE, "fields"}:
        _collect(parts, _field_sections(reader, spec, records, shown))
    if asked & {WHOLE, "fields", "properties"}:
        _collect(parts, properties.sections(reader, spec, records, shown))
    if asked & {WHOLE, "fields", "activity"}:
        of_fields = records.filtered(lambda record: wanted[record.id] & {WHOLE, "fields"})
        newest = list(activities.newest_sections(reader, of_fields, MAX_ACTIVITIES))
        older = _named(wanted, "activity") - _named(
            {"": [part["section"] for _id, part in newest]}, "activity"
        )
        _collect(parts, [*newest, *activities.named_sections(reader, records, older)])
    if asked & {WHOLE, "line"}:
        _collect(parts, row_sections(reader, spec, records, wanted))
    if spec.messages and asked & {WHOLE, "message"}:
        whole = records.filtered(lambda record: WHOLE in wanted[record.id])
        _collect(parts, messages.newest_sections(reader, whole, MAX_MESSAGES))
        _collect(parts, messages.named_sections(reader, records - whole, _named(wanted, "message")))
    if spec.attachments and asked & {WHOLE, "attachment"}:
        _collect(parts, attachments.sections(reader, records, wanted))
    unread = attachments.unread(reader, records) if spec.attachments else {}
    return [
        {
            "res_model": record._name,
            "res_id": record.id,
            "name": names[record.id],
            "model_label": model_label,
            "party": is_party(records),
            "sections": [
                _header(model_label, names[record.id]),
                *(part for part in parts[record.id] if _is_wanted(part, wanted[record.id])),
            ],
            "unread": unread.get(record.id, []),
        }
        for record in records
    ]


def _kinds(wanted):
    return {name.partition(":")[0] for names in wanted.values() for name in names}


def _is_wanted(part, names):
    of_fields = part["kind"] in ("fields", "activity")
    return WHOLE in names or part["section"] in names or (of_fields and "fields" in names)


def _named(wanted, kind):
    """Ids at the end of section names of a kind, e.g. 34 of "message:34"."""
    ends = (
        name.rpartition(":")[2] for names in wanted.values() for name in names if name.startswith(f"{kind}:")
    )
    return {int(end) for end in ends if end.isdecimal() and len(end) < 10}


def _collect(parts, found):
    for res_id, part in found:
        parts[res_id].append(part)


def _own_names(reader, records):
    """Display names; where computing one reaches a forbidden model, the stored name, else the number."""
    names = {}
    for record in records:
        try:
            names[record.id] = record.display_name or f"#{record.id}"
        except (AccessError, MissingError):
            stored = record._rec_name
            names[record.id] = f"#{record.id}"
            if stored and record._fields[stored].store and reader.may_field(record, stored):
                names[record.id] = str(record[stored] or names[record.id])
    return names


def _header(model_label, name):
    return section("header", "header", model_label, [labelled(model_label, name)])


def _field_sections(reader, spec, records, shown):
    """One section of what everybody may read who opens the record, one more per access group."""
    names = readable_names(reader, records, spec.fields)
    for record, by_field in lines_by_field(reader, records, names, shown and shown.label):
        groups = {}
        for name, label, lines in by_field:
            filled, silent = groups.setdefault(reader.field_group(records, name), ([], []))
            filled += lines
            entry = shown and not lines and quiet_line(reader, shown, record, record._fields[name], label)
            silent += [entry] if entry else []
        for group, (filled, silent) in sorted(groups.items()):
            if filled or silent:
                name = f"fields:{group}" if group else "fields"
                yield record.id, section(name, "fields", reader.env._("Details"), filled, quiet=silent)
