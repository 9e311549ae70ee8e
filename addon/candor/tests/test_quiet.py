from odoo.tests import new_test_user, tagged

from odoo.addons.candor.rendering import record as rendered_record
from odoo.addons.candor.rendering.reader import IndexReader, Reader
from odoo.addons.candor.rendering.section import digest
from odoo.addons.candor.serving.records import render

from .common import ALL_SALES, CandorCase, answer_from


@tagged("post_install", "-at_install")
class TestQuiet(CandorCase):
    """Zero, No and nothing are answers to a question, and nothing to search for."""

    def rendered(self, user, record, wanted=("*",)):
        """`{section: section}` as this user is given it."""
        found = render(Reader.for_user(user), {record._name: {record.id: set(wanted)}})
        return {part["section"]: part for part in found[0]["sections"]}

    def quiet(self, user, record, section="fields"):
        return [line["text"] for line in self.rendered(user, record)[section]["quiet"]]

    def test_what_the_form_shows_as_zero_no_or_empty_is_told_with_its_label(self):
        self.source("crm.lead", ["name", "expected_revenue", "referred", "partner_id", "date_deadline"])
        self.own_lead.expected_revenue = 0
        section = self.rendered(self.asker, self.own_lead)["fields"]
        by_field = {line["field"]: line for line in section["quiet"]}
        self.assertEqual(by_field["expected_revenue"]["text"], "Expected Revenue: $\xa00.00")
        self.assertEqual(by_field["expected_revenue"]["value"], "$\xa00.00")
        self.assertEqual(by_field["expected_revenue"]["type"], "monetary")
        self.assertEqual(by_field["referred"]["text"], "Referred By")
        self.assertIs(by_field["referred"]["value"], False)
        self.assertEqual(by_field["partner_id"]["relation"], "res.partner")
        self.assertNotIn("name", by_field)
        self.own_lead.write({"expected_revenue": 70, "referred": "By the mayor"})
        self.assertFalse(
            {"expected_revenue", "referred"}
            & {line["field"] for line in self.rendered(self.asker, self.own_lead)["fields"]["quiet"]}
        )

    def test_a_total_in_a_widget_of_all_totals_may_be_zero(self):
        self.source("sale.order", ["name", "amount_tax"])
        order = self.env["sale.order"].create(
            {"partner_id": self.env["res.partner"].create({"name": "Acme"}).id, "user_id": self.asker.id}
        )
        self.assertEqual(self.quiet(self.asker, order), ["Taxes: $\xa00.00"])

    def test_a_switch_that_is_off_reads_no(self):
        self.source("product.template", ["name", "sale_ok"])
        product = self.env["product.template"].create({"name": "Oak desk", "sale_ok": False})
        self.assertEqual(self.quiet(self.asker, product), ["Sales: No"])

    def test_the_index_is_told_nothing_of_it_and_no_hash_changes(self):
        self.source("crm.lead", ["name", "expected_revenue", "referred"])
        self.own_lead.expected_revenue = 0
        reader = IndexReader.for_language(self.env, "en_US")
        spec = self.env["candor.source"]._specs()["crm.lead"]

        def indexed():
            found = rendered_record.render(
                reader, spec, self.own_lead.with_env(reader.env), {self.own_lead.id: {"*"}}
            )
            return {part["section"]: part for part in found[0]["sections"]}["fields"]

        self.assertEqual(indexed()["quiet"], [])
        pinned = digest([{"text": f"Opportunity: {self.own_lead.name}"}])
        self.assertEqual(indexed()["hash"], pinned)
        seen = self.rendered(self.asker, self.own_lead)["fields"]
        self.assertEqual(len(seen["quiet"]), 2)
        self.assertEqual(seen["hash"], pinned)

    def test_a_field_of_a_group_that_the_reader_lacks_is_not_told_as_empty(self):
        self.source("hr.employee", ["name", "wage", "private_phone"])
        employee = self.env["hr.employee"].create({"name": "Olga Bern", "wage": 0})
        members = "base.group_user,candor.group_user"
        officer = new_test_user(self.env, "candor_hr_officer", f"{members},hr.group_hr_user")
        payroll = new_test_user(self.env, "candor_hr_manager", f"{members},hr.group_hr_manager")
        self.assertIn("wage", str(self.rendered(payroll, employee)["fields:hr.group_hr_manager"]["quiet"]))
        self.assertNotIn("wage", str(self.rendered(officer, employee)))
        self.assertIn("Private Phone", self.quiet(officer, employee, "fields:hr.group_hr_user"))

    def change_form(self, attribute, value):
        """An attribute of the form's deadline, not checked, as one that an upgrade broke isn't."""
        self.env["ir.ui.view"].search([("name", "=", "Of the test")]).unlink()
        view = self.env["ir.ui.view"].create(
            {
                "name": "Of the test",
                "model": "crm.lead",
                "inherit_id": self.env["ir.ui.view"].default_view("crm.lead", "form"),
                "arch": "<field name='date_deadline' position='attributes'>"
                f"<attribute name='{attribute}'/></field>",
                "priority": 99,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = replace(arch_db::text, '/><', %s)::jsonb WHERE id = %s",
            (f">{value}</attribute><", view.id),
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache("templates")

    def test_a_group_of_the_view_counts_as_the_form_counts_it(self):
        self.source("crm.lead", ["name", "date_deadline"])
        self.change_form("groups", "sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self.quiet(self.asker, self.own_lead), [])
        self.own_lead.user_id = self.reviewer
        self.assertEqual(self.quiet(self.reviewer, self.own_lead), ["Expected Closing"])

    def test_a_field_that_the_form_hides_for_this_record_is_not_told(self):
        self.source("crm.lead", ["name", "date_deadline"])
        self.assertEqual(self.own_lead.priority, "0")
        for condition, shown in (
            ("0", True),
            ("1", False),
            ("priority == '3'", True),
            ("priority == '0'", False),
            ("id and not partner_id and tag_ids == []", False),
            ("user_id == uid", False),
            ("date_open and date_open &lt; '2020-01-01'", True),
            ("context.get('hide')", True),
            ("parent.unknown", False),
            ("no_such_field", False),
            ("1 / 0", False),
            ("1 +", False),
        ):
            with self.subTest(condition=condition):
                self.change_form("invisible", condition)
                self.assertEqual(self.quiet(self.asker, self.own_lead) == ["Expected Closing"], shown)

    def test_a_condition_speaks_of_what_the_reader_may_read(self):
        self.source("crm.lead", ["name", "date_deadline"])
        self.change_form("invisible", "not referred")
        self.own_lead.referred = "By the mayor"
        self.assertEqual(self.quiet(self.asker, self.own_lead), ["Expected Closing"])
        self.patch(self.env["crm.lead"]._fields["referred"], "groups", "base.group_system")
        self.assertEqual(self.quiet(self.asker, self.own_lead), [])

    def test_a_name_that_is_not_to_be_known_is_no_empty_field(self):
        self.source("crm.lead", ["name", "partner_id"])
        contact = self.env["res.partner"].create({"name": "Hidden Harbour Authority"})
        self.assertIn("Contact", self.quiet(self.asker, self.own_lead))
        self.own_lead.partner_id = contact
        self.env["ir.rule"].create(
            {
                "name": "hide one partner",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", contact.id)],
            }
        )
        section = self.rendered(self.asker, self.own_lead)["fields"]
        self.assertNotIn("Contact", [line["text"] for line in section["quiet"]])
        self.assertNotIn("partner_id", [line["field"] for line in section["lines"]])

    def test_an_answer_that_quotes_a_zero_is_served_until_it_is_none(self):
        self.source("crm.lead", ["name", "expected_revenue"])
        self.own_lead.expected_revenue = 0
        turn = self.asked(self.asker, "What is it worth?")
        self.complete(turn, **answer_from(self.own_lead, "Expected Revenue: $\xa00.00"))
        self.assertFalse(self.served(self.asker, turn)["blank"])
        around = self.turns.with_user(self.asker).quoted(turn.id, 1)
        self.assertEqual("".join(around.values()), "Expected Revenue: $\xa00.00")
        self.own_lead.expected_revenue = 9
        self.assertTrue(self.served(self.asker, turn)["blank"])

    def test_many_records_cost_hardly_more_queries_than_few(self):
        names = ["name", "expected_revenue", "referred", "partner_id", "date_deadline", "lang_id", "email_cc"]
        self.source("crm.lead", names)
        user = new_test_user(self.env, "candor_all_leads", ALL_SALES)
        leads = self.env["crm.lead"].create([{"name": f"Lead {n}", "user_id": user.id} for n in range(12)])

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wanted = {"crm.lead": {lead.id: {"fields"} for lead in some}}
            self.assertEqual(len(render(Reader.for_user(user), wanted)), len(some))
            return self.env.cr.sql_log_count - before

        queries(leads)
        two, ten = queries(leads[:2]), queries(leads[2:])
        self.assertLessEqual(ten, two + 3)
