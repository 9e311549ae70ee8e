"""Stamps: short words that change whenever a row of the record does; compared without rendering."""

import hashlib

from odoo.tools import SQL

from ..capture.watch import parts


def stamps(env, spec, ids):
    """`{record id: stamp}`.

    PostgreSQL's own xmin changes with every update, also with those that leave `write_date`
    alone: raw SQL, cascades, a line that went. A restored dump has new ones everywhere.
    """
    found = {res_id: [] for res_id in ids}
    for place, (watch, hops) in enumerate(parts(env, spec)):
        if not ids or not watch.key:
            continue
        env.cr.execute(_rows(watch, hops, list(ids)))
        for res_id, count, total in env.cr.fetchall():
            found[res_id].append(f"{place}:{count}:{total}")
    return {
        res_id: hashlib.blake2b(" ".join(words).encode(), digest_size=9).hexdigest()
        for res_id, words in found.items()
    }


def _rows(watch, hops, ids):
    """Number of rows and sum of their xmin by record."""
    record = SQL("part.%s", SQL.identifier(watch.key))
    joins = SQL()
    for number, (table, come, go) in enumerate(hops):
        alias = SQL.identifier(f"hop{number}")
        joins = SQL(
            "%s JOIN %s AS %s ON %s.%s = %s",
            joins,
            SQL.identifier(table),
            alias,
            alias,
            SQL.identifier(come),
            record,
        )
        record = SQL("%s.%s", alias, SQL.identifier(go))
    condition = SQL("%s = ANY(%s)", record, ids)
    if watch.model:
        condition = SQL("%s AND part.%s = %s", condition, SQL.identifier(watch.model_column), watch.model)
    if watch.unless:
        condition = SQL("%s AND part.%s IS NULL", condition, SQL.identifier(watch.unless))
    return SQL(
        """
          SELECT %(record)s, count(*), sum(part.xmin::text::bigint)
            FROM %(table)s AS part
                 %(joins)s
           WHERE %(condition)s
        GROUP BY %(record)s
        """,
        record=record,
        table=SQL.identifier(watch.table),
        joins=joins,
        condition=condition,
    )
