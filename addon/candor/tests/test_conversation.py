from odoo.tests import tagged

from .common import CandorCase


@tagged("post_install", "-at_install")
class TestConversation(CandorCase):
    def _suggested(self, user, record):
        return self.env["candor.conversation"].with_user(user).suggestions(record._name, record.id)

    def test_suggestions_name_what_is_filled_by_its_label(self):
        self.source("crm.lead", ["expected_revenue", "description", "date_deadline", "date_open"])
        self.assertEqual(self._suggested(self.asker, self.own_lead), [])
        self.own_lead.expected_revenue = 4_100
        self.assertEqual(self._suggested(self.asker, self.own_lead), ["How much is the Expected Revenue?"])
        self.own_lead.write({"description": "Oak", "date_deadline": "2026-03-01"})
        questions = ["How much is the Expected Revenue?", "When is the Expected Closing?"]
        self.assertEqual(self._suggested(self.asker, self.own_lead), questions)

    def test_a_label_that_is_part_of_another_one_is_not_suggested(self):
        self.own_lead.write({"email_from": "ada@example.com", "email_cc": "boole@example.com"})
        self.source("crm.lead", ["email_from"])
        self.assertEqual(self._suggested(self.asker, self.own_lead), ["What is the Email?"])
        self.source("crm.lead", ["email_from", "email_cc"])
        self.assertEqual(self._suggested(self.asker, self.own_lead), [])

    def test_a_label_that_is_a_column_of_a_list_too_is_not_suggested(self):
        tax = self.env["account.tax"].create({"name": "Tenth", "amount": 10})
        product = self.env["product.product"].create({"name": "Oak desk", "taxes_id": tax.ids})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Acme"}).id,
                "user_id": self.asker.id,
                "order_line": [(0, 0, {"product_id": product.id, "price_unit": 80})],
            }
        )
        self.source("sale.order", ["amount_tax"])
        self.assertEqual(self._suggested(self.asker, order), ["How much is the Taxes?"])
        self.source("sale.order", ["amount_tax"], ["order_line"])
        self.assertEqual(self._suggested(self.asker, order), [])

    def test_many_people_are_not_asked_for_as_one(self):
        self.source("project.task", ["user_ids", "date_deadline"])
        task = self.env["project.task"].create({"name": "Paint", "user_ids": self.asker.ids})
        self.assertEqual(self._suggested(self.asker, task), [])

    def test_nothing_is_suggested_of_what_cannot_be_read(self):
        self.other_lead.expected_revenue = 4_100
        self.assertEqual(self._suggested(self.asker, self.other_lead), [])
        self.assertTrue(self._suggested(self.colleague, self.other_lead))
        self.patch(self.env["crm.lead"]._fields["expected_revenue"], "groups", "base.group_system")
        self.assertEqual(self._suggested(self.colleague, self.other_lead), [])

    def test_a_turn_comes_back_with_the_record_that_was_open(self):
        about = self.asked(self.asker, "What is it worth?", self.own_lead)
        self.asked(self.asker, "And all of them?", conversation=about.conversation_id)
        load = self.env["candor.conversation"].with_user(self.asker).load
        first, second = load(about.conversation_id.id)["turns"]
        record = {"resModel": "crm.lead", "resId": self.own_lead.id, "name": self.own_lead.name}
        self.assertEqual((first["about"], second["about"]), (record, False))

    def test_the_record_of_a_turn_has_no_name_once_it_is_forbidden(self):
        about = self.asked(self.asker, "What is it worth?", self.own_lead)
        self.own_lead.write({"user_id": self.colleague.id})
        load = self.env["candor.conversation"].with_user(self.asker).load
        (turn,) = load(about.conversation_id.id)["turns"]
        self.assertEqual(turn["about"]["name"], "")
