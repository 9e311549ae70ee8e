from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_forgetting import WORD, ForgettingCase


@tagged("post_install", "-at_install")
class TestForgetByAdministrator(ForgettingCase):
    def _wizard(self, user=None, **values):
        return self.env["candor.forget"].with_user(user or self.manager).create(values)

    def test_what_a_person_asked_is_counted_and_deleted_and_nothing_of_it_shown(self):
        first = self.told_of()
        self.told_of(about=self.lead_told)
        self.sent(first)
        others = self.told_of(user=self.colleague, question="Zebra?", record=self.own_lead)
        wizard = self._wizard(user_id=self.asker.id)
        counts = (wizard.question_count, wizard.conversation_count, wizard.review_count)
        self.assertEqual(counts, (2, 2, 1))
        self.assertNotIn(WORD, str(wizard.read()))
        action = wizard.action_forget()
        self.assertNotIn(WORD, str(action))
        self.assertFalse(self.turns.search([("user_id", "=", self.asker.id)]))
        self.assertFalse(self.env["candor.conversation"].search([("user_id", "=", self.asker.id)]))
        self.assertTrue(others.exists())
        self.assertEqual(len(self.forgotten()), 2)
        with self.assertRaises(UserError):
            wizard.action_forget()

    def test_everything_that_speaks_of_a_record_is_found_whoever_asked(self):
        record = self.lead("Zebra", self.asker)
        cites = self.told_of(record)
        about = self.told_of(self.own_lead, about=record)
        looked_at = self.asked(self.colleague, "Zebra?")
        pointer = {"resModel": "crm.lead", "resId": record.id, "section": "fields", "hash": "0"}
        named = {"resModel": "crm.lead", "resId": record.id, "name": "Zebra", "modelLabel": "Lead"}
        closest = self.asked(self.colleague, "Zebra?")
        self.complete(looked_at, outcome="abstained", sections=[pointer])
        self.complete(closest, outcome="abstained", closest=[named])
        other = self.told_of()
        wizard = self._wizard(kind="record")
        wizard.sudo().record = f"crm.lead,{record.id}"
        self.assertEqual(wizard.question_count, 4)
        wizard.action_forget()
        self.assertEqual((cites | about | looked_at | closest | other).exists(), other)
        self.assertTrue(record.exists())

    def test_only_administrators_count_delete_or_send(self):
        self.told_of()
        administrator = self.env.ref("base.user_admin")
        administrator.group_ids = [(3, self.env.ref("candor.group_manager").id)]
        self.assertEqual(self._wizard(administrator, user_id=self.asker.id).question_count, 1)
        wizard = self._wizard(user_id=self.asker.id)
        for user in (self.asker, self.colleague, self.reviewer, self.portal, self.indexer):
            with self.assertRaises(AccessError, msg=user.login):
                self._wizard(user, user_id=self.asker.id)
            for method in ("action_forget", "action_send_export", "_turns"):
                with self.assertRaises(AccessError, msg=user.login):
                    getattr(wizard.with_user(user), method)()
        self.assertEqual(wizard.question_count, 1)

    def test_a_person_is_sent_the_link_to_his_own_export(self):
        self._wizard(user_id=self.asker.id).action_send_export()
        message = self.env["mail.message"].search([("partner_ids", "in", self.asker.partner_id.ids)], limit=1)
        self.assertIn("/candor/export", message.body)
        self.assertEqual(message.partner_ids, self.asker.partner_id)
        self.asker.active = False
        with self.assertRaises(UserError):
            self._wizard(user_id=self.asker.id).action_send_export()
        with self.assertRaises(UserError):
            self._wizard(kind="record").action_send_export()
