from odoo.tests import tagged

from odoo.addons.candor.rendering import record as rendered_record
from odoo.addons.candor.rendering.reader import IndexReader, Reader
from odoo.addons.candor.serving.quotation import standing, surroundings
from odoo.addons.candor.serving.records import render

from .common import CandorCase


@tagged("post_install", "-at_install")
class TestFormLabel(CandorCase):
    """A person asks by what the form calls a field, which may depend on the record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.partner = cls.env["res.partner"].create({"name": "Acme"})
        cls.asker.group_ids |= cls.env.ref("account.group_account_invoice")

    def move(self, kind):
        return self.env["account.move"].create(
            {"move_type": kind, "partner_id": self.partner.id, "company_id": self.asker.company_id.id}
        )

    def section(self, record, lang=None):
        found = render(Reader.for_user(self.asker, lang=lang), {record._name: {record.id: {"*"}}})
        return {part["section"]: part for part in found[0]["sections"]}["fields"]

    def line(self, record, name, lang=None):
        section = self.section(record, lang)
        (found,) = [line for line in section["lines"] + section["quiet"] if line["field"] == name]
        return found

    def call(self, name, label):
        """Every place where the lead's form shows the field, called so."""
        form = self.env["ir.ui.view"].default_view("crm.lead", "form")
        places = len(self.env["candor.source"]._form("crm.lead").places[name])
        arch = "".join(
            f"<xpath expr=\"(//field[@name='{name}'])[{place}]\" position='attributes'>"
            f"<attribute name='string'>{label}</attribute></xpath>"
            for place in range(1, places + 1)
        )
        return self.env["ir.ui.view"].create(
            {"name": "Of the test", "model": "crm.lead", "inherit_id": form, "arch": f"<data>{arch}</data>"}
        )

    def test_the_label_is_that_of_the_place_where_this_record_shows_the_field(self):
        self.source("account.move", ["partner_id"])
        self.assertEqual(self.env["account.move"]._fields["partner_id"].string, "Partner")
        for kind, label in (("out_invoice", "Customer"), ("in_invoice", "Vendor"), ("entry", "Partner")):
            line = self.line(self.move(kind), "partner_id")
            self.assertEqual((line["label"], line["text"]), (label, f"{label}: Acme"), kind)

    def test_the_label_is_in_the_language_of_the_reader(self):
        self.source("crm.lead", ["name", "referred"])
        view = self.call("referred", "Sent by")
        view.update_field_translations("arch_db", {"de_DE": {"Sent by": "Geschickt von"}})
        self.own_lead.referred = "the mayor"
        self.assertEqual(self.line(self.own_lead, "referred")["text"], "Sent by: the mayor")
        self.assertEqual(self.line(self.own_lead, "referred", "de_DE")["text"], "Geschickt von: the mayor")

    def test_what_is_empty_is_called_so_too(self):
        self.source("crm.lead", ["name", "referred"])
        self.call("referred", "Sent by")
        self.own_lead.referred = False
        self.assertEqual(self.line(self.own_lead, "referred")["label"], "Sent by")

    def test_a_label_that_a_title_completes_stays_whole(self):
        self.source("crm.lead", ["name", "referred"])
        self.call("referred", "Referred")
        self.own_lead.referred = "the mayor"
        self.assertEqual(self.line(self.own_lead, "referred")["text"], "Referred By: the mayor")

    def test_the_index_has_the_own_label_of_the_field_and_no_hash_changes(self):
        self.source("account.move", ["partner_id"])
        invoice = self.move("out_invoice")
        reader = IndexReader.for_language(self.env, "en_US")
        spec = self.env["candor.source"]._specs()["account.move"]
        found = rendered_record.render(reader, spec, invoice.with_env(reader.env), {invoice.id: {"*"}})
        indexed = {part["section"]: part for part in found[0]["sections"]}["fields"]
        self.assertEqual([line["text"] for line in indexed["lines"]], ["Partner: Acme"])
        self.assertEqual(self.section(invoice)["hash"], indexed["hash"])

    def test_a_quote_stands_by_the_label_that_it_had_when_it_was_made(self):
        self.source("account.move", ["partner_id"])
        section = self.section(self.move("out_invoice"))
        for quote in ("Customer: Acme", "Partner: Acme", "Acme"):
            lines = standing(quote, section)
            self.assertEqual(surroundings({"quote": quote}, lines)["quote"], quote)
        self.assertIsNone(standing("Vendor: Acme", section))
