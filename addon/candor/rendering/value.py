"""A field's value as a person sees it in Odoo."""

import re

from odoo.tools import format_date, format_datetime, formatLang

from .html_text import paragraphs, plain_lines

#: Types that are rendered; binaries and JSON say nothing to a reader, properties have types of their own.
_READABLE_TYPES = frozenset(
    """
    boolean char date datetime float html integer many2many many2one monetary reference selection
    text
    """.split()
)
#: What opens doors is never text to be read, whoever may see it on a form.
_CREDENTIAL = re.compile(
    r"(^|_)(passw(or)?d|passphrase|secret|token|api_?key|(private|secret|access)_key|credentials?)(_|$)"
)


def is_readable(field):
    """Whether values of this field are rendered at all, rights aside."""
    return field.type in _READABLE_TYPES and not is_credential(field.name)


def is_credential(name):
    return bool(_CREDENTIAL.search(name))


def is_party(model):
    """Whether records of the model are people or organisations: Odoo gives those a picture of their own."""
    return "avatar_128" in model._fields


def value_lines(reader, record, field, description, names):
    """Lines of one value, most often one, none when empty.

    :param description: `fields_get` of the field in the reader's language
    :param names: `{comodel: {id: display name}}` of the targets that the reader may open
    """
    value = record[field.name]
    kind = field.type
    if kind in ("char", "text"):
        return plain_lines(value)
    if kind == "html":
        return paragraphs(value)
    if kind == "many2one":
        name = names.get(field.comodel_name, {}).get(value.id)
        return plain_lines(name)
    if kind == "many2many":
        known = names.get(field.comodel_name, {})
        return plain_lines(", ".join(known[target] for target in value.ids if known.get(target)))
    if kind == "reference":
        # Its model is known only now, so its name is asked for only now.
        target = reader.names(value._name, value.ids) if value else {}
        return plain_lines(target.get(value.id) if value else "")
    if not value:
        # An unset number and a zero look the same, and a "no" is rarely what is asked for: see quiet.py.
        return []
    if kind == "selection":
        return plain_lines(dict(description.get("selection") or ()).get(value, value))
    if kind == "date":
        return [format_date(reader.env, value)]
    if kind == "datetime":
        return [format_datetime(reader.env, value, tz=reader.env.context["tz"], dt_format="short")]
    return [plain_value(reader, record, field, value)]


def plain_value(reader, record, field, value):
    """A number, or Yes or No, be it zero."""
    if field.type == "boolean":
        return reader.env._("Yes") if value else reader.env._("No")
    if field.type == "monetary":
        return _monetary(reader, record, field, value)
    if field.type == "integer":
        return formatLang(reader.env, value, digits=0)
    digits = field.get_digits(reader.env)
    return formatLang(reader.env, value, digits=digits[1] if digits else 2)


def _monetary(reader, record, field, value):
    currency_name = field.get_currency_field(record)
    currency = record[currency_name] if currency_name else None
    if not currency:
        return formatLang(reader.env, value)
    # sudo: res.currency - symbol and decimals, public knowledge
    return formatLang(reader.env, value, currency_obj=currency.sudo().with_env(reader.env(su=True)))
