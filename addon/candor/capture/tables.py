"""What triggers write into; made by hand, for no trigger may depend on an upgrade's order."""

from odoo.tools import SQL

#: Passed as origin where nobody knows what changed.
EVERYTHING = "*"
#: Before an origin: not until every transaction that was running then has ended.
SETTLED = "settled:"

_STATEMENTS = (
    # Append only, a row a statement; `ids` null says "compare this with Odoo".
    """
    CREATE TABLE IF NOT EXISTS candor_change (
        id bigserial PRIMARY KEY,
        origin varchar NOT NULL,
        ids integer[],
        since timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
        xid xid8 NOT NULL DEFAULT pg_current_xact_id())
    """,
    # For triggers that find the table above locked or gone.
    "CREATE TABLE IF NOT EXISTS candor_mark (origin varchar NOT NULL)",
    # For those that find this one locked or gone too: a sequence can't be locked.
    "CREATE SEQUENCE IF NOT EXISTS candor_lost",
)


def create(cr):
    for statement in _STATEMENTS:
        cr.execute(SQL(statement))


def are_there(cr):
    cr.execute(
        SQL(
            "SELECT count(to_regclass(name)) FROM unnest(%s) AS name",
            ["candor_change", "candor_mark", "candor_lost"],
        )
    )
    return cr.fetchone()[0] == 3


def drop(cr):
    cr.execute(SQL("DROP TABLE IF EXISTS candor_change, candor_mark"))
    cr.execute(SQL("DROP SEQUENCE IF EXISTS candor_lost"))
