"""The one way in which words of people, and what points at them, are written.

Odoo and PostgreSQL log a failed statement together with its values. So a row is
created or locked by statements without words; whatever can fail fails there. The
words follow in a statement of their own, which nothing concurrent can make fail.
A full disk still can: Odoo is told not to log that statement, and what PostgreSQL
logs of it is base64, so that no word stands in a log to be read or searched.
"""

import base64
import json

import psycopg2
from psycopg2.extensions import TransactionRollbackError

from odoo.tools import SQL


class NotStored(Exception):
    """Words could not be written; PostgreSQL's own message would quote them."""


def lock(record):
    """Lock the one row of `record` for this transaction; a conflict surfaces here, without words."""
    record.ensure_one()
    record.env.flush_all()
    record.env.cr.execute(
        SQL("SELECT id FROM %s WHERE id = %s FOR UPDATE", SQL.identifier(record._table), record.id)
    )


def write_text(record, **texts):
    """Write text columns of one record that this transaction created or locked."""
    lock(record)
    assignments = SQL(", ").join(
        SQL("%s = convert_from(decode(%s, 'base64'), 'UTF8')", SQL.identifier(column), _encoded(text))
        for column, text in texts.items()
    )
    statement = SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table), assignments, record.id)
    _execute(record, statement)
    record.invalidate_recordset(list(texts), flush=False)


def insert_rows(model, columns, rows):
    """Insert rows of `model` in one statement.

    :param columns: `{column: its type in PostgreSQL}`
    :param rows: one tuple of values (text, numbers, booleans, None) a row, in the columns' order
    """
    if not rows:
        return
    plain = [
        dict(zip(columns, (storable(it) if isinstance(it, str) else it for it in row), strict=True))
        for row in rows
    ]
    names = SQL(", ").join(map(SQL.identifier, columns))
    types = SQL(", ").join(SQL("%s %s", SQL.identifier(name), SQL(of)) for name, of in columns.items())
    statement = SQL(
        """
        INSERT INTO %(table)s (%(names)s)
             SELECT %(names)s
               FROM json_to_recordset(convert_from(decode(%(rows)s, 'base64'), 'UTF8')::json)
                    AS given(%(types)s)
        """,
        table=SQL.identifier(model._table),
        names=names,
        types=types,
        rows=_encoded(json.dumps(plain)),
    )
    _execute(model, statement)


def _execute(record, statement):
    try:
        # pylint: disable=sql-injection
        record.env.cr.execute(statement, log_exceptions=False)
    except TransactionRollbackError:
        # A conflict names no value, and Odoo runs the request again.
        raise
    except psycopg2.Error as error:
        raise NotStored(f"{record._table} {record.ids}: {error.pgcode}") from None


def _encoded(text):
    return base64.b64encode(storable(text).encode()).decode() or None


def storable(text):
    """PostgreSQL takes neither NUL nor half of a surrogate pair, and says so with the text."""
    return (text or "").replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
