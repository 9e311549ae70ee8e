"""What a field's value depends on beside its record: who looks, and where he works."""

#: Of a computed field's context
COMPANY = frozenset({"company", "allowed_company_ids"})
_PERSONAL = COMPANY | {"uid"}


def depends_on(model, field):
    """What of who looks: "uid", some of `COMPANY`; nothing where everybody sees the same."""
    # Which lines a one2many has is said by `Reader.children`.
    is_computed = not field.store and field.type != "one2many"
    context = model.env.registry.field_depends_context.get(field, ()) if is_computed else ()
    found = _PERSONAL.intersection(context)
    if any(source.company_dependent for source in [field, *sources(model, field)]):
        found |= {"company"}
    return found


def sources(model, field):
    """The fields that a related one reaches through, the last one too."""
    for part in field.related.split(".") if field.related else ():
        source = model._fields.get(part)
        if source is None:
            return
        yield source
        model = model.env[source.comodel_name] if source.comodel_name else model
