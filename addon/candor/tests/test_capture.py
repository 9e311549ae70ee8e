from odoo.tests import tagged

from odoo.addons.candor.capture import install, trigger
from odoo.addons.candor.capture.watch import Effect, watched
from odoo.addons.candor.database.outbox import BULK, EDITS
from odoo.addons.candor.database.transaction import own_transaction
from odoo.addons.candor.models import change
from odoo.addons.candor.rendering.spec import Spec

from .common import CandorCase


class CaptureCase(CandorCase):
    """Real triggers: every test changes records and looks at what was noted or queued."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.source("sale.order", ["name", "partner_id", "tag_ids"], ["order_line"])
        cls.source("product.template", ["name", "default_code", "categ_id"])
        cls.source("product.product", ["name", "default_code"])
        cls.source("res.partner", ["name", "category_id"])
        cls.source("hr.employee.public", ["name", "job_title", "department_id"], with_messages=False)
        cls.env.flush_all()
        cls.env["candor.capture"]._sync()
        cls.customer = cls.env["res.partner"].create({"name": "Harbour Ltd"})
        cls.product = cls.env["product.product"].create({"name": "Oak desk"})
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [(0, 0, {"product_id": cls.product.id, "product_uom_qty": 2})],
            }
        )
        cls.settle()

    @classmethod
    def settle(cls):
        """Nothing is noted and nothing waits."""
        cls.env.flush_all()
        cls.env.cr.execute("DELETE FROM candor_change")
        cls.env.cr.execute("DELETE FROM candor_mark")
        cls.env.cr.execute("DELETE FROM candor_outbox")
        cls.env.cr.execute("UPDATE candor_source SET reconcile = NULL")
        cls.env.invalidate_all()

    def noted(self):
        """`{origin: ids}`; None where it says that all is to be compared."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT origin, ids FROM candor_change UNION ALL SELECT origin, NULL FROM candor_mark"
        )
        return dict(self.env.cr.fetchall())

    def expand(self):
        self.env.flush_all()
        with own_transaction(self.env) as env:
            while env["candor.change"]._expand():
                pass
        self.env.invalidate_all()

    def queued(self):
        """`{(model, id): lane}` once what was noted is expanded; then nothing waits any more."""
        self.expand()
        rows = self.env["candor.outbox"].search([])
        found = {(row.res_model, row.res_id): row.lane for row in rows}
        self.settle()
        return found

    def to_reconcile(self):
        self.expand()
        return set(self.env["candor.source"].search([("reconcile", "=", "wanted")]).mapped("model"))


@tagged("post_install", "-at_install")
class TestCapture(CaptureCase):
    def test_a_record_created_written_or_removed_is_queued(self):
        lead = self.lead("New", self.asker)
        key = ("crm.lead", lead.id)
        self.assertEqual(self.queued().get(key), EDITS)
        lead.name = "Renamed"
        self.assertEqual(self.queued().get(key), EDITS)
        lead.active = False
        self.assertEqual(self.queued().get(key), EDITS)
        lead.unlink()
        self.assertEqual(self.queued().get(key), EDITS)

    def test_raw_sql_and_a_translation_are_seen_too(self):
        self.env.cr.execute("UPDATE crm_lead SET probability = 3 WHERE id = %s", [self.own_lead.id])
        self.assertIn(("crm.lead", self.own_lead.id), self.queued())
        template = self.product.product_tmpl_id
        template.with_context(lang="de_DE").name = "Eichentisch"
        self.assertIn(("product.template", template.id), self.queued())

    def test_a_statement_is_noted_as_one_row_with_all_its_records(self):
        leads = self.env["crm.lead"].browse([self.own_lead.id, self.other_lead.id])
        leads.write({"description": "Both"})
        self.env.flush_all()
        self.env.cr.execute("SELECT ids FROM candor_change WHERE origin = 'crm_lead.id'")
        self.assertEqual([sorted(ids) for (ids,) in self.env.cr.fetchall()], [sorted(leads.ids)])

    def test_a_statement_that_touches_nothing_notes_nothing(self):
        self.env.cr.execute("UPDATE crm_lead SET name = name WHERE id = -1")
        self.assertEqual(self.noted(), {})

    def test_a_line_that_comes_changes_moves_or_goes_is_its_records_change(self):
        order = ("sale.order", self.order.id)
        line = self.order.order_line
        line.name = "Two desks of oak"
        self.assertIn(order, self.queued())
        other = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.settle()
        # As it was and as it is: both orders print other lines now.
        self.env.cr.execute("UPDATE sale_order_line SET order_id = %s WHERE id = %s", [other.id, line.id])
        self.assertLessEqual({order, ("sale.order", other.id)}, set(self.queued()))
        self.env.invalidate_all()
        line.unlink()
        self.assertIn(("sale.order", other.id), self.queued())

    def test_what_a_foreign_key_cascades_to_is_seen(self):
        self.env.cr.execute("DELETE FROM sale_order WHERE id = %s", [self.order.id])
        self.assertIn("sale_order_line.order_id", self.noted())

    def test_a_tag_put_on_or_taken_off_is_seen_even_from_its_other_side(self):
        tag = self.env["res.partner.category"].create({"name": "Harbours"})
        self.settle()
        tag.partner_ids = self.customer
        self.assertIn(("res.partner", self.customer.id), self.queued())
        tag.partner_ids = False
        self.assertIn(("res.partner", self.customer.id), self.queued())

    def test_messages_and_attachments_of_sources_are_seen_and_no_others(self):
        self.own_lead.message_post(body="The harbour called")
        self.assertIn(("crm.lead", self.own_lead.id), self.queued())
        values = {
            "name": "offer.txt",
            "raw": b"Ten desks",
            "res_model": "crm.lead",
            "res_id": self.own_lead.id,
        }
        attachment = self.env["ir.attachment"].create(values)
        self.assertIn("ir_attachment.res_id:crm.lead", self.noted())
        self.assertIn(("crm.lead", self.own_lead.id), self.queued())
        attachment.res_id = self.other_lead.id
        self.assertLessEqual(
            {("crm.lead", self.own_lead.id), ("crm.lead", self.other_lead.id)}, set(self.queued())
        )
        attachment.unlink()
        self.assertIn(("crm.lead", self.other_lead.id), self.queued())
        country = self.env.ref("base.be")
        self.env["ir.attachment"].create({**values, "res_model": "res.country", "res_id": country.id})
        self.env["mail.message"].create({"model": "res.country", "res_id": country.id, "body": "Hello"})
        self.env["ir.attachment"].create({**values, "res_field": "image_128"})
        self.assertEqual(self.noted(), {})

    def test_a_partner_renamed_queues_the_documents_that_print_its_name(self):
        self.customer.name = "Port Authority"
        self.assertIn(("sale.order", self.order.id), self.queued())
        self.customer.comment = "Nothing that an order prints"
        self.assertNotIn(("sale.order", self.order.id), self.queued())

    def test_a_product_renamed_queues_the_orders_whose_lines_print_it(self):
        self.product.product_tmpl_id.name = "Elm desk"
        self.assertIn(("sale.order", self.order.id), self.queued())

    def test_an_author_renamed_queues_the_records_written_on_and_no_others(self):
        author = self.env["res.partner"].create({"name": "Ada Lock"})
        self.own_lead.message_post(body="They want it in March", author_id=author.id)
        self.settle()
        author.name = "Ada Stone"
        queued = self.queued()
        self.assertIn(("crm.lead", self.own_lead.id), queued)
        self.assertNotIn(("sale.order", self.own_lead.id), queued)
        author.comment = "Nothing that a message prints"
        self.assertNotIn(("crm.lead", self.own_lead.id), self.queued())

    def test_template_and_variant_follow_each_other(self):
        template = self.product.product_tmpl_id
        self.product.default_code = "DESK-7"
        self.assertLessEqual(
            {("product.template", template.id), ("product.product", self.product.id)}, set(self.queued())
        )
        template.name = "Elm desk"
        self.assertIn(("product.product", self.product.id), self.queued())

    def test_a_view_is_captured_through_its_tables(self):
        employee = self.env["hr.employee"].create({"name": "Ada"})
        key = ("hr.employee.public", employee.id)
        self.assertIn(key, self.queued())
        employee.version_id.job_title = "Engineer"
        self.assertIn(key, self.queued())
        department = self.env["hr.department"].create({"name": "Research"})
        employee.department_id = department
        self.settle()
        department.name = "Exploration"
        self.assertIn(key, self.queued())

    def test_an_unknown_view_says_at_least_that_it_is_to_be_compared(self):
        self.env.cr.execute("CREATE VIEW candor_probe AS SELECT id, name FROM crm_stage")
        self.patch(type(self.env["crm.lead"]), "_table", "candor_probe")
        watches = watched(self.env, {"crm.lead": Spec("crm.lead", messages=False, attachments=False)})
        self.assertEqual(list(watches.values()), [[Effect("crm.lead")]])
        (watch,) = watches
        self.assertEqual((watch.table, watch.key), ("crm_stage", ""))
        self.assertIn("NULL::integer[]", trigger.body([watch]))

    def test_a_transaction_with_many_records_waits_behind_single_edits(self):
        ids = [self.lead(f"Imported {number}", self.asker).id for number in range(change.FEW + 1)]
        queued = self.queued()
        self.assertEqual({queued["crm.lead", lead_id] for lead_id in ids}, {BULK})

    def test_a_statement_with_too_many_records_says_only_that_all_is_to_be_compared(self):
        self.patch(trigger, "MOST_KEYS", 1)
        self.env["candor.capture"]._sync()
        self.settle()
        self.env["crm.lead"].browse([self.own_lead.id, self.other_lead.id]).write({"description": "Both"})
        self.assertEqual(self.noted(), {"crm_lead.id": None})
        self.assertEqual(self.to_reconcile(), {"crm.lead"})

    def test_a_record_that_changes_while_it_is_leased_is_queued_once_more(self):
        self.own_lead.name = "Eleven desks"
        self.expand()
        (row,) = self.call_indexer("lease", {"lane": "edits"})["rows"]
        self.assertIn("Eleven", str(row["sections"]))
        # A subtransaction gives the row another xmin, as another transaction would.
        with self.env.cr.savepoint():
            self.own_lead.name = "Twelve desks"
        self.call_indexer("acknowledge", {"rows": [row]})
        (again,) = self.call_indexer("lease", {"lane": "edits"})["rows"]
        self.assertIn("Twelve", str(again["sections"]))
        self.assertGreater(again["version"], row["version"])
        self.assertNotEqual(again["stamp"], row["stamp"])

    def test_a_source_that_comes_brings_its_triggers_and_one_that_goes_takes_them(self):
        def has_triggers():
            return "utm_tag" in install.present(self.env.cr)

        self.assertFalse(has_triggers())
        source = self.env["candor.source"].create({"model_id": self.env["ir.model"]._get_id("utm.tag")})
        self.env.flush_all()
        self.env["candor.capture"]._sync()
        self.assertTrue(has_triggers())
        source.active = False
        self.env.flush_all()
        self.env["candor.capture"]._sync()
        self.assertFalse(has_triggers())

    def test_stamps_change_with_lines_messages_and_attachments_and_with_nothing_else(self):
        def stamp():
            self.env.flush_all()
            answer = self.call_indexer("inventory", {"resModel": "sale.order", "limit": 5000})
            return dict(answer["records"])[self.order.id]

        seen = [stamp()]
        self.assertEqual(stamp(), seen[0])
        changes = (
            lambda: self.env.cr.execute(
                "UPDATE sale_order_line SET name = 'x' WHERE order_id = %s", [self.order.id]
            ),
            lambda: self.order.message_post(body="Hello"),
            lambda: self.env["ir.attachment"].create(
                {"name": "a.txt", "raw": b"a", "res_model": "sale.order", "res_id": self.order.id}
            ),
            lambda: self.order.write({"tag_ids": [(0, 0, {"name": "Urgent"})]}),
        )
        for alter in changes:
            # An own subtransaction, as another transaction would have, gives rows another xmin.
            with self.env.cr.savepoint():
                alter()
            seen.append(stamp())
        self.assertEqual(len(set(seen)), len(seen))
