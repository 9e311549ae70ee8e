import json
import logging

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.candor.models.turn import MAX_PAYLOAD
from odoo.addons.candor.serving.held_back import held_back_to
from odoo.addons.candor.wire.refusal import Refused

from .common import ALL_SALES, SALES, CandorCase, answer_from


def declined(record, quote, **more):
    """The sidecar's document of a question that it declined, with what it would have said."""
    document = answer_from(record, quote)
    held_back = {name: document.pop(name) for name in ("parts", "evidence")}
    return {**document, "outcome": "abstained", "mode": "abstained", "heldBack": held_back, **more}


class HeldBackCase(CandorCase):
    def declined(self, record=None, quote="Ten desks", user=None, **more):
        turn = self.asked(user or self.asker, "Zebra?")
        self.complete(turn, **declined(record or self.own_lead, quote, **more))
        return turn


@tagged("post_install", "-at_install")
class TestHeldBack(HeldBackCase):
    def test_it_is_stored_with_the_sections_that_it_was_made_from(self):
        turn = self.declined()
        self.assertEqual(json.loads(turn.held_back)["parts"][0]["text"], "Ten desks")
        self.assertNotIn("desks", turn.answer)
        self.assertEqual(turn.section_ids.mapped("section"), ["fields", "header"])
        self.assertEqual((turn.probability, turn.answer_kind), (0.8, "fields"))

    def test_only_what_was_declined_has_one(self):
        for outcome in ("answered", "chat", "stopped", "failed"):
            turn = self.asked(self.asker, "Zebra?")
            self.complete(turn, **{**declined(self.own_lead, "Ten desks"), "outcome": outcome})
            self.assertFalse(turn.held_back, outcome)

    def test_a_sidecar_that_sends_none_is_understood(self):
        for more in ({}, {"heldBack": None}, {"heldBack": {"parts": [], "evidence": []}}):
            turn = self.asked(self.asker, "Zebra?")
            self.complete(turn, outcome="abstained", **more)
            self.assertEqual((turn.state, turn.held_back), ("done", False))

    def test_words_that_rest_on_nothing_are_not_kept(self):
        turn = self.asked(self.asker, "Zebra?")
        self.complete(turn, outcome="abstained", heldBack={"parts": [{"text": "Oak", "evidence": []}]})
        self.assertFalse(turn.held_back)

    def test_one_of_another_shape_is_refused_before_anything_is_stored(self):
        turn = self.asked(self.asker, "Zebra?")
        pointer = {"resModel": "crm.lead", "resId": self.own_lead.id, "section": "fields"}
        for bad in (
            "text",
            [pointer],
            {"parts": "text"},
            {"parts": [{"text": 3}]},
            {"evidence": [{**pointer, "resId": "1"}]},
            {"evidence": [{"resModel": "crm.lead", "resId": 1}]},
            {"parts": [{"text": "x" * MAX_PAYLOAD}]},
        ):
            with self.assertRaises(Refused) as refusal:
                self.complete(turn, outcome="abstained", heldBack=bad)
            self.assertEqual(refusal.exception.code, "bad_request")
        self.assertEqual((turn.state, turn.held_back), ("taken", False))

    def test_odd_characters_are_stored_without_an_error_and_in_no_log(self):
        self.own_lead.name = "Ten desks \U0001f9ed"
        self.env.flush_all()
        with self.assertLogs("odoo", logging.DEBUG) as log:
            turn = self.declined(quote="Ten \x00desks \U0001f9ed")
        self.assertEqual(json.loads(turn.held_back)["parts"][0]["text"], "Ten \x00desks \U0001f9ed")
        self.assertNotIn("desks", str(log.output))

    def test_the_reviewer_is_served_it_and_the_asker_never(self):
        turn = self.declined()
        self.assertIs(self.served(self.asker, turn)["held_back"], False)
        self.under_review(turn)
        self.decide(self.reviewer, turn.review_ids, "held_back_right")
        self.final(turn.review_ids)
        served = self.served(self.asker, turn)
        self.assertIs(served["held_back"], False)
        self.assertNotIn("desks", str(served))
        held_back = self.served(self.reviewer, turn)["held_back"]
        self.assertEqual(held_back["parts"][0]["text"], "Ten desks")
        self.assertEqual(held_back["evidence"][0]["name"], self.own_lead.display_name, "as it is now")
        page = self.page(self.reviewer, turn.review_ids)
        self.assertEqual(page["turn"]["held_back"], held_back)

    def test_an_asker_who_reviews_as_well_is_not_given_his_own(self):
        turn = self.declined(user=self.reviewer)
        self.under_review(turn).reviewer_id = self.reviewer
        self.assertIs(self.served(self.reviewer, turn)["held_back"], False)
        self.assertIsNone(held_back_to(turn, self.reviewer))

    def test_nobody_else_is_served_it(self):
        turn = self.declined()
        self.under_review(turn)
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        for user in (self.colleague, second, self.manager, self.portal, self.env.ref("base.user_admin")):
            self.assertIsNone(self.served(user, turn), user.login)
            self.assertIsNone(held_back_to(turn, user), user.login)

    def test_a_reviewer_who_may_not_read_one_of_its_records_gets_nothing_of_it(self):
        turn = self.declined()
        self.under_review(turn)
        self.assertTrue(self.served(self.reviewer, turn)["held_back"])
        all_leads = self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.reviewer.group_ids = [(3, all_leads.id)]
        served = self.served(self.reviewer, turn)
        # Nothing else of a declined turn without open record and closest ones rests on a record.
        self.assertEqual((served["blank"], served["question"]), (False, "Zebra?"))
        self.assertIs(served["held_back"], False)
        self.assertNotIn("desks", str(served))
        self.reviewer.group_ids = [(4, all_leads.id)]
        self.assertTrue(self.served(self.reviewer, turn)["held_back"])

    def test_in_words_of_a_model_it_is_made_of_all_that_the_model_was_given(self):
        hidden = {"resModel": "crm.lead", "resId": self.other_lead.id, "section": "fields", "hash": "0"}
        documents = [declined(self.own_lead, "Ten desks"), declined(self.own_lead, "Ten desks", model="some")]
        quoted, worded = (self.asked(self.asker, "Zebra?") for _document in documents)
        for turn, document in zip((quoted, worded), documents, strict=True):
            document["sections"].append(hidden)
            self.complete(turn, **document)
            self.under_review(turn).reviewer_id = self.reviewer
            self.assertTrue(self.served(self.reviewer, turn)["held_back"])
        self.other_lead.active = False
        self.assertTrue(self.served(self.reviewer, quoted)["held_back"])
        self.assertIs(self.served(self.reviewer, worded)["held_back"], False)

    def test_who_can_no_longer_open_the_record_asked_about_gets_nothing_of_it(self):
        turn = self.asked(self.asker, "Zebra?", self.own_lead)
        second = self.lead("Five chairs", self.reviewer)
        self.complete(turn, **declined(second, "Five chairs"))
        self.under_review(turn)
        self.assertTrue(self.served(self.reviewer, turn)["held_back"])
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        served = self.served(self.reviewer, turn)
        self.assertEqual((served["blank"], served["held_back"]), (True, False))


@tagged("post_install", "-at_install")
class TestDeclinedVerdict(HeldBackCase):
    def setUp(self):
        super().setUp()
        self.turn = self.declined()
        self.review = self.under_review(self.turn)

    def _give(self, outcome, user=None, **words):
        return self.decide(user or self.reviewer, self.review, outcome, **words)

    def _actions(self, review=None):
        return self.page(self.reviewer, review or self.review)["actions"]

    def _assert_given(self, outcome):
        self.final(self.review)
        self.assertEqual((self.review.state, self.review.outcome), ("done", outcome))
        self.assertFalse(self.reminder(self.review))
        self.assertEqual(self.served(self.asker, self.turn)["review"]["outcome"], outcome)

    def test_it_was_right_to_decline(self):
        self._give("approve")
        self._assert_given("approve")
        self.assertFalse(self.review.is_resolved, "nobody got an answer")

    def test_the_answer_that_was_held_back_is_right(self):
        self.assertIn("held_back_right", self._actions())
        self._give("held_back_right")
        with self.assertRaises(UserError):
            self._give("held_back_right")
        self._assert_given("held_back_right")
        self.assertTrue(self.review.is_resolved)

    def test_it_is_corrected(self):
        self._give("correct", correction="Ten oak desks")
        self._assert_given("correct")

    def test_nothing_was_answered_that_could_be_rejected(self):
        self.assertNotIn("reject", self._actions())
        with self.assertRaises(UserError):
            self._give("reject", reason="No")
        self.assertEqual(self.review.state, "waiting")

    def test_who_cannot_read_what_was_held_back_does_not_find_it_right(self):
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.assertNotIn("held_back_right", self._actions())
        with self.assertRaises(AccessError):
            self._give("held_back_right")
        self._give("approve")
        self._assert_given("approve")

    def test_an_answer_is_no_answer_that_was_held_back(self):
        answered = self.answered(self.asker, self.own_lead, "Ten desks")
        bare = self.asked(self.asker, "Zebra?")
        self.complete(bare, outcome="abstained")
        for turn, refused in ((answered, UserError), (bare, AccessError)):
            review = self.under_review(turn)
            self.assertNotIn("held_back_right", self._actions(review))
            with self.assertRaises(refused):
                self.decide(self.reviewer, review, "held_back_right")
            self.assertEqual(review.state, "waiting")

    def test_who_can_judge_what_was_held_back_is_preferred(self):
        narrow = new_test_user(self.env, "candor_a_narrow", f"{SALES},candor.group_reviewer")
        busy = [self.under_review(self.declined()) for _turn in range(3)]
        self.assertEqual({review.reviewer_id for review in busy}, {self.reviewer})
        bare = self.asked(self.asker, "Zebra?")
        self.complete(bare, outcome="abstained")
        self.assertEqual(self.under_review(bare).reviewer_id, narrow, "the one with fewest waiting")

    def test_nobody_else_gives_the_verdict(self):
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        for user in (self.asker, self.colleague, second, self.manager, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                self._give("held_back_right", user)
        self.assertEqual(self.review.state, "waiting")
