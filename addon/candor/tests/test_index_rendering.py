from odoo.tests import tagged

from .common import CandorCase


@tagged("post_install", "-at_install")
class TestIndexRendering(CandorCase):
    def test_the_index_knows_no_field_with_a_group(self):
        self.source("hr.employee", ["name", "wage", "private_phone", "work_email"])
        employee = self.env["hr.employee"].create(
            {
                "name": "Olga Bern",
                "wage": 4321.0,
                "private_phone": "555 0199",
                "work_email": "olga@example.com",
            }
        )
        known = str(self.indexed(employee))
        self.assertIn("olga@example.com", known)
        self.assertNotIn("4,321", known)
        self.assertNotIn("555 0199", known)

    def test_the_index_knows_no_field_that_reaches_through_a_grouped_one(self):
        self.source("crm.lead", ["name", "user_company_ids", "company_currency", "referred"])
        self.own_lead.referred = "By the mayor"
        self.assertIn("By the mayor", str(self.indexed(self.own_lead)))
        field = self.env["crm.lead"]._fields["referred"]
        self.patch(field, "related", "partner_id.barcode")
        self.patch(self.env["res.partner"]._fields["barcode"], "groups", "base.group_system")
        self.assertNotIn("By the mayor", str(self.indexed(self.own_lead)))

    def test_the_index_knows_names_only_of_models_that_every_employee_reads(self):
        partner = self.env["res.partner"].create({"name": "Harbour Authority"})
        self.own_lead.partner_id = partner
        self.assertIn("Harbour Authority", self.indexed(self.own_lead)["fields"])
        access = self.env["ir.model.access"].search([("model_id.model", "=", "res.partner")])
        access.filtered(
            lambda entry: entry.group_id in self.env.ref("base.group_user").all_implied_ids
        ).write({"perm_read": False})
        self.assertNotIn("Harbour Authority", str(self.indexed(self.own_lead)["fields"]))

    def test_the_index_reads_records_of_every_company(self):
        other = self.env["res.company"].create({"name": "Second house"})
        lead = self.lead("Lead of the second house", self.env["res.users"], company_id=other.id)
        self.assertIn("second house", self.indexed(lead)["fields"])

    def test_the_index_and_the_reader_name_a_section_alike(self):
        self.own_lead.description = "<p>They want oak.</p>"
        known, seen = self.indexed(self.own_lead), self.sections(self.asker, self.own_lead)
        self.assertEqual(set(known), set(seen))
        self.assertEqual(known["fields"], seen["fields"])
