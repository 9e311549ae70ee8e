from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, sql_db
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.candor.database.outbox import BULK, EDITS, MAX_ATTEMPTS, VECTORS
from odoo.addons.candor.database.transaction import own_transaction, read_committed

from .common import CandorCase


@tagged("post_install", "-at_install")
class TestOutbox(CandorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.env.flush_all()
        cls.env.cr.execute("DELETE FROM candor_outbox")
        cls.outbox = cls.env["candor.outbox"]

    def _queue(self, ids, lane=BULK, model="crm.lead"):
        with own_transaction(self.env) as env:
            return env["candor.outbox"]._queue(model, ids, lane)

    def _lease(self, limit=10, seconds=60, lanes=(EDITS, BULK)):
        with own_transaction(self.env) as env:
            return env["candor.outbox"]._lease(limit, seconds, lanes)

    def _acknowledge(self, row, **outcome):
        with own_transaction(self.env) as env:
            return env["candor.outbox"]._acknowledge([{**row, **outcome}])

    def _rows(self, model="crm.lead"):
        self.outbox.invalidate_model()
        return self.outbox.search([("res_model", "=", model)])

    def _run_out(self, rows):
        rows.write({"leased_until": fields.Datetime.now() - timedelta(hours=1)})
        rows.flush_recordset()

    def test_a_leased_row_is_leased_to_nobody_else(self):
        self._queue([1, 2])
        self.assertEqual(len(self._lease()), 2)
        self.assertEqual(self._lease(), [])

    def test_a_lease_that_ran_out_is_given_again_under_another_name_and_a_higher_version(self):
        self._queue([1])
        (first,) = self._lease()
        self._run_out(self._rows())
        (second,) = self._lease()
        self.assertEqual(first["id"], second["id"])
        self.assertNotEqual(first["lease"], second["lease"])
        self.assertGreater(second["version"], first["version"])
        for outcome in ("done", "vectors_missing", "failed", "released"):
            self.assertEqual(self._acknowledge(first, outcome=outcome), 0, "who lost the lease has no say")
        self.assertEqual(self._rows().lease, second["lease"])
        self.assertEqual(self._acknowledge(second), 1)
        self.assertFalse(self._rows())

    def test_a_row_that_nobody_ever_finishes_is_given_up_and_says_so(self):
        self._queue([1])
        for _attempt in range(MAX_ATTEMPTS):
            self.assertEqual(len(self._lease()), 1)
            self._run_out(self._rows())
        self.assertEqual(self._lease(), [])
        row = self._rows()
        self.assertEqual((row.dead, row.failure), (True, "lost"))
        self.assertIn("never finished", row.reason)
        index = self.env["candor.index"]._the()
        index.invalidate_recordset()
        self.assertEqual((index.waiting_bulk, index.given_up, index.dead_ids), (0, 1, row))

    def test_a_failure_is_tried_again_later_and_later_and_then_given_up(self):
        self._queue([1], EDITS)
        pauses = []
        for _attempt in range(MAX_ATTEMPTS - 1):
            (row,) = self._lease()
            self._acknowledge(row, outcome="failed", code="store", retry=True)
            self.assertEqual(self._lease(), [], "not at once")
            pauses.append((self._rows().not_before - fields.Datetime.now()).total_seconds())
            self._rows().not_before = fields.Datetime.now() - timedelta(hours=1)
            self.env.flush_all()
        self.assertEqual(pauses, sorted(pauses))
        self.assertLess(pauses[0], 3)
        self.assertLessEqual(pauses[-1], 301)
        (row,) = self._lease()
        self._acknowledge(row, outcome="failed", code="store", retry=True)
        self.assertEqual((self._rows().dead, self._rows().failure), (True, "store"))

    def test_what_cannot_be_mended_by_waiting_is_given_up_at_once_and_the_manager_can_retry(self):
        self._queue([1], EDITS)
        (row,) = self._lease()
        self._acknowledge(row, outcome="failed", code="too_large", retry=False)
        dead = self._rows()
        self.assertEqual((dead.dead, dead.failure), (True, "too_large"))
        self.assertIn("too_large", dead.reason)
        self.assertEqual(dead.model_label, "Lead")
        for user in (self.asker, self.reviewer, self.portal):
            with self.assertRaises(AccessError):
                dead.with_user(user).action_retry()
        dead.with_user(self.manager).action_retry()
        (again,) = self._lease()
        self.assertEqual(again["id"], row["id"])
        self.assertGreater(again["version"], row["version"])

    def test_a_new_change_of_a_record_that_was_given_up_tries_it_anew(self):
        self._queue([1])
        (row,) = self._lease()
        self._acknowledge(row, outcome="failed", code="store", retry=False)
        self._queue([1], EDITS)
        self.assertEqual(self._rows().mapped("lane"), [EDITS])
        self.assertEqual(len(self._lease(lanes=(EDITS,))), 1)

    def test_a_row_given_back_unworked_was_no_attempt(self):
        self._queue([1])
        for _attempt in range(MAX_ATTEMPTS + 1):
            (row,) = self._lease()
            self.assertEqual(self._acknowledge(row, outcome="released"), 1)
        self.assertEqual(self._rows().attempts, 0)

    def test_what_the_sidecars_former_self_held_comes_back_when_it_begins_anew(self):
        self._queue([1, 2])
        self.assertEqual(len(self._lease()), 2)
        with own_transaction(self.env) as env:
            env["candor.outbox"]._release_all()
        self.assertEqual(len(self._lease()), 2)

    def test_a_row_without_vectors_waits_in_a_lane_of_its_own(self):
        self._queue([1], EDITS)
        (row,) = self._lease()
        self.assertEqual(self._acknowledge(row, outcome="vectors_missing"), 1)
        self.assertEqual(self._lease(), [])
        (row,) = self._lease(lanes=(BULK, VECTORS))
        self.assertEqual(row["lane"], VECTORS)

    def test_an_unknown_outcome_is_refused(self):
        self._queue([1])
        (row,) = self._lease()
        with self.assertRaises(ValueError):
            self._acknowledge(row, outcome="forgotten")
        self.assertTrue(self._rows().lease)

    def test_a_record_that_waits_is_not_queued_twice_but_a_leased_one_is(self):
        self.assertEqual(self._queue([1, 2]), 2)
        self.assertEqual(self._queue([2, 3, 3]), 1)
        self.assertEqual(sorted(self._rows().mapped("res_id")), [1, 2, 3])
        (leased,) = self._lease(limit=1)
        self._queue([leased["res_id"]])
        again = self._rows().filtered(lambda row: row.res_id == leased["res_id"])
        self.assertEqual(len(again), 2, "it changed while it was being read")
        (later,) = [row for row in self._lease() if row["res_id"] == leased["res_id"]]
        self.assertGreater(later["version"], leased["version"])

    def test_a_row_that_comes_back_while_another_waits_makes_no_second_one(self):
        for outcome in ("vectors_missing", "failed", "released"):
            self._queue([1])
            (row,) = self._lease()
            self._queue([1], EDITS)
            self.assertEqual(self._acknowledge(row, outcome=outcome, code="store", retry=True), 1)
            self.assertEqual(self._rows().mapped("lane"), [EDITS], outcome)
            self._rows().unlink()
            self.env.flush_all()

    def test_an_edit_moves_up_what_waits_in_bulk_or_for_a_later_attempt(self):
        self._queue([1, 2], BULK)
        self._queue([1], EDITS)
        self._queue([1], BULK)
        self.assertEqual({row.res_id: row.lane for row in self._rows()}, {1: EDITS, 2: BULK})
        (row,) = self._lease(lanes=(EDITS,))
        self._acknowledge(row, outcome="failed", code="store", retry=True)
        self.assertEqual(self._lease(lanes=(EDITS,)), [])
        self._queue([1], EDITS)
        self.assertEqual([row["res_id"] for row in self._lease(lanes=(EDITS,))], [1])

    def test_changes_go_before_a_full_pass(self):
        self._queue([1], BULK)
        self._queue([2], EDITS)
        self.assertEqual([row["res_id"] for row in self._lease(limit=1)], [2])

    def test_a_row_locked_by_another_worker_is_skipped_not_waited_for(self):
        database = sql_db.db_connect(self.env.cr.dbname)
        with database.cursor() as cr:
            cr.execute(
                "INSERT INTO candor_outbox (res_model, res_id, lane, attempts, dead) VALUES"
                " ('candor.probe', 1, -1, 0, false), ('candor.probe', 2, -1, 0, false) RETURNING id"
            )
            ids = [row[0] for row in cr.fetchall()]
            cr.commit()  # pylint: disable=invalid-commit
        try:
            with database.cursor() as holder, database.cursor() as worker:
                holder.execute("SELECT id FROM candor_outbox WHERE id = %s FOR UPDATE", [min(ids)])
                read_committed(worker)
                worker.execute("SET LOCAL lock_timeout = '2s'")
                outbox = api.Environment(worker, SUPERUSER_ID, {})["candor.outbox"]
                rows = outbox._lease(1, 60, (-1,))
                self.assertEqual([row["id"] for row in rows], [max(ids)])
        finally:
            with database.cursor() as cr:
                cr.execute("DELETE FROM candor_outbox WHERE res_model = 'candor.probe'")
                cr.commit()  # pylint: disable=invalid-commit
