from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import new_test_user, tagged

from .common import ALL_SALES
from .test_review import ReviewCase


@tagged("post_install", "-at_install")
class TestReminder(ReviewCase):
    def setUp(self):
        super().setUp()
        self.followers = self.own_lead.message_partner_ids
        self.messages = self.own_lead.message_ids
        self.mails = self.env["mail.mail"].search_count([])
        self.turn = self.answered(
            self.asker, self.own_lead, "Ten desks", question="Zebra?", about=self.own_lead
        )
        self.review = self.sent(self.turn)
        self.activity = self.reminder(self.review)

    def test_the_activity_stands_on_the_record_in_question_for_the_reviewer(self):
        self.assertEqual((self.activity.res_model, self.activity.res_id), ("crm.lead", self.own_lead.id))
        self.assertEqual(self.activity.user_id, self.reviewer)
        self.assertEqual(self.activity.activity_type_id, self.env.ref("candor.activity_type_review"))
        self.assertIn(f"/odoo/candor.review/{self.review.id}", self.activity.note)

    def test_the_activity_makes_no_follower_no_message_no_mail_and_holds_no_content(self):
        self.assertEqual(self.own_lead.message_partner_ids, self.followers)
        self.assertEqual(self.own_lead.message_ids, self.messages)
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)
        self.assertFalse(self.review.message_partner_ids)
        for word in ("Zebra", "desks"):
            self.assertNotIn(word, f"{self.activity.note} {self.activity.summary}")

    def test_a_model_without_chatter_is_reminded_of_on_the_review(self):
        self.source("hr.employee.public", ["name"])
        employee = self.env["hr.employee"].create({"name": "Olga Bern"})
        self.env.flush_all()
        profile = self.env["hr.employee.public"].browse(employee.id)
        turn = self.answered(self.asker, profile, "Olga Bern", about=profile)
        activity = self.reminder(self.sent(turn))
        self.assertEqual(activity.res_model, "candor.review")

    def test_nobody_ends_a_review_by_its_activity(self):
        for user in (self.reviewer, self.asker, self.env.ref("base.user_admin")):
            activity = self.activity.with_user(user)
            for attempt in (
                activity.action_done,
                activity.action_feedback,
                activity._action_done,
                activity.action_archive,
                activity.unlink,
                lambda activity=activity: activity.write({"active": False}),
                lambda activity=activity: activity.write({"active": 0}),
                lambda activity=activity: activity.with_context(candor_uninstall=True).unlink(),
                lambda activity=activity: activity.write(
                    {"activity_type_id": self.env.ref("mail.mail_activity_data_todo").id}
                ),
            ):
                with self.assertRaises(RedirectWarning) as refusal:
                    attempt()
                self.assertEqual(refusal.exception.args[1]["res_id"], self.review.id)
        self.assertTrue(self.activity.exists().active)
        self.assertEqual(self.review.state, "waiting")

    def test_an_ordinary_activity_is_as_free_as_before(self):
        activity = self.own_lead.with_user(self.asker).activity_schedule("mail.mail_activity_data_todo")
        activity.user_id = self.colleague
        activity.user_id = self.asker
        activity.action_feedback("done")
        self.assertFalse(activity.active)
        activity.unlink()
        self.assertFalse(activity.exists())

    def test_a_review_is_handed_over_only_to_who_may_read_it(self):
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        narrow = new_test_user(self.env, "candor_narrow", "base.group_user,candor.group_reviewer")
        activity = self.activity.with_user(self.reviewer)
        for user in (self.asker, self.colleague, narrow, self.portal):
            with self.assertRaises(UserError):
                activity.user_id = user
            activity.invalidate_recordset()
        with self.assertRaises(UserError):
            activity.write({"user_id": False})
        activity.user_id = second
        self.assertEqual(self.review.reviewer_id, second)
        self.assertEqual(self.own_lead.message_partner_ids, self.followers)
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)

    def test_a_deleted_record_ends_its_review(self):
        with self.capture_triggers("candor.ir_cron_reviews") as triggered:
            self.own_lead.unlink()
        self.assertTrue(triggered.records)
        self.look_after()
        self.assertEqual((self.review.state, self.review.outcome), ("done", "lapsed"))
        self.assertFalse(self.reminder(self.review))

    def test_merged_leads_keep_the_reminder(self):
        second = self.lead("Twenty desks", self.asker)
        (self.own_lead | second).with_user(self.reviewer).merge_opportunity()
        self.look_after()
        self.assertEqual(len(self.reminder(self.review)), 1)
        self.assertEqual(self.review.state, "waiting")
