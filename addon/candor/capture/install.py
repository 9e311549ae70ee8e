"""What of the triggers is there, what should be, and the way from the one to the other."""

import logging

import psycopg2.errors

from . import tables, trigger

_logger = logging.getLogger(__name__)

#: CREATE TRIGGER waits for writers, and all later writers wait behind it: not longer than this.
LOCK_TIMEOUT = "2s"
#: So many tables that are locked: the others will be tried another time.
MOST_FAILURES = 3


def wanted(watches):
    """`{table: body of its function}`."""
    by_table = {}
    for watch in watches:
        by_table.setdefault(watch.table, []).append(watch)
    return {table: trigger.body(sorted(found)) for table, found in by_table.items()}


def present(cr):
    """`{table: (body, {events})}` of working triggers; a function without a table under its own name."""
    cr.execute(
        r"""
        SELECT relname, proname, prosrc, tgname
          FROM pg_proc
     LEFT JOIN pg_trigger ON tgfoid = pg_proc.oid AND tgenabled IN ('O', 'A')
     LEFT JOIN pg_class ON pg_class.oid = tgrelid
         WHERE proname LIKE 'candor\_on\_%' AND pronamespace = current_schema::regnamespace
        """
    )
    found = {}
    for table, name, source, trigger_name in cr.fetchall():
        key = table if table and trigger.function_name(table) == name else f"{name}()"
        _source, events = found.setdefault(key, (source, set()))
        events.update(event for event in trigger.EVENTS if trigger.trigger_name(event) == trigger_name)
    return found


def differences(cr, bodies):
    """Tables whose triggers are not as they should be; also those that should have none."""
    there = present(cr)
    complete = set(trigger.EVENTS)
    changed = [table for table, body in bodies.items() if there.get(table) != (body, complete)]
    return sorted({*changed, *(set(there) - set(bodies))})


# Names in what follows are quoted by `trigger.quoted` or are constants: DDL takes no parameters.


def prepare(cr):
    """Tables, and the function that all triggers call in trouble; no lock that a user could meet."""
    if not tables.are_there(cr):
        tables.create(cr)
    cr.execute(
        "SELECT current_schema, (SELECT prosrc FROM pg_proc WHERE oid = to_regproc(%s))", [trigger.MISS]
    )
    schema, source = cr.fetchone()
    if source != trigger.MISS_BODY:
        cr.execute(trigger.miss_function(schema))
        cr.execute(f"REVOKE EXECUTE ON FUNCTION {trigger.MISS} FROM PUBLIC")  # pylint: disable=sql-injection


def install(cr, bodies, origins):
    """Mend every difference, each table in a transaction of its own.

    :param origins: `{table: [origin]}`: what has to be compared once its trigger is there
    :return: `{table: why}` of those that could not be done: `locked`, `forbidden` or an SQLSTATE
    """
    cr.execute("SELECT current_schema")
    (schema,) = cr.fetchone()
    failures = {}
    for table in differences(cr, bodies):
        if sum(why == "locked" for why in failures.values()) >= MOST_FAILURES:
            failures[table] = "locked"
            continue
        try:
            cr.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
            if table in bodies:
                _install_table(cr, schema, table, bodies[table])
                # Who wrote before and is not through yet has fired nothing, or an older function.
                for origin in origins[table]:
                    cr.execute(
                        "INSERT INTO candor_change (origin) VALUES (%s)", [f"{tables.SETTLED}{origin}"]
                    )
            else:
                _drop(cr, table.removesuffix("()") if table.endswith("()") else trigger.function_name(table))
            cr.execute("SELECT set_config('lock_timeout', '0', true)")
            cr.commit()  # pylint: disable=invalid-commit
        except psycopg2.Error as error:
            cr.rollback()
            failures[table] = _reason(error)
            _logger.info("triggers of %s have to wait: %s", table, failures[table])
    return failures


def drop_all(cr):
    """Every trigger and function of ours, in the caller's transaction."""
    for table in present(cr):
        _drop(cr, table.removesuffix("()") if table.endswith("()") else trigger.function_name(table))
    cr.execute(f"DROP FUNCTION IF EXISTS {trigger.MISS}")  # pylint: disable=sql-injection


def _install_table(cr, schema, table, body):
    source, events = present(cr).get(table, (None, set()))
    if source != body:
        name = trigger.quoted(trigger.function_name(table))
        cr.execute(trigger.function(schema, table, body), log_exceptions=False)
        # Whoever may make a trigger of it could note what he likes.
        cr.execute(f"REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC")  # pylint: disable=sql-injection
    missing = [event for event in trigger.EVENTS if event not in events]
    if missing:
        for event in missing:
            # One that is disabled stands in the way of its name.
            quoted = f"{trigger.trigger_name(event)} ON {trigger.quoted(table)}"
            cr.execute(f"DROP TRIGGER IF EXISTS {quoted}", log_exceptions=False)  # pylint: disable=sql-injection
        for statement in trigger.triggers(table, missing):
            cr.execute(statement, log_exceptions=False)


def _drop(cr, name):
    cr.execute(f"DROP FUNCTION IF EXISTS {trigger.quoted(name)} CASCADE", log_exceptions=False)  # pylint: disable=sql-injection


def _reason(error):
    if isinstance(error, psycopg2.errors.LockNotAvailable):
        return "locked"
    if isinstance(error, psycopg2.errors.InsufficientPrivilege):
        return "forbidden"
    return error.pgcode or "unknown"
