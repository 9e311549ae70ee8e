"""Fields of records, and rows of their lists, as lines."""

from odoo.exceptions import AccessError, MissingError
from odoo.tools import float_compare, formatLang

from .section import WHOLE, labelled, line, section
from .value import is_party, is_readable, value_lines

MAX_LINES = 80


def readable_names(reader, records, names):
    """Those of these fields that this reader may read, in their order."""
    return [
        name
        for name in names
        if name in records._fields and is_readable(records._fields[name]) and reader.may_field(records, name)
    ]


def lines_by_field(reader, records, names, called=None):
    """`(record, [(field name, label, lines)])`, in the order of both; no lines where nothing is filled.

    :param called: `(record, name, own label)` → what the form calls the field; None for its own label

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
            own = descriptions[name]["string"]
            label = called(record, name, own) if called else own
            texts = value_lines(reader, record, field, descriptions[name], targets)
            target = record[name].id if texts and field.type == "many2one" else False
            extra = {
                "kind": field.type,
                "field": name,
                "relation": field.comodel_name or False,
                "target": target,
                "party": bool(field.comodel_name) and is_party(records.env[field.comodel_name]),
            }
            # The label stands with the first line of a longer text only.
            lines = [labelled(label, text, own, **extra) for text in texts[:1]]
            lines += [line(text, label=label, value=text, **extra) for text in texts[1:]]
            by_field.append((name, label, lines))
        yield record, by_field


def row_sections(reader, spec, records, wanted):
    """`(record id, section)` per line of the chosen one2many fields; a line reads like a row of its list.

    :param wanted: see `record.render`
    """
    for name, columns in spec.lines.items():
        if not reader.may_field(records, name):
            continue
        label = records.fields_get([name], ["string"])[name]["string"]
        places = {}
        for parent_id, children in reader.children(records, name).items():
            asked = wanted[parent_id]
            # Numbered as the reader sees them, before those that nobody asked for are left out.
            for number, child_id in enumerate(children.ids, start=1):
                if number <= MAX_LINES if WHOLE in asked else f"line:{name}:{child_id}" in asked:
                    places.setdefault(child_id, []).append((parent_id, number))
        rows = reader.env[records._fields[name].comodel_name].browse(places)
        # A column with groups would make one row differ from reader to reader.
        shown = [
            column
            for column in readable_names(reader, rows, columns)
            if not reader.field_group(rows, column) and not (reader.is_index and _is_made_up(rows, column))
        ]
        for child, by_field in lines_by_field(reader, rows, shown):
            cells = _cells(reader, child, by_field)
            text = _row(cells)
            for parent_id, number in places[child.id] if text else ():
                place = reader.env._("%(lines)s, line %(number)s", lines=label, number=number)
                row = line(text, label=place, value=text, kind="one2many", field=name, relation=rows._name)
                row["cells"] = [{key: cell[key] for key in _CELL} for cell in cells]
                yield parent_id, section(f"line:{name}:{child.id}", "line", place, [row])


_CELL = ("label", "value", "type", "field", "relation", "target", "party")
#: Between the columns of a row, and between the lines of a cell.
_BESIDE = " · "


def _cells(reader, row, by_field):
    """The columns that are filled, like lines, with `parts`: the lines of a cell.

    A price stands in its currency where the list has a column for that.
    """
    filled = [(row._fields[name], label, lines) for name, label, lines in by_field if lines]
    currency = [field.name for field, _label, _lines in filled if field.comodel_name == "res.currency"]
    priced = currency and any(_is_price(field) for field, _label, _lines in filled)
    cells = []
    for field, label, lines in filled:
        parts = [entry["value"] for entry in lines]
        if priced and field.name in currency:
            continue
        if priced and _is_price(field):
            # sudo: res.currency - symbol and decimals, public knowledge
            parts = [_price(reader, row[field.name], row[currency[0]].sudo())]
        value = _BESIDE.join(parts)
        cells.append({**lines[0], "text": f"{label}: {value}", "value": value, "parts": parts})
    return cells


def _is_price(field):
    return field.type == "float" and "Product Price" in (field._digits, field._min_display_digits)


def _price(reader, value, currency):
    is_exact = float_compare(currency.round(value), value, precision_digits=6) == 0
    return formatLang(reader.env, value, currency_obj=currency, dp=None if is_exact else "Product Price")


def _row(cells):
    """The columns side by side; a name with which another column begins is said once."""

    def is_repeated(cell):
        return cell["type"] == "many2one" and any(
            other is not cell
            and other["type"] in ("char", "text")
            and any(part.startswith(cell["value"]) for part in other["parts"])
            for other in cells
        )

    return _BESIDE.join(cell["text"] for cell in cells if not is_repeated(cell))


def _is_made_up(rows, name):
    """Put together by Odoo's superuser from names that not everybody may know."""
    entry = rows._fields[name]
    return not entry.store and not entry.related


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
