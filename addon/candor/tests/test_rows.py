from datetime import date

from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.candor.capture.watch import parts
from odoo.addons.candor.rendering.reader import Reader
from odoo.addons.candor.rendering.stamp import stamps
from odoo.addons.candor.serving.records import render

from .common import CandorCase

MEMBER = "base.group_user,candor.group_user"


@tagged("post_install", "-at_install")
class TestRows(CandorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source("product.template", ["name"], ["seller_ids"])
        cls.vendor = cls.env["res.partner"].create({"name": "Oak Brothers"})
        cls.product = cls.env["product.template"].create({"name": "Oak desk"})
        cls.price = cls.env["product.supplierinfo"].create(
            {
                "product_tmpl_id": cls.product.id,
                "partner_id": cls.vendor.id,
                "price": 1234.5,
                "min_qty": 10,
                "delay": 4,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "currency_id": cls.env.ref("base.USD").id,
            }
        )
        cls.name = f"line:seller_ids:{cls.price.id}"

    def row(self, user, record, name=None):
        found = render(Reader.for_user(user), {record._name: {record.id: {"*"}}})
        by_name = {part["section"]: part for part in found[0]["sections"]}
        return by_name.get(name or self.name)

    def test_what_a_vendor_charges_is_a_row_of_the_product(self):
        buyer = new_test_user(self.env, "candor_buyer", f"{MEMBER},purchase.group_purchase_user")
        for user in (self.asker, buyer, self.env.ref("base.user_admin")):
            row = self.row(user, self.product)
            self.assertEqual((row["kind"], row["place"]), ("line", "Vendors, line 1"))
            (line,) = row["lines"]
            for words in (
                "Vendor: Oak Brothers",
                "Quantity: 10.00",
                "Unit Price: $\xa01,234.50",
                "Lead Time: 4",
                "Start Date: 01/01/2026",
                "End Date: 12/31/2026",
            ):
                self.assertIn(words, line["text"])

    def test_a_row_has_its_columns_one_by_one(self):
        (line,) = self.row(self.asker, self.product)["lines"]
        cells = {cell["field"]: cell for cell in line["cells"]}
        vendor = {
            "label": "Vendor",
            "value": "Oak Brothers",
            "type": "many2one",
            "field": "partner_id",
            "relation": "res.partner",
            "target": self.vendor.id,
            "party": True,
        }
        self.assertEqual(line["cells"][0], vendor)
        self.assertEqual(cells["price"]["value"], "$\xa01,234.50")
        self.assertNotIn("currency_id", cells)
        for cell in line["cells"]:
            self.assertIn(f"{cell['label']}: {cell['value']}", line["text"])

    def test_who_may_not_read_vendors_prices_gets_none_and_neither_does_the_index(self):
        self.assertIn("1,234.50", self.indexed(self.product)[self.name])
        self.close_to_employees("product.supplierinfo")
        self.assertIsNone(self.row(self.asker, self.product))
        self.assertNotIn(self.name, self.indexed(self.product))
        buyer = new_test_user(self.env, "candor_buyer", f"{MEMBER},purchase.group_purchase_manager")
        self.assertIn("1,234.50", str(self.row(buyer, self.product)))

    def test_a_column_of_a_group_is_in_no_row(self):
        self.assertIn("Lead Time", str(self.row(self.asker, self.product)))
        self.patch(self.env["product.supplierinfo"]._fields["delay"], "groups", "base.group_system")
        for user in (self.asker, self.env.ref("base.user_admin")):
            self.assertIn("1,234.50", str(self.row(user, self.product)))
            self.assertNotIn("Lead Time", str(self.row(user, self.product)))

    def test_a_price_of_a_group_hides_all_rows_from_who_lacks_it(self):
        # Odoo sorts them by their price, and refuses to for him.
        self.patch(self.env["product.supplierinfo"]._fields["price"], "groups", "base.group_system")
        self.assertIsNone(self.row(self.asker, self.product))
        self.assertNotIn("1,234.50", str(self.indexed(self.product)))

    def test_a_record_rule_hides_one_vendor_from_a_reader_and_from_the_index(self):
        self.env["ir.rule"].create(
            {
                "name": "Of the test",
                "model_id": self.env["ir.model"]._get_id("product.supplierinfo"),
                "domain_force": [("id", "!=", self.price.id)],
            }
        )
        self.assertIsNone(self.row(self.asker, self.product))
        self.assertNotIn(self.name, self.indexed(self.product))

    def test_a_variant_has_the_rows_of_its_product_and_a_change_of_them_is_noticed(self):
        source = self.source("product.product", ["name"], ["seller_ids"])
        variant = self.product.product_variant_id
        self.assertIn("1,234.50", str(self.row(self.asker, variant)))
        self.assertIn("1,234.50", self.indexed(variant)[self.name])
        spec = self.env["candor.source"]._specs()["product.product"]
        self.env.flush_all()
        before = stamps(self.env, spec, variant.ids)
        self.price.price = 9
        self.env.flush_all()
        self.assertNotEqual(stamps(self.env, spec, variant.ids), before)
        (hops,) = [hops for watch, hops in parts(self.env, spec) if watch.table == "product_supplierinfo"]
        ids = self.product.ids
        for table, come, go in hops:
            names = (SQL.identifier(name) for name in (go, table, come))
            self.env.cr.execute(SQL("SELECT %s FROM %s WHERE %s = ANY(%s)", *names, ids))
            ids = [found for (found,) in self.env.cr.fetchall()]
        self.assertEqual(ids, variant.ids)
        source.unlink()

    def test_a_many2one_line_names_its_target(self):
        self.source("crm.lead", ["name", "partner_id", "tag_ids"])
        self.own_lead.partner_id = self.vendor
        self.own_lead.message_post(body="They want oak.", author_id=self.vendor.id, message_type="comment")
        found = render(Reader.for_user(self.asker), {"crm.lead": {self.own_lead.id: {"*"}}})
        lines = {line["field"]: line for part in found[0]["sections"] for line in part["lines"]}
        self.assertEqual(lines["partner_id"]["target"], self.vendor.id)
        self.assertIs(lines["name"]["target"], False)
        self.assertEqual(lines["author_id"]["target"], self.vendor.id)
