"""Records → sections: header, fields, lines, messages, attachments."""

from odoo.exceptions import AccessError, MissingError

from . import attachment as attachments
from . import message as messages
from .section import WHOLE, labelled, line, section
from .value import is_readable, value_lines

MAX_LINES = 80
MAX_MESSAGES = 60


def render(reader, spec, records, wanted):
    """Sections of records that the reader may open.

    :param spec: `rendering.spec.Spec` of the records' model
    :param records: recordset in the reader's environment, already checked
    :param wanted: `{record id: set of section names, or {"*"}}`; "fields" stands for all of the
        sections of fields that this reader has, so that what the index was never told is read too
    :return: `[{res_model, res_id, name, model_label, sections, unread}]` in the order of `records`;
        `unread` as `attachment.unread` gives it
    """
    names = _own_names(reader, records)
    model_label = reader.env["ir.model"]._get(records._name).display_name
    parts = {record.id: [] for record in records}
    asked = _kinds(wanted)
    if asked & {WHOLE, "fields"}:
        _collect(parts, _field_sections(reader, spec, records))
    if asked & {WHOLE, "line"}:
        _collect(parts, _line_sections(reader, spec, records, wanted))
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
    return WHOLE in names or part["section"] in names or (part["kind"] == "fields" and "fields" in names)


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


def _field_sections(reader, spec, records):
    """One section of what everybody may read who opens the record, one more per access group."""
    names = [name for name in spec.fields if _is_readable(reader, records, name)]
    for res_id, by_field in _lines_by_field(reader, records, names):
        groups = {}
        for name, lines in by_field:
            groups.setdefault(reader.field_group(records, name), []).extend(lines)
        for group in sorted(groups):
            name = f"fields:{group}" if group else "fields"
            yield res_id, section(name, "fields", reader.env._("Details"), groups[group])


def _line_sections(reader, spec, records, wanted):
    """One section per line of the chosen one2many fields; a line reads like a row of its list."""
    for name, columns in spec.lines.items():
        field = records._fields.get(name)
        if field is None or not reader.may_field(records, name):
            continue
        label = records.fields_get([name], ["string"])[name]["string"]
        numbers, parents, chosen = {}, {}, []
        for parent_id, children in reader.children(records.ids, field).items():
            asked = wanted[parent_id]
            # Numbered as the reader sees them, before those that nobody asked for are left out.
            for number, child_id in enumerate(children.ids, start=1):
                if number <= MAX_LINES if WHOLE in asked else f"line:{name}:{child_id}" in asked:
                    numbers[child_id], parents[child_id] = number, parent_id
                    chosen.append(child_id)
        rows = reader.env[field.comodel_name].browse(chosen)
        # A column with groups would make one row differ from reader to reader.
        shown = [
            column
            for column in columns
            if _is_readable(reader, rows, column) and not reader.field_group(rows, column)
        ]
        for child_id, by_field in _lines_by_field(reader, rows, shown):
            text = _row([entry for _name, lines in by_field for entry in lines])
            if not text:
                continue
            place = reader.env._("%(lines)s, line %(number)s", lines=label, number=numbers[child_id])
            row = line(text, label=place, value=text, kind="one2many", field=name, relation=rows._name)
            yield parents[child_id], section(f"line:{name}:{child_id}", "line", place, [row])


def _row(entries):
    """The columns side by side; a name with which another column begins is said once."""

    def is_repeated(entry):
        return entry["type"] == "many2one" and any(
            other is not entry
            and other["type"] in ("char", "text")
            and other["value"].startswith(entry["value"])
            for other in entries
        )

    return " · ".join(entry["text"] for entry in entries if not is_repeated(entry))


def _is_readable(reader, records, name):
    field = records._fields.get(name)
    return field is not None and is_readable(field) and reader.may_field(records, name)


def _lines_by_field(reader, records, names):
    """`(record id, [(field, lines)])` per record.

    Fields that pass the group check can still raise: some compute through models
    that the reader may not read. So they are read together first, then one by one.
    """
    if not records:
        return
    readable = _fetch(records, names)
    descriptions = records.fields_get(names, ["string", "selection"])
    targets = _target_names(reader, records, readable)
    for record in records:
        by_field = []
        for name in names:
            if name not in descriptions or name not in readable[record.id]:
                continue
            field = record._fields[name]
            label = descriptions[name]["string"]
            texts = value_lines(reader, record, field, descriptions[name], targets)
            extra = {"kind": field.type, "field": name, "relation": field.comodel_name or False}
            # The label stands with the first line of a longer text only.
            lines = [labelled(label, text, **extra) for text in texts[:1]]
            lines += [line(text, label=label, value=text, **extra) for text in texts[1:]]
            if lines:
                by_field.append((name, lines))
        yield record.id, by_field


def _fetch(records, names):
    """`{record id: names that can be read}`."""
    try:
        records.fetch([name for name in names if records._fields[name].store])
        for name in names:
            records.mapped(name)
        return {record.id: set(names) for record in records}
    except (AccessError, MissingError):
        return {record.id: {name for name in names if _can_read(record, name)} for record in records}


def _can_read(record, name):
    try:
        _value = record[name]
    except (AccessError, MissingError):
        return False
    return True


def _target_names(reader, records, readable):
    targets = {}
    for record in records:
        for name in readable[record.id]:
            field = record._fields[name]
            if field.type in ("many2one", "many2many"):
                targets.setdefault(field.comodel_name, set()).update(record[name].ids)
    return {comodel: reader.names(comodel, sorted(ids)) for comodel, ids in targets.items()}
