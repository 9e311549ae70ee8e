"""Properties, the fields that people add to a project's tasks or a team's leads, as lines."""

from odoo import fields
from odoo.exceptions import AccessError, MissingError
from odoo.tools import format_date, format_datetime, formatLang

from .html_text import paragraphs, plain_lines
from .section import labelled, line, section
from .value import is_credential

_NUMBERS = frozenset(("integer", "float", "monetary"))


def sections(reader, spec, records, shown):
    """`(record id, section)`: one of each properties field, "properties:<field>", whose record has any.

    :param shown: `shown.Shown` of this reader, or None for the index
    """
    for name in spec.fields:
        field = records._fields.get(name)
        if field is None or field.type != "properties" or not reader.may_field(records, name):
            continue
        place = records.fields_get([name], ["string"])[name]["string"]
        for record, definitions in _definitions(reader, records, field):
            lines, empty = [], []
            for definition in definitions:
                found = _lines(reader, record, field, definition)
                lines += found
                if not found and shown:
                    empty += _quiet_lines(reader, field, definition)
            if empty and not shown.is_shown(record, field):
                empty = []
            if lines or empty:
                yield record.id, section(f"properties:{name}", "fields", place, lines, quiet=empty)


def _definitions(reader, records, field):
    """`(record, [definition with its value])`; names of targets are asked for all at once."""
    readable = []
    for record in records:
        try:
            readable.append((record, record[field.name]))
        except (AccessError, MissingError):
            continue
    of_readable = records.browse([record.id for record, _value in readable])
    found = field.convert_to_read_multi([value for _record, value in readable], of_readable, False)
    targets = {}
    for definitions in found:
        for definition in definitions:
            if definition.get("comodel") in reader.env:
                targets.setdefault(definition["comodel"], set()).update(_ids(definition))
    for comodel, ids in targets.items():
        reader.names(comodel, sorted(ids))
    for (record, _value), definitions in zip(readable, found, strict=True):
        yield record, [one for one in definitions if _is_readable(one)]


def _is_readable(definition):
    label = (definition.get("string") or "").lower()
    return bool(label) and definition["type"] != "separator" and not is_credential("_".join(label.split()))


def _ids(definition):
    value = definition.get("value") or []
    return [value] if isinstance(value, int) else [one for one in value if isinstance(one, int)]


def _extra(field, definition, **more):
    return {
        "kind": definition["type"],
        "field": f"{field.name}.{definition['name']}",
        "relation": definition.get("comodel") or False,
        **more,
    }


def _lines(reader, record, field, definition):
    label, kind = definition["string"], definition["type"]
    texts = _texts(reader, record, definition)
    target = definition["value"] if texts and kind == "many2one" else False
    extra = _extra(field, definition, target=target)
    lines = [labelled(label, text, **extra) for text in texts[:1]]
    return lines + [line(text, label=label, value=text, **extra) for text in texts[1:]]


def _quiet_lines(reader, field, definition):
    label, kind, value = definition["string"], definition["type"], definition.get("value")
    extra = _extra(field, definition)
    if kind == "boolean":
        return [labelled(label, reader.env._("No"), **extra)]
    if kind in _NUMBERS and value is not None and value is not False:
        return [labelled(label, formatLang(reader.env, value, digits=0 if kind == "integer" else 2), **extra)]
    # A name that isn't to be known is no empty property.
    return [] if value else [line(label, label=label, **extra)]


def _texts(reader, record, definition):
    """The value as a person sees it, in lines; none of zero, No and nothing."""
    kind, value = definition["type"], definition.get("value")
    if not value:
        return []
    if kind == "boolean":
        return [reader.env._("Yes")]
    if kind in ("char", "text"):
        return plain_lines(value)
    if kind == "html":
        return paragraphs(value)
    if kind == "date":
        return [format_date(reader.env, fields.Date.to_date(value))]
    if kind == "datetime":
        moment = fields.Datetime.to_datetime(value)
        return [format_datetime(reader.env, moment, tz=reader.env.context["tz"], dt_format="short")]
    if kind == "monetary":
        return [_monetary(reader, record, definition)]
    if kind in _NUMBERS:
        return [formatLang(reader.env, value, digits=0 if kind == "integer" else 2)]
    return plain_lines(", ".join(_words(reader, definition)))


def _words(reader, definition):
    """Names of what was chosen: of a list of the property's own, or of records that the reader may open."""
    kind, value = definition["type"], definition["value"]
    if kind == "selection":
        return [label for key, label in definition.get("selection") or () if key == value]
    if kind == "tags":
        return [label for key, label, *_color in definition.get("tags") or () if key in value]
    if kind in ("many2one", "many2many") and definition.get("comodel") in reader.env:
        return reader.names(definition["comodel"], _ids(definition)).values()
    return []


def _monetary(reader, record, definition):
    name = definition.get("currency_field")
    currency = record._fields.get(name)
    if not currency or currency.comodel_name != "res.currency" or not reader.may_field(record, name):
        return formatLang(reader.env, definition["value"])
    # sudo: res.currency - symbol and decimals, public knowledge
    return formatLang(reader.env, definition["value"], currency_obj=record[name].sudo() or None)
