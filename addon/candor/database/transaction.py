"""Transactions apart from the caller's: what must neither wait for his snapshot nor be undone with it."""

from contextlib import contextmanager

import psycopg2.extensions

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


@contextmanager
def own_transaction(env):
    """Superuser's environment on a cursor of its own; committed at the end, rolled back by an error.

    READ COMMITTED: under Odoo's REPEATABLE READ concurrent workers get serialization
    failures and retries of seconds.
    """
    with env.registry.cursor() as cr:
        read_committed(cr)
        yield api.Environment(cr, SUPERUSER_ID, {})


def read_committed(cr):
    """Only before the first query of a transaction; a cursor of Odoo's tests is always within one."""
    if cr.connection.get_transaction_status() == psycopg2.extensions.TRANSACTION_STATUS_IDLE:
        cr.execute(SQL("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"))
