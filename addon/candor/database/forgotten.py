"""The trigger that notes each question that is deleted, also those that go with a person, by SQL."""

from odoo.tools import SQL

_FUNCTION = """
    CREATE OR REPLACE FUNCTION candor_forget_turns() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$
    BEGIN
        -- What nobody took is known to no sidecar.
        INSERT INTO candor_forgotten (turn_number, request_id, date)
             SELECT id, request_id, now() AT TIME ZONE 'UTC'
               FROM gone
              WHERE state IS DISTINCT FROM 'open';
        RETURN NULL;
    END
    $body$
"""
_TRIGGER = """
    CREATE TRIGGER candor_forget_turns
    AFTER DELETE ON candor_turn
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION candor_forget_turns()
"""


def create_trigger(cr):
    cr.execute(SQL(_FUNCTION))
    cr.execute(SQL("DROP TRIGGER IF EXISTS candor_forget_turns ON candor_turn"))
    cr.execute(SQL(_TRIGGER))


def drop_trigger(cr):
    cr.execute(SQL("DROP FUNCTION IF EXISTS candor_forget_turns CASCADE"))
