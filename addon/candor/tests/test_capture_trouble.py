from odoo import sql_db
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, file_open, mute_logger

from odoo.addons.candor.capture import install, tables, trigger
from odoo.addons.candor.capture.watch import Watch
from odoo.addons.candor.database.outbox import EDITS
from odoo.addons.candor.database.transaction import own_transaction
from odoo.addons.candor.hooks import uninstall_hook
from odoo.addons.candor.models import change

from .test_capture import CaptureCase

PROBE = Watch("candor_probe", "id")


@tagged("post_install", "-at_install")
class TestCaptureInTrouble(CaptureCase):
    """Whatever is missing or locked: the user's write goes through, and nothing is lost silently."""

    def _write(self, value="Written all the same"):
        self.own_lead.description = value
        self.env.flush_all()
        self.env.cr.execute("SELECT description FROM crm_lead WHERE id = %s", [self.own_lead.id])
        self.assertIn(value, self.env.cr.fetchone()[0])

    def test_a_column_that_was_renamed_ends_in_a_comparison(self):
        self.env.cr.execute("ALTER TABLE sale_order_line RENAME order_id TO order_id_was")
        self.env.cr.execute("UPDATE sale_order_line SET name = 'x' WHERE order_id_was = %s", [self.order.id])
        self.assertIn(("sale_order_line.order_id", None), self.noted().items())
        self.env.cr.execute("ALTER TABLE sale_order_line RENAME order_id_was TO order_id")
        self.assertIn("sale.order", self.to_reconcile())

    def test_without_its_table_a_change_is_marked_in_a_second_place(self):
        self.env.cr.execute("DROP TABLE candor_change")
        self._write()
        self.env.cr.execute("SELECT DISTINCT origin FROM candor_mark")
        self.assertIn(("crm_lead.id",), self.env.cr.fetchall())
        self.assertEqual(self.env["candor.index"]._the().waiting_edits, 0, "the manager's page opens")
        self.expand()
        self.assertTrue(tables.are_there(self.env.cr), "made anew")
        self.assertIn(("crm.lead", self.own_lead.id), self.queued(), "and everything is read again")

    def test_without_both_tables_a_sequence_counts(self):
        self.env.cr.execute("DROP TABLE candor_change, candor_mark")
        self._write()
        self.env.cr.execute("SELECT is_called FROM candor_lost")
        self.assertEqual(self.env.cr.fetchone(), (True,))

    def test_what_was_only_counted_is_mended_once_its_transaction_has_ended(self):
        self.env.cr.execute("SELECT nextval('candor_lost')")
        self.expand()
        self.assertFalse(self.env["candor.outbox"].search([]), "this transaction is still open")
        self.env.cr.execute("UPDATE candor_index SET lost_until = '3'")
        self.assertIn(("crm.lead", self.own_lead.id), self.queued())
        self.assertEqual(self.queued(), {}, "once")

    def test_without_anything_of_ours_left_the_write_still_goes_through(self):
        self.env.cr.execute("DROP TABLE candor_change, candor_mark")
        self.env.cr.execute("DROP SEQUENCE candor_lost")
        self._write()
        self.env.cr.execute(f"DROP FUNCTION {trigger.MISS}")
        self._write("Twice")

    def test_a_table_in_use_gets_its_triggers_later_and_holds_nobody_up(self):
        database = sql_db.db_connect(self.env.cr.dbname)
        self.patch(install, "LOCK_TIMEOUT", "100ms")
        with database.cursor() as holder, database.cursor() as cr:
            cr.execute("DROP FUNCTION IF EXISTS candor_on_candor_probe CASCADE")
            cr.execute("DROP TABLE IF EXISTS candor_probe")
            cr.execute("CREATE TABLE candor_probe (id serial)")
            cr.commit()  # pylint: disable=invalid-commit
            try:
                bodies = {**self._bodies_there(cr), "candor_probe": trigger.body([PROBE])}
                origins = {"candor_probe": [PROBE.origin]}
                holder.execute("INSERT INTO candor_probe DEFAULT VALUES")
                self.assertEqual(install.install(cr, bodies, origins), {"candor_probe": "locked"})
                self.assertNotIn("candor_probe", install.present(cr))
                holder.rollback()
                self.assertEqual(install.install(cr, bodies, origins), {})
                cr.execute("SELECT ids FROM candor_change WHERE origin = 'settled:candor_probe.id'")
                self.assertEqual(cr.fetchall(), [(None,)], "what was written without is compared")
                self.assertEqual(install.differences(cr, bodies), [])
            finally:
                holder.rollback()
                cr.rollback()
                cr.execute("DROP FUNCTION IF EXISTS candor_on_candor_probe CASCADE")
                cr.execute("DROP TABLE candor_probe")
                cr.execute("DELETE FROM candor_change WHERE origin LIKE '%candor_probe%'")
                cr.commit()  # pylint: disable=invalid-commit

    def _bodies_there(self, cr):
        return {table: body for table, (body, _events) in install.present(cr).items()}

    def test_a_comparison_waits_for_transactions_that_wrote_without_a_trigger(self):
        self.env.cr.execute("INSERT INTO candor_change (origin) VALUES ('settled:crm_lead.id')")
        self.assertEqual(self.to_reconcile(), set())
        self.env.cr.execute("UPDATE candor_change SET xid = '3'")
        self.assertEqual(self.to_reconcile(), {"crm.lead"})

    def test_triggers_that_were_dropped_disabled_or_changed_are_mended(self):
        self.env.cr.execute("DROP TRIGGER candor_update ON crm_lead")
        self.env.cr.execute("ALTER TABLE sale_order DISABLE TRIGGER candor_insert")
        self.env.cr.execute(
            "CREATE OR REPLACE FUNCTION candor_on_res_partner() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RETURN NULL; END'"
        )
        self.env["candor.capture"]._sync()
        self.assertLessEqual(
            {"settled:crm_lead.id", "settled:sale_order.id", "settled:res_partner.id"}, set(self.noted())
        )
        self.settle()
        self.own_lead.name = "Captured again"
        self.order.copy()
        self.customer.name = "Captured again"
        self.assertLessEqual({"crm_lead.id", "sale_order.id", "res_partner.id"}, set(self.noted()))
        self.settle()
        self.env["candor.capture"]._sync()
        self.assertEqual(self.noted(), {}, "nothing to mend, nothing to compare")

    def test_changes_that_cannot_be_expanded_do_not_stop_what_waits(self):
        with own_transaction(self.env) as env:
            env["candor.outbox"]._queue("crm.lead", self.own_lead.ids, EDITS)
        self.other_lead.name = "Noted"

        def fail(_changes, _noted):
            raise ValueError("Secret bid")

        self.patch(type(self.env["candor.change"]), "_apply", fail)
        with self.assertLogs("odoo.addons.candor.models.indexer", "WARNING") as log:
            rows = self.call_indexer("lease")["rows"]
        self.assertEqual([row["resId"] for row in rows], self.own_lead.ids)
        self.assertNotIn("Secret", str(log.output))
        self.assertIn("crm_lead.id", self.noted(), "kept for the next time")

    def test_changes_that_nobody_drains_become_one_word_for_each_table(self):
        self.patch(change, "MOST_WAITING", 2)
        for number in range(3):
            self.own_lead.description = str(number)
            self.env.flush_all()
        self.env["candor.capture"]._look_after()
        self.assertEqual(self.noted(), {"crm_lead.id": None})
        self.assertEqual(self.to_reconcile(), {"crm.lead"})

    def test_a_database_restored_from_a_backup_gives_higher_versions_than_the_index_has_met(self):
        report = {"generation": "g1", "state": "running", "documents": {}}
        self.call_indexer("report", report)
        self.settle()
        self.assertEqual(self.call_indexer("report", report)["reconcile"], [])
        self.env.cr.execute("SELECT last_value + 1000000 FROM candor_outbox_id_seq")
        (highest,) = self.env.cr.fetchone()
        answer = self.call_indexer("report", {**report, "highestVersion": highest})
        self.assertIn("crm.lead", answer["reconcile"])
        self.own_lead.name = "After the backup"
        (row,) = self.call_indexer("lease", {"lane": "edits"})["rows"]
        self.assertGreater(row["version"], highest)

    def test_where_triggers_are_forbidden_odoos_own_writes_are_noted(self):
        self.env["candor.capture"]._drop_all()
        for table in ("crm_lead", "sale_order_line", "res_partner", "mail_message", "ir_attachment"):
            self.env.cr.execute(SQL("REVOKE TRIGGER ON %s FROM CURRENT_USER", SQL.identifier(table)))
        capture = self.env["candor.capture"]
        self.addCleanup(capture._drop_all)
        capture._sync()
        index = self.env["candor.index"]._the()
        index.invalidate_recordset()
        self.assertEqual(index.capture_mode, "orm")
        self.assertIn("crm_lead: not allowed", index.capture_waiting)
        self.settle()
        lead = self.lead("New", self.asker)
        self.assertIn(("crm.lead", lead.id), self.queued())
        lead.name = "Renamed"
        self.assertIn(("crm.lead", lead.id), self.queued())
        lead.unlink()
        self.assertIn(("crm.lead", lead.id), self.queued())
        self.own_lead.message_post(body="Hello")
        self.assertIn(("crm.lead", self.own_lead.id), self.queued())
        line = self.order.order_line
        line.name = "Two desks"
        self.assertIn(("sale.order", self.order.id), self.queued())
        line.unlink()
        self.assertIn(("sale.order", self.order.id), self.queued())
        self.customer.name = "Port Authority"
        self.assertIn(("sale.order", self.order.id), self.queued())
        self.customer.comment = "Nothing printed"
        self.assertNotIn(("sale.order", self.order.id), self.queued())
        # The right comes back: triggers, and nothing twice.
        for table in ("crm_lead", "sale_order_line", "res_partner", "mail_message", "ir_attachment"):
            self.env.cr.execute(SQL("GRANT TRIGGER ON %s TO CURRENT_USER", SQL.identifier(table)))
        capture._sync()
        index.invalidate_recordset()
        self.assertEqual((index.capture_mode, index.capture_waiting), ("triggers", False))
        self.settle()
        self.own_lead.name = "Once"
        self.env.flush_all()
        self.env.cr.execute("SELECT count(*) FROM candor_change WHERE origin = 'crm_lead.id'")
        self.assertEqual(self.env.cr.fetchone(), (1,))

    def test_a_copied_database_has_no_triggers_and_gets_none(self):
        self.own_lead.name = "Noted before the copy"
        self.env.flush_all()
        with file_open("candor/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.registry.clear_all_caches()
        self.env.invalidate_all()
        self.assertEqual(install.present(self.env.cr), {})
        self._write()
        self.assertEqual(self.noted(), {})
        self.env["candor.capture"]._sync()
        self.assertEqual(install.present(self.env.cr), {})
        self.assertEqual(self.env["candor.index"]._the().capture_mode, "off")

    def test_uninstalling_leaves_no_trigger_function_sequence_or_table_of_the_capture(self):
        with mute_logger("odoo.addons.base.models.ir_model"):
            uninstall_hook(self.env)
        self.env.cr.execute(
            r"""
            SELECT tgname FROM pg_trigger WHERE tgname LIKE 'candor%'
             UNION ALL
            SELECT proname FROM pg_proc WHERE proname LIKE 'candor%'
             UNION ALL
            SELECT relname FROM pg_class
             WHERE relname IN ('candor_mark', 'candor_lost', 'candor_change', 'candor_change_id_seq')
            """
        )
        self.assertEqual(self.env.cr.fetchall(), [])
        self._write()


@tagged("post_install", "-at_install")
class TestCaptureLocked(TransactionCase):
    """Sessions of their own; the test's own transaction holds no lock of any table."""

    def test_tables_locked_by_another_session_delay_a_write_by_no_more_than_its_timeout(self):
        database = sql_db.db_connect(self.env.cr.dbname)
        with database.cursor() as writer, database.cursor() as holder, database.cursor() as reader:
            reader.execute("SELECT last_value, is_called FROM candor_lost")
            before = reader.fetchone()
            reader.rollback()
            writer.execute("SET LOCAL statement_timeout = '5s'")
            holder.execute("SET LOCAL lock_timeout = '5s'")
            holder.execute("LOCK TABLE candor_change IN ACCESS EXCLUSIVE MODE")
            self._touch(writer)
            writer.execute("SELECT count(*) FROM candor_mark")
            self.assertGreater(writer.fetchone()[0], 0, "marked in the second place")
            writer.rollback()
            holder.execute("LOCK TABLE candor_mark IN ACCESS EXCLUSIVE MODE")
            self._touch(writer)
            writer.rollback()
            holder.rollback()
            reader.execute("SELECT last_value, is_called FROM candor_lost")
            self.assertNotEqual(reader.fetchone(), before, "counted")

    def _touch(self, cr):
        cr.execute('UPDATE crm_stage SET name = name || \'{"xx_XX": "x"}\'::jsonb')
        self.assertGreater(cr.rowcount, 0)
