from odoo.tests import tagged

from odoo.addons.candor.rendering.reader import Reader
from odoo.addons.candor.serving.records import render

from .common import CandorCase

NAMES = {
    "paint": ("Paint", "selection", "b"),
    "marks": ("Marks", "tags", ["x", "y"]),
    "supplier": ("Supplier", "many2one", None),
    "until": ("Until", "date", "2026-12-05"),
    "urgent": ("Urgent", "boolean", True),
    "chairs": ("Chairs", "integer", 1200),
    "pin": ("Access key", "char", "4711"),
}


@tagged("post_install", "-at_install")
class TestProperties(CandorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source("crm.lead", ["name", "lead_properties"])
        cls.supplier = cls.env["res.partner"].create({"name": "Oak Brothers"})
        values = {"name": "Libraries", "lead_properties_definition": cls.definition()}
        cls.team = cls.env["crm.team"].create(values)
        cls.own_lead.team_id = cls.team

    @classmethod
    def definition(cls):
        more = {
            "paint": {"selection": [["a", "Light blue"], ["b", "Dark green"]]},
            "marks": {"tags": [["x", "Loud", 1], ["y", "Tall", 2]]},
            "supplier": {"comodel": "res.partner"},
        }
        return [
            {"name": name, "string": label, "type": kind, **more.get(name, {})}
            for name, (label, kind, _value) in NAMES.items()
        ]

    def fill(self, **values):
        self.own_lead.lead_properties = {name: value for name, (_l, _t, value) in NAMES.items()} | values

    def section(self, user=None, wanted=("*",)):
        wanted = {"crm.lead": {self.own_lead.id: set(wanted)}}
        found = render(Reader.for_user(user or self.asker), wanted)[0]["sections"]
        return {part["section"]: part for part in found}.get("properties:lead_properties")

    def test_a_property_reads_as_a_person_sees_it(self):
        self.fill(supplier=self.supplier.id)
        for wanted in ("*", "fields", "properties:lead_properties"):
            section = self.section(wanted=[wanted])
            self.assertEqual(section["kind"], "fields")
            self.assertEqual(
                [line["text"] for line in section["lines"]],
                [
                    "Paint: Dark green",
                    "Marks: Loud, Tall",
                    "Supplier: Oak Brothers",
                    "Until: 12/05/2026",
                    "Urgent: Yes",
                    "Chairs: 1,200",
                ],
            )
        by_field = {line["field"]: line for line in section["lines"]}
        supplier = by_field["lead_properties.supplier"]
        self.assertEqual((supplier["type"], supplier["relation"]), ("many2one", "res.partner"))
        self.assertEqual((supplier["label"], supplier["target"]), ("Supplier", self.supplier.id))
        self.assertEqual(by_field["lead_properties.paint"]["type"], "selection")
        self.assertEqual(by_field["lead_properties.paint"]["value"], "Dark green")

    def test_what_is_not_filled_is_quiet(self):
        self.fill(paint=False, marks=False, until=False, urgent=False, chairs=0)
        section = self.section()
        self.assertEqual(section["lines"], [])
        self.assertEqual(
            [line["text"] for line in section["quiet"]],
            ["Paint", "Marks", "Supplier", "Until", "Urgent: No", "Chairs: 0"],
        )
        self.assertIs(section["quiet"][0]["value"], False)

    def test_what_opens_doors_is_no_text(self):
        self.fill()
        self.assertNotIn("4711", str(self.section()))

    def test_the_name_of_a_record_that_the_reader_may_not_open_is_absent_and_not_told_as_empty(self):
        self.fill(supplier=self.supplier.id)
        self.env["ir.rule"].create(
            {
                "name": "hide one partner",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", self.supplier.id)],
            }
        )
        self.assertNotIn("Oak Brothers", str(self.section()))
        self.assertNotIn("Supplier", [line["text"] for line in self.section()["quiet"]])
        self.assertNotIn("Oak Brothers", str(self.indexed(self.own_lead)))
        self.assertIn("Dark green", str(self.indexed(self.own_lead)))

    def test_money_stands_in_its_currency_where_the_reader_may_know_it(self):
        price = {"name": "price", "string": "Price", "type": "monetary", "currency_field": "company_currency"}
        self.team.lead_properties_definition = [price]
        self.own_lead.lead_properties = {"price": 1200.5}
        self.assertEqual(self.section()["lines"][0]["value"], "$\xa01,200.50")
        currency = self.env["crm.lead"]._fields["company_currency"]
        self.patch(currency, "groups", "base.group_system")
        self.assertEqual(self.section()["lines"][0]["value"], "1,200.50")

    def test_a_properties_field_of_a_group_is_for_the_group_alone(self):
        self.fill(supplier=self.supplier.id)
        field = self.env["crm.lead"]._fields["lead_properties"]
        self.patch(field, "groups", "sales_team.group_sale_salesman_all_leads")
        self.assertIsNone(self.section())
        self.assertNotIn("properties:lead_properties", self.indexed(self.own_lead))
        self.assertIn("Dark green", str(self.section(self.reviewer)))

    def test_the_index_has_what_is_filled(self):
        self.fill(supplier=self.supplier.id, urgent=False)
        known = self.indexed(self.own_lead)["properties:lead_properties"]
        self.assertIn("Supplier: Oak Brothers", known)
        self.assertNotIn("Urgent", known)

    def test_a_form_that_hides_the_properties_tells_none_as_empty(self):
        self.fill(paint=False)
        self.assertIn("Paint", [line["text"] for line in self.section()["quiet"]])
        form = self.env["ir.ui.view"].default_view("crm.lead", "form")
        self.env["ir.ui.view"].create(
            {
                "name": "Of the test",
                "model": "crm.lead",
                "inherit_id": form,
                "arch": "<field name='lead_properties' position='attributes'>"
                "<attribute name='invisible'>1</attribute></field>",
            }
        )
        self.assertEqual(self.section()["quiet"], [])
        self.assertIn("Urgent: Yes", str(self.section()["lines"]))
