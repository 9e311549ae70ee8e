import logging

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CandorCase
from .test_held_back import declined


@tagged("post_install", "-at_install")
class TestRating(CandorCase):
    def setUp(self):
        super().setUp()
        self.turn = self.answered(self.asker, self.own_lead, "Ten desks", question="Zebra?")

    def rate(self, *args, user=None, turn=None):
        return self.turns.with_user(user or self.asker).rate((turn or self.turn).id, *args)

    def _labels(self):
        return self.env["candor.label"].search([("turn_id", "=", self.turn.id)])

    def test_the_asker_rates_his_answer_and_finds_his_rating_again(self):
        self.assertIs(self.served(self.asker, self.turn)["rating"], False)
        self.assertEqual(self.rate("up"), {"value": "up", "why": ""})
        self.assertEqual(self.served(self.asker, self.turn)["rating"], {"value": "up", "why": ""})

    def test_a_second_rating_takes_the_place_of_the_first(self):
        self.rate("up")
        self.rate("down", " They are oak ")
        self.assertEqual(
            self.served(self.asker, self.turn)["rating"], {"value": "down", "why": "They are oak"}
        )
        self.assertEqual(self._labels().mapped("value"), ["wrong"])
        # Why it was wrong goes with what said so.
        self.rate("up", "They are oak")
        self.assertEqual((self.turn.rating, self.turn.rating_why), ("up", False))
        self.assertEqual(self._labels().mapped("value"), ["right"])

    def test_a_rating_is_taken_back_with_its_label(self):
        self.rate("down", "They are oak")
        self.assertIs(self.rate(False), False)
        self.assertEqual((self.turn.rating, self.turn.rating_why), (False, False))
        self.assertFalse(self._labels())
        self.assertIs(self.rate(False), False)

    def test_nobody_else_rates_it(self):
        self.under_review(self.turn)
        admin = self.env.ref("base.user_admin")
        for user in (self.colleague, self.reviewer, self.manager, self.portal, admin):
            with self.assertRaises(AccessError, msg=user.login):
                self.rate("up", user=user)
        for nonsense in (None, "1", 2**40, [self.turn.id], True):
            with self.assertRaises(AccessError):
                self.turns.with_user(self.asker).rate(nonsense, "up")
        self.assertFalse(self.turn.rating)
        self.assertFalse(self._labels())

    def test_who_was_taken_out_of_the_group_rates_nothing(self):
        self.asker.group_ids = [(3, self.env.ref("candor.group_user").id)]
        with self.assertRaises(AccessError):
            self.rate("up")

    def test_only_an_answer_is_rated(self):
        greeting, abstained, failed, stopped, open_turn = (self.asked(self.asker, "Hello") for _ in range(5))
        self.complete(greeting, outcome="chat", mode="chat", parts=[{"text": "Hello.", "evidence": []}])
        self.complete(abstained, **declined(self.own_lead, "Ten desks"))
        self.complete(failed, outcome="failed")
        self.complete(stopped, outcome="stopped")
        for turn in (greeting, abstained, failed, stopped, open_turn):
            for value in ("up", "down", False):
                with self.assertRaises(UserError):
                    self.rate(value, turn=turn)
            self.assertFalse(turn.rating)

    def test_a_rating_of_another_kind_is_refused(self):
        for value in ("", "sideways", 1, None, ["up"], {"value": "up"}):
            with self.assertRaises(UserError):
                self.rate(value)
        self.assertFalse(self.turn.rating)

    def test_a_word_why_that_is_too_long_is_refused_not_cut(self):
        self.rate("up")
        with self.assertRaises(UserError):
            self.rate("down", "x" * 201)
        self.assertEqual(self.turn.rating, "up")
        self.assertEqual(self.rate("down", "x" * 200)["why"], "x" * 200)
        for nonsense in (None, 3, ["They are oak"]):
            self.assertEqual(self.rate("down", nonsense)["why"], "")

    def test_the_word_why_stands_in_no_log_and_breaks_on_no_character(self):
        with self.assertLogs("odoo", logging.DEBUG) as log:
            self.rate("down", "They \x00are \ud83d oak")
        self.assertNotIn("oak", str(log.output))
        self.assertEqual(self.turn.rating_why, "They are ? oak")

    def test_the_rating_is_served_to_the_asker_only_and_read_by_no_reviewer(self):
        self.rate("down", "They are oak")
        review = self.under_review(self.turn)
        self.assertIs(self.served(self.reviewer, self.turn)["rating"], False)
        self.assertIs(self.page(self.reviewer, review)["turn"]["rating"], False)
        for user in (self.reviewer, self.asker):
            with self.assertRaises(AccessError):
                self.turn.with_user(user).read(["rating"])
        # He counts them; why is the asker's own word.
        self.assertEqual(self.turn.with_user(self.manager).read(["rating"])[0]["rating"], "down")

    def test_the_askers_context_and_defaults_decide_nothing_of_the_label(self):
        self.env["ir.default"].with_user(self.asker).set("candor.label", "origin", "sample", user_id=True)
        turns = self.turns.with_user(self.asker).with_context(
            default_value="right", default_sample_probability=1.0, default_outcome="approve"
        )
        turns.rate(self.turn.id, "down")
        label = self._labels()
        self.assertEqual((label.origin, label.value, label.outcome), ("rating", "wrong", False))
        self.assertEqual(label.sample_probability, 0.0)
