"""The one way in which words of people are written.

Odoo and PostgreSQL log a failed statement together with its values. So a row is
created or locked by statements without words; whatever can fail fails there. The
words follow in a statement of their own, which nothing concurrent can make fail.
A full disk still can: Odoo is told not to log that statement, and what PostgreSQL
logs of it is base64, so that no word stands in a log to be read or searched.
"""

import base64

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
    try:
        # pylint: disable=sql-injection
        record.env.cr.execute(statement, log_exceptions=False)
    except TransactionRollbackError:
        # A conflict names no value, and Odoo runs the request again.
        raise
    except psycopg2.Error as error:
        raise NotStored(f"{record._table} {record.id}: {error.pgcode}") from None
    record.invalidate_recordset(list(texts), flush=False)


def _encoded(text):
    return base64.b64encode(storable(text).encode()).decode() or None


def storable(text):
    """PostgreSQL takes neither NUL nor half of a surrogate pair, and says so with the text."""
    return (text or "").replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
