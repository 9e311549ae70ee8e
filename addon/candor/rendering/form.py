"""What Odoo's own views of a model show: which fields, under which conditions, in which lists."""

import re
from dataclasses import dataclass, field

from odoo import SUPERUSER_ID
from odoo.tools.view_validation import get_expression_field_names

#: An attribute that holds whatever the record.
_ALWAYS = frozenset(("1", "True", "true"))
#: Widgets that one drags or paints with: there is nothing to read.
_MARKS = frozenset(("handle", "color", "color_picker", "boolean_favorite"))
_LIST_REF = re.compile(r"['\"]list_view_ref['\"]\s*:\s*['\"]([\w.]+)['\"]")


@dataclass(frozen=True)
class Place:
    """Where a form shows a field: to whom all of `groups` hold, unless one of `conditions` does.

    `conditions` are `(expression, names that it speaks of)`.
    """

    groups: tuple = ()
    conditions: tuple = ()


@dataclass(frozen=True)
class Form:
    """`places` has every field that the view names; one that is never to be seen has no place.

    `lists` maps a one2many field to the columns of its list.
    """

    places: dict = field(default_factory=dict)
    lists: dict = field(default_factory=dict)

    @property
    def shown(self):
        """In the form's order."""
        return [name for name, places in self.places.items() if places]


def read(env, model_name):
    """The default form of a model, the same for every user."""
    arch = _arch(env, model_name, "form")
    found = [] if arch is None else [one for one in _nodes(arch, Place()) if one[0].tag == "field"]
    places, lists = {}, {}
    # Those that are seen first, so that the order is theirs.
    for node, place in sorted(found, key=lambda one: one[1] is None):
        places.setdefault(node.get("name"), []).extend([place] if place else [])
        if place:
            _add_list(env, model_name, node, lists)
    return Form({name: tuple(some) for name, some in places.items()}, lists)


def labels(env, model_name):
    """What the default form calls its fields, in the language of `env`.

    :return: `{name: ((label, or None for the field's own, Place), …)}` of those that it calls otherwise
        anywhere
    """
    arch = _arch(env, model_name, "form", lang=env.lang)
    found = {}
    for node, place in () if arch is None else _nodes(arch, Place()):
        if place and (node.tag == "label" or node.get("nolabel") not in _ALWAYS):
            name = node.get("for") or node.get("name")
            found.setdefault(name, []).append((node.get("string") or None, place))
    return {name: tuple(some) for name, some in found.items() if any(label for label, _place in some)}


def listed(env, model_name):
    """Names of the fields that the default list has as columns, and of those one searches by."""
    arch = _arch(env, model_name, "list")
    columns = _columns(arch, own=True) if arch is not None else ()
    arch = _arch(env, model_name, "search")
    searched = [node.get("name") for node in arch.iter("field")] if arch is not None else ()
    return {*columns, *searched}


def _arch(env, model_name, kind, ref=None, lang=None):
    # sudo: ir.ui.view - the arch of a view, no data
    views = env["ir.ui.view"].with_user(SUPERUSER_ID).sudo().with_context(lang=lang)
    known = ref and env.ref(ref, raise_if_not_found=False)
    view_id = known.id if known and known._name == views._name else views.default_view(model_name, kind)
    return views.browse(view_id)._get_combined_arch() if view_id else None


def _nodes(node, place):
    """`(node of a field or of its label, its Place, or None where it is never to be seen)`, without those of
    inner views.
    """
    for child in node:
        if not isinstance(child.tag, str):
            continue
        inner = _placed(child, place)
        if child.tag == "field" or (child.tag == "label" and child.get("for")):
            yield child, inner
        else:
            yield from _nodes(child, inner)


def _placed(node, place):
    hidden, groups = node.get("invisible"), node.get("groups")
    if place is None or hidden in _ALWAYS or node.get("widget") in _MARKS:
        return None
    conditions = ((hidden, _names(hidden)),) if hidden else ()
    # The developer mode keeps nothing from anybody, and is one click away.
    wanted = (groups,) if groups and groups != "base.group_no_one" else ()
    return Place(place.groups + wanted, place.conditions + conditions)


def _names(expression):
    """What an expression speaks of, or None when it can't be read at all."""
    try:
        return tuple(sorted(get_expression_field_names(expression)))
    except (SyntaxError, ValueError):
        return None


def _add_list(env, model_name, node, lists):
    known = env[model_name]._fields.get(node.get("name"))
    if known is None or known.type != "one2many":
        return
    rows = node.find("list")
    if rows is not None:
        lists[known.name] = _columns(rows)
    elif not node.get("widget") and "list" in node.get("mode", "list") and not len(node):
        # A list without columns of its own has those of its model's.
        ref = _LIST_REF.search(node.get("context") or "")
        rows = _arch(env, known.comodel_name, "list", ref and ref[1])
        lists[known.name] = _columns(rows, own=True) if rows is not None else ()


def _columns(rows, *, own=False):
    """:param own: a list of its own: also columns that one may add to it"""
    return tuple(
        dict.fromkeys(
            column.get("name")
            for column in rows.findall("field")
            if column.get("column_invisible") not in _ALWAYS
            and column.get("widget") not in _MARKS
            and (own or column.get("optional") != "hide")
        )
    )
