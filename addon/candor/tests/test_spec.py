from odoo.tests import tagged

from odoo.addons.candor.rendering import spec
from odoo.addons.candor.rendering.reader import IndexReader

from .common import CandorCase

#: What people ask for, and what none of them does, by model.
ASKED = {
    "res.partner": "name email phone function vat website street city country_id barcode ref comment",
    "sale.order": "name partner_id amount_untaxed amount_tax amount_total reference signed_by invoice_status",
    "purchase.order": "partner_ref amount_untaxed amount_tax amount_total date_planned",
    "account.move": "ref amount_untaxed amount_tax amount_total amount_residual payment_state",
    "crm.lead": "phone email_from function expected_revenue probability lead_properties",
    "project.task": "date_deadline allocated_hours user_ids task_properties",
    "product.template": "default_code barcode list_price standard_price weight",
    "hr.employee.public": "job_title job_id work_phone work_email mobile_phone",
}
MACHINERY = (
    "id active create_uid write_date display_name message_ids activity_ids activity_state access_token"
    " parent_path message_bounce email_normalized phone_sanitized amount_total_signed"
    " invoice_template_pdf_report_id"
).split()


@tagged("post_install", "-at_install")
class TestSpec(CandorCase):
    """What is read of a model nobody configured: by its views, types and use, whatever it is called."""

    def test_what_people_ask_for_is_read_and_machinery_is_not(self):
        for model, names in ASKED.items():
            chosen = spec.default_fields(self.env, model)
            self.assertEqual(sorted(set(names.split()) - set(chosen)), [], model)
            self.assertEqual(sorted(set(MACHINERY) & set(chosen)), [], model)

    def test_a_field_that_somebody_adds_is_read_where_a_view_shows_it(self):
        partner = self.env["ir.model"]._get_id("res.partner")
        for name in ("x_studio_shoe_size", "x_studio_unused"):
            self.env["ir.model.fields"].create(
                {"name": name, "model_id": partner, "ttype": "char", "field_description": "Shoe size"}
            )
        self.assertNotIn("x_studio_shoe_size", spec.default_fields(self.env, "res.partner"))
        form = self.env["ir.ui.view"].default_view("res.partner", "form")
        self.env["ir.ui.view"].create(
            {
                "name": "Of the test",
                "model": "res.partner",
                "inherit_id": form,
                "arch": "<field name='vat' position='after'><field name='x_studio_shoe_size'/></field>",
            }
        )
        chosen = spec.default_fields(self.env, "res.partner")
        self.assertEqual(chosen[chosen.index("vat") + 1], "x_studio_shoe_size")
        self.assertNotIn("x_studio_unused", chosen)

    def test_lists_of_a_form_are_read_also_where_they_have_no_columns_of_their_own(self):
        self.assertIn("seller_ids", spec.default_lines(self.env, "product.template"))
        columns = spec.columns(self.env, "product.template", "seller_ids")
        asked = {"partner_id", "price", "currency_id", "min_qty", "delay", "date_start", "date_end"}
        self.assertEqual(asked - set(columns), set())
        self.assertNotIn("sequence", columns)

    def test_a_line_is_of_its_product_though_the_list_shows_another_column(self):
        self.assertEqual(spec.columns(self.env, "sale.order", "order_line")[0], "product_id")

    def test_a_value_that_depends_on_who_looks_stays_out_of_the_index(self):
        reader = IndexReader.for_language(self.env, "en_US")
        tasks = self.env["project.task"]
        self.assertFalse(reader.may_field(tasks, "personal_stage_type_id"))
        self.assertNotIn("personal_stage_type_id", spec.default_fields(self.env, "project.task"))
        self.assertTrue(reader.may_field(tasks, "date_deadline"))
