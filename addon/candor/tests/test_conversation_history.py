import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CandorHttpCase
from .test_review import ReviewCase


class HistoryCase(ReviewCase):
    def setUp(self):
        super().setUp()
        self.own_lead.description = "<p>Ten crème desks of oak</p>"
        self.turn = self.answered(
            self.asker, self.own_lead, "Ten crème desks of oak", question="Which desks do they want?"
        )
        self.conversation = self.turn.conversation_id

    def _conversations(self, user):
        return self.env["candor.conversation"].with_user(user)

    def _found(self, user, term, **kwargs):
        return [entry["id"] for entry in self._conversations(user).history(term=term, **kwargs)]


@tagged("post_install", "-at_install")
class TestHistory(HistoryCase):
    def test_own_conversations_are_found_by_the_words_of_question_and_answer(self):
        later = self.answered(
            self.asker, self.own_lead, "Ten crème desks of oak", question="How many chairs?"
        )
        for term in ("which", "DESKS want", "  want   which "):
            self.assertEqual(self._found(self.asker, term), self.conversation.ids, term)
        both = [later.conversation_id.id, self.conversation.id]
        for term in ("oak", "creme desks", "Crème OAK", ""):
            self.assertEqual(self._found(self.asker, term), both, term)
        self.assertEqual(self._found(self.asker, "oak", limit=1), both[:1])
        for term in ("zebra", "oak chairs", "%", "_", "'"):
            self.assertEqual(self._found(self.asker, term), [], term)

    def test_nothing_of_others_is_found(self):
        for user in (self.colleague, self.reviewer, self.manager, self.portal):
            for term in ("", "desks", "oak"):
                self.assertEqual(self._found(user, term), [])

    def test_an_answer_is_not_found_by_its_words_once_it_may_not_be_shown(self):
        self.assertEqual(self._found(self.asker, "oak"), self.conversation.ids)
        self.own_lead.user_id = self.colleague
        self.assertEqual(self._found(self.asker, "oak"), [])
        self.assertEqual(self._found(self.asker, "want"), self.conversation.ids)

    def test_a_conversation_is_found_by_the_record_it_is_about_as_far_as_it_can_be_read(self):
        about = self.asked(self.asker, "What is it worth?", self.own_lead).conversation_id
        self.assertEqual(self._found(self.asker, "library"), about.ids)
        self.own_lead.user_id = self.colleague
        self.assertEqual(self._found(self.asker, "library"), [])

    def test_a_corrected_answer_is_found_by_who_may_read_what_it_cites(self):
        review = self.sent(self.turn)
        cited = [{"resModel": "crm.lead", "resId": self.other_lead.id}]
        self.decide(self.reviewer, review, "correct", correction="Nine zebra desks", cited=cited)
        self.assertEqual(self._found(self.asker, "zebra"), [])
        self.final(review)
        self.assertEqual(self._found(self.asker, "zebra"), [])
        self.other_lead.user_id = self.asker
        self.assertEqual(self._found(self.asker, "zebra"), self.conversation.ids)

    def test_the_reason_of_a_rejection_is_found_when_it_is_final(self):
        review = self.sent(self.turn)
        self.decide(self.reviewer, review, "reject", reason="They are of beech")
        self.assertEqual(self._found(self.asker, "beech"), [])
        self.final(review)
        self.assertEqual(self._found(self.asker, "beech"), self.conversation.ids)


@tagged("post_install", "-at_install")
class TestDeletion(HistoryCase):
    def test_a_conversation_is_deleted_with_its_questions(self):
        kept = self.answered(self.asker, self.own_lead, "Ten crème desks of oak")
        deleted = self._conversations(self.asker).delete(self.conversation.ids)
        self.assertEqual(deleted, self.conversation.ids)
        self.assertFalse(self.conversation.exists() or self.turn.exists())
        self.assertTrue(kept.exists())

    def test_all_own_conversations_are_deleted_and_no_others(self):
        others = self.answered(self.colleague, self.other_lead, "Secret bid")
        self.answered(self.asker, self.own_lead, "Ten crème desks of oak")
        self.assertEqual(len(self._conversations(self.asker).delete_all()), 2)
        self.assertFalse(self.turns.search([("user_id", "=", self.asker.id)]))
        self.assertTrue(others.exists())

    def test_nobody_deletes_the_conversations_of_others(self):
        admin = self.env.ref("base.user_admin")
        for user in (self.colleague, self.reviewer, self.manager, admin):
            if not user.has_group("candor.group_user"):
                continue
            self.assertEqual(self._conversations(user).delete(self.conversation.ids), [])
        with self.assertRaises(AccessError):
            self.conversation.with_user(self.asker).unlink()
        self.assertTrue(self.turn.exists())

    def test_who_may_not_ask_deletes_nothing(self):
        outsider = self.asker
        outsider.group_ids = [(3, self.env.ref("candor.group_user").id)]
        for user in (outsider, self.portal):
            conversations = self._conversations(user)
            for attempt in (
                lambda it=conversations: it.delete(self.conversation.ids),
                conversations.delete_all,
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertTrue(self.turn.exists())

    def test_nonsense_instead_of_ids_deletes_nothing(self):
        conversations = self._conversations(self.asker)
        for nonsense in (None, "1", 1, True, [True], ["1"], [2**40], [-1], [[self.conversation.id]], {}):
            self.assertEqual(conversations.delete(nonsense), [])
        self.assertTrue(self.turn.exists())


@tagged("post_install", "-at_install")
class TestExport(HistoryCase, CandorHttpCase):
    def _file(self):
        response = self.url_open("/candor/export")
        self.assertEqual(response.status_code, 200)
        return response

    def test_a_person_takes_with_him_what_he_asked_and_was_told(self):
        self.turns.with_user(self.asker).rate(self.turn.id, "down", "Not of oak")
        review = self.sent(self.turn)
        self.decide(self.reviewer, review, "reject", reason="They are of beech")
        self.final(review)
        self.session_of(self.asker)
        response = self._file()
        self.assertRegex(
            response.headers["Content-Disposition"], r"attachment; .*candor-\d{4}-\d\d-\d\d\.json"
        )
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        exported = json.loads(response.text)
        self.assertEqual(exported["person"], self.asker.name)
        (conversation,) = exported["conversations"]
        (turn,) = conversation["turns"]
        self.assertEqual(turn["question"], "Which desks do they want?")
        self.assertEqual(turn["parts"][0]["text"], "Ten crème desks of oak")
        self.assertEqual(turn["rating"], {"value": "down", "why": "Not of oak"})
        self.assertEqual(
            (turn["review"]["outcome"], turn["review"]["reason"]), ("reject", "They are of beech")
        )
        self.assertEqual(turn["date"], str(self.turn.create_date.replace(microsecond=0)))

    def test_what_he_lost_the_right_to_is_not_in_the_file(self):
        review = self.sent(self.turn)
        self.decide(self.reviewer, review, "correct", correction="Nine beech desks")
        self.final(review)
        self.session_of(self.asker)
        text = self._file().text
        self.assertIn("oak", text)
        self.assertIn("beech", text)
        self.own_lead.user_id = self.colleague
        text = self._file().text
        self.assertIn("Which desks do they want?", text)
        for word in ("oak", "beech", "library"):
            self.assertNotIn(word, text)

    def test_nothing_of_others_is_in_the_file(self):
        self.session_of(self.colleague)
        self.assertEqual(json.loads(self._file().text)["conversations"], [])

    def test_who_may_not_ask_gets_no_file(self):
        self.session_of(self.portal)
        self.assertEqual(self.url_open("/candor/export").status_code, 404)
        with self.assertRaises(AccessError):
            self._conversations(self.portal).export()

    def test_without_a_session_the_login_is_asked_for(self):
        self.use(None)
        response = self.url_open("/candor/export", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertNotIn("oak", response.text)
