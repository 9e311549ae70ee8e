from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ALL_SALES
from .test_review import ReviewCase


class VerdictCase(ReviewCase):
    def setUp(self):
        super().setUp()
        self.turn = self.answered(
            self.asker, self.own_lead, "Ten desks", question="Zebra?", about=self.own_lead
        )
        self.review = self.sent(self.turn)

    def _give(self, outcome, user=None, **words):
        return self.decide(user or self.reviewer, self.review, outcome, **words)

    def _state(self, user=None):
        return self.served(user or self.asker, self.turn)["review"]

    def _without_rights(self, user):
        user.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]


@tagged("post_install", "-at_install")
class TestVerdict(VerdictCase):
    def _assert_decided(self, outcome):
        self.final(self.review)
        self.assertEqual((self.review.state, self.review.outcome), ("done", outcome))
        self.assertFalse(self.reminder(self.review))
        feedback = self.env["mail.activity"].with_context(active_test=False)
        self.assertNotIn("oak", str(feedback.search([]).mapped("feedback")))

    def test_a_reviewer_approves(self):
        self._give("approve")
        self._assert_decided("approve")
        self.assertTrue(self.review.is_resolved)

    def test_a_reviewer_corrects_with_words_of_his_own(self):
        with self.assertRaises(UserError):
            self._give("correct")
        self._give("correct", correction="Ten oak desks", reason="They are oak")
        self._assert_decided("correct")
        state = self._state()
        self.assertEqual(state["corrected"]["parts"], [{"text": "Ten oak desks", "evidence": []}])
        self.assertEqual((state["reason"], state["reviewer"]), ("They are oak", self.reviewer.name))

    def test_a_reviewer_rejects_with_a_reason(self):
        with self.assertRaises(UserError):
            self._give("reject", correction="Oak")
        self._give("reject", reason="They are oak")
        self._assert_decided("reject")
        self.assertEqual((self._state()["reason"], self._state()["corrected"]), ("They are oak", False))
        self.assertFalse(self.review.is_resolved)

    def test_a_verdict_that_is_none_is_refused(self):
        for outcome in ("lapsed", "held_back_right", "forgotten", "", None, ["approve"]):
            with self.assertRaises(UserError):
                self._give(outcome)
        self.assertEqual(self.review.state, "waiting")

    def test_a_verdict_is_given_once(self):
        self._give("approve")
        with self.assertRaises(UserError):
            self._give("reject", reason="Later")
        self.final(self.review)
        with self.assertRaises(UserError):
            self._give("reject", reason="Later")
        self.assertEqual(self.review.outcome, "approve")

    def test_nobody_else_gives_a_verdict(self):
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        reviews = self.env["candor.review"]
        for user in (self.asker, self.colleague, second, self.manager, self.env.ref("base.user_admin")):
            own = reviews.with_user(user)
            for attempt in (
                lambda user=user: self._give("approve", user),
                lambda own=own: own.ask_back(self.review.id, "Which?"),
                lambda own=own: own.hand_over(self.review.id, second.id),
                lambda own=own: own.browse(self.review.id).write({"state": "done"}),
                lambda own=own: own.browse(self.review.id).unlink(),
                lambda own=own: own.create({"turn_id": self.turn.id}),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertEqual(self.review.state, "waiting")

    def test_nonsense_instead_of_a_review_is_refused(self):
        reviews = self.env["candor.review"].with_user(self.reviewer)
        for nonsense in (None, "1", 2**40, [self.review.id], 0):
            self.assertIs(reviews.page(nonsense), False)
            for method in (reviews.undo, reviews.take, reviews.lapse):
                with self.assertRaises(AccessError):
                    method(nonsense)

    def test_who_can_no_longer_read_the_records_does_not_judge_them(self):
        self._without_rights(self.reviewer)
        with self.assertRaises(AccessError):
            self._give("approve")
        self.assertEqual(self.review.state, "waiting")

    def test_a_reviewer_ends_without_a_verdict_only_what_can_be_judged_no_longer(self):
        reviews = self.env["candor.review"].with_user(self.reviewer)
        with self.assertRaises(AccessError):
            reviews.lapse(self.review.id)
        self._without_rights(self.reviewer)
        self.assertIn("lapse", reviews.page(self.review.id)["actions"])
        reviews.lapse(self.review.id)
        self.assertEqual((self.review.state, self.review.outcome), ("done", "lapsed"))
        self.assertFalse(self.review.is_resolved)
        with self.assertRaises(AccessError):
            reviews.lapse(self.review.id)

    def test_nobody_else_ends_a_review_without_a_verdict(self):
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        self._without_rights(self.reviewer)
        for user in (self.asker, self.colleague, second, self.manager, self.portal):
            with self.assertRaises(AccessError):
                self.env["candor.review"].with_user(user).lapse(self.review.id)
        self.assertEqual(self.review.state, "waiting")

    def test_a_manager_ends_what_nobody_reviews(self):
        self.env.ref("candor.group_manager").user_ids = self.manager
        self.reviewer.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        review = self.sent(turn)
        reminder = self.reminder(review)
        self.assertEqual((review.state, reminder.user_id), ("nobody", self.manager))
        reviews = self.env["candor.review"]
        for user in (self.asker, self.reviewer, self.portal):
            with self.assertRaises(AccessError):
                reviews.with_user(user).lapse(review.id)
        page = self.page(self.manager, review)
        self.assertEqual((page["role"], page["turn"], page["actions"]), ("manager", False, ["lapse"]))
        reviews.with_user(self.manager).lapse(review.id)
        self.assertEqual((review.state, review.outcome, reminder.active), ("done", "lapsed", False))
        self.assertEqual(self.served(self.asker, turn)["review"]["outcome"], "lapsed")

    def test_an_answer_is_judged_also_after_the_record_was_mended(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks", place="Opportunity")
        review = self.sent(turn)
        self.own_lead.name = "Eleven chairs"
        content = self.page(self.reviewer, review)["turn"]
        self.assertEqual((content["blank"], content["changed_since"]), (False, content["date"]))
        self.assertEqual(content["parts"][0]["text"], "Ten desks")
        self.decide(self.reviewer, review, "reject", reason="They are eleven chairs")
        self.final(review)
        self.assertEqual((review.state, review.outcome), ("done", "reject"))

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

    def test_words_that_are_too_long_are_refused_not_cut(self):
        for words in ({"reason": "x" * 4001}, {"reason": "No", "correction": "x" * 4001}):
            with self.assertRaises(UserError):
                self._give("reject", **words)
        self.assertEqual(self.review.state, "waiting")

    def test_nobody_reads_the_stored_words_by_the_orm(self):
        reviews = self.env["candor.review"].with_user(self.reviewer)
        reviews.ask_back(self.review.id, "Oak?")
        self._give("reject", reason="They are oak")
        for user in (self.reviewer, self.asker, self.manager, self.env.ref("base.user_admin")):
            review = self.review.with_user(user)
            for name in ("verdict", "asked_back"):
                for attempt in (
                    lambda review=review, name=name: review[name],
                    lambda review=review, name=name: review.read([name]),
                    lambda review=review, name=name: review.search([(name, "ilike", "oak")]),
                    lambda review=review, name=name: review.search([], order=name),
                    lambda review=review, name=name: review._read_group([], [name], ["__count"]),
                ):
                    with self.assertRaises(AccessError):
                        attempt()


@tagged("post_install", "-at_install")
class TestPending(VerdictCase):
    """Between a verdict and the moment from which it can't be taken back."""

    def _labels(self):
        return self.env["candor.label"].search_count([("turn_id", "=", self.turn.id)])

    def _told(self):
        return self.env["mail.message"].search_count(
            [("model", "=", "candor.review"), ("res_id", "=", self.review.id)]
        )

    def test_until_it_is_final_nothing_is_told_or_counted(self):
        page = self._give("reject", reason="They are oak")
        self.assertEqual((page["state"], page["actions"]), ("pending", ["undo"]))
        self.assertTrue(7_000 < page["final_in_ms"] <= 9_000, page["final_in_ms"])
        state = self._state()
        self.assertEqual((state["state"], state["outcome"], state["reason"]), ("arriving", False, False))
        self.assertTrue(state["final_in_ms"])
        self.assertEqual((self._labels(), self._told()), (0, 0))
        self.env["candor.review"]._tend()
        self.assertEqual((self.review.state, self._labels(), self._told()), ("pending", 0, 0))

    def test_it_is_taken_back_with_its_words(self):
        self._give("reject", reason="They are oak")
        page = self.env["candor.review"].with_user(self.reviewer).undo(self.review.id)
        self.assertEqual((page["state"], page["draft"]["reason"]), ("waiting", "They are oak"))
        self.assertFalse(page["verdict"])
        self.assertEqual(self._state()["state"], "waiting")
        self.assertEqual(self.reminder(self.review).user_id, self.reviewer)
        self._give("approve")
        self.final(self.review)
        self.assertEqual((self.review.outcome, self._labels()), ("approve", 1))

    def test_only_who_gave_it_takes_it_back(self):
        second = new_test_user(self.env, "candor_z_second", f"{ALL_SALES},candor.group_reviewer")
        self._give("approve")
        for user in (self.asker, second, self.manager):
            with self.assertRaises(AccessError):
                self.env["candor.review"].with_user(user).undo(self.review.id)
        self.assertEqual(self.review.state, "pending")

    def test_it_becomes_final_by_itself_and_can_be_taken_back_no_more(self):
        self._give("reject", reason="They are oak")
        self.review.final_date = fields.Datetime.now() - timedelta(seconds=1)
        # Nobody has sent it yet, and whoever reads it reads it as final.
        state = self._state()
        self.assertEqual(
            (state["state"], state["outcome"], state["reason"]), ("done", "reject", "They are oak")
        )
        self.assertEqual(self.page(self.reviewer, self.review)["actions"], [])
        with self.assertRaises(UserError):
            self.env["candor.review"].with_user(self.reviewer).undo(self.review.id)
        self.look_after()
        self.assertEqual((self.review.state, self._labels(), self._told()), ("done", 1, 1))
        self.look_after()
        self.assertEqual((self._labels(), self._told()), (1, 1), "and once")

    def test_the_asker_is_notified_without_content(self):
        self._give("correct", correction="Ten oak desks")
        self.final(self.review)
        domain = [("model", "=", "candor.review"), ("res_id", "=", self.review.id)]
        message = self.env["mail.message"].search(domain)
        self.assertEqual(message.notified_partner_ids, self.asker.partner_id)
        for word in ("Zebra", "desks", "oak", self.own_lead.name):
            self.assertNotIn(word, f"{message.subject} {message.body} {message.record_name}")

    def test_who_left_is_not_notified(self):
        self._give("approve")
        self.asker.active = False
        self.final(self.review)
        self.assertEqual((self.review.state, self._told()), ("done", 0))


@tagged("post_install", "-at_install")
class TestCorrection(VerdictCase):
    """A corrected answer is shown to who may read what it cites."""

    def _cite(self, *records, user=None):
        cited = [{"resModel": record._name, "resId": record.id} for record in records]
        return self._give("correct", user, correction="See\n\nthe other one", cited=cited)

    def test_the_asker_is_given_it_with_its_sources_by_their_names_now(self):
        self._cite(self.own_lead)
        self.final(self.review)
        corrected = self._state()["corrected"]
        self.assertEqual([part["text"] for part in corrected["parts"]], ["See", "the other one"])
        self.assertEqual(corrected["parts"][-1]["evidence"], [1])
        self.assertEqual(corrected["evidence"][0]["name"], self.own_lead.display_name)

    def test_who_cannot_read_what_it_cites_gets_nothing_of_it(self):
        cited = [{"resModel": "crm.lead", "resId": lead.id} for lead in (self.own_lead, self.other_lead)]
        reviews = self.env["candor.review"].with_user(self.reviewer)
        self.assertEqual(reviews.unreadable_by_asker(self.review.id, cited), cited[1:])
        self._cite(self.own_lead, self.other_lead)
        self.final(self.review)
        state = self._state()
        self.assertEqual((state["corrected"], state["is_unreadable"]), (False, True))
        self.assertNotIn("other one", str(self.served(self.asker, self.turn)))
        self.assertIs(self.page(self.asker, self.review)["verdict"]["correction"], False)
        self.assertTrue(self.page(self.reviewer, self.review)["verdict"]["correction"])

    def test_a_right_that_is_lost_later_hides_it(self):
        second = self.lead("Five chairs", self.asker)
        self._cite(second)
        self.final(self.review)
        self.assertTrue(self._state()["corrected"])
        second.user_id = self.colleague
        self.assertEqual((self._state()["corrected"], self._state()["is_unreadable"]), (False, True))

    def test_a_reviewer_cites_only_what_he_finds_himself(self):
        self.hide(self.other_lead)
        reviews = self.env["candor.review"].with_user(self.reviewer)
        own, other = ({"resModel": "crm.lead", "resId": lead.id} for lead in (self.own_lead, self.other_lead))
        self.assertEqual([it["resId"] for it in reviews._citable([own, other])], [self.own_lead.id])
        for nonsense in ([{"resModel": "res.users", "resId": 1}], "all", [3], [{"resModel": 1}], None):
            self.assertEqual(reviews._citable(nonsense), [])

    def test_records_to_cite_are_found_by_name_as_the_reviewer_finds_them(self):
        reviews = self.env["candor.review"].with_user(self.reviewer)
        names = {found["name"] for found in reviews.cite_search(self.review.id, "harbour")}
        self.assertEqual(names, {self.other_lead.display_name})
        self.assertEqual(reviews.cite_search(self.review.id, "  "), [])
        self.hide(self.other_lead)
        self.assertEqual(reviews.cite_search(self.review.id, "harbour"), [])


@tagged("post_install", "-at_install")
class TestAskedBack(VerdictCase):
    def _ask_back(self, text="Which library?"):
        return self.env["candor.review"].with_user(self.reviewer).ask_back(self.review.id, text)

    def _reply(self, text, user=None):
        return self.turns.with_user(user or self.asker).reply(self.turn.id, text)

    def test_the_asker_answers_once_and_the_same_review_goes_on(self):
        page = self._ask_back()
        self.assertEqual(page["state"], "asked_back")
        self.assertNotIn("ask_back", page["actions"])
        state = self._state()
        self.assertEqual((state["state"], state["asked_back"]), ("asked_back", "Which library?"))
        self.assertEqual(self.env["candor.review"].with_user(self.asker).counter(), 1)
        state = self._reply("The one in Ghent")
        self.assertEqual((state["state"], state["reply"]), ("waiting", "The one in Ghent"))
        self.assertEqual(self.review.reviewer_id, self.reviewer)
        page = self.page(self.reviewer, self.review)
        self.assertEqual(page["asked_back"]["reply"], "The one in Ghent")
        with self.assertRaises(UserError):
            self._reply("Or in Bruges")
        with self.assertRaises(UserError):
            self._ask_back("Sure?")

    def test_only_who_asked_answers(self):
        self._ask_back()
        for user in (self.colleague, self.reviewer, self.manager):
            with self.assertRaises(AccessError):
                self._reply("Mine", user)
        for text in ("", "  ", None, "x" * 4001):
            with self.assertRaises(UserError):
                self._reply(text)
        self.assertEqual(self.review.state, "asked_back")

    def test_nothing_is_answered_that_nobody_asked(self):
        with self.assertRaises(UserError):
            self._reply("The one in Ghent")
        with self.assertRaises(UserError):
            self._ask_back("  ")

    def test_a_verdict_does_not_wait_for_the_answer(self):
        self._ask_back()
        self._give("approve")
        with self.assertRaises(UserError):
            self._reply("Too late")
        self.final(self.review)
        self.assertEqual(self.review.outcome, "approve")

    def test_who_lost_the_record_is_shown_no_word_of_it(self):
        self._ask_back()
        self.own_lead.user_id = self.colleague
        state = self._state()
        self.assertEqual((state["asked_back"], state["state"]), (False, "asked_back"))
        self._without_rights(self.reviewer)
        self.assertIs(self.page(self.reviewer, self.review)["asked_back"], False)

    def test_the_asker_is_notified_without_content(self):
        self._ask_back()
        message = self.env["mail.message"].search([("model", "=", "candor.review")], limit=1)
        self.assertEqual(message.notified_partner_ids, self.asker.partner_id)
        self.assertNotIn("library", f"{message.subject} {message.body}")
