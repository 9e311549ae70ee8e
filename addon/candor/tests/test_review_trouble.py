import json
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_review import TwoReviewersCase

TENDING = "odoo.addons.candor.models.review_tending"


class StrangerCase(TwoReviewersCase):
    def _as(self, user):
        return self.reviews.with_user(user)

    def _bare(self, **more):
        """A question that rests on no record, under review."""
        turn = self.asked(self.asker, "Which of my colleagues is ill?", **more)
        self.complete(turn, outcome="abstained")
        review = self.sent(turn)
        review.reviewer_id = self.reviewer
        return review


@tagged("post_install", "-at_install")
class TestReviewStrangers(StrangerCase):
    def test_what_rests_on_no_record_is_taken_by_nobody_else(self):
        bare = self._bare()
        with self.assertRaises(AccessError):
            self._as(self.second).take(bare.id)
        self.assertEqual(bare.reviewer_id, self.reviewer)

    def test_a_strangers_errors_tell_nothing_of_a_review(self):
        self.decide(self.reviewer, self.review, "approve")
        with self.assertRaises(AccessError):
            self._as(self.colleague).take(self.review.id)

    def test_the_next_reviewer_is_given_no_words_of_the_former(self):
        self.decide(
            self.reviewer,
            self.review,
            "correct",
            correction="Harbour for a million",
            reason="Harbour",
            cited=[{"resModel": "crm.lead", "resId": self.other_lead.id}],
        )
        self._as(self.reviewer).undo(self.review.id)
        self.assertIn("Harbour", str(self.page(self.reviewer, self.review)["draft"]))
        self.hide(self.other_lead)
        self._as(self.second).take(self.review.id)
        self.assertNotIn("Harbour", str(self.page(self.second, self.review)))
        self._as(self.second).hand_over(self.review.id, self.reviewer.id)
        self.assertIn("Harbour", str(self.page(self.reviewer, self.review)["draft"]))

    def test_a_verdict_that_is_arriving_is_handed_to_nobody(self):
        self.decide(self.reviewer, self.review, "reject", reason="They are oak")
        activity = self.reminder(self.review)
        for user in (self.reviewer, self.asker):
            with self.assertRaises(UserError):
                activity.with_user(user).user_id = self.second
            activity.invalidate_recordset()
        self.assertEqual((self.review.reviewer_id, self.review.state), (self.reviewer, "pending"))

    def test_who_asked_chooses_no_judge_by_the_activity(self):
        activity = self.reminder(self.review).with_user(self.asker)
        with self.assertRaises(AccessError):
            activity.user_id = self.second
        self.assertEqual(self.review.reviewer_id, self.reviewer)

    def test_a_deadline_is_not_moved_by_handing_it_to_oneself(self):
        self.review.due_date = "2020-01-01"
        self._as(self.reviewer).take(self.review.id)
        self.assertEqual(str(self.review.due_date), "2020-01-01")
        self._as(self.reviewer).hand_over(self.review.id, self.reviewer.id)
        self.assertEqual(str(self.review.due_date), "2020-01-01")

    def test_a_rule_sends_no_earlier_question_that_rests_on_nothing(self):
        bare = self._bare()
        conversation = bare.turn_id.conversation_id
        for origin in ("rule", "asked"):
            turn = self.answered(
                self.asker, self.own_lead, "Ten desks", about=self.own_lead, conversation=conversation
            )
            review = self.under_review(turn, origin=origin)
            review.reviewer_id = self.reviewer
            earlier = [it["question"] for it in self.page(self.reviewer, review)["earlier"]]
            self.assertEqual("Which of my colleagues is ill?" in earlier, origin == "asked", origin)
            self.assertNotIn("ill", str(self.page(self.second, review)), "the pool")

    def test_sources_of_the_pool_name_no_model_that_he_cannot_read(self):
        narrow = new_test_user(self.env, "candor_narrow", "base.group_user,candor.group_reviewer")
        self.assertEqual(self._as(narrow).sources("pool"), [])
        self.assertEqual([it["resModel"] for it in self._as(self.second).sources("pool")], ["crm.lead"])

    def test_what_the_asker_is_said_not_to_read_is_what_hides_it(self):
        self.source("res.partner", ["name"])
        product = self.env["res.country"].search([], limit=1)
        partner = self.env["res.partner"].create({"name": "Acme"})
        self.env["candor.source"].search([("model", "=", "res.partner")]).active = False
        cited = [{"resModel": it._name, "resId": it.id} for it in (self.own_lead, product, partner)]
        unreadable = self._as(self.reviewer).unreadable_by_asker(self.review.id, cited)
        for entry in cited:
            self.decide(self.reviewer, self.review, "correct", correction="See", cited=[entry])
            kept = json.loads(self.review.verdict)["cited"]
            self.final(self.review)
            state = self.served(self.asker, self.turn)["review"]
            self.assertEqual(state["is_unreadable"], entry in unreadable and bool(kept), entry)
            self.review.write({"state": "waiting"})

    def test_nobody_finds_or_counts_a_verdict_that_is_arriving(self):
        self.decide(self.reviewer, self.review, "reject", reason="They are oak")
        for user in (self.asker, self.reviewer, self.manager):
            (told,) = self._as(user).browse(self.review.id).read()
            self.assertFalse(told["outcome"])
            self.assertNotIn("pending_outcome", told)
            self.assertFalse(self._as(user).search([("outcome", "=", "reject")]))
            with self.assertRaises(AccessError):
                self._as(user).search([("pending_outcome", "=", "reject")])
        self.assertEqual(self.page(self.reviewer, self.review)["verdict"]["outcome"], "reject")
        self.assertIs(self.page(self.asker, self.review)["verdict"], False)
        self.final(self.review)
        self.assertEqual(self._as(self.asker).search([("outcome", "=", "reject")]), self.review)

    def test_a_verdict_that_nobody_sent_yet_is_final_to_who_reads_it(self):
        self.decide(self.reviewer, self.review, "reject", reason="They are oak")
        self.review.final_date = fields.Datetime.now() - timedelta(seconds=1)
        state = self.served(self.asker, self.turn)["review"]
        self.assertEqual(
            (state["state"], state["outcome"], state["reason"]), ("done", "reject", "They are oak")
        )
        self.assertEqual(self.page(self.asker, self.review)["verdict"]["outcome"], "reject")

    def test_how_sure_it_was_is_left_out_with_a_record_that_was_close(self):
        turn = self.asked(self.asker, "Zebra?", self.own_lead)
        near = {"resModel": "crm.lead", "resId": self.other_lead.id, "name": "as was", "modelLabel": "Lead"}
        reasons = [{"code": "close", "params": {"name": self.other_lead.name}}]
        confidence = {"probability": 0.3, "threshold": 0.5, "provisional": True, "reasons": reasons}
        self.complete(turn, outcome="abstained", closest=[near], confidence=confidence)
        review = self.sent(turn)
        review.reviewer_id = self.reviewer
        self.assertIn("harbour", str(self.page(self.reviewer, review)))
        self.hide(self.other_lead)
        page = self.page(self.reviewer, review)
        self.assertFalse(page["turn"]["blank"])
        self.assertNotIn("harbour", str(page))


@tagged("post_install", "-at_install")
class TestReviewTrouble(StrangerCase):
    def _orphan(self, review):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM candor_turn WHERE id = %s", [review.turn_id.id])
        self.env.invalidate_all()

    def test_a_turn_that_is_gone_breaks_nothing(self):
        other = self.sent(self.answered(self.asker, self.own_lead, "Ten desks", about=self.own_lead))
        other.reviewer_id = self.reviewer
        self._orphan(self.review)
        self.assertEqual([row["id"] for row in self._as(self.second).queue("pool")["rows"]], [other.id])
        self.assertEqual(len(self._as(self.reviewer).queue("mine")["rows"]), 2)
        self.assertEqual(len(self._as(self.asker).queue("asked")["rows"]), 2)
        for user in (self.second, self.manager, self.colleague):
            self.assertIs(self.page(user, self.review), False)
        self.assertFalse(self.page(self.asker, self.review)["turn"])
        self.assertFalse(self.page(self.reviewer, self.review)["turn"])
        mine = self._as(self.reviewer)
        self.assertEqual(mine.reviewers(self.review.id), [])
        cited = [{"resModel": "crm.lead", "resId": self.own_lead.id}]
        self.assertEqual(mine.unreadable_by_asker(self.review.id, cited), cited)
        self.assertTrue(mine.cite_search(self.review.id, "harbour"))
        for attempt in (
            lambda: mine.decide(self.review.id, "approve"),
            lambda: mine.ask_back(self.review.id, "Which?"),
            lambda: mine.hand_over(self.review.id, self.second.id),
            lambda: self._as(self.second).take(self.review.id),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.look_after()
        self.assertEqual((self.review.state, self.review.outcome), ("done", "forgotten"))

    def test_an_asked_back_review_without_its_turn_ends(self):
        self._as(self.reviewer).ask_back(self.review.id, "Which?")
        self._orphan(self.review)
        self.look_after()
        self.assertEqual(self.review.state, "done")

    def test_an_asker_deleted_by_sql_breaks_nothing(self):
        self.decide(self.reviewer, self.review, "approve")
        other = self.sent(self.answered(self.asker, self.own_lead, "Ten desks", about=self.own_lead))
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM res_users WHERE id = %s", [self.asker.id])
        self.env.invalidate_all()
        self.final(self.review)
        self.look_after()
        self.assertEqual(self.review.state, "done")
        self.assertEqual(other.state, "done")

    def test_a_model_that_was_uninstalled_breaks_no_list(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE candor_turn SET res_model = 'x_gone' WHERE id = %s", [self.turn.id])
        self.env.invalidate_all()
        self.assertEqual(len(self._as(self.asker).queue("asked")["rows"]), 1)
        self.assertEqual(len(self._as(self.reviewer).queue("mine")["rows"]), 1)
        self.assertEqual(self._as(self.second).queue("pool")["rows"], [])
        self.assertTrue(self.page(self.asker, self.review))
        self.assertTrue(self.page(self.reviewer, self.review))
        self.turns.with_user(self.asker).review_preview(self.turn.id)
        self.look_after()
        self.assertEqual(self.review.state, "done")

    def test_a_notification_that_cannot_be_sent_keeps_no_verdict_from_being_final(self):
        self.decide(self.reviewer, self.review, "approve")
        with patch.object(type(self.reviews), "message_notify", side_effect=ValueError("layout")):
            with self.assertLogs("odoo.addons.candor", level="WARNING"):
                self.final(self.review)
        self.assertEqual(self.review.state, "done")
        self.assertTrue(self.env["candor.label"].search([("turn_id", "=", self.turn.id)]))

    def test_a_question_back_survives_a_verdict_taken_back_and_another_reviewer(self):
        self._as(self.reviewer).ask_back(self.review.id, "Which?")
        self.decide(self.reviewer, self.review, "approve")
        self._as(self.reviewer).undo(self.review.id)
        self.assertEqual(self.review.state, "asked_back")
        self.reviewer.active = False
        self.look_after()
        self.assertEqual((self.review.state, self.review.reviewer_id), ("asked_back", self.second))
        state = self.turns.with_user(self.asker).reply(self.turn.id, "The one in Ghent")
        self.assertEqual((state["state"], state["reply"]), ("waiting", "The one in Ghent"))

    def test_who_asked_back_and_lost_the_right_loses_the_review(self):
        self._as(self.reviewer).ask_back(self.review.id, "Which?")
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.look_after()
        self.assertEqual(self.review.reviewer_id, self.second)

    def test_a_rating_taken_back_resolves_nothing(self):
        self.decide(self.reviewer, self.review, "reject", reason="Oak")
        self.final(self.review)
        turns = self.turns.with_user(self.asker)
        turns.rate(self.turn.id, "up")
        self.assertTrue(self.review.is_resolved)
        turns.rate(self.turn.id, "down")
        self.assertFalse(self.review.is_resolved)

    def test_a_rating_before_it_was_sent_counts(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        self.turns.with_user(self.asker).rate(turn.id, "up")
        review = self.sent(turn)
        review.reviewer_id = self.reviewer
        self.decide(self.reviewer, review, "reject", reason="Oak")
        self.final(review)
        self.assertTrue(review.is_resolved)

    def test_a_source_whose_search_fails_hides_no_other(self):
        partners = type(self.env["res.partner"])
        self.source("res.partner", ["name"])
        with patch.object(partners, "name_search", side_effect=AccessError("no")):
            found = self._as(self.reviewer).cite_search(self.review.id, "harbour")
        self.assertEqual([it["resId"] for it in found], [self.other_lead.id])

    def test_a_review_that_somebody_is_at_is_found_a_reviewer_later(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        self.turns.with_user(self.asker).send_to_review(turn.id)
        with patch.object(type(self.reviews), "_assign", side_effect=SerializationFailure()):
            self.reviews._tend()
        self.assertEqual(turn.review_ids.state, "finding")
        self.reviews._tend()
        self.assertEqual(turn.review_ids.state, "waiting")

    def test_the_kinds_of_candors_activities_are_deleted_by_nobody(self):
        for name in ("candor.activity_type_review", "candor.activity_type_unassigned"):
            with self.assertRaises(UserError):
                self.env.ref(name).unlink()

    def test_many_that_are_overdue_keep_no_verdict_waiting_for_long(self):
        other = self.sent(self.answered(self.asker, self.own_lead, "Ten desks", about=self.own_lead))
        both = self.review | other
        both.reviewer_id = self.reviewer
        both.escalation_date = "2020-01-01"
        with patch(f"{TENDING}._STEP_SECONDS", 0), self.capture_triggers("candor.ir_cron_reviews") as more:
            self.look_after()
            self.assertEqual(len(both.filtered(lambda review: review.reviewer_id == self.second)), 1)
            self.assertTrue(more.records)
            self.look_after()
        self.assertEqual(both.reviewer_id, self.second)

    def test_the_pool_is_the_same_whatever_company_is_before_him(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.asker.company_ids = [(4, company.id)]
        self.second.company_ids = [(4, company.id)]
        self.own_lead.company_id = self.env.company
        pool = self._as(self.second).with_context(allowed_company_ids=company.ids).queue("pool")
        self.assertEqual([row["id"] for row in pool["rows"]], [self.review.id])
