"""Which rows of which tables a source's text is made of, and how one gets from them to the records."""

from dataclasses import dataclass

from odoo.tools import SQL

from ..rendering.spec import owner

#: Links followed from a record to what its text names. A name of a name of a name says little.
_MAX_HOPS = 3
#: Views over other tables: `{model: {table: column that holds the record's id}}`.
_BASE_TABLES = {"hr.employee.public": {"hr_employee": "id", "hr_version": "employee_id"}}


@dataclass(frozen=True, order=True)
class Watch:
    """Changes to note of a table.

    `key` is the column whose values are noted, of the row as it was and as it is; without one
    a change says only that it happened. `model_column` and `model`: whose rows, where a table
    serves many; `unless`: a column that is empty in rows that count. With `columns`, only
    updates that change one of them count.
    """

    table: str
    key: str = ""
    model_column: str = ""
    model: str = ""
    unless: str = ""
    columns: tuple = ()

    @property
    def origin(self):
        """What a change is written down under."""
        if self.columns:
            return f"{self.table}:names"
        name = f"{self.table}.{self.key or '*'}"
        return f"{name}:{self.model}" if self.model else name


@dataclass(frozen=True)
class Effect:
    """Records of `model` to read again; each hop leads from noted keys to their ids.

    A hop is `(table, from, to)`, or `(table, from, to, model)` where a table serves many models: only
    rows of this one are followed.
    """

    model: str
    hops: tuple = ()


def watched(env, specs):
    """`{Watch: [Effect]}` of the sources with these specs."""
    tables = _tables(env.cr)
    found = {}
    for spec in specs.values():
        for watch, effect in _Source(env, tables, spec).watches():
            found.setdefault(watch, {})[effect] = True
    # One comparison an update: all columns of a table that anything prints, together.
    columns, effects = {}, {}
    for watch in [watch for watch in found if watch.columns]:
        columns.setdefault(watch.table, set()).update(watch.columns)
        effects.setdefault(watch.table, {}).update(found.pop(watch))
    for table, names in columns.items():
        found[Watch(table, "id", columns=tuple(sorted(names)))] = effects[table]
    return {watch: list(found[watch]) for watch in sorted(found)}


def parts(env, spec):
    """`[(Watch, hops)]`: rows that belong to a record of this source, for its stamp."""
    pairs = _Source(env, _tables(env.cr), spec).watches()
    return list(dict.fromkeys((watch, effect.hops) for watch, effect in pairs if not watch.columns))


class _Source:
    def __init__(self, env, tables, spec):
        self.env = env
        self.tables = tables
        self.spec = spec
        self.model = env[spec.model]

    def watches(self):
        """`(Watch, Effect)`, some more than once."""
        yield from self._own_rows()
        for name in self.spec.fields:
            yield from self._field(self.model, self.model._fields.get(name), ())
        for name, columns in self.spec.lines.items():
            yield from self._lines(*owner(self.model, name), columns)
        if self.spec.messages and "message_ids" in self.model._fields:
            yield Watch("mail_message", "res_id", "model", self.spec.model), self._effect()
            # A message is rendered under its author's name.
            written = (("mail_message", "author_id", "res_id", self.spec.model),)
            yield from self._path(self.env["res.partner"], ["display_name"], written, 1)
        if self.spec.attachments:
            yield Watch("ir_attachment", "res_id", "res_model", self.spec.model, "res_field"), self._effect()

    def _effect(self, hops=()):
        return Effect(self.spec.model, hops)

    def _own_rows(self):
        table = self.model._table
        if table in self.tables:
            yield Watch(table, "id"), self._effect()
            for parent, link in self.model._inherits.items():
                yield from self._inherited_rows(self.env[parent], self.model._fields[link])
            return
        known = _BASE_TABLES.get(self.model._name)
        for base, key in (known or dict.fromkeys(_tables_of_view(self.env.cr, table), "")).items():
            yield Watch(base, key), self._effect()

    def _inherited_rows(self, parent, link):
        if _is_column(link):
            hops = ((self.model._table, link.name, "id"),)
            yield Watch(parent._table, "id"), self._effect(hops)
            return
        # Which version of an employee holds today is computed; each of them names its employee.
        for field in parent._fields.values():
            if field.type == "many2one" and field.comodel_name == self.model._name and _is_column(field):
                yield Watch(parent._table, field.name), self._effect()

    def _lines(self, link, field, columns):
        """:param link: many2one of `_inherits` behind which the field is, if it isn't the model's own"""
        child = self.env[field.comodel_name]
        if child._table not in self.tables or not _is_column(child._fields.get(field.inverse_name)):
            return
        heirs = ((self.model._table, link, "id"),) if link and _is_column(self.model._fields[link]) else ()
        if link and not heirs:
            return
        yield Watch(child._table, field.inverse_name), self._effect(heirs)
        hops = ((child._table, "id", field.inverse_name), *heirs)
        for name in columns:
            yield from self._field(child, child._fields.get(name), hops)

    def _field(self, model, field, hops):
        """What the text of a field comes from besides its own row."""
        if field is None or (field.inherited and not hops):
            return
        if field.comodel_name and field.store:
            yield from self._target(model, field, ["display_name"], hops, 0)
        elif not field.store:
            yield from self._path(model, [field.name], hops, 0)

    def _target(self, model, field, path, hops, depth):
        """`path` of the records that a field of `model` points to; ids of `model` lead over `hops`."""
        target = self.env[field.comodel_name]
        if field.type == "many2one" and _is_column(field):
            yield from self._path(target, path, _hop(model._table, field.name, "id", hops), depth + 1)
        elif field.type == "many2many" and field.relation:
            yield Watch(field.relation, field.column1), self._effect(hops)
            hops = _hop(field.relation, field.column2, field.column1, hops)
            yield from self._path(target, path, hops, depth + 1)
        elif field.type == "one2many" and _is_column(target._fields.get(field.inverse_name)):
            yield Watch(target._table, field.inverse_name), self._effect(hops)

    def _path(self, model, path, hops, depth):
        field = model._fields.get(path[0])
        if field is None or model._table not in self.tables or max(len(hops), depth - 1) > _MAX_HOPS:
            return
        if len(path) > 1:
            if field.store and field.comodel_name:
                yield from self._target(model, field, path[1:], hops, depth)
        elif not field.store:
            for dotted in self.env.registry.field_depends.get(field, ()):
                yield from self._path(model, dotted.split("."), hops, depth + 1)
        elif hops and _is_column(field):
            yield Watch(model._table, "id", columns=(field.name,)), self._effect(hops)


def _hop(table, come, go, hops):
    """Prepend a hop; one over a line's own row and the next over the same row are one."""
    if go == "id" and hops and hops[0][:2] == (table, "id"):
        return ((table, come, hops[0][2]), *hops[1:])
    return ((table, come, go), *hops)


def _is_column(field):
    return bool(field is not None and field.store and field.column_type)


def _tables(cr):
    cr.execute(
        SQL(
            """
            SELECT relname
              FROM pg_class
             WHERE relkind IN ('r', 'p')
               AND relnamespace = current_schema::regnamespace
            """
        )
    )
    return {name for (name,) in cr.fetchall()}


def _tables_of_view(cr, view):
    """Tables that a view reads, through other views too."""
    cr.execute(
        SQL(
            """
            WITH RECURSIVE seen AS (
                     SELECT to_regclass(%s)::oid AS oid
                      UNION
                     SELECT depend.refobjid
                       FROM seen
                       JOIN pg_rewrite ON pg_rewrite.ev_class = seen.oid
                       JOIN pg_depend depend
                         ON depend.objid = pg_rewrite.oid
                        AND depend.classid = 'pg_rewrite'::regclass
                        AND depend.refclassid = 'pg_class'::regclass)
              SELECT DISTINCT relname
                FROM seen
                JOIN pg_class USING (oid)
               WHERE relkind IN ('r', 'p')
            ORDER BY relname
            """,
            view,
        )
    )
    return [name for (name,) in cr.fetchall()]
