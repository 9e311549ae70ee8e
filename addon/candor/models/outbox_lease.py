import uuid

from odoo import api, models
from odoo.tools import SQL

from .outbox import BULK, EDITS, VECTORS

#: A row that fails this often is left for people to look at.
MAX_ATTEMPTS = 10
#: Seconds until the next attempt double up to this.
LONGEST_PAUSE = 300


class CandorOutbox(models.Model):
    """Leases: who works which row until when, and what came of it."""

    _inherit = "candor.outbox"

    @api.model
    def _lease(self, limit, seconds, lanes=(EDITS, BULK)):
        """Lease rows, in an own transaction that is READ COMMITTED. The caller commits before he renders.

        SKIP LOCKED, never "id greater than": serial ids commit out of order, and a late row
        would be skipped for good.

        :return: `[{id, lease, lane, res_model, res_id, version}]`
        """
        self.env.cr.execute(
            SQL(
                _LEASE,
                lease=uuid.uuid4().hex,
                seconds=seconds,
                attempts=MAX_ATTEMPTS,
                lanes=list(lanes),
                limit=limit,
            )
        )
        rows = sorted(self.env.cr.dictfetchall(), key=lambda row: row["version"])
        self.invalidate_model()
        # Taken so often and never finished: most likely it kills whoever works it.
        return [row for row in rows if not row.pop("dead")]

    @api.model
    def _acknowledge(self, rows):
        """Note what came of leased rows; whose lease ran out has no say any more.

        :param rows: `[{id, lease, outcome, code, retry}]`, outcome `done` (default),
            `vectors_missing`: its words are in the index, `failed`, or `released`: given back unworked,
            which is no attempt
        :return: number of rows whose lease still held
        """
        by_fate = {}
        for row in rows:
            outcome = str(row.get("outcome") or "done")
            code = str(row.get("code") or "unknown")[:64] if outcome == "failed" else None
            fate = (outcome, code, bool(row.get("retry")))
            by_fate.setdefault(fate, []).append((int(row["id"]), str(row["lease"])))
        known = sum(self._end_leases(held, *fate) for fate, held in by_fate.items())
        self.invalidate_model()
        return known

    def _end_leases(self, held, outcome, code, retry):
        if outcome not in ("done", "vectors_missing", "failed", "released"):
            raise ValueError("unknown outcome")
        ids, leases = zip(*held, strict=True)
        whose = SQL("(id, lease) IN (SELECT * FROM unnest(%s::int[], %s::text[]))", list(ids), list(leases))
        if outcome == "done":
            self.env.cr.execute(SQL("DELETE FROM candor_outbox WHERE %s", whose))
            return self.env.cr.rowcount
        # Back to the others: not while one queues, who would not see it and add a second.
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext('candor_outbox'))"))
        self.env.cr.execute(SQL(_DROP_DOUBLE, whose=whose))
        dropped = self.env.cr.rowcount
        self.env.cr.execute(
            SQL("UPDATE candor_outbox SET %s WHERE %s", _afterwards(outcome, code, retry), whose)
        )
        return dropped + self.env.cr.rowcount

    @api.model
    def _release_all(self):
        """The sidecar began anew: what its former self held comes back now, not when the leases end."""
        self.env.cr.execute(SQL("SELECT id, lease FROM candor_outbox WHERE lease IS NOT NULL"))
        held = self.env.cr.fetchall()
        if held:
            self._end_leases(held, "released", None, False)
        self.invalidate_model()


def _afterwards(outcome, code, retry):
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


_LEASE = """
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

_DROP_DOUBLE = """
    DELETE FROM candor_outbox
          WHERE %(whose)s
            AND EXISTS (
                    SELECT
                      FROM candor_outbox waiting
                     WHERE waiting.res_model = candor_outbox.res_model
                       AND waiting.res_id = candor_outbox.res_id
                       AND waiting.lease IS NULL)
"""
