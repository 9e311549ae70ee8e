"""What of a model is rendered: chosen by the manager, or derived from its views, types and use."""

from dataclasses import dataclass, field

from odoo.models import MAGIC_COLUMNS

from . import form
from .value import is_readable

#: What a person types, in contrast to what machinery looks up.
_TYPED = frozenset(("char", "text", "html", "integer", "float", "monetary", "date", "datetime"))
_PROSE = frozenset(("html", "text"))
#: Models that are Odoo's own machinery, whatever they are called on a form.
_MACHINERY = ("ir.", "mail.")


@dataclass(frozen=True)
class Spec:
    """`lines` maps a one2many field to the columns of its list."""

    model: str
    fields: list = field(default_factory=list)
    lines: dict = field(default_factory=dict)
    messages: bool = True
    attachments: bool = True


def default_fields(env, model_name):
    """Names of simple fields that people meet in the model's views, in the form's order.

    Reading computed fields takes some 100 times as long (1,127 ms for 10 leads against 12 ms), so
    only those are chosen that are stored, or typed into this very form; a manager may add others.
    """
    model = env[model_name]
    simple = [name for name in model._fields if _is_simple(model, name)]
    stored = [name for name in simple if _is_stored(model, name)]
    shown = [
        name
        for name in env["candor.source"]._form(model_name).shown
        if name in stored or _is_properties(model, name) or (name in simple and _is_at_hand(model, name))
    ]
    of_mixins = {name for mixin in _mixins(model) for name in mixin._fields}
    hidden = [name for name in stored if name not in shown and name not in of_mixins]
    return [*shown, *_used(env, model, shown, hidden)] if shown else hidden


def default_lines(env, model_name):
    """Names of one2many fields whose lines the form lists."""
    chosen = {}
    model = env[model_name]
    for name in env["candor.source"]._form(model_name).lists:
        # Children of the same model are records of their own; two lists of the same lines
        # (invoice lines, journal items) are one too many.
        if is_lines(model, name) and model._fields[name].comodel_name != model_name:
            owning = owner(model, name)[1]
            chosen.setdefault((owning.comodel_name, owning.inverse_name), name)
    return list(chosen.values())


def columns(env, model_name, field_name):
    """Columns of the list that the form shows for a one2many field, else its simple fields."""
    model = env[model_name]
    child = env[model._fields[field_name].comodel_name]
    inverse = owner(model, field_name)[1].inverse_name
    simple = [name for name in child._fields if name != inverse and _is_simple(child, name)]
    stored = [name for name in simple if child._fields[name].store and not child._fields[name].related]
    listed = env["candor.source"]._form(model_name).lists.get(field_name, ())
    shown = [name for name in listed if name in stored or (name in simple and _is_put_together(child, name))]
    if not shown:
        return stored
    # What a line is of may be shown in a computed column in place of the stored one.
    behind = [
        name
        for column in listed
        if column in child._fields and not child._fields[column].store and child._fields[column].comodel_name
        for name in env.registry.field_depends.get(child._fields[column], ())
        if name in stored and child._fields[name].type == "many2one"
    ]
    return list(dict.fromkeys([*behind, *shown]))


def is_lines(model, name):
    """Whether the lines of this field can be read: stored, and tied by a many2one."""
    entry = model._fields.get(name)
    if entry is None or entry.type != "one2many" or entry.comodel_name.startswith(_MACHINERY):
        return False
    owning = owner(model, name)[1]
    return bool(owning.store and owning.inverse_name)


def owner(model, name):
    """`(link, field)`: the field itself, or the one behind `link`, the many2one of `_inherits`."""
    entry = model._fields[name]
    if not entry.inherited:
        return None, entry
    link, _, behind = entry.related.partition(".")
    return link, model.env[model._fields[link].comodel_name]._fields[behind]


def _is_simple(model, name):
    """Readable by people, and not machinery."""
    entry = model._fields[name]
    return (
        is_readable(entry)
        and entry.groups != "."
        and name not in _machinery(model)
        and not (entry.comodel_name or "").startswith(_MACHINERY)
    )


def _is_properties(model, name):
    return name in model._fields and model._fields[name].type == "properties"


def _is_stored(model, name):
    """Whether a column of this model, or of one it inherits by delegation, holds the value."""
    entry = model._fields[name]
    return bool(owner(model, name)[1].store if entry.inherited else entry.store)


def _is_at_hand(model, name):
    """What a form shows though its column is elsewhere: behind many2ones, or where the form writes it."""
    entry = model._fields[name]
    if "uid" in model.env.registry.field_depends_context.get(entry, ()):
        return False  # it says something of who looks
    if not entry.related:
        return bool(entry.compute and entry.inverse and entry.type in _TYPED)
    *links, last = entry.related.split(".")
    for link in links:
        if model._fields[link].type != "many2one":
            return False
        model = model.env[model._fields[link].comodel_name]
    return _is_stored(model, last)


def _is_put_together(child, name):
    """A word that a list makes of the other columns of its row, e.g. the price of a rule."""
    entry = child._fields[name]
    depends = child.env.registry.field_depends.get(entry, ())
    return entry.type == "char" and not entry.related and not any("." in other for other in depends)


def _machinery(model):
    """What the framework keeps for itself on every model."""
    kept = {*MAGIC_COLUMNS, "display_name", model._active_name}
    if model._parent_store:
        kept.add("parent_path")
    for mixin in _mixins(model):
        if mixin._name.startswith(_MACHINERY):
            # But for what people type there, e.g. who gets a copy.
            kept.update(name for name, entry in mixin._fields.items() if entry.type != "char")
    return kept


def _mixins(model):
    """Abstract models that it is made of. Their fields are business only where a form shows them."""
    registry = model.env.registry
    names = {getattr(parent, "_name", None) for parent in type(model).__mro__}
    return [
        registry[name]
        for name in names
        if name and name not in ("base", model._name) and name in registry and registry[name]._abstract
    ]


def _used(env, model, shown, hidden):
    """Those of the hidden fields that people meet elsewhere, or in a widget that is no field of its own."""
    listed = form.listed(env, model._name)

    def is_met(name):
        entry = model._fields[name]
        return (
            name == model._rec_name
            or name in listed
            or getattr(entry, "tracking", None)
            or (entry.company_dependent and entry.type in _TYPED)
            or (entry.store and entry.type in _PROSE)
        )

    met = [name for name in hidden if is_met(name) and not _repeats_the_name(model, name)]
    # Totals are computed together, and a form may show them all in one widget.
    amounts = [name for name in model._fields if model._fields[name].type == "monetary"]
    computed = {model._fields[name].compute for name in [*shown, *met] if name in amounts} - {None}
    together = [name for name in hidden if name in amounts and model._fields[name].compute in computed]
    chosen = {*met, *together}
    # The same figure with another sign or in another currency: amount_total_signed.
    variants = {name for name in amounts if any(name.startswith(f"{other}_") for other in amounts)}
    return [name for name in hidden if name in chosen and name not in variants]


def _repeats_the_name(model, name):
    """A computed long form of the record's name, which every rendering has at its head."""
    entry = model._fields[name]
    depends = model.env.registry.field_depends.get(entry, ()) if entry.compute else ()
    return name != model._rec_name and entry.type == "char" and model._rec_name in depends
