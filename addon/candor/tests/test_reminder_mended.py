from datetime import timedelta

from odoo import fields
from odoo.exceptions import RedirectWarning
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import ALL_SALES
from .test_review import ReviewCase


@tagged("post_install", "-at_install")
class TestReminderMended(ReviewCase):
    """Whatever is done to the activity of an open review, by whomever: there is one again."""

    def setUp(self):
        super().setUp()
        self.review = self.sent(
            self.answered(self.asker, self.own_lead, "Ten desks", question="Zebra?", about=self.own_lead)
        )
        self.second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")

    def _sql(self, statement, **values):
        self.env.flush_all()
        self.env.cr.execute(statement, values)

    def _assert_mended(self):
        self.look_after()
        self.env.invalidate_all()
        reminder = self.reminder(self.review)
        self.assertEqual(len(reminder), 1)
        kinds = self.env.ref("candor.activity_type_review") | self.env.ref("candor.activity_type_unassigned")
        copies = [("activity_type_id", "in", kinds.ids), ("res_id", "=", reminder.res_id)]
        self.assertEqual(self.env["mail.activity"].search(copies), reminder, "counted once")
        self.assertEqual(reminder.user_id, self.review.reviewer_id)
        self.assertEqual(reminder.activity_type_id, self.env.ref("candor.activity_type_review"))
        record = (
            self.env[reminder.res_model]
            .with_user(self.review.reviewer_id)
            .search([("id", "=", reminder.res_id)])
        )
        self.assertTrue(record, "its reviewer sees it")
        for word in ("Zebra", "desks"):
            self.assertNotIn(word, f"{reminder.note} {reminder.summary}")
        before = reminder
        self.look_after()
        self.assertEqual(self.reminder(self.review), before, "and is left alone then")

    def test_by_plain_sql(self):
        for statement in (
            "DELETE FROM mail_activity WHERE id = %(id)s",
            "UPDATE mail_activity SET active = FALSE WHERE id = %(id)s",
            "UPDATE mail_activity SET user_id = %(other)s WHERE id = %(id)s",
            "UPDATE mail_activity SET activity_type_id = %(type)s WHERE id = %(id)s",
            "UPDATE mail_activity SET res_id = 2147483600 WHERE id = %(id)s",
            "UPDATE mail_activity SET res_model = NULL, res_model_id = NULL, res_id = NULL WHERE id = %(id)s",
            """
            INSERT INTO mail_activity (candor_review_id, activity_type_id, user_id, res_model, res_id,
                                       res_model_id, date_deadline, active)
                 SELECT candor_review_id, activity_type_id, user_id, res_model, res_id,
                        res_model_id, date_deadline, TRUE
                   FROM mail_activity WHERE id = %(id)s
            """,
        ):
            with self.subTest(statement):
                kind = self.env.ref("mail.mail_activity_data_todo").id
                reminder = self.reminder(self.review).id
                self._sql(statement, id=reminder, other=self.asker.id, type=kind)
                self._assert_mended()

    def test_moved_to_another_review_by_sql(self):
        other = self.sent(self.answered(self.asker, self.own_lead, "Ten desks"))
        model = self.env["ir.model"]._get_id("candor.review")
        statement = """
            UPDATE mail_activity SET res_model = 'candor.review', res_model_id = %(model)s, res_id = %(other)s
             WHERE id = %(id)s
        """
        self._sql(statement, id=self.reminder(self.review).id, model=model, other=other.id)
        self.look_after()
        self.env.invalidate_all()
        self.assertEqual(self.reminder(self.review).res_model, "crm.lead")

    def test_in_sudo_as_an_automation_does(self):
        for change in (
            lambda reminder: reminder.unlink(),
            lambda reminder: reminder.write({"active": False}),
            lambda reminder: reminder.write({"user_id": self.asker.id}),
            lambda reminder: reminder.copy(),
            lambda reminder: reminder.action_archive(),
        ):
            change(self.reminder(self.review).sudo())
            self._assert_mended()

    def test_an_archived_reminder_is_not_reopened_beside_the_new_one(self):
        old = self.reminder(self.review)
        old.sudo().active = False
        self._assert_mended()
        self.assertFalse(old.exists())

    def test_an_archived_record_takes_it_to_the_review(self):
        self.own_lead.active = False
        self._assert_mended()
        self.assertEqual(self.reminder(self.review).res_model, "candor.review")

    def test_a_record_that_is_deleted_ends_the_review_that_nobody_can_judge_any_more(self):
        self._sql("DELETE FROM crm_lead WHERE id = %(id)s", id=self.own_lead.id)
        self.env.invalidate_all()
        self.look_after()
        self.assertEqual((self.review.state, self.review.outcome), ("done", "lapsed"))
        self.assertFalse(self.reminder(self.review))

    def test_a_reviewer_archived_or_deleted_by_sql_is_followed_by_another(self):
        self._sql("UPDATE res_users SET active = FALSE WHERE id = %(id)s", id=self.reviewer.id)
        self.env.invalidate_all()
        self._assert_mended()
        self.assertEqual(self.review.reviewer_id, self.second)
        self._sql("DELETE FROM res_users WHERE id = %(id)s", id=self.second.id)
        self._sql("UPDATE res_users SET active = TRUE WHERE id = %(id)s", id=self.reviewer.id)
        self.env.invalidate_all()
        self._assert_mended()
        self.assertEqual(self.review.reviewer_id, self.reviewer)

    def test_a_decided_review_has_none_whatever_reopens_it(self):
        self.decide(self.reviewer, self.review, "approve")
        self.final(self.review)
        activities = self.env["mail.activity"].with_context(active_test=False)
        old = activities.search([("candor_review_id", "=", self.review.id)])
        self.assertEqual(len(old), 1)
        old.active = True
        self.look_after()
        self.assertFalse(self.reminder(self.review))

    def test_feedback_reaches_no_chatter_before_or_after_the_verdict(self):
        reminder = self.reminder(self.review).with_user(self.reviewer)
        messages = self.own_lead.message_ids
        with self.assertRaises(RedirectWarning):
            reminder.action_feedback(feedback="They are oak")
        self.decide(self.reviewer, self.review, "approve")
        self.final(self.review)
        reminder.action_feedback(feedback="They are oak")
        reminder.write({"feedback": "They are oak"})
        self.env.invalidate_all()
        self.assertEqual(self.own_lead.message_ids, messages)
        self.assertNotIn("oak", str(reminder.sudo().feedback))

    def test_it_stands_in_the_reviewers_systray_once(self):
        groups = self.env["res.users"].with_user(self.reviewer)._get_activity_groups()
        counted = [
            group["planned_count"] + group["today_count"] for group in groups if group["model"] == "crm.lead"
        ]
        self.assertEqual(counted, [1])

    def test_its_deadline_is_the_reviews(self):
        self.assertEqual(self.reminder(self.review).date_deadline, self.review.due_date)
        self.assertGreater(self.review.due_date, fields.Date.today() - timedelta(days=1))

    def test_a_question_that_only_waits_for_a_reviewer_reminds_nobody(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        self.turns.with_user(self.asker).send_to_review(turn.id)
        self.assertFalse(self.reminder(turn.review_ids))
        query = SQL("SELECT count(*) FROM mail_activity WHERE candor_review_id = %s", turn.review_ids.id)
        self.assertEqual(self.env.execute_query(query), [(0,)])
