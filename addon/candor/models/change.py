import logging

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..capture import tables
from ..capture.watch import watched
from ..database.outbox import BULK, EDITS

_logger = logging.getLogger(__name__)

#: Changes read at a time: what one lease may be held up by.
BATCH = 500
#: A transaction that changed more records of a model than this is no edit but an import.
FEW = 20
#: Changes of a table that nobody drains; above it only says that it has to be compared.
MOST_WAITING = 100_000


class CandorChange(models.Model):
    """Changes as triggers wrote them down, until they are expanded into records to read again.

    Nothing here depends on the order of ids: rows of a transaction that commits late come late,
    and are found then.
    """

    _name = "candor.change"
    _description = "Candor change"
    _auto = False
    _log_access = False
    _rec_name = "origin"

    origin = fields.Char(readonly=True)
    since = fields.Datetime(readonly=True)

    def init(self):
        tables.create(self.env.cr)

    @api.model
    def _note(self, origin, ids=None):
        """Write a change down in the caller's own transaction; without ids all of it is meant."""
        self.env.cr.execute(
            SQL("INSERT INTO candor_change (origin, ids) VALUES (%s, %s)", origin, list(ids) if ids else None)
        )

    @api.model
    def _expand(self):
        """Turn changes into outbox rows, in an own transaction that is READ COMMITTED; commits.

        :return: number of changes read
        """
        cr = self.env.cr
        if not tables.are_there(cr):
            tables.create(cr)
            self._note(tables.EVERYTHING)
        cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtext('candor_change'))"))
        if not cr.fetchone()[0]:
            return 0  # somebody is at it
        cr.execute(SQL(_TAKE, limit=BATCH, settled=f"{tables.SETTLED}%"))
        changes = cr.fetchall()
        cr.execute(SQL("DELETE FROM candor_mark RETURNING origin, NULL, NULL, NULL"))
        changes += cr.fetchall()
        if self._was_one_lost():
            changes.append((tables.EVERYTHING, None, None, None))
        if changes:
            self._apply(changes)
        cr.commit()  # pylint: disable=invalid-commit
        return len(changes)

    def _apply(self, changes):
        effects = self._effects()
        edits, whole = {}, set()
        for origin, ids, xid, since in changes:
            if ids is None:
                whole.add(origin.removeprefix(tables.SETTLED))
                continue
            for effect in effects.get(origin, (None, ()))[1]:
                found, oldest = edits.get((xid, effect.model), (set(), since))
                found |= set(self._follow(ids, effect.hops))
                edits[xid, effect.model] = (found, min(oldest, since))
        self._apply_whole(whole, effects)
        for (_xid, model_name), (ids, since) in edits.items():
            lane = EDITS if len(ids) <= FEW else BULK
            self.env["candor.outbox"]._queue(model_name, ids, lane, since)
            self.env["candor.turn"]._erase_changed(model_name, ids)

    def _apply_whole(self, origins, effects):
        """Origins that say no more than that something changed."""
        again, compared = set(), set()
        if tables.EVERYTHING in origins:
            again.update(self.env["candor.source"]._specs())
        for origin in origins:
            if origin.startswith("source:"):
                again.add(origin.removeprefix("source:"))
            watch, known = effects.get(origin, (None, ()))
            # What a record prints of others is in no stamp of its own.
            found = again if watch and watch.columns else compared
            found.update(effect.model for effect in known)
        for model_name in sorted(again):
            self.env["candor.outbox"]._queue_model(model_name)
        if compared:
            self.env["candor.source"]._want_reconcile(compared)

    def _follow(self, ids, hops):
        for table, come, go, *model in hops:
            table, come, go = SQL.identifier(table), SQL.identifier(come), SQL.identifier(go)
            only = SQL("AND model = ANY(%s)", model) if model else SQL()
            self.env.cr.execute(
                SQL("SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s) %s", go, table, come, ids, only)
            )
            ids = [res_id for (res_id,) in self.env.cr.fetchall() if res_id]
        return ids

    def _was_one_lost(self):
        """Whether some trigger could do no more than count, and its transaction has ended since.

        A sequence moves at once, the change itself is seen only after its commit.
        """
        index = self.env["candor.index"]._the()
        self.env.cr.execute(SQL(_LOST, index.id))
        (lost,) = self.env.cr.fetchone() or (False,)
        return bool(lost)

    @api.model
    def _raw(self):
        """`(number, age)`: changes not expanded yet; seconds since the oldest edit that waits anywhere."""
        if not tables.are_there(self.env.cr):
            return 0, 0
        self.env.cr.execute(SQL(_AGE, lane=EDITS))
        return self.env.cr.fetchone()

    @api.model
    @tools.ormcache()
    def _effects(self):
        """`{origin: (Watch, [Effect])}` of the active sources."""
        found = watched(self.env, self.env["candor.source"]._specs())
        return {watch.origin: (watch, effects) for watch, effects in found.items()}

    @api.model
    def _bound(self):
        """Where nobody drains, many changes become one word for each table: compare it."""
        self.env.cr.execute(
            SQL("SELECT count(*) FROM (SELECT FROM candor_change LIMIT %s) AS rows", MOST_WAITING + 1)
        )
        if self.env.cr.fetchone()[0] <= MOST_WAITING:
            return False
        self.env.cr.execute(
            SQL(
                """
                WITH gone AS (DELETE FROM candor_change RETURNING origin)
                INSERT INTO candor_change (origin) SELECT DISTINCT origin FROM gone
                """
            )
        )
        return True


_TAKE = """
    DELETE FROM candor_change
          -- An array: a subquery may be run again for each row.
          WHERE id = ANY (ARRAY(
                    SELECT id
                      FROM candor_change
                     WHERE NOT (origin LIKE %(settled)s AND xid >= pg_snapshot_xmin(pg_current_snapshot()))
                  ORDER BY id
                     LIMIT %(limit)s
                       FOR UPDATE SKIP LOCKED))
      RETURNING origin, ids, xid::text, since
"""

_LOST = """
    WITH lost AS MATERIALIZED (
             SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS number
               FROM candor_lost)
  UPDATE candor_index
     SET lost_seen = lost.number,
         lost_until = CASE WHEN coalesce(lost_seen, 0) <> lost.number
                           THEN pg_snapshot_xmax(pg_current_snapshot())::text END
    FROM lost
   WHERE candor_index.id = %s
     AND (coalesce(lost_seen, 0) <> lost.number
          OR lost_until::xid8 <= pg_snapshot_xmin(pg_current_snapshot()))
RETURNING lost_until IS NULL
"""

_AGE = """
    SELECT (SELECT count(*) FROM candor_change),
           coalesce(
               ceil(extract(epoch FROM (now() AT TIME ZONE 'UTC') - least(
                   (SELECT min(since) FROM candor_change),
                   (SELECT min(since) FROM candor_outbox WHERE lane = %(lane)s AND NOT dead)))),
               0)::int
"""
