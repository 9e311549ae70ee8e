from odoo.tests import tagged

from odoo.addons.candor.rendering.reader import Reader
from odoo.addons.candor.rendering.section import named
from odoo.addons.candor.serving.records import render

from .common import answer_from
from .past_answer_case import PastAnswerCase


@tagged("post_install", "-at_install")
class TestPastAnswer(PastAnswerCase):
    def setUp(self):
        super().setUp()
        self.own_lead.expected_revenue = 28_400
        self.quote = self.line("Expected Revenue")

    def test_a_value_that_was_mended_is_shown_as_it_was_said_to_asker_and_reviewer(self):
        turn = self.quoting("Expected Revenue", self.quote)
        for user in (self.asker, self.reviewer):
            self.assert_stands(user, turn)
        self.own_lead.expected_revenue = 31_000
        for user in (self.asker, self.reviewer):
            self.assert_changed(user, turn, self.quote)
            self.assertEqual(self.served(user, turn)["question"], "Zebra?")
            turns = self.turns.with_user(user)
            self.assertEqual(turns.quoted_now(turn.id, 1), self.line("Expected Revenue", user=user))
            self.assertIs(turns.quoted(turn.id, 1), False)
        self.own_lead.expected_revenue = 28_400
        self.assert_stands(self.asker, turn)

    def test_a_value_that_was_emptied_is_shown_as_it_was_said(self):
        self.own_lead.description = "<p>They want oak.</p>"
        turn = self.quoting("Notes", "They want oak.")
        self.own_lead.description = False
        self.assert_changed(self.reviewer, turn, "They want oak.")
        self.assertEqual(self.turns.with_user(self.asker).quoted_now(turn.id, 1), "")

    def test_a_zero_that_became_a_number_has_changed_and_stood_before(self):
        self.own_lead.expected_revenue = 0
        zero = self._rendered_line("expected_revenue")["text"]
        self.assertNotIn(zero, self.sections(self.asker, self.own_lead)["fields"])
        turn = self.quoting("Expected Revenue", zero)
        self.assert_stands(self.asker, turn)
        self.own_lead.expected_revenue = 5_200
        self.assert_changed(self.asker, turn, zero)

    def _rendered_line(self, field):
        (record,) = render(Reader.for_user(self.asker), {"crm.lead": {self.own_lead.id: {"fields"}}})
        (found,) = (line for part in record["sections"] for line in named(part) if line["field"] == field)
        return found

    def test_a_number_that_became_a_longer_one_has_changed(self):
        self.source("crm.lead", ["name", "referred"])
        for was, now in (("3", "30"), ("3", "3.5"), ("3", "3,000")):
            self.own_lead.referred = was
            turn = self.quoting("Referred By", f"Referred By: {was}")
            self.assert_stands(self.asker, turn)
            self.own_lead.referred = now
            self.assert_changed(self.asker, turn, f"Referred By: {was}")
        self.own_lead.referred = "3. And more"
        self.assert_stands(self.asker, turn)

    def test_what_stands_now_is_bounded(self):
        self.own_lead.description = "<p>They want oak.</p>"
        turn = self.quoting("Notes", "They want oak.")
        self.own_lead.description = f"<p>{'They want ash. ' * 200}</p>"
        now = self.turns.with_user(self.asker).quoted_now(turn.id, 1)
        self.assertTrue(now.startswith("Notes: They want ash.") and now.endswith(" …"), now)
        self.assertLessEqual(len(now), 600)

    def test_who_may_not_read_the_record_is_shown_nothing_of_it_changed_or_not(self):
        turn = self.quoting("Expected Revenue", self.quote)
        self.own_lead.write({"expected_revenue": 31_000, "user_id": self.colleague.id})
        self.assert_blank(self.asker, turn)
        self.assert_changed(self.reviewer, turn, self.quote)
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.assert_blank(self.reviewer, turn)
        self.own_lead.user_id = self.asker
        self.assert_changed(self.asker, turn, self.quote)

    def test_of_a_record_that_is_gone_nothing_is_shown_as_of_one_that_may_not_be_read(self):
        gone, lost = (self.quoting("Opportunity", "Ten", self.lead("Ten", self.asker)) for _ in range(2))
        self.env["crm.lead"].browse(gone._answer()["evidence"][0]["resId"]).unlink()
        self.env["crm.lead"].browse(lost._answer()["evidence"][0]["resId"]).user_id = self.colleague
        told = [
            {**self.served(self.asker, turn), "id": 0, "date": "", "review": False} for turn in (gone, lost)
        ]
        self.assertEqual(told[0], told[1])
        self.assert_blank(self.asker, gone)

    def test_a_field_that_got_a_group_since_is_shown_no_more_whatever_it_said(self):
        self.source("crm.lead", ["name", "referred"])
        self.own_lead.referred = "By the mayor"
        turn = self.quoting("Referred By", "Referred By: By the mayor")
        self.own_lead.referred = "By the baker"
        self.assert_changed(self.asker, turn, "Referred By: By the mayor")
        self.patch(self.env["crm.lead"]._fields["referred"], "groups", "base.group_system")
        self.assert_blank(self.asker, turn)

    def test_a_field_that_is_no_longer_of_the_source_or_never_was_is_shown_no_more(self):
        turn = self.quoting("Expected Revenue", self.quote)
        self.source("crm.lead", ["name"])
        self.assert_blank(self.asker, turn)
        unknown = self.asked(self.asker, "What?")
        self.complete(unknown, **answer_from(self.own_lead, "They want beech.", place="Details"))
        self.assert_blank(self.asker, unknown)

    def test_another_field_of_the_same_label_that_he_may_not_read_keeps_the_words_back(self):
        turn = self.quoting("Expected Revenue", self.quote)
        self.own_lead.expected_revenue = 31_000
        field = self.env["crm.lead"]._fields["recurring_revenue"]
        self.assert_changed(self.asker, turn, self.quote)
        self.patch(field, "string", "Expected Revenue")
        self.patch(field, "groups", "base.group_system")
        self.env["ir.model.fields"]._get(
            "crm.lead", "recurring_revenue"
        ).field_description = "Expected Revenue"
        self.assert_blank(self.asker, turn)

    def test_the_name_of_another_record_is_shown_only_to_who_may_know_it_now(self):
        partner, other = self.env["res.partner"].create([{"name": "Wexcombe Mill"}, {"name": "Oak Mill"}])
        self.own_lead.partner_id = partner
        label = self._rendered_line("partner_id")["label"]
        quote = f"{label}: Wexcombe Mill"
        turn = self.quoting(label, quote)
        self.assert_stands(self.asker, turn)
        self.own_lead.partner_id = other
        self.assert_changed(self.asker, turn, quote)
        self.assert_changed(self.reviewer, turn, quote)
        group = self.env.ref("sales_team.group_sale_salesman_all_leads")
        rule = self.env["ir.rule"].create(
            {
                "name": "Not the mill",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", partner.id)],
            }
        )
        self.assert_blank(self.asker, turn)
        # Nor where the record still has it: a name that is kept back is no change.
        self.own_lead.partner_id = partner
        self.assert_blank(self.asker, turn)
        rule.groups = group
        self.assert_blank(self.reviewer, turn)
        self.assert_stands(self.asker, turn)

    def test_a_former_name_of_the_record_in_the_answers_words_is_a_change(self):
        name = self.own_lead.name
        turns = []
        for text in (self.quote, f"{name} – {self.quote}"):
            document = answer_from(self.own_lead, self.quote, place="Expected Revenue")
            document["evidence"][0]["name"] = name
            document["parts"][0]["text"] = text
            turns.append(self.asked(self.asker, "Zebra?"))
            self.complete(turns[-1], **document)
            self.assert_stands(self.asker, turns[-1])
        self.own_lead.name = "Eleven chairs"
        self.assert_stands(self.asker, turns[0])
        served = self.served(self.asker, turns[1])
        self.assertEqual((served["changed_since"], served["evidence"][0]["changed"]), (served["date"], True))
        self.assertEqual(served["evidence"][0]["name"], "Eleven chairs")

    def test_a_record_that_was_renamed_has_another_header(self):
        header = self.sections(self.asker, self.own_lead)["header"]
        turn = self.quoting("Lead", header, section="header")
        self.own_lead.name = "Eleven chairs"
        self.assert_changed(self.reviewer, turn, header)

    def test_a_name_put_together_from_other_records_is_shown_to_who_asked_only(self):
        header = self.sections(self.asker, self.own_lead)["header"]
        turn = self.quoting("Lead", header, section="header")
        self.own_lead.name = "Eleven chairs"
        display_name = self.env["crm.lead"]._fields["display_name"]
        depends = self.env.registry.field_depends
        self.addCleanup(depends.__setitem__, display_name, depends[display_name])
        depends[display_name] = ("name", "partner_id.name")
        self.assert_changed(self.asker, turn, header)
        self.assert_blank(self.reviewer, turn)

    def test_words_of_a_model_are_shown_after_a_change_to_who_asked_only(self):
        turn = self.quoting("Expected Revenue", self.quote, model="some-model")
        self.assert_stands(self.reviewer, turn)
        self.own_lead.expected_revenue = 31_000
        self.assert_changed(self.asker, turn, self.quote)
        self.assert_blank(self.reviewer, turn)

    def test_a_draft_says_what_has_changed(self):
        turn = self.quoting("Expected Revenue", self.quote)
        turns = self.turns.with_user(self.asker)
        self.assertEqual(turns.draft(turn.id, "crm.lead", self.own_lead.id)["warnings"], [])
        self.own_lead.expected_revenue = 31_000
        for kind in ("note", "message"):
            draft = turns.draft(turn.id, "crm.lead", self.own_lead.id, kind)
            self.assertIn("28,400", draft["body_html"])
            self.assertEqual(draft["warnings"], [{"kind": "changed", "record": self.own_lead.name}])
        self.own_lead.user_id = self.colleague
        self.assertEqual(turns.draft(turn.id, "crm.lead", self.own_lead.id)["body_html"], "")

    def test_words_now_are_given_to_nobody_else_and_for_no_nonsense(self):
        turn = self.quoting("Expected Revenue", self.quote)
        self.own_lead.expected_revenue = 31_000
        for user in (self.colleague, self.manager, self.portal, self.env.ref("base.user_admin")):
            self.assertIs(self.turns.with_user(user).quoted_now(turn.id, 1), False, user.login)
        turns = self.turns.with_user(self.asker)
        for turn_id, n in ((turn.id, 2), (turn.id, None), (2**40, 1), (None, 1), ("x", 1)):
            self.assertIs(turns.quoted_now(turn_id, n), False)
