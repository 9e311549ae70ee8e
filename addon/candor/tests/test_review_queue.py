from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .common import SALES, answer_from
from .test_held_back import declined
from .test_review import TwoReviewersCase


@tagged("post_install", "-at_install")
class TestReviewQueue(TwoReviewersCase):
    def _rows(self, user, scope="mine", **options):
        return self.reviews.with_user(user).queue(scope, **options)["rows"]

    def _lose(self, user):
        user.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]

    def test_a_reviewer_finds_what_is_in_his_hands(self):
        (row,) = self._rows(self.reviewer)
        self.assertEqual((row["id"], row["question"], row["state"]), (self.review.id, "Zebra?", "waiting"))
        self.assertEqual(row["record"]["name"], self.own_lead.display_name)
        self.assertEqual((row["asker"], row["reviewer"]), (self.asker.name, self.reviewer.name))
        self.assertFalse(row["is_overdue"])
        for user in (self.second, self.asker, self.colleague, self.manager, self.portal):
            self.assertEqual(self._rows(user), [])

    def test_the_pool_shows_what_he_may_review_and_nothing_else(self):
        self.assertEqual([row["id"] for row in self._rows(self.second, "pool")], [self.review.id])
        self.assertEqual(self._rows(self.reviewer, "pool"), [], "it is his already")
        narrow = new_test_user(self.env, "candor_narrow", f"{SALES},candor.group_reviewer")
        for user in (narrow, self.asker, self.colleague, self.manager):
            self.assertEqual(self._rows(user, "pool"), [])
            if user != self.asker:
                self.assertIs(self.page(user, self.review), False)
        self.assertEqual(self.page(self.second, self.review)["role"], "pool")

    def test_a_question_that_rests_on_no_record_is_in_nobody_elses_pool(self):
        bare = self.asked(self.asker, "Which of my colleagues is ill?")
        self.complete(bare, outcome="abstained")
        review = self.sent(bare)
        other = (self.second | self.reviewer) - review.reviewer_id
        self.assertNotIn(review.id, [row["id"] for row in self._rows(other, "pool")])
        self.assertIs(self.page(other, review), False)
        self.assertIsNone(self.served(other, bare))

    def test_the_pool_shows_no_own_question(self):
        turn = self.answered(self.second, self.own_lead, "Ten desks")
        own = self.sent(turn)
        self.assertNotIn(own.id, [row["id"] for row in self._rows(self.second, "pool")])
        self.assertEqual([row["id"] for row in self._rows(self.second, "asked")], [own.id])
        self.assertEqual(self.page(self.second, own)["role"], "asker")

    def test_a_right_that_is_lost_hides_it_at_once(self):
        self._lose(self.reviewer)
        (row,) = self._rows(self.reviewer)
        self.assertEqual((row["question"], row["record"], row["source"]), (False, False, ""))
        self._lose(self.second)
        self.assertEqual(self._rows(self.second, "pool"), [])
        self.assertNotIn("desks", str(self.page(self.reviewer, self.review)))
        self.assertIsNone(self.served(self.second, self.turn))

    def test_it_is_ordered_filtered_and_paged(self):
        partner = self.env["res.partner"].create({"name": "Acme"})
        self.source("res.partner", ["name"])
        self.asker.group_ids = [(4, self.env.ref("base.group_partner_manager").id)]
        later = self.sent(self.answered(self.asker, partner, "Acme", about=partner))
        urgent = self.sent(self.answered(self.asker, self.own_lead, "Ten desks"))
        self.second.active = False
        for review in (later, urgent):
            review.reviewer_id = self.reviewer
        urgent.due_date = fields.Date.today() - timedelta(days=2)
        by_due = self._rows(self.reviewer)
        self.assertEqual(by_due[0]["id"], urgent.id)
        self.assertTrue(by_due[0]["is_overdue"])
        by_age = [row["id"] for row in self._rows(self.reviewer, order="age")]
        self.assertEqual(by_age, [self.review.id, later.id, urgent.id])
        partners = self._rows(self.reviewer, source="res.partner")
        self.assertEqual([row["id"] for row in partners], [later.id])
        labels = {entry["resModel"] for entry in self.reviews.with_user(self.reviewer).sources()}
        self.assertEqual(labels, {"crm.lead", "res.partner"})
        queue = self.reviews.with_user(self.reviewer).queue("mine", "age", "", 1, 1)
        self.assertEqual(([row["id"] for row in queue["rows"]], queue["more"]), ([later.id], True))
        for nonsense in ({"order": "id; DROP"}, {"source": ["x"]}, {"scope": "all"}):
            self.assertEqual(len(self._rows(self.reviewer, **nonsense)), 3)

    def test_the_counter_counts_what_is_open_in_his_hands(self):
        def counted(user):
            return self.reviews.with_user(user).counter()

        self.assertEqual([counted(user) for user in (self.reviewer, self.second, self.asker)], [1, 0, 0])
        self.decide(self.reviewer, self.review, "approve")
        self.assertEqual(counted(self.reviewer), 0)
        self.reviews.with_user(self.reviewer).undo(self.review.id)
        self.assertEqual(counted(self.reviewer), 1)
        self.assertEqual(counted(self.portal), 0)

    def test_the_page_of_a_declined_question_offers_what_fits(self):
        turn = self.asked(self.asker, "Zebra?", self.own_lead)
        self.complete(turn, **declined(self.own_lead, "Ten desks"))
        review = self.sent(turn)
        review.reviewer_id = self.reviewer
        page = self.page(self.reviewer, review)
        self.assertEqual(page["actions"], ["approve", "held_back_right", "correct", "ask_back", "hand_over"])
        self.assertEqual(page["draft"]["correction"], "Ten desks")
        self.assertEqual(page["draft"]["cited"][0]["name"], self.own_lead.display_name)

    def test_the_asker_sees_no_verdict_before_it_is_final(self):
        self.decide(self.reviewer, self.review, "reject", reason="They are oak")
        page = self.page(self.asker, self.review)
        self.assertEqual((page["verdict"], page["actions"], page["draft"]), (False, [], False))
        self.assertNotIn("oak", str(page))
        self.final(self.review)
        self.assertEqual(self.page(self.asker, self.review)["verdict"]["reason"], "They are oak")

    def test_what_belongs_to_it_of_the_conversation_is_shown_as_far_as_he_may_read_it(self):
        hidden = self.lead("Secret barge", self.asker)
        conversation = self.turn.conversation_id
        more = {"conversation": conversation}
        self.answered(self.asker, self.own_lead, "Ten desks", question="First?", **more)
        self.answered(self.asker, hidden, "Secret barge", question="Second?", about=hidden, **more)
        last = self.answered(
            self.asker, self.own_lead, "Ten desks", question="Third?", about=self.own_lead, **more
        )
        review = self.sent(last)
        review.reviewer_id = self.reviewer
        preview = self.turns.with_user(self.asker).review_preview(last.id)
        self.assertEqual((preview["question"], preview["earlier"]), ("Third?", ["First?", "Second?"]))
        questions = [turn["question"] for turn in self.page(self.reviewer, review)["earlier"]]
        self.assertEqual(questions, ["First?", "Second?"])
        self.hide(hidden)
        page = self.page(self.reviewer, review)
        self.assertFalse(page["turn"]["blank"])
        self.assertNotIn("barge", str(page))

    def test_how_sure_it_was_is_left_out_where_he_cannot_read_what_it_was_reckoned_from(self):
        document_turn = self.asked(self.asker, "Zebra?", self.own_lead)
        document = answer_from(self.own_lead, "Ten desks")
        document["sections"].append(
            {"resModel": "crm.lead", "resId": self.other_lead.id, "section": "fields", "hash": "0"}
        )
        self.complete(document_turn, **document)
        review = self.sent(document_turn)
        review.reviewer_id = self.reviewer
        self.assertTrue(self.page(self.reviewer, review)["turn"]["confidence"])
        self.other_lead.active = False
        page = self.page(self.reviewer, review)
        self.assertEqual((page["turn"]["blank"], page["turn"]["confidence"]), (False, False))
        self.assertTrue(self.served(self.asker, document_turn)["confidence"], "the asker was told")

    def test_the_bus_carries_ids_only(self):
        self.env.cr.precommit.run()
        self._reset_bus()
        self.decide(self.reviewer, self.review, "correct", correction="Ten oak desks")
        self.final(self.review)
        self.env.cr.precommit.run()
        self.env.cr.execute("SELECT message FROM bus_bus WHERE message LIKE '%candor.review%'")
        messages = [message for (message,) in self.env.cr.fetchall()]
        self.assertTrue(messages)
        for message in messages:
            for word in ("Zebra", "desks", "oak"):
                self.assertNotIn(word, message)

    def _reset_bus(self):
        self.env.cr.execute("DELETE FROM bus_bus")
