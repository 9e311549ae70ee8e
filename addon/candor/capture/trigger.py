"""Text of the triggers: what a table notes of its own changes.

A trigger never fails the statement that fired it. What it can't note, because a column, a
table or a lock is missing, ends as a word that this table is to be compared.
"""

# ruff: noqa: S608 - statements that make triggers take no parameters: every name and text is quoted
import hashlib

from psycopg2.extensions import QuotedString

#: One statement that changed more says only that the table is to be compared.
MOST_KEYS = 10_000
#: How long a user's statement may wait for a lock of ours.
LOCK_TIMEOUT = "100ms"
EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "TRUNCATE": "",
}
#: Runs with its owner's rights, for those who write with SQL of their own may not write here.
_OPTIONS = (
    "LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '{timeout}' SET search_path = {schema}, pg_temp"
)

MISS = "candor_miss"
#: The change table first, unless it was just found locked or gone; then a second one, then a
#: sequence, which nobody can lock.
MISS_BODY = """
BEGIN
    IF failure IN ('55P03', '42P01') THEN
        -- The rest of this transaction need not wait for it again.
        PERFORM set_config('candor.blocked', 'on', true);
    ELSE
        BEGIN
            INSERT INTO candor_change (origin) SELECT unnest(origins);
            RETURN;
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
    END IF;
    BEGIN
        INSERT INTO candor_mark (origin) SELECT unnest(origins);
        RETURN;
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
    PERFORM nextval('candor_lost');
END
"""


def trigger_name(event):
    return f"candor_{event.lower()}"


def function_name(table):
    """Name of a table's function, within PostgreSQL's 63 characters."""
    name = f"candor_on_{table}"
    if len(name) <= 63:
        return name
    return f"{name[:54]}_{hashlib.sha256(table.encode()).hexdigest()[:8]}"


def miss_function(schema):
    options = _OPTIONS.format(timeout=LOCK_TIMEOUT, schema=quoted(schema))
    arguments = "origins text[], failure text"
    return f"CREATE OR REPLACE FUNCTION {MISS}({arguments}) RETURNS void {options} AS $body${MISS_BODY}$body$"


def function(schema, table, body):
    options = _OPTIONS.format(timeout=LOCK_TIMEOUT, schema=quoted(schema))
    name = quoted(function_name(table))
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger {options} AS $body${body}$body$"


def triggers(table, missing):
    """Statements that create the triggers of these events."""
    return [
        f"CREATE TRIGGER {trigger_name(event)} AFTER {event} ON {quoted(table)} {EVENTS[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {quoted(function_name(table))}()"
        for event in missing
    ]


def body(watches):
    """PL/pgSQL of a table's function, the same text for the same watches."""
    origins = ", ".join(_text(origin) for origin in sorted({watch.origin for watch in watches}))
    branches = []
    for event in ("INSERT", "UPDATE", "DELETE"):
        selects = list(dict.fromkeys(filter(None, (_select(watch, watches, event) for watch in watches))))
        rows = "\n            UNION ALL\n            ".join(selects)
        action = f"INSERT INTO candor_change (origin, ids)\n            {rows}" if selects else "NULL"
        branches.append(f"IF TG_OP = '{event}' THEN\n            {action};")
    return f"""
DECLARE
    failure text := '55P03';
BEGIN
    IF coalesce(current_setting('candor.blocked', true), '') <> 'on' THEN
        BEGIN
            {"        ELS".join(branches)}
            ELSE
            INSERT INTO candor_change (origin) SELECT unnest(ARRAY[{origins}]);
            END IF;
            RETURN NULL;
        EXCEPTION WHEN OTHERS THEN
            failure := SQLSTATE;
        END;
    END IF;
    BEGIN
        PERFORM {MISS}(ARRAY[{origins}], failure);
    EXCEPTION WHEN OTHERS THEN
        RAISE WARNING 'candor: a change of % was not noted: %', TG_TABLE_NAME, SQLSTATE;
    END;
    RETURN NULL;
END
"""


def _select(watch, watches, event):
    """The rows that one statement adds to candor_change for a watch; None where it doesn't concern it."""
    if watch.columns:
        return _select_changed(watch) if event == "UPDATE" else None
    tables = {"INSERT": ["new_rows"], "UPDATE": ["new_rows", "old_rows"], "DELETE": ["old_rows"]}[event]
    if not watch.key:
        return f"SELECT {_text(watch.origin)}, NULL::integer[] FROM {tables[0]} HAVING count(*) > 0"
    if watch.key == "id" and not watch.model:
        # An id never changes.
        return (
            f"SELECT {_text(watch.origin)}, CASE WHEN count(*) <= {MOST_KEYS} THEN array_agg(id) END"
            f" FROM {tables[0]} HAVING count(*) > 0"
        )
    key = quoted(watch.key)
    keys = f"CASE WHEN count(DISTINCT {key}) <= {MOST_KEYS} THEN array_agg(DISTINCT {key}) END"
    if not watch.model:
        rows = " UNION ALL ".join(f"SELECT {key} FROM {table} WHERE {key} IS NOT NULL" for table in tables)
        return f"SELECT {_text(watch.origin)}, {keys} FROM ({rows}) AS changed HAVING count(*) > 0"
    column = quoted(watch.model_column)
    models = ", ".join(sorted({_text(other.model) for other in watches if other.model}))
    condition = f"{column} IN ({models}) AND {key} <> 0"
    if watch.unless:
        condition += f" AND {quoted(watch.unless)} IS NULL"
    rows = " UNION ALL ".join(f"SELECT {column}, {key} FROM {table} WHERE {condition}" for table in tables)
    prefix = _text(watch.origin.removesuffix(watch.model))
    return f"SELECT {prefix} || {column}, {keys} FROM ({rows}) AS changed GROUP BY {column}"


def _select_changed(watch):
    new = ", ".join(f"new_rows.{quoted(column)}" for column in watch.columns)
    old = ", ".join(f"old_rows.{quoted(column)}" for column in watch.columns)
    return (
        f"SELECT {_text(watch.origin)}, CASE WHEN count(*) <= {MOST_KEYS} THEN array_agg(new_rows.id) END"
        f" FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id"
        f" WHERE ({new}) IS DISTINCT FROM ({old}) HAVING count(*) > 0"
    )


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def _text(value):
    return QuotedString(value).getquoted().decode()
