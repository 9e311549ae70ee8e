"""Pointers to records and sections as they come over the wire: whole numbers and names, or refused."""

from .refusal import Refused

#: Above this PostgreSQL would fail instead of finding nothing.
_MAX_ID = 2**31


def is_id(value):
    """Whether `value` can be the id of a record; True is no 1."""
    return type(value) is int and 0 < value < _MAX_ID


def ids_among(values):
    """The ids in a list from outside, each once, in its order."""
    return list(dict.fromkeys(value for value in values if is_id(value)))


def by_model(pointers):
    """`[{res_model, res_id, section}]` → `{model: {id: {section names}}}`.

    :raise Refused: bad_request when one isn't a pointer at all; an id that can't exist is left out
    """
    wanted = {}
    for pointer in pointers:
        if not isinstance(pointer, dict):
            raise Refused("bad_request")
        model, res_id, name = (pointer.get(key) for key in ("res_model", "res_id", "section"))
        if not isinstance(model, str) or type(res_id) is not int or not isinstance(name, str):
            raise Refused("bad_request")
        if is_id(res_id):
            wanted.setdefault(model, {}).setdefault(res_id, set()).add(name)
    return wanted
