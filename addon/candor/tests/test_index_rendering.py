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
        self.close_to_employees("res.partner")
        self.assertNotIn("Harbour Authority", str(self.indexed(self.own_lead)["fields"]))

    def _rule(self, model, domain, groups=()):
        return self.env["ir.rule"].create(
            {
                "name": "Of the test",
                "model_id": self.env["ir.model"]._get_id(model),
                "domain_force": domain,
                "groups": [(6, 0, [self.env.ref(group).id for group in groups])],
            }
        )

    def test_the_index_knows_no_name_that_a_record_rule_hides_from_some(self):
        hidden, open_ = self.env["res.partner"].create([{"name": "Harbour Authority"}, {"name": "Acme"}])
        other = self.own_lead.copy({"partner_id": open_.id})
        self.own_lead.partner_id = hidden
        kept = f"[('id', '!=', {hidden.id})]"
        for domain, groups in (
            (kept, ()),
            (kept, ("base.group_user",)),
            (kept, ("sales_team.group_sale_salesman",)),
            (f"[(1, '=', 1)] if user.has_group('base.group_user') else {kept}", ()),
            ("user.nothing_of_the_kind", ()),
        ):
            with self.subTest(domain=domain, groups=groups):
                rule = self._rule("res.partner", "[]", groups)
                # Not checked, as a rule that a later upgrade broke isn't.
                self.env.cr.execute("UPDATE ir_rule SET domain_force = %s WHERE id = %s", (domain, rule.id))
                rule.invalidate_recordset()
                self.assertNotIn("Harbour Authority", str(self.indexed(self.own_lead)))
                if "nothing" not in domain:
                    self.assertIn("Acme", str(self.indexed(other)))
                rule.unlink()
                self.assertIn("Harbour Authority", str(self.indexed(self.own_lead)))

    def test_rules_of_groups_add_up_for_who_has_several(self):
        partner = self.env["res.partner"].create({"name": "Harbour Authority"})
        self.own_lead.partner_id = partner
        self._rule("res.partner", f"[('id', '!=', {partner.id})]", ["base.group_user"])
        self._rule("res.partner", f"[('id', '=', {partner.id})]", ["base.group_user"])
        self.assertIn("Harbour Authority", str(self.indexed(self.own_lead)))

    def test_the_index_knows_no_line_that_a_rule_for_all_hides_from_some(self):
        self.source("sale.order", ["name"], ["order_line"])
        partner = self.env["res.partner"].create({"name": "Acme"})
        lines = [(0, 0, {"display_type": "line_note", "name": name}) for name in ("Carpet", "Ransom")]
        order = self.env["sale.order"].create({"partner_id": partner.id, "order_line": lines})
        self.assertIn("Ransom", str(self.indexed(order)))
        self._rule("sale.order.line", "[('name', '!=', 'Ransom')]")
        self.assertIn("Carpet", str(self.indexed(order)))
        self.assertNotIn("Ransom", str(self.indexed(order)))

    def test_the_index_knows_no_field_whose_value_depends_on_the_company(self):
        self.source("res.partner", ["name", "ref", "barcode"])
        partner = self.env["res.partner"].create({"name": "Acme", "ref": "R-77"})
        for company in self.env["res.company"].search([]):
            partner.with_company(company).barcode = "4711"
        self.assertTrue(partner._fields["barcode"].company_dependent)
        self.assertIn("R-77", str(self.indexed(partner)))
        self.assertNotIn("4711", str(self.indexed(partner)))
        self.assertIn("4711", str(self.sections(self.asker, partner)))

    def test_the_index_knows_lines_only_where_who_reads_the_record_reads_them(self):
        self.source("sale.order", ["name"], ["order_line"])
        partner = self.env["res.partner"].create({"name": "Acme"})
        line = (0, 0, {"display_type": "line_note", "name": "Hand-made carpet"})
        order = self.env["sale.order"].create({"partner_id": partner.id, "order_line": [line]})
        self.assertIn("Hand-made carpet", str(self.indexed(order)))
        salesman = self.env.ref("sales_team.group_sale_salesman").all_implied_ids
        access = self.env["ir.model.access"].search([("model_id.model", "=", "sale.order.line")])
        access.filtered(lambda entry: entry.group_id in salesman).perm_read = False
        self.assertNotIn("Hand-made carpet", str(self.indexed(order)))
        self.assertIn(order.name, str(self.indexed(order)))

    def test_the_index_reads_records_of_every_company(self):
        other = self.env["res.company"].create({"name": "Second house"})
        lead = self.lead("Lead of the second house", self.env["res.users"], company_id=other.id)
        self.assertIn("second house", self.indexed(lead)["fields"])

    def test_the_index_and_the_reader_name_a_section_alike(self):
        self.own_lead.description = "<p>They want oak.</p>"
        known, seen = self.indexed(self.own_lead), self.sections(self.asker, self.own_lead)
        self.assertEqual(set(known), set(seen))
        self.assertEqual(known["fields"], seen["fields"])
