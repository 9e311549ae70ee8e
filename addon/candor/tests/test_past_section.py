from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import ALL_SALES, answer_from
from .past_answer_case import PastAnswerCase


@tagged("post_install", "-at_install")
class TestPastAnswerByReader(PastAnswerCase):
    """A value that depends on who looks, or on where he works."""

    def setUp(self):
        super().setUp()
        self.source("product.template", ["name", "standard_price", "description_sale"])
        self.product = self.env["product.template"].create({"name": "Oak desk", "standard_price": 45})
        self.quote = self.line("Cost", self.product)

    def test_a_value_of_one_company_is_shown_after_a_change_to_who_asked_only(self):
        turn = self.quoting("Cost", self.quote, self.product)
        self.assert_stands(self.reviewer, turn)
        self.product.standard_price = 52
        self.assert_changed(self.asker, turn, self.quote)
        self.assert_blank(self.reviewer, turn)
        self.product.standard_price = 45
        self.assert_stands(self.reviewer, turn)

    def test_to_who_asked_only_where_he_still_works(self):
        company = self.env["res.company"].create({"name": "Second"})
        own = self.asker.company_id
        self.asker.company_ids = [Command.link(company.id)]
        turn = self.quoting("Cost", self.quote, self.product)
        self.product.standard_price = 52
        self.assert_changed(self.asker, turn, self.quote)
        self.asker.write({"company_id": company.id, "company_ids": [Command.unlink(own.id)]})
        self.assert_blank(self.asker, turn)

    def test_a_value_of_who_looks_is_shown_to_nobody_after_a_change(self):
        self.product.description_sale = "Made of oak"
        quote = self.line("Sales Description", self.product)
        turn = self.quoting("Sales Description", quote, self.product)
        self.product.description_sale = "Made of ash"
        self.assert_changed(self.reviewer, turn, quote)
        field = self.env["product.template"]._fields["description_sale"]
        self.patch(field, "store", False)
        self.assert_changed(self.asker, turn, quote)
        self.assert_blank(self.reviewer, turn)
        contexts = self.env.registry.field_depends_context
        self.addCleanup(contexts.__setitem__, field, contexts[field])
        contexts[field] = ("uid",)
        self.assert_blank(self.asker, turn)


@tagged("post_install", "-at_install")
class TestPastAnswerOfRest(PastAnswerCase):
    """Messages, attachments, rows, activities and properties."""

    def test_a_message_that_was_edited_is_shown_and_one_that_was_deleted_is_not(self):
        message = self.own_lead.message_post(body="They want oak.", message_type="comment")
        section = f"message:{message.id}"
        turn = self.quoting("message of today", "They want oak.", section=section)
        self.assert_stands(self.reviewer, turn)
        self.own_lead._message_update_content(message, body="They want ash.")
        for user in (self.asker, self.reviewer):
            self.assert_changed(user, turn, "They want oak.")
            self.assertIn("They want ash.", self.turns.with_user(user).quoted_now(turn.id, 1))
        message.subject = "About wood"
        self.own_lead._message_update_content(message, body="")
        self.assert_blank(self.asker, turn)
        message.unlink()
        self.assert_blank(self.asker, turn)

    def test_a_message_is_shown_only_to_who_may_read_it_now(self):
        message = self.own_lead.message_post(body="They want oak.", message_type="comment")
        turn = self.quoting("message of today", "They want oak.", section=f"message:{message.id}")
        self.own_lead._message_update_content(message, body="They want ash.")
        self.own_lead.user_id = self.colleague
        self.assert_blank(self.asker, turn)
        self.assert_changed(self.reviewer, turn, "They want oak.")

    def test_changed_values_and_senders_are_no_words_that_were_edited(self):
        changed = {
            "field_id": self.env["ir.model.fields"]._get("crm.lead", "name").id,
            "new_value_char": "Oak",
        }
        tracking = self.env["mail.message"].create(
            {
                "model": "crm.lead",
                "res_id": self.own_lead.id,
                "message_type": "notification",
                "tracking_value_ids": [Command.create(changed)],
            }
        )
        message = self.own_lead.message_post(body="They want oak.", message_type="comment")
        cases = [(tracking, "Stage: New → Won"), (message, "From: Nobody At All")]
        for entry, quote in cases:
            turn = self.asked(self.asker, "What?")
            self.complete(turn, **answer_from(self.own_lead, quote, f"message:{entry.id}", "entry"))
            self.assert_blank(self.asker, turn)
        turn = self.asked(self.asker, "What?")
        quote = f"From: {self.asker.partner_id.display_name}"
        self.complete(turn, **answer_from(self.own_lead, quote, f"message:{message.id}", "entry"))
        self.assertFalse(self.served(self.asker, turn)["blank"])

    def test_an_attachment_of_another_name_has_changed_and_one_that_is_gone_is_gone(self):
        file = self.env["ir.attachment"].create(
            {"name": "Plan A.txt", "res_model": "crm.lead", "res_id": self.own_lead.id, "raw": b"oak"}
        )
        turn = self.quoting(
            "attachment Plan A.txt", "Attachment: Plan A.txt", section=f"attachment:{file.id}"
        )
        file.name = "Plan B.txt"
        self.assert_changed(self.reviewer, turn, "Attachment: Plan A.txt")
        file.unlink()
        self.assert_blank(self.asker, turn)

    def test_a_row_is_shown_by_its_columns(self):
        orders = "sales_team.group_sale_salesman_all_leads"
        for user in (self.asker, self.reviewer):
            user.group_ids |= self.env.ref(orders)
        self.source("sale.order", ["name"], lines=["order_line"])
        product = self.env["product.product"].create({"name": "Oak desk"})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Wexcombe Mill"}).id,
                "user_id": self.asker.id,
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 3})],
            }
        )
        line = order.order_line
        section = f"line:order_line:{line.id}"
        quote = self.sections(self.asker, order)[section]
        self.assertIn("Quantity: 3", quote)
        turn = self.quoting("Order Lines, line 1", quote, order, section)
        line.product_uom_qty = 5
        self.assert_changed(self.asker, turn, quote)
        self.assert_changed(self.reviewer, turn, quote)
        foreign = self.asked(self.asker, "What?")
        document = answer_from(order, f"{quote} · Margin of the house: 12", section, "line 1")
        self.complete(foreign, **document)
        self.assert_blank(self.asker, foreign)
        line.unlink()
        self.assert_blank(self.asker, turn)

    def test_a_property_is_shown_as_long_as_it_is_one_and_a_name_in_it_to_who_may_know_it(self):
        self.source("crm.lead", ["name", "lead_properties"])
        definition = [
            {"name": "paint", "string": "Paint", "type": "char"},
            {"name": "supplier", "string": "Supplier", "type": "many2one", "comodel": "res.partner"},
        ]
        team = self.env["crm.team"].create({"name": "Libraries", "lead_properties_definition": definition})
        first, second = self.env["res.partner"].create([{"name": "Oak Brothers"}, {"name": "Ash Sisters"}])
        self.own_lead.team_id = team
        self.own_lead.lead_properties = {"paint": "Dark green", "supplier": first.id}
        section = "properties:lead_properties"
        quotes = {"Paint": "Paint: Dark green", "Supplier": "Supplier: Oak Brothers"}
        turns = {label: self.quoting(label, quote, section=section) for label, quote in quotes.items()}
        self.own_lead.lead_properties = {"paint": "Light blue", "supplier": second.id}
        for label, turn in turns.items():
            for user in (self.asker, self.reviewer):
                self.assert_changed(user, turn, quotes[label])
        first.name = "Elm Brothers"
        self.assert_blank(self.asker, turns["Supplier"])
        team.lead_properties_definition = definition[1:]
        self.assert_blank(self.asker, turns["Paint"])

    def test_an_activity_that_was_moved_has_changed_and_one_that_is_done_is_gone(self):
        activity = self.own_lead.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.asker.id, summary="Call Ann", note="<p>About oak</p>"
        )
        section = f"activity:{activity.id}"
        turn = self.quoting("planned activity", "Summary: Call Ann", section=section)
        noted = self.quoting("planned activity", "About oak", section=section)
        activity.write({"summary": "Call Bob", "note": "<p>About ash</p>"})
        for user in (self.asker, self.reviewer):
            self.assert_changed(user, turn, "Summary: Call Ann")
            self.assert_changed(user, noted, "About oak")
        activity.action_feedback()
        self.assert_blank(self.asker, turn)

    def test_who_reviews_next_may_be_somebody_who_reads_it_as_it_is_now(self):
        self.own_lead.expected_revenue = 28_400
        turn = self.answered(
            self.asker, self.own_lead, self.line("Expected Revenue"), place="Expected Revenue"
        )
        self.own_lead.expected_revenue = 31_000
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        self.reviewer.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        self.assertEqual(self.under_review(turn).reviewer_id, second)
