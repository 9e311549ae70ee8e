from datetime import timedelta

from odoo import fields, sql_db
from odoo.tests import tagged

from odoo.addons.candor.models import outbox

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

    def _lease(self, limit=10, seconds=60):
        with self.registry.cursor() as cr:
            return self.outbox._lease(cr, limit, seconds)

    def _rows(self, model="crm.lead"):
        self.outbox.invalidate_model()
        return self.outbox.search([("res_model", "=", model)])

    def test_a_leased_row_is_leased_to_nobody_else(self):
        self.outbox._insert("crm.lead", [1, 2], deleted=False)
        self.assertEqual(len(self._lease()), 2)
        self.assertEqual(self._lease(), [])

    def test_a_lease_that_ran_out_is_given_again_under_another_name(self):
        self.outbox._insert("crm.lead", [1], deleted=False)
        (first,) = self._lease()
        self._rows().leased_until = fields.Datetime.now() - timedelta(hours=1)
        self.env.flush_all()
        (second,) = self._lease()
        self.assertEqual(first["id"], second["id"])
        self.assertNotEqual(first["lease"], second["lease"])
        self.assertEqual(self.outbox._acknowledge([first]), 0, "who lost the lease acknowledges nothing")
        self.assertTrue(self._rows())
        self.assertEqual(self.outbox._acknowledge([second]), 1)
        self.assertFalse(self._rows())

    def test_a_row_is_given_up_after_so_many_attempts_and_stays(self):
        self.outbox._insert("crm.lead", [1], deleted=False)
        for _attempt in range(outbox.MAX_ATTEMPTS):
            self.assertEqual(len(self._lease()), 1)
            self._rows().leased_until = fields.Datetime.now() - timedelta(hours=1)
            self.env.flush_all()
        self.assertEqual(self._lease(), [])
        self.assertEqual(self.outbox._pending(), 0)
        self.assertTrue(self._rows())
        index = self.env["candor.index"]._the()
        index.invalidate_recordset()
        self.assertEqual((index.pending, index.given_up), (0, 1))
        self.outbox._insert("crm.lead", [1], deleted=False)
        self.assertEqual(len(self._lease()), 1, "the next full pass tries it anew")
        index.invalidate_recordset()
        self.assertEqual(index.given_up, 0)

    def test_a_record_that_waits_is_not_queued_twice_but_a_leased_one_is(self):
        self.outbox._insert("crm.lead", [1, 2], deleted=False)
        self.outbox._insert("crm.lead", [2, 3], deleted=False)
        self.assertEqual(sorted(self._rows().mapped("res_id")), [1, 2, 3])
        leased = self._lease(limit=1)
        self.outbox._insert("crm.lead", [leased[0]["res_id"]], deleted=False)
        again = self._rows().filtered(lambda row: row.res_id == leased[0]["res_id"])
        self.assertEqual(len(again), 2, "it changed while it was being read")
        self.assertGreater(max(again.ids), leased[0]["id"], "the later row has the higher version")

    def test_a_source_that_comes_back_outlives_its_removal(self):
        self.outbox._insert("crm.lead", [1, 2], deleted=True)
        removal = self._lease(limit=1)
        self.outbox._insert("crm.lead", [1, 2], deleted=False)
        waiting = self._rows().filtered(lambda row: not row.lease)
        self.assertFalse(any(waiting.mapped("deleted")))
        self.assertGreater(min(waiting.ids), removal[0]["id"])

    def test_changes_go_before_a_full_pass(self):
        self.outbox._insert("crm.lead", [1], deleted=False)
        self.outbox.create({"res_model": "crm.lead", "res_id": 2, "lane": 0})
        self.env.flush_all()
        self.assertEqual([row["res_id"] for row in self._lease(limit=1)], [2])

    def test_a_row_locked_by_another_worker_is_skipped_not_waited_for(self):
        database = sql_db.db_connect(self.env.cr.dbname)
        with database.cursor() as cr:
            cr.execute(
                "INSERT INTO candor_outbox (res_model, res_id, lane) VALUES"
                " ('candor.probe', 1, -1), ('candor.probe', 2, -1) RETURNING id"
            )
            ids = [row[0] for row in cr.fetchall()]
            cr.commit()  # pylint: disable=invalid-commit
        try:
            with database.cursor() as holder, database.cursor() as worker:
                holder.execute("SELECT id FROM candor_outbox WHERE id = %s FOR UPDATE", [min(ids)])
                worker.execute("SET LOCAL lock_timeout = '2s'")
                rows = self.outbox._lease(worker, 1, 60)
                self.assertEqual([row["id"] for row in rows], [max(ids)])
        finally:
            with database.cursor() as cr:
                cr.execute("DELETE FROM candor_outbox WHERE res_model = 'candor.probe'")
                cr.commit()  # pylint: disable=invalid-commit
