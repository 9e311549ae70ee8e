"""Statements of `candor.outbox`: rows queued, leased and given back, under READ COMMITTED."""

from odoo.tools import SQL

#: What a person changed; what many records need; what waits for the embedder.
EDITS, BULK, VECTORS = 0, 1, 2
#: A row that fails this often is left for people to look at.
MAX_ATTEMPTS = 10
#: Seconds until the next attempt double up to this.
LONGEST_PAUSE = 300

MOVE_UP = """
    WITH waiting AS (
             SELECT id
               FROM candor_outbox
              WHERE res_model = %(model)s
                AND res_id = ANY(%(ids)s)
                AND lease IS NULL
                AND (lane > %(lane)s OR dead OR not_before IS NOT NULL)
                FOR UPDATE SKIP LOCKED)
  UPDATE candor_outbox
     SET lane = CASE WHEN dead THEN %(lane)s ELSE least(lane, %(lane)s) END,
         since = coalesce(%(since)s, now() AT TIME ZONE 'UTC'),
         attempts = 0,
         not_before = NULL,
         dead = false,
         failure = NULL
    FROM waiting
   WHERE candor_outbox.id = waiting.id
"""

INSERT = """
    INSERT INTO candor_outbox (res_model, res_id, lane, since, attempts, dead)
         SELECT %(model)s, queued.id, %(lane)s, coalesce(%(since)s, now() AT TIME ZONE 'UTC'), 0, false
           FROM unnest(%(ids)s::int[]) AS queued(id)
          WHERE NOT EXISTS (
                    SELECT
                      FROM candor_outbox waiting
                     WHERE waiting.res_model = %(model)s
                       AND waiting.res_id = queued.id
                       AND waiting.lease IS NULL)
       ORDER BY queued.id
"""

LEASE = """
    UPDATE candor_outbox
       SET lease = CASE WHEN attempts < %(attempts)s THEN %(lease)s END,
           leased_until = (now() AT TIME ZONE 'UTC') + make_interval(secs => %(seconds)s),
           dead = attempts >= %(attempts)s,
           failure = CASE WHEN attempts < %(attempts)s THEN failure ELSE coalesce(failure, 'lost') END,
           attempts = attempts + 1
     -- An array, since a subquery is run again for each row where the planner chooses to, with new rows.
     WHERE id = ANY (ARRAY(
               SELECT id
                 FROM candor_outbox
                WHERE NOT dead
                  AND lane = ANY(%(lanes)s)
                  AND (lease IS NULL OR leased_until < now() AT TIME ZONE 'UTC')
                  AND (not_before IS NULL OR not_before <= now() AT TIME ZONE 'UTC')
             ORDER BY lane, id
                LIMIT %(limit)s
                  FOR UPDATE SKIP LOCKED))
 RETURNING id, lease, lane, res_model, res_id, dead, nextval('candor_outbox_id_seq') AS version
"""

DROP_DOUBLE = """
    DELETE FROM candor_outbox
          WHERE %(whose)s
            AND EXISTS (
                    SELECT
                      FROM candor_outbox waiting
                     WHERE waiting.res_model = candor_outbox.res_model
                       AND waiting.res_id = candor_outbox.res_id
                       AND waiting.lease IS NULL)
"""


def afterwards(outcome, code, retry):
    """Assignments of a row that is given back, see `candor.outbox._acknowledge`."""
    free = SQL("lease = NULL, leased_until = NULL")
    if outcome == "vectors_missing":
        return SQL("%s, lane = %s, attempts = 0, failure = NULL", free, VECTORS)
    if outcome == "released":
        return SQL("%s, attempts = greatest(attempts - 1, 0)", free)
    return SQL(
        """
        %(free)s,
        failure = %(code)s,
        dead = NOT %(retry)s OR attempts >= %(most)s,
        not_before = (now() AT TIME ZONE 'UTC')
                     + make_interval(secs => least(power(2, attempts - 1), %(longest)s))
        """,
        free=free,
        code=code,
        retry=retry,
        most=MAX_ATTEMPTS,
        longest=LONGEST_PAUSE,
    )
