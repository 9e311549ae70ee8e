from odoo.tests import tagged

from odoo.addons.candor.database.outbox import EDITS
from odoo.addons.candor.database.transaction import own_transaction

from .common import CandorCase

OTHERS = ("de_DE", "es_ES")


@tagged("post_install", "-at_install")
class TestLanguages(CandorCase):
    """The index is given what a record says in every language in which somebody may ask for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in OTHERS:
            cls.env["res.lang"]._activate_lang(lang)
        cls.product = cls.env["product.product"].create({"name": "Oak desk"})
        cls.product.with_context(lang="de_DE").name = "Eichenschreibtisch"
        cls.product.with_context(lang="es_ES").name = "Escritorio de roble"
        cls.registry_enter_test_mode_cls()

    def _known(self, record):
        """`{(section, lang): text}` as the index is given it."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM candor_change")
        self.env.cr.execute("DELETE FROM candor_outbox")
        with own_transaction(self.env) as env:
            env["candor.outbox"]._queue(record._name, record.ids, EDITS)
        (row,) = self.call_indexer("lease")["rows"]
        return {
            (part["section"], part["lang"]): "\n".join(entry["text"] for entry in part["lines"])
            for part in row["sections"]
        }

    def assertInEach(self, known, section, **words):
        for lang, text in words.items():
            self.assertIn(text, known[section, lang])

    def test_a_translated_field_is_known_by_each_of_its_values(self):
        self.source("product.template", ["name"])
        known = self._known(self.product.product_tmpl_id)
        names = {"en_US": "Oak desk", "de_DE": "Eichenschreibtisch", "es_ES": "Escritorio de roble"}
        self.assertInEach(known, "fields", **names)
        self.assertInEach(known, "header", **names)

    def test_the_label_of_a_selection_is_known_in_each_language(self):
        self.source("crm.lead", ["name", "priority"])
        labels = {"en_US": "Urgent as fire", "de_DE": "Brandeilig", "es_ES": "Arde la casa"}
        entry = self.env["ir.model.fields.selection"].search(
            [("field_id.model", "=", "crm.lead"), ("field_id.name", "=", "priority"), ("value", "=", "2")]
        )
        for lang, label in labels.items():
            entry.with_context(lang=lang).name = label
        self.own_lead.priority = "2"
        self.assertInEach(self._known(self.own_lead), "fields", **labels)

    def test_a_line_is_known_by_each_name_of_what_it_holds(self):
        self.source("sale.order", ["name"], ["order_line"])
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Acme"}).id,
                "order_line": [(0, 0, {"product_id": self.product.id, "name": "As agreed"})],
            }
        )
        section = f"line:order_line:{order.order_line.id}"
        self.assertInEach(
            self._known(order),
            section,
            en_US="Oak desk",
            de_DE="Eichenschreibtisch",
            es_ES="Escritorio de roble",
        )

    def test_a_change_that_was_tracked_is_known_by_its_label_in_each_language(self):
        field = self.env["ir.model.fields"]._get("crm.lead", "name")
        labels = {"en_US": "Matter", "de_DE": "Betreffnis", "es_ES": "Tema del trato"}
        for lang, label in labels.items():
            field.with_context(lang=lang).field_description = label
        message = self.env["mail.message"].create(
            {
                "model": "crm.lead",
                "res_id": self.own_lead.id,
                "message_type": "notification",
                "tracking_value_ids": [
                    (0, 0, {"field_id": field.id, "old_value_char": "Nine", "new_value_char": "Ten"})
                ],
            }
        )
        self.assertInEach(self._known(self.own_lead), f"message:{message.id}", **labels)

    def test_an_attachment_is_known_by_its_name_however_its_kind_is_called(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "Bauplan.txt", "raw": b"", "res_model": "crm.lead", "res_id": self.own_lead.id}
        )
        known = self._known(self.own_lead)
        section = f"attachment:{attachment.id}"
        self.assertInEach(
            known,
            section,
            en_US="Attachment: Bauplan.txt",
            de_DE="Dateianhang: Bauplan.txt",
            es_ES="Archivo adjunto: Bauplan.txt",
        )

    def test_what_reads_alike_in_every_language_is_given_once(self):
        message = self.env["mail.message"].create(
            {
                "model": "crm.lead",
                "res_id": self.own_lead.id,
                "message_type": "notification",
                "body": "<p>Seventy carpets</p>",
            }
        )
        said = [lang for name, lang in self._known(self.own_lead) if name == f"message:{message.id}"]
        self.assertEqual(len(said), 1)

    def test_each_reader_is_given_his_own_language(self):
        self.source("product.template", ["name"])
        template = self.product.product_tmpl_id
        for lang, name in (("en_US", "Oak desk"), ("de_DE", "Eichenschreibtisch")):
            self.asker.lang = lang
            self.assertIn(name, self.sections(self.asker, template)["fields"])
