"""The one way in which words of people are written.

Odoo and PostgreSQL log a failed statement together with its values. So a row is
created or locked by statements without words; whatever can fail fails there. The
words follow in a statement of their own, which nothing concurrent can make fail.
"""

from odoo.tools import SQL


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
        SQL("%s = %s", SQL.identifier(column), _storable(text)) for column, text in texts.items()
    )
    statement = SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table), assignments, record.id)
    # pylint: disable=sql-injection
    record.env.cr.execute(statement, log_exceptions=False)
    record.invalidate_recordset(list(texts), flush=False)


def _storable(text):
    """PostgreSQL takes neither NUL nor half of a surrogate pair, and says so with the text."""
    if not text:
        return None
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
