from odoo.tests import tagged

from odoo.addons.candor.rendering import record as rendered_record
from odoo.addons.candor.rendering.reader import Reader
from odoo.addons.candor.serving.records import render

from .common import CandorCase


@tagged("post_install", "-at_install")
class TestMessage(CandorCase):
    def _post(self, lead, body, **values):
        return self.env["mail.message"].create(
            {
                "model": "crm.lead",
                "res_id": lead.id,
                "body": f"<p>{body}</p>",
                "message_type": "comment",
                **values,
            }
        )

    def _tracked(self, lead, name, old, new, **values):
        """A message that says that a field changed, as Odoo stores it."""
        values |= {
            "field_id": self.env["ir.model.fields"]._get("crm.lead", name).id,
            "old_value_char": old,
            "new_value_char": new,
        }
        return self._post(lead, "", message_type="notification", tracking_value_ids=[(0, 0, values)])

    def test_a_message_is_a_section_of_its_record(self):
        message = self._post(self.own_lead, "They want oak", author_id=self.colleague.partner_id.id)
        name = f"message:{message.id}"
        seen = self.sections(self.asker, self.own_lead)
        self.assertIn("They want oak", seen[name])
        self.assertIn(self.colleague.name, seen[name])
        self.assertEqual(set(self.sections(self.asker, self.own_lead, (name,))), {"header", name})
        self.assertIn("They want oak", self.indexed(self.own_lead)[name])

    def test_a_message_of_another_record_is_not_given_under_this_one(self):
        foreign = self._post(self.other_lead, "Bid is 99")
        own = self._post(self.own_lead, "They want oak")
        names = (f"message:{foreign.id}", f"message:{own.id}")
        self.assertNotIn("Bid is 99", str(self.sections(self.asker, self.own_lead, names)))
        self.assertIsNone(self.sections(self.asker, self.other_lead, names))
        self.assertIn("Bid is 99", str(self.sections(self.reviewer, self.other_lead, names)))

    def test_a_notification_for_single_recipients_is_given_to_nobody(self):
        # Its recipients read it in their inbox; a record's sections are the same for all.
        private = self._post(
            self.own_lead,
            "Only for your eyes",
            message_type="user_notification",
            partner_ids=[(4, self.asker.partner_id.id)],
        )
        self.assertIn(
            private, self.env["mail.message"].with_user(self.asker).search([("id", "=", private.id)])
        )
        names = ("*", f"message:{private.id}")
        for user in (self.asker, self.colleague, self.reviewer):
            self.assertNotIn("Only for your eyes", str(self.sections(user, self.own_lead, names)))
        self.assertNotIn("Only for your eyes", str(self.indexed(self.own_lead)))

    def test_a_change_of_a_free_field_is_given_and_indexed(self):
        message = self._tracked(self.own_lead, "name", "Nine desks", "Ten desks")
        name = f"message:{message.id}"
        self.assertIn("Nine desks → Ten desks", self.sections(self.asker, self.own_lead)[name])
        self.assertIn("Nine desks → Ten desks", self.indexed(self.own_lead)[name])

    def test_a_change_of_a_grouped_field_is_given_to_its_group_and_never_indexed(self):
        field = self.env["crm.lead"]._fields["referred"]
        self.patch(field, "groups", "candor.group_manager")
        message = self._tracked(self.own_lead, "referred", "Salary 1000", "Salary 2000")
        name = f"message:{message.id}"
        self.assertNotIn(name, self.sections(self.asker, self.own_lead))
        self.assertNotIn("Salary", str(self.indexed(self.own_lead)))
        self.asker.group_ids = [(4, self.env.ref("candor.group_manager").id)]
        self.assertIn("Salary 1000 → Salary 2000", self.sections(self.asker, self.own_lead)[name])

    def test_a_tracked_target_is_named_only_to_who_may_open_it(self):
        before, after = self.env["res.partner"].create([{"name": "Open Works"}, {"name": "Hidden Harbour"}])
        ids = {"old_value_integer": before.id, "new_value_integer": after.id}
        name = f"message:{self._tracked(self.own_lead, 'partner_id', 'Old', 'Stored harbour', **ids).id}"
        self.assertIn("Open Works → Hidden Harbour", self.sections(self.asker, self.own_lead)[name])
        self._hide(before)
        self.assertIn(": Hidden Harbour", self.sections(self.asker, self.own_lead)[name])
        self._hide(after)
        for word in ("Open Works", "arbour"):
            self.assertNotIn(word, str(self.sections(self.asker, self.own_lead)))

    def _hide(self, partner):
        self.env["ir.rule"].create(
            {
                "name": "hide one partner",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", partner.id)],
            }
        )

    def test_the_index_is_given_no_tracked_name_of_a_model_that_not_every_employee_reads(self):
        partner = self.env["res.partner"].create({"name": "Hidden Harbour"})
        ids = {"old_value_integer": 0, "new_value_integer": partner.id}
        self._tracked(self.own_lead, "partner_id", "", "Hidden Harbour", **ids)
        self.assertIn("Hidden Harbour", str(self.indexed(self.own_lead)))
        self.close_to_employees("res.partner")
        self.assertNotIn("Hidden Harbour", str(self.indexed(self.own_lead)))

    def test_tracked_names_of_several_records_at_once_are_given_to_nobody(self):
        self._tracked(self.own_lead, "tag_ids", "", "Hidden Harbour, Open Works")
        self.assertNotIn("Harbour", str(self.sections(self.asker, self.own_lead)))
        self.assertNotIn("Harbour", str(self.indexed(self.own_lead)))

    def test_a_chatter_with_a_group_is_given_to_its_group_and_never_indexed(self):
        message = self._post(self.own_lead, "They want oak")
        attachment = self.env["ir.attachment"].create(
            {"name": "offer.txt", "raw": b"words", "res_model": "crm.lead", "res_id": self.own_lead.id}
        )
        names = {f"message:{message.id}", f"attachment:{attachment.id}"}
        self.assertLessEqual(names, set(self.sections(self.asker, self.own_lead)))
        self.assertLessEqual(names, set(self.indexed(self.own_lead)))
        self.patch(self.env["crm.lead"]._fields["message_ids"], "groups", "candor.group_manager")
        for wanted in (("*",), names):
            self.assertFalse(names & set(self.sections(self.asker, self.own_lead, wanted)))
        self.assertFalse(names & set(self.indexed(self.own_lead)))
        self.asker.group_ids = [(4, self.env.ref("candor.group_manager").id)]
        for wanted in (("*",), names):
            self.assertLessEqual(names, set(self.sections(self.asker, self.own_lead, wanted)))

    def test_a_long_chatter_gives_its_newest_messages_and_leaves_room_for_the_other_record(self):
        self.patch(rendered_record, "MAX_MESSAGES", 2)
        second = self.lead("Five chairs", self.asker)
        posted = [self._post(self.own_lead, f"word {number}") for number in range(5)]
        quiet = self._post(second, "one word")
        reader = Reader.for_user(self.asker, lang="en_US", company_ids=[])
        wanted = {"crm.lead": {self.own_lead.id: {"*"}, second.id: {"*"}}}
        names = {
            part["section"]
            for record in render(reader, wanted)
            for part in record["sections"]
            if part["kind"] == "message"
        }
        self.assertEqual(names, {f"message:{message.id}" for message in [*posted[-2:], quiet]})
