"""Where the role may not create triggers: the models' own methods note what they change.

It misses raw SQL and what foreign keys cascade to; the nightly comparison finds those.
"""

import functools
import logging

_logger = logging.getLogger(__name__)

_METHODS = ("create", "write", "_write_multi", "unlink")


def patch(registry, watches):
    """Have the models of these watches note their changes; none without watches."""
    for model_class in getattr(registry, "candor_patched", ()):
        for name in _METHODS:
            if hasattr(model_class.__dict__.get(name), "candor_watches"):
                delattr(model_class, name)
    by_table = {}
    for watch in watches:
        by_table.setdefault(watch.table, []).append(watch)
    registry.candor_patched = []
    for model_class in registry.values():
        found = by_table.get(model_class._table)
        if found and model_class._auto and not model_class._abstract:
            _patch_class(model_class, tuple(found))
            registry.candor_patched.append(model_class)


def _patch_class(model_class, watches):
    for name, wrap in zip(_METHODS, (_creating, _changing, _changing, _changing), strict=True):
        wrapped = wrap(getattr(model_class, name), watches)
        wrapped.candor_watches = watches
        setattr(model_class, name, wrapped)


def _creating(method, watches):
    @functools.wraps(method)
    def create(self, vals_list):
        records = method(self, vals_list)
        concerned = [watch for watch in watches if not watch.columns]
        _note(records, concerned, [_keys(records, concerned)])
        return records

    return create


def _changing(method, watches):
    @functools.wraps(method)
    def change(self, *args):
        concerned = [watch for watch in watches if not watch.columns or _names(args) & set(watch.columns)]
        before = _keys(self, concerned)
        result = method(self, *args)
        # Nothing is left to ask after a removal.
        after = _keys(self, concerned) if args else {}
        _note(self, concerned, [before, after])
        return result

    return change


def _names(args):
    """Fields that `write(vals)` or `_write_multi(vals_list)` sets; none for `unlink()`."""
    vals_list = args[0] if args else ()
    return {name for vals in ([vals_list] if isinstance(vals_list, dict) else vals_list) for name in vals}


def _keys(records, watches):
    """`{origin: ids}` of the rows as they are; never fails what the user does."""
    found = {}
    try:
        # sudo: any watched model - keys only, whoever writes
        rows = records.sudo().with_context(prefetch_fields=False)
        for watch in watches:
            chosen = rows
            if watch.model:
                chosen = rows.filtered(lambda row, watch=watch: row[watch.model_column] == watch.model)
            if watch.unless:
                chosen = chosen.filtered(lambda row, watch=watch: not row[watch.unless])
            field = records._fields.get(watch.key)
            if field is not None and field.relational:
                found[watch.origin] = chosen.mapped(watch.key).ids
            elif field is not None:
                found[watch.origin] = chosen.mapped(watch.key)
    except Exception as error:  # noqa: BLE001 - a foreign compute may raise
        _logger.warning("changes of %s are not noted: %s", records._name, type(error).__name__)
    return found


def _note(records, watches, noted):
    try:
        with records.env.cr.savepoint(flush=False):
            for watch in watches:
                ids = {res_id for keys in noted for res_id in keys.get(watch.origin, ()) if res_id}
                if ids:
                    # sudo: candor.change - a line that says what to read again
                    records.env["candor.change"].sudo()._note(watch.origin, sorted(ids))
    except Exception as error:  # noqa: BLE001 - never fails what the user does
        _logger.warning("changes of %s are not noted: %s", records._name, type(error).__name__)
