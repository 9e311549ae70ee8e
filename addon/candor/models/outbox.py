import uuid

import psycopg2.extensions

from odoo import api, fields, models
from odoo.tools import SQL

#: A row that fails this often is left for people to look at.
MAX_ATTEMPTS = 10


class CandorOutbox(models.Model):
    """Records whose index entry is to be made anew. Its id is the version of what is rendered for it."""

    _name = "candor.outbox"
    _description = "Candor outbox"
    _order = "lane, id"
    _log_access = False

    res_model = fields.Char(required=True, index=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    deleted = fields.Boolean()
    lane = fields.Integer(default=0, help="0: changes, 1: full pass, which must not delay changes.")
    lease = fields.Char()
    leased_until = fields.Datetime()
    attempts = fields.Integer(default=0)

    _pick_idx = models.Index("(lane, id)")
    _record_idx = models.Index("(res_model, res_id) WHERE lease IS NULL")

    @api.model
    def _queue_model(self, model_name):
        """Queue every record of a model that isn't waiting already."""
        self._insert(model_name, self._ids_of(model_name), deleted=False)

    @api.model
    def _queue_removal(self, model_name):
        """Queue the removal of every record of a model that is no source any more."""
        self._insert(model_name, self._ids_of(model_name, active_test=False), deleted=True)

    @api.model
    def _ids_of(self, model_name, active_test=True):
        if model_name not in self.env:
            return []
        # sudo: any model - the outbox covers what exists, whoever asked for the pass
        records = self.env[model_name].sudo().with_context(active_test=active_test)
        return records.search([], order="id").ids  # pylint: disable=no-search-all

    @api.model
    def _insert(self, model_name, res_ids, deleted):
        self.flush_model()
        # A removal that still waits would undo what this pass adds; what was given up is tried anew.
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM candor_outbox
                      WHERE res_model = %s
                        AND (attempts >= %s OR (deleted AND lease IS NULL AND NOT %s))
                """,
                model_name,
                MAX_ATTEMPTS,
                deleted,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO candor_outbox (res_model, res_id, deleted, lane, attempts)
                     SELECT %(model)s, queued.id, %(deleted)s, 1, 0
                       FROM unnest(%(ids)s::int[]) WITH ORDINALITY AS queued(id, place)
                      WHERE NOT EXISTS (
                                SELECT FROM candor_outbox waiting
                                 WHERE waiting.res_model = %(model)s
                                   AND waiting.res_id = queued.id
                                   AND waiting.deleted = %(deleted)s
                                   AND waiting.lease IS NULL)
                   ORDER BY queued.place
                """,
                model=model_name,
                deleted=deleted,
                ids=list(res_ids),
            )
        )
        self.invalidate_model()

    @api.model
    def _lease(self, cr, limit, seconds):
        """Lease rows on a cursor of its own and commit.

        READ COMMITTED: under Odoo's REPEATABLE READ concurrent workers get serialization
        failures and retries of seconds. SKIP LOCKED, never "id greater than": serial
        ids commit out of order, and a late row would be skipped for good.

        :return: `[{id, res_model, res_id, deleted}]`
        """
        if cr.connection.get_transaction_status() == psycopg2.extensions.TRANSACTION_STATUS_IDLE:
            cr.execute(SQL("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"))
        lease = uuid.uuid4().hex
        cr.execute(
            SQL(
                """
                UPDATE candor_outbox
                   SET lease = %(lease)s,
                       leased_until = (now() AT TIME ZONE 'UTC') + make_interval(secs => %(seconds)s),
                       attempts = coalesce(attempts, 0) + 1
                 WHERE id IN (
                           SELECT id
                             FROM candor_outbox
                            WHERE (lease IS NULL OR leased_until < now() AT TIME ZONE 'UTC')
                              AND coalesce(attempts, 0) < %(attempts)s
                         ORDER BY lane, id
                            LIMIT %(limit)s
                              FOR UPDATE SKIP LOCKED)
             RETURNING id, res_model, res_id, coalesce(deleted, false) AS deleted, lease
                """,
                lease=lease,
                seconds=seconds,
                attempts=MAX_ATTEMPTS,
                limit=limit,
            )
        )
        rows = sorted(cr.dictfetchall(), key=lambda row: row["id"])
        cr.commit()  # pylint: disable=invalid-commit
        return rows

    @api.model
    def _acknowledge(self, rows):
        """Remove rows whose lease is still this one.

        :param rows: `[{id, lease}]`
        :return: number removed
        """
        removed = 0
        for row in rows:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM candor_outbox WHERE id = %s AND lease = %s",
                    int(row["id"]),
                    str(row["lease"]),
                )
            )
            removed += self.env.cr.rowcount
        self.invalidate_model()
        return removed

    @api.model
    def _pending(self):
        return self._count(SQL("coalesce(attempts, 0) < %s", MAX_ATTEMPTS))

    @api.model
    def _pending_of_pass(self):
        return self._count(SQL("lane = 1 AND coalesce(attempts, 0) < %s", MAX_ATTEMPTS))

    @api.model
    def _given_up(self):
        return self._count(SQL("attempts >= %s", MAX_ATTEMPTS))

    @api.model
    def _count(self, condition):
        self.flush_model()
        self.env.cr.execute(SQL("SELECT count(*) FROM candor_outbox WHERE %s", condition))
        return self.env.cr.fetchone()[0]

    @api.model
    def _first_waiting(self):
        """Lowest version that anything rendered from now on can have.

        Rows that waited before a full pass are part of it under their older ids.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT coalesce(min(id), nextval('candor_outbox_id_seq'))
                  FROM candor_outbox
                 WHERE lease IS NULL
                """
            )
        )
        return self.env.cr.fetchone()[0]
