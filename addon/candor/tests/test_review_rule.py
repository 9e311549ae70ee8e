from unittest.mock import patch

from odoo.tests import tagged

from .test_held_back import declined
from .test_review import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewRule(ReviewCase):
    def _rule(self, kind, **values):
        return self.env["candor.review.rule"].create({"name": kind, "kind": kind, **values})

    def _review(self, **more):
        return self.answered(self.asker, self.own_lead, "Ten desks", **more).review_ids

    def test_without_a_rule_nothing_is_sent(self):
        self.assertFalse(self._review())

    def test_an_answer_below_a_confidence_is_sent(self):
        rule = self._rule("below", below=0.9)
        review = self._review()
        self.assertEqual((review.origin, review.rule_id, review.sample_probability), ("rule", rule, 0))
        self.assertEqual(self.served(self.asker, review.turn_id)["review"]["origin"], "rule")
        rule.below = 0.8
        self.assertFalse(self._review(), "it is 0.8 itself")
        rule.write({"below": 1, "active": False})
        self.assertFalse(self._review())

    def test_a_declined_question_is_sent_where_something_says_who_may_judge_it(self):
        self._rule("declined")
        about = self.asked(self.asker, "Zebra?", self.own_lead)
        anything = self.asked(self.asker, "Zebra?")
        for turn in (about, anything):
            self.complete(turn, **declined(self.own_lead, "Ten desks"))
        self.assertEqual(about.review_ids.origin, "rule")
        self.assertFalse(anything.review_ids, "it has neither section nor open record")
        self.assertFalse(self._review())

    def test_small_talk_and_failures_are_never_sent(self):
        self._rule("sample", share=1)
        for outcome in ("chat", "failed", "stopped"):
            turn = self.asked(self.asker, "Zebra?", self.own_lead)
            self.complete(turn, outcome=outcome)
            self.assertFalse(turn.review_ids, outcome)

    def test_a_rule_is_about_its_sources(self):
        self.source("res.partner", ["name"])
        partners = self.env["candor.source"].search([("model", "=", "res.partner")])
        rule = self._rule("below", below=1, source_ids=[(6, 0, partners.ids)])
        self.assertFalse(self._review())
        rule.source_ids = self.env["candor.source"].search([("model", "=", "crm.lead")])
        self.assertTrue(self._review())

    def test_the_sample_is_drawn_before_any_rule_and_keeps_its_chance(self):
        self._rule("below", below=1, sequence=1)
        self._rule("sample", share=0.25, sequence=2)
        with patch("odoo.addons.candor.models.review_rule.random.SystemRandom.random", return_value=0.2):
            picked = self._review()
        self.assertEqual((picked.origin, picked.sample_probability), ("sample", 0.25))
        with patch("odoo.addons.candor.models.review_rule.random.SystemRandom.random", return_value=0.25):
            passed = self._review()
        self.assertEqual((passed.origin, passed.sample_probability), ("rule", 0))

    def test_who_sends_what_was_picked_changes_nothing_of_why_it_exists(self):
        self._rule("sample", share=1)
        review = self._review()
        self.turns.with_user(self.asker).send_to_review(review.turn_id.id)
        self.assertEqual((review.turn_id.review_ids, review.origin), (review, "sample"))

    def test_a_rule_that_fails_loses_no_answer(self):
        self._rule("below", below=1)
        with (
            patch.object(type(self.env["candor.review"]), "_start", side_effect=ValueError("Ten desks")),
            self.assertLogs("odoo.addons.candor.models.review_rule", "WARNING") as log,
        ):
            turn = self.answered(self.asker, self.own_lead, "Ten desks")
        self.assertNotIn("desks", str(log.output))
        self.assertEqual((turn.state, turn.outcome), ("done", "answered"))
