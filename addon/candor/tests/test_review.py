from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common import ALL_SALES, SALES, CandorCase, answer_from


class ReviewCase(CandorCase, CronMixinCase):
    def look_after(self):
        """What the scheduled action does."""
        self.env.ref("candor.ir_cron_reviews").ir_actions_server_id.run()


class TwoReviewersCase(ReviewCase):
    """A review in the hands of one of two who may read it."""

    def setUp(self):
        super().setUp()
        self.reviews = self.env["candor.review"]
        self.turn = self.answered(
            self.asker, self.own_lead, "Ten desks", question="Zebra?", about=self.own_lead
        )
        self.review = self.sent(self.turn)
        self.second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")


@tagged("post_install", "-at_install")
class TestReview(ReviewCase):
    def setUp(self):
        super().setUp()
        self.turn = self.answered(
            self.asker, self.own_lead, "Ten desks", question="Zebra?", about=self.own_lead
        )

    def test_a_double_click_makes_one_review_and_one_activity(self):
        first, second = self.sent(self.turn), self.sent(self.turn)
        self.assertEqual(first, second)
        self.assertEqual(self.env["candor.review"].search_count([("turn_id", "=", self.turn.id)]), 1)
        kind = self.env.ref("candor.activity_type_review")
        domain = [("activity_type_id", "=", kind.id), ("res_model", "=", "crm.lead")]
        activities = self.env["mail.activity"].search([*domain, ("res_id", "=", self.own_lead.id)])
        self.assertEqual(activities, self.reminder(first))

    def test_only_who_asked_sends_a_turn_to_review(self):
        for user in (self.colleague, self.reviewer, self.manager, self.portal):
            with self.assertRaises(AccessError):
                self.sent(self.turn, user)
        for nonsense in (None, "1", 2**40, [self.turn.id]):
            with self.assertRaises(AccessError):
                self.turns.with_user(self.asker).send_to_review(nonsense)

    def test_a_turn_is_sent_to_review_only_with_its_answer(self):
        turn = self.asked(self.asker, "What is it?")
        with self.assertRaises(UserError):
            self.sent(turn)
        self.assertFalse(turn.review_ids)
        self.complete(turn, **answer_from(self.own_lead, "Ten desks"))
        self.assertEqual(self.sent(turn).reviewer_id, self.reviewer)

    def test_the_reviewer_is_named_only_to_who_may_read_him(self):
        turns = self.turns.with_user(self.asker)
        self.sent(self.turn)
        self.assertEqual(turns.send_to_review(self.turn.id)["reviewer"], self.reviewer.name)
        self.assertEqual(self.served(self.asker, self.turn)["review"]["reviewer"], self.reviewer.name)
        self.env["ir.rule"].create(
            {
                "name": "hide one user",
                "model_id": self.env["ir.model"]._get_id("res.users"),
                "domain_force": [("id", "!=", self.reviewer.id)],
            }
        )
        self.assertFalse(turns.send_to_review(self.turn.id)["reviewer"])
        self.assertFalse(self.served(self.asker, self.turn)["review"]["reviewer"])

    def test_the_askers_context_and_defaults_decide_nothing_of_the_review(self):
        defaults = self.env["ir.default"].with_user(self.asker)
        defaults.set("candor.review", "done_date", "2026-01-01 00:00:00", user_id=True)
        defaults.set("mail.activity", "summary", "Ten desks", user_id=True)
        review = self.sent(
            self.turn,
            default_outcome="approve",
            default_verdict='{"reason": "forged"}',
            default_reviewer_id=self.asker.id,
            default_summary="Ten desks",
        )
        self.assertFalse(review.outcome)
        self.assertFalse(review.done_date)
        self.assertFalse(review.verdict)
        self.assertEqual(self.reminder(review).summary, "Candor review")
        self.assertEqual(review.reviewer_id, self.reviewer)

    def test_the_reviewer_reads_every_section_the_answer_was_made_from(self):
        narrow = new_test_user(self.env, "candor_a_narrow_reviewer", f"{SALES},candor.group_reviewer")
        self.assertEqual(self.sent(self.turn).reviewer_id, self.reviewer)
        self.own_lead.message_subscribe(narrow.partner_id.ids)
        other = self.answered(self.colleague, self.other_lead, "Secret bid")
        self.assertEqual(self.sent(other).reviewer_id, self.reviewer)
        self.assertIsNone(self.served(narrow, other))

    def test_the_least_busy_reviewer_is_chosen(self):
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        first_review = self.sent(self.turn)
        again = self.answered(self.asker, self.own_lead, "Ten desks")
        self.assertEqual({first_review.reviewer_id, self.sent(again).reviewer_id}, {self.reviewer, second})

    def test_nobody_reviews_his_own_question(self):
        turn = self.answered(self.reviewer, self.own_lead, "Ten desks")
        review = self.sent(turn)
        self.assertEqual((review.state, review.reviewer_id), ("nobody", self.env["res.users"]))

    def test_without_a_reviewer_a_manager_is_told_so_without_content(self):
        self.env.ref("candor.group_manager").user_ids = self.manager
        self.reviewer.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        review = self.sent(self.turn)
        self.assertEqual(review.state, "nobody")
        activity = self.reminder(review)
        self.assertEqual(activity.activity_type_id, self.env.ref("candor.activity_type_unassigned"))
        self.assertEqual((activity.user_id, activity.res_model), (self.manager, "candor.review"))
        told = f"{activity.note} {activity.summary} {activity.res_name}"
        for word in ("Zebra", "desks"):
            self.assertNotIn(word, told)
        self.assertIsNone(self.served(self.manager, self.turn))

    def test_a_reviewer_who_joins_is_given_what_waits_for_nobody(self):
        self.reviewer.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        review = self.sent(self.turn)
        self.assertEqual(review.state, "nobody")
        with self.capture_triggers("candor.ir_cron_reviews") as triggered:
            self.reviewer.group_ids = [(4, self.env.ref("candor.group_reviewer").id)]
        self.assertTrue(triggered.records)
        self.look_after()
        self.assertEqual((review.state, review.reviewer_id), ("waiting", self.reviewer))

    def test_a_reviewer_who_is_hired_is_given_what_waits_for_nobody(self):
        self.reviewer.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        review = self.sent(self.turn)
        with self.capture_triggers("candor.ir_cron_reviews") as triggered:
            hired = new_test_user(self.env, "candor_hired", f"{ALL_SALES},candor.group_reviewer")
        self.assertTrue(triggered.records)
        self.look_after()
        self.assertEqual((review.state, review.reviewer_id), ("waiting", hired))

    def test_a_reviewer_who_leaves_leaves_his_reviews_to_another(self):
        review = self.sent(self.turn)
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        activity = self.reminder(review)
        with self.capture_triggers("candor.ir_cron_reviews") as triggered:
            self.reviewer.action_archive()
        self.assertTrue(triggered.records)
        self.look_after()
        self.assertEqual((review.state, review.reviewer_id), ("waiting", second))
        self.assertEqual(self.reminder(review).user_id, second)
        self.assertFalse(activity.exists())

    def test_a_reviewer_taken_out_on_the_groups_page_keeps_no_review(self):
        review = self.sent(self.turn)
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        self.look_after()
        self.assertEqual(review.reviewer_id, self.reviewer, "who still reviews keeps his")
        self.env.ref("candor.group_reviewer").user_ids = [(3, self.reviewer.id)]
        self.look_after()
        self.assertEqual(review.reviewer_id, second)

    def test_saving_a_user_renders_no_record(self):
        self.reviewer.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        self.sent(self.turn)
        with patch.object(type(self.turns), "_shown_to", side_effect=AssertionError):
            self.reviewer.group_ids = [(4, self.env.ref("candor.group_reviewer").id)]
            new_test_user(self.env, "candor_hired", f"{ALL_SALES},candor.group_reviewer")

    def test_a_review_that_cannot_be_assigned_keeps_no_other_waiting(self):
        self.reviewer.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        broken, fine = self.sent(self.turn), self.sent(self.answered(self.asker, self.own_lead, "Ten desks"))
        self.reviewer.group_ids = [(4, self.env.ref("candor.group_reviewer").id)]
        shown_to = type(self.turns)._shown_to

        def raising(turn, *args):
            if turn == broken.turn_id:
                raise ValueError("Ten desks")
            return shown_to(turn, *args)

        with (
            patch.object(type(self.turns), "_shown_to", raising),
            self.assertLogs("odoo.addons.candor.models.review_tending", "WARNING") as log,
        ):
            self.look_after()
        self.assertNotIn("desks", str(log.output))
        self.assertEqual((broken.state, fine.state), ("nobody", "waiting"))

    def test_the_reviewer_is_served_question_and_answer_while_he_may_read_them(self):
        review = self.sent(self.turn)
        content = self.page(self.reviewer, review)["turn"]
        self.assertEqual((content["question"], content["blank"]), ("Zebra?", False))
        self.assertEqual(content["parts"][0]["text"], "Ten desks")
        for user in (self.manager, self.colleague, self.portal):
            self.assertIs(self.page(user, review), False)
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        page = self.page(self.reviewer, review)
        self.assertEqual(page["actions"], ["hand_over", "lapse"])
        content = page["turn"]
        self.assertEqual((content["question"], content["blank"], content["parts"]), (False, True, []))

    def test_a_former_reviewer_who_manages_is_served_nothing(self):
        review = self.sent(self.turn)
        self.reviewer.group_ids = [(4, self.env.ref("candor.group_manager").id)]
        self.assertTrue(self.served(self.reviewer, self.turn))
        # By the group's own page, past the hook of res.users.
        self.env.ref("candor.group_reviewer").user_ids = [(3, self.reviewer.id)]
        self.assertEqual(review.reviewer_id, self.reviewer)
        self.assertIsNone(self.served(self.reviewer, self.turn))

    def test_a_draft_is_given_to_the_asker_and_escaped(self):
        self.own_lead.name = "Ten <b>desks</b>"
        turn = self.answered(self.asker, self.own_lead, "Ten <b>desks</b>")
        draft = self.turns.with_user(self.asker).draft(turn.id, "crm.lead", self.own_lead.id)
        self.assertEqual(draft["body_html"], "<p>Ten &lt;b&gt;desks&lt;/b&gt;</p>")
        self.assertEqual(draft["records"], [self.own_lead.display_name])
        for user in (self.colleague, self.reviewer):
            self.assertFalse(
                self.turns.with_user(user).draft(turn.id, "crm.lead", self.own_lead.id)["body_html"]
            )
        self.own_lead.user_id = self.colleague
        self.assertFalse(self.turns.with_user(self.asker).draft(turn.id, "crm.lead", 1)["body_html"])

    def test_a_draft_of_a_message_warns_of_internal_notes_and_other_partners(self):
        acme, other = self.env["res.partner"].create([{"name": "Acme"}, {"name": "Bolt"}])
        note = self.own_lead.message_post(body="Margin is thin", subtype_xmlid="mail.mt_note")
        self.own_lead.partner_id = acme
        second = self.lead("Five chairs", self.asker, partner_id=other.id)
        turn = self.asked(self.asker, "What?")
        self.complete(turn, **answer_from(self.own_lead, "Margin is thin", f"message:{note.id}"))
        drafts = self.turns.with_user(self.asker)
        kinds = {
            target: {
                warning["kind"]
                for warning in drafts.draft(turn.id, "crm.lead", target.id, "message")["warnings"]
            }
            for target in (self.own_lead, second)
        }
        self.assertEqual(kinds[self.own_lead], {"internal_note"})
        self.assertEqual(kinds[second], {"internal_note", "other_partner"})
        self.assertEqual(drafts.draft(turn.id, "crm.lead", second.id)["warnings"], [])
