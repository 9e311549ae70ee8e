import uuid

from odoo import api, fields, models
from odoo.tools import SQL

from ..database.outbox import (
    BULK,
    DROP_DOUBLE,
    EDITS,
    INSERT,
    LEASE,
    MAX_ATTEMPTS,
    MOVE_UP,
    VECTORS,
    afterwards,
)
from ..database.transaction import own_transaction
from ..rendering.reader import Reader


class CandorOutbox(models.Model):
    """Records whose index entry is to be made anew, and those that were given up (dead letters).

    A record stands here at most once besides what is leased. Its version is drawn when it
    is leased, so what is rendered later never has a lower one.
    """

    _name = "candor.outbox"
    _description = "Candor outbox"
    _order = "lane, id"
    _log_access = False
    _rec_name = "res_model"

    res_model = fields.Char("Technical name", required=True, index=True)
    res_id = fields.Many2oneReference("Record ID", model_field="res_model", required=True)
    lane = fields.Integer(default=EDITS, help="0: changes, 1: in bulk, 2: vectors are missing.")
    since = fields.Datetime("Waiting since", default=fields.Datetime.now)
    lease = fields.Char()
    leased_until = fields.Datetime()
    not_before = fields.Datetime()
    attempts = fields.Integer(default=0)
    dead = fields.Boolean("Given up", default=False)
    failure = fields.Char("Reason code")
    model_label = fields.Char("Model", compute="_compute_model_label")
    reason = fields.Char(compute="_compute_reason")
    record_name = fields.Char("Record", compute="_compute_record_name")
    may_open = fields.Boolean(compute="_compute_record_name")

    _pick_idx = models.Index("(lane, id) WHERE NOT dead")
    _record_idx = models.Index("(res_model, res_id) WHERE lease IS NULL")
    _dead_idx = models.Index("(id) WHERE dead")

    @api.depends("res_model")
    def _compute_model_label(self):
        for row in self:
            # sudo: ir.model - the label of a model, for the manager
            row.model_label = self.env["ir.model"].sudo()._get(row.res_model).name or row.res_model

    @api.depends("failure")
    def _compute_reason(self):
        words = {
            "render": self.env._("Odoo could not read the record."),
            "lost": self.env._("The indexer took it several times and never finished."),
        }
        for row in self:
            unknown = self.env._("The indexer could not store it (%(code)s).", code=row.failure or "unknown")
            row.reason = words.get(row.failure, unknown)

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_record_name(self):
        """The name for who may open the record, else its number: that it exists is what failed."""
        reader = Reader.for_user(self.env.user, lang=self.env.lang, company_ids=self.env.companies.ids)
        for model_name, rows in self.grouped("res_model").items():
            names = reader.names(model_name, rows.mapped("res_id")) if model_name in self.env else {}
            for row in rows:
                row.may_open = row.res_id in names
                row.record_name = names.get(row.res_id) or self.env._("No. %(number)s", number=row.res_id)

    def action_open(self):
        """The record's own form."""
        self.ensure_one()
        return self.may_open and {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_retry(self):
        """Manager's button on dead letters: try again."""
        self.env["candor.index"].check_access("write")
        by_model = {}
        for row in self.filtered("dead"):
            by_model.setdefault(row.res_model, []).append(row.res_id)
        with own_transaction(self.env) as env:
            for model_name, res_ids in by_model.items():
                env["candor.outbox"]._queue(model_name, res_ids, EDITS)
        self.env.invalidate_all()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _queue(self, model_name, res_ids, lane, since=None):
        """Queue records, each once. Only in an own transaction that is READ COMMITTED.

        No change gets lost: a row that is seen here as waiting is leased, if at all, by a
        transaction that commits later, and rendered after that.

        :param since: naive UTC datetime of the oldest of the changes
        :return: number of records that did not wait yet
        """
        if not res_ids:
            return 0
        # One at a time: two that don't see each other's rows would queue a record twice.
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext('candor_outbox'))"))
        wanted = {"model": model_name, "ids": sorted(set(res_ids)), "lane": lane, "since": since}
        self.env.cr.execute(SQL(MOVE_UP, **wanted))
        self.env.cr.execute(SQL(INSERT, **wanted))
        queued = self.env.cr.rowcount
        self.invalidate_model()
        return queued

    @api.model
    def _queue_model(self, model_name):
        """Queue every record of a model in the bulk lane; of no source any more, also the archived ones."""
        if model_name not in self.env:
            return 0
        is_source = model_name in self.env["candor.source"]._specs()
        # sudo: any model - the outbox covers what exists, whoever asked for the pass
        records = self.env[model_name].sudo().with_context(active_test=is_source)
        return self._queue(model_name, records.search([]).ids, BULK)  # pylint: disable=no-search-all

    @api.model
    def _waiting(self, at_most=None):
        """`{edits, bulk, vectors, dead}`: numbers of rows.

        :param at_most: count no further; counting a full pass takes tens of milliseconds
        """
        conditions = {
            "edits": SQL("lane = %s AND NOT dead", EDITS),
            "bulk": SQL("lane = %s AND NOT dead", BULK),
            "vectors": SQL("lane = %s AND NOT dead", VECTORS),
            "dead": SQL("dead"),
        }
        counts = {}
        for name, condition in conditions.items():
            rows = SQL("SELECT 1 FROM candor_outbox WHERE %s LIMIT %s", condition, at_most)
            self.env.cr.execute(SQL("SELECT count(*) FROM (%s) AS rows", rows))
            counts[name] = self.env.cr.fetchone()[0]
        return counts

    @api.model
    def _lease(self, limit, seconds, lanes=(EDITS, BULK)):
        """Lease rows, in an own transaction that is READ COMMITTED. The caller commits before he renders.

        SKIP LOCKED, never "id greater than": serial ids commit out of order, and a late row
        would be skipped for good.

        :return: `[{id, lease, lane, res_model, res_id, version}]`
        """
        self.env.cr.execute(
            SQL(
                LEASE,
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
        self.env.cr.execute(SQL(DROP_DOUBLE, whose=whose))
        dropped = self.env.cr.rowcount
        self.env.cr.execute(
            SQL("UPDATE candor_outbox SET %s WHERE %s", afterwards(outcome, code, retry), whose)
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
