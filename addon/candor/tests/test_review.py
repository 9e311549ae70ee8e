from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common import ALL_SALES, SALES, CandorCase, answer_from


class ReviewCase(CandorCase, CronMixinCase):
    def look_after(self):
        """What the scheduled action does."""
        self.env.ref("candor.ir_cron_reviews").ir_actions_server_id.run()

    def sent(self, turn, user=None, **context):
        """The review of a turn, as its asker sends it."""
        state = self.turns.with_user(user or turn.user_id).with_context(**context).send_to_review(turn.id)
        self.env["candor.review"]._tend()
        return self.env["candor.review"].browse(state["id"])


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
        self.assertEqual(activities, first.activity_id)

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
        self.assertEqual(review.activity_id.summary, "Candor review")
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
        activity = review.activity_id
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
        activity = review.activity_id
        with self.capture_triggers("candor.ir_cron_reviews") as triggered:
            self.reviewer.action_archive()
        self.assertTrue(triggered.records)
        self.look_after()
        self.assertEqual((review.state, review.reviewer_id), ("waiting", second))
        self.assertEqual(review.activity_id.user_id, second)
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
            self.assertLogs("odoo.addons.candor.models.review", "WARNING") as log,
        ):
            self.look_after()
        self.assertNotIn("desks", str(log.output))
        self.assertEqual((broken.state, fine.state), ("nobody", "waiting"))

    def test_the_reviewer_is_served_question_and_answer_while_he_may_read_them(self):
        review = self.sent(self.turn)
        content = review.with_user(self.reviewer).content()
        self.assertEqual((content["question"], content["blank"]), ("Zebra?", False))
        self.assertEqual(content["parts"][0]["text"], "Ten desks")
        self.assertFalse(review.with_user(self.manager).content())
        with self.assertRaises(AccessError):
            review.with_user(self.colleague).content()
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        content = review.with_user(self.reviewer).content()
        self.assertEqual((content["question"], content["blank"], content["parts"]), (False, True, []))

    def test_a_former_reviewer_who_manages_is_served_nothing(self):
        review = self.sent(self.turn)
        self.reviewer.group_ids = [(4, self.env.ref("candor.group_manager").id)]
        self.assertTrue(self.served(self.reviewer, self.turn))
        # By the group's own page, past the hook of res.users.
        self.env.ref("candor.group_reviewer").user_ids = [(3, self.reviewer.id)]
        self.assertEqual(review.reviewer_id, self.reviewer)
        self.assertIsNone(self.served(self.reviewer, self.turn))

    def test_the_asker_sees_state_and_reviewer_but_no_word_of_his(self):
        review = self.sent(self.turn).with_user(self.reviewer)
        review.reason = "Not oak"
        review.action_reject()
        served = self.served(self.asker, self.turn)
        self.assertEqual(
            (served["review"]["state"], served["review"]["outcome"], served["review"]["reviewer"]),
            ("done", "reject", self.reviewer.name),
        )
        self.assertNotIn("oak", str(served))
        self.assertFalse(review.with_user(self.asker).reason)
        self.assertFalse(review.with_user(self.manager).reason)

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


@tagged("post_install", "-at_install")
class TestVerdict(ReviewCase):
    def setUp(self):
        super().setUp()
        self.turn = self.answered(
            self.asker, self.own_lead, "Ten desks", question="Zebra?", about=self.own_lead
        )
        self.review = self.sent(self.turn).with_user(self.reviewer)

    def _assert_decided(self, outcome):
        self.assertEqual((self.review.state, self.review.outcome), ("done", outcome))
        activity = self.review.sudo().activity_id
        self.assertFalse(activity.active)
        self.assertTrue(activity.feedback)
        self.assertNotIn("oak", activity.feedback)

    def test_a_reviewer_approves(self):
        self.review.action_approve()
        self._assert_decided("approve")

    def test_a_reviewer_corrects_with_words_of_his_own(self):
        with self.assertRaises(UserError):
            self.review.action_correct()
        self.review.write({"correction": "Ten oak desks"})
        self.review.action_correct()
        self._assert_decided("correct")
        self.assertEqual(self.review.correction, "Ten oak desks")

    def test_a_reviewer_rejects_with_a_reason(self):
        with self.assertRaises(UserError):
            self.review.action_reject()
        self.review.write({"reason": "They are oak"})
        self.review.write({"correction": "Oak"})
        self.review.action_reject()
        self._assert_decided("reject")
        self.assertEqual(self.review.reason, "They are oak")

    def test_a_verdict_is_given_once(self):
        self.review.action_approve()
        self.review.invalidate_recordset()
        for attempt in (
            self.review.action_approve,
            lambda: self.review.write({"reason": "Later"}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(self.review.outcome, "approve")

    def test_nobody_else_gives_a_verdict(self):
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        for user in (self.asker, self.colleague, second, self.manager, self.env.ref("base.user_admin")):
            review = self.review.with_user(user)
            for attempt in (
                review.action_approve,
                lambda review=review: review.write({"reason": "Mine"}),
                lambda review=review: review.write({"state": "done"}),
                review.unlink,
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertEqual(self.review.state, "waiting")

    def test_a_reviewer_decides_with_buttons_only(self):
        for values in (
            {"state": "done"},
            {"outcome": "approve"},
            {"reviewer_id": self.asker.id},
            {"verdict": "x"},
        ):
            with self.assertRaises(AccessError):
                self.review.write(values)
        with self.assertRaises(AccessError):
            self.review.create({"turn_id": self.turn.id})

    def test_who_can_no_longer_read_the_records_does_not_judge_them(self):
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        with self.assertRaises(AccessError):
            self.review.action_approve()
        self.assertEqual(self.review.state, "waiting")

    def test_a_reviewer_ends_without_a_verdict_only_what_can_be_judged_no_longer(self):
        self.assertFalse(self.review.may_lapse)
        with self.assertRaises(AccessError):
            self.review.action_lapse()
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.review.invalidate_recordset()
        self.assertTrue(self.review.may_lapse)
        with self.assertRaises(AccessError):
            self.review.action_approve()
        self.review.action_lapse()
        self._assert_decided("lapsed")
        with self.assertRaises(AccessError):
            self.review.action_lapse()

    def test_an_answer_is_judged_also_after_the_record_was_mended(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks", place="Opportunity")
        review = self.sent(turn).with_user(self.reviewer)
        self.own_lead.name = "Eleven chairs"
        self.assertFalse(review.may_lapse)
        with self.assertRaises(AccessError):
            review.action_lapse()
        content = review.content()
        self.assertEqual((content["blank"], content["changed_since"]), (False, content["date"]))
        self.assertEqual(content["parts"][0]["text"], "Ten desks")
        review.write({"reason": "They are eleven chairs"})
        review.action_reject()
        self.assertEqual((review.state, review.outcome), ("done", "reject"))

    def test_nobody_else_ends_a_review_without_a_verdict(self):
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        for user in (self.asker, self.colleague, second, self.manager, self.portal):
            with self.assertRaises(AccessError):
                self.review.with_user(user).action_lapse()
        self.assertEqual(self.review.state, "waiting")
        self.review.action_lapse()
        self.assertEqual(self.review.outcome, "lapsed")

    def test_a_manager_ends_what_nobody_reviews(self):
        self.env.ref("candor.group_manager").user_ids = self.manager
        self.reviewer.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        review = self.sent(turn)
        activity = review.activity_id
        self.assertEqual((review.state, activity.user_id), ("nobody", self.manager))
        for user in (self.asker, self.reviewer, self.portal):
            with self.assertRaises(AccessError):
                review.with_user(user).action_lapse()
        review.with_user(self.manager).action_lapse()
        self.assertEqual((review.state, review.outcome, activity.active), ("done", "lapsed", False))
        self.assertEqual(self.served(self.asker, turn)["review"]["outcome"], "lapsed")

    def test_nobody_posts_words_on_a_review(self):
        for user in (self.reviewer, self.asker, self.manager, self.env.ref("base.user_admin")):
            review = self.review.with_user(user)
            message = {"model": review._name, "res_id": review.id, "body": "They are oak"}
            for attempt in (
                lambda review=review: review.message_post(body="They are oak"),
                lambda user=user, message=message: self.env["mail.message"].with_user(user).create(message),
                lambda review=review: review.activity_schedule(note="They are oak"),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertFalse(self.review.sudo().message_ids)
        # A lead is as open as ever to who may write on it.
        self.assertTrue(self.own_lead.with_user(self.asker).message_post(body="They are oak"))

    def test_a_reason_that_is_too_long_is_refused_not_cut(self):
        with self.assertRaises(UserError):
            self.review.write({"reason": "x" * 4001})

    def test_nobody_reads_the_stored_verdict_by_the_orm(self):
        self.review.write({"reason": "They are oak"})
        for user in (self.reviewer, self.asker, self.manager, self.env.ref("base.user_admin")):
            review = self.review.with_user(user)
            for attempt in (
                lambda review=review: review.verdict,
                lambda review=review: review.read(["verdict"]),
                lambda review=review: review.search([("verdict", "ilike", "oak")]),
                lambda review=review: review.search([], order="verdict"),
                lambda review=review: review._read_group([], ["verdict"], ["__count"]),
            ):
                with self.assertRaises(AccessError):
                    attempt()
