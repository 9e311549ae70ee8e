from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.candor.models.ticket import COMPLETE_DAYS
from odoo.addons.candor.models.turn import MAX_PAYLOAD
from odoo.addons.candor.wire.refusal import Refused

from .common import CandorCase, answer_from

WORDS = ("question", "answer", "held_back", "rating_why")


@tagged("post_install", "-at_install")
class TestTurnWords(CandorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.turn = cls.turns.browse()

    def setUp(self):
        super().setUp()
        self.turn = self.answered(self.asker, self.own_lead, "Ten desks", question="Zebra?")
        self.review = self.under_review(self.turn)
        self.people = (
            self.asker,
            self.review.reviewer_id,
            self.manager,
            self.env.ref("base.user_admin"),
        )
        for user in self.people:
            user.group_ids = [(4, self.env.ref("base.group_allow_export").id)]

    def test_the_words_are_stored(self):
        self.assertEqual(self.turn.question, "Zebra?")
        self.assertIn("Ten desks", self.turn.answer)

    def test_nobody_reads_the_words_of_a_turn_by_the_orm(self):
        for user in self.people:
            turn = self.turn.with_user(user)
            self.assertTrue(turn.search([("id", "=", turn.id)]), user.login)
            self.assertFalse(set(WORDS) & set(turn.fields_get()))
            for word in WORDS:
                tries = (
                    lambda turn=turn, word=word: turn[word],
                    lambda turn=turn, word=word: turn.read([word]),
                    lambda turn=turn, word=word: turn.search_read([], [word]),
                    lambda turn=turn, word=word: turn.web_read({word: {}}),
                    lambda turn=turn, word=word: turn.mapped(word),
                    lambda turn=turn, word=word: turn.export_data(["id", word]),
                    lambda turn=turn, word=word: turn.conversation_id.export_data([f"turn_ids/{word}"]),
                )
                for attempt in tries:
                    with self.assertRaises(AccessError):
                        attempt()
            self.assertFalse(set(WORDS) & set(turn.read()[0]))

    def test_nobody_searches_sorts_or_groups_by_the_words_of_a_turn(self):
        for user in self.people:
            turns, reviews = self.turns.with_user(user), self.env["candor.review"].with_user(user)
            for word in WORDS:
                tries = (
                    lambda turns=turns, word=word: turns.search([(word, "ilike", "Zebra")]),
                    lambda turns=turns, word=word: turns.search_count([(word, "!=", False)]),
                    lambda turns=turns, word=word: turns.search([], order=word),
                    lambda turns=turns, word=word: turns._read_group([], [word], ["__count"]),
                    lambda turns=turns, word=word: turns._read_group([], [], [f"{word}:array_agg"]),
                    lambda turns=turns, word=word: turns._read_group(
                        [], ["state"], ["__count"], having=[(f"{word}:max", "!=", False)]
                    ),
                    lambda turns=turns, word=word: turns.formatted_read_group([], [word], ["__count"]),
                    lambda reviews=reviews, word=word: reviews.search(
                        [(f"turn_id.{word}", "ilike", "Zebra")]
                    ),
                    lambda reviews=reviews, word=word: reviews.formatted_read_group(
                        [], [f"turn_id.{word}"], ["__count"]
                    ),
                    lambda turns=turns, word=word: turns.env["candor.conversation"].search(
                        [(f"turn_ids.{word}", "ilike", "Zebra")]
                    ),
                )
                for attempt in tries:
                    with self.assertRaises(AccessError):
                        attempt()

    def test_nobody_creates_changes_or_deletes_turns_and_conversations(self):
        conversation = self.turn.conversation_id
        for user in self.people:
            turn = self.turn.with_user(user)
            values = {"conversation_id": conversation.id, "user_id": user.id}
            for attempt in (
                lambda turn=turn, values=values: turn.create(values),
                lambda turn=turn: turn.write({"probability": 1.0}),
                lambda turn=turn: turn.unlink(),
                lambda turn=turn: turn.copy(),
                lambda user=user: conversation.with_user(user).unlink(),
                lambda user=user: conversation.with_user(user).write({"res_id": 1}),
                lambda user=user: conversation.create({"user_id": user.id}).with_user(user).unlink(),
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_a_conversation_belongs_to_who_had_it(self):
        conversations = self.env["candor.conversation"]
        domain = [("id", "=", self.turn.conversation_id.id)]
        self.assertTrue(conversations.with_user(self.asker).search(domain))
        for user in (self.colleague, self.reviewer, self.manager, self.env.ref("base.user_admin")):
            self.assertFalse(conversations.with_user(user).search(domain), user.login)
            self.assertFalse(conversations.with_user(user).load(self.turn.conversation_id.id)["turns"])

    def test_the_askers_context_fills_nothing_that_only_the_sidecar_may_say(self):
        forged = {
            "default_state": "done",
            "default_outcome": "answered",
            "default_probability": 1.0,
            "default_answer": '{"parts": [{"text": "forged"}]}',
            "default_user_id": self.colleague.id,
        }
        turn = (
            self.turns.with_user(self.asker)
            .with_context(**forged)
            ._store_question("Mine", self.env["candor.conversation"], (False, False), [])
        )
        self.assertEqual((turn.state, turn.outcome, turn.probability), ("open", False, 0.0))
        self.assertFalse(turn.answer)
        self.assertEqual(turn.user_id, self.asker)

    def test_the_askers_own_default_values_fill_nothing_either(self):
        defaults = self.env["ir.default"].with_user(self.asker)
        for name, value in (("probability", 1.0), ("state", "done"), ("answer", "{}")):
            defaults.set("candor.turn", name, value, user_id=True)
        turn = self.asked(self.asker, "Mine")
        self.assertEqual((turn.probability, turn.answer), (0.0, False))
        self.assertEqual(turn.user_id, self.asker)

    def test_zero_bytes_and_halves_of_characters_are_stored_without_an_error(self):
        turn = self.asked(self.asker, "Ten \x00 desks \ud83d \U0001f9ed?")
        self.assertEqual(turn.question, "Ten  desks ? \U0001f9ed?")


@tagged("post_install", "-at_install")
class TestServe(CandorCase):
    def test_the_asker_is_served_question_and_answer(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks", question="What is it?")
        served = self.served(self.asker, turn)
        self.assertEqual((served["blank"], served["question"]), (False, "What is it?"))
        self.assertEqual(served["parts"][0]["text"], "Ten desks")
        self.assertEqual(served["evidence"][0]["name"], self.own_lead.display_name, "the name as it is now")

    def test_an_answer_made_from_words_alone_is_served_as_that(self):
        turn = self.asked(self.asker, "What is it worth?")
        document = {**answer_from(self.own_lead, "Ten desks"), "mode": "lexical", "rung": "lexical"}
        self.complete(turn, **document)
        served = self.served(self.asker, turn)
        self.assertEqual(
            (served["outcome"], served["mode"], served["rung"]), ("answered", "lexical", "lexical")
        )
        # What a calibrator is later fitted with: by which of its models the answer was judged.
        self.assertEqual((turn.answer_kind, turn.calibrator_version), ("fields", "2026-01-01-test"))
        self.assertFalse(served["blank"])

    def test_small_talk_is_served_as_it_was_said_and_is_nothing_to_review(self):
        turn = self.asked(self.asker, "Hello", self.own_lead)
        self.complete(turn, outcome="chat", mode="chat", parts=[{"text": "Hello.", "evidence": []}])
        served = self.served(self.asker, turn)
        self.assertEqual((served["outcome"], served["blank"], served["confidence"]), ("chat", False, False))
        self.assertEqual(served["parts"], [{"text": "Hello.", "evidence": []}])
        with self.assertRaises(UserError):
            self.turns.with_user(self.asker).send_to_review(turn.id)

    def test_a_question_follows_no_small_talk(self):
        first = self.asked(self.asker, "Hello")
        self.complete(first, outcome="chat", mode="chat", parts=[{"text": "Hello.", "evidence": []}])
        second = self.asked(self.asker, "What is it worth?", conversation=first.conversation_id)
        self.assertFalse(second._earlier())
        self.complete(second, **answer_from(self.own_lead, "Ten desks"))
        third = self.asked(self.asker, "And when?", conversation=first.conversation_id)
        self.assertEqual(third._earlier(), second)

    def test_a_turn_that_failed_is_served_with_its_reason(self):
        turn = self.asked(self.asker, "What is it worth?")
        self.complete(turn, outcome="failed", mode="unavailable", errorCode="odoo_unavailable")
        served = self.served(self.asker, turn)
        self.assertEqual((served["outcome"], served["error_code"]), ("failed", "odoo_unavailable"))
        answered = self.answered(self.asker, self.own_lead, "Ten desks")
        self.assertIs(self.served(self.asker, answered)["error_code"], False)

    def test_nobody_else_is_served(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        for user in (
            self.colleague,
            self.reviewer,
            self.manager,
            self.portal,
            self.env.ref("base.user_admin"),
        ):
            self.assertIsNone(self.served(user, turn), user.login)

    def test_a_turn_goes_blank_when_its_record_is_lost_and_the_question_stays(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks", question="What is it?")
        self.own_lead.user_id = self.colleague
        served = self.served(self.asker, turn)
        self.assertEqual((served["blank"], served["question"]), (True, "What is it?"))
        self.assertNotIn("desks", str(served))
        self.assertEqual(served["evidence"], [])
        self.own_lead.user_id = self.asker
        self.assertFalse(self.served(self.asker, turn)["blank"])

    def test_a_quote_goes_blank_with_what_it_quotes_words_of_a_model_with_all_that_it_was_given(
        self,
    ):
        second = self.lead("Five chairs", self.asker)
        given = {"resModel": "crm.lead", "resId": second.id, "section": "fields", "hash": "0"}
        document = answer_from(self.own_lead, "Ten desks")
        document["sections"].append(given)
        quoted, worded = self.asked(self.asker, "What is it?"), self.asked(self.asker, "And in words?")
        self.complete(quoted, **document)
        self.complete(worded, **document, model="some-model")
        self.assertFalse(self.served(self.asker, worded)["blank"])
        second.user_id = self.colleague
        self.assertTrue(self.served(self.asker, worded)["blank"])
        self.assertFalse(self.served(self.asker, quoted)["blank"])

    def test_a_turn_goes_blank_when_a_closest_record_is_lost(self):
        turn = self.asked(self.asker, "What is it?")
        closest = {"resModel": "crm.lead", "resId": self.own_lead.id, "name": "old", "modelLabel": "Lead"}
        self.complete(turn, outcome="abstained", closest=[closest])
        self.assertEqual(self.served(self.asker, turn)["closest"][0]["name"], self.own_lead.display_name)
        self.own_lead.user_id = self.colleague
        self.assertTrue(self.served(self.asker, turn)["blank"])

    def test_a_turn_goes_blank_when_a_quoted_field_gets_a_group(self):
        self.own_lead.referred = "By the mayor"
        self.source("crm.lead", ["name", "referred"])
        turn = self.answered(self.asker, self.own_lead, "By the mayor", place="Referred By")
        self.assertFalse(self.served(self.asker, turn)["blank"])
        self.patch(self.env["crm.lead"]._fields["referred"], "groups", "base.group_system")
        self.assertTrue(self.served(self.asker, turn)["blank"])

    def test_who_was_taken_out_of_the_group_is_served_nothing(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        self.asker.group_ids = [(3, self.env.ref("candor.group_user").id)]
        self.assertIsNone(self.served(self.asker, turn))

    def test_an_answer_in_one_time_zone_stands_for_a_reader_in_another(self):
        self.source("crm.lead", ["name", "date_open"])
        self.own_lead.date_open = "2026-03-01 22:30:00"
        quote = self.sections(self.asker, self.own_lead)["fields"].splitlines()[-1]
        turn = self.answered(self.asker, self.own_lead, quote)
        review = self.under_review(turn)
        self.reviewer.tz = "Asia/Tokyo"
        self.assertEqual(review.reviewer_id, self.reviewer)
        self.assertFalse(self.served(self.reviewer, turn)["blank"])

    def test_doubles_strangers_and_nonsense_among_the_ids_break_nothing(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        turns = self.turns.with_user(self.asker)
        served = turns.serve([turn.id, turn.id, True, "1", None, [3], -1, 2**40, 10**6])
        self.assertEqual([entry["id"] for entry in served], turn.ids)
        self.assertEqual(turns.serve(None), [])

    def test_a_model_that_was_uninstalled_leaves_the_history_readable(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        turn.write({"res_model": "gone.model", "res_id": 3})
        turn.conversation_id.write({"res_model": "gone.model", "res_id": 3})
        self.assertFalse(self.served(self.asker, turn)["blank"])
        history = self.env["candor.conversation"].with_user(self.asker).history()
        self.assertFalse(history[0]["record_name"])

    def test_the_history_names_a_record_only_while_it_can_be_opened(self):
        self.asked(self.asker, "What is it?", self.own_lead)
        conversations = self.env["candor.conversation"].with_user(self.asker)
        entry = conversations.history()[0]
        self.assertEqual((entry["title"], entry["record_name"]), ("What is it?", self.own_lead.display_name))
        self.own_lead.user_id = self.colleague
        self.assertFalse(conversations.history()[0]["record_name"])
        for user in (self.colleague, self.portal):
            self.assertEqual(self.env["candor.conversation"].with_user(user).history(), [])

    def test_suggestions_come_from_what_the_person_reads(self):
        self.own_lead.expected_revenue = 4_100
        conversations = self.env["candor.conversation"]
        self.assertTrue(conversations.with_user(self.asker).suggestions("crm.lead", self.own_lead.id))
        for user in (self.colleague, self.portal):
            self.assertEqual(conversations.with_user(user).suggestions("crm.lead", self.own_lead.id), [])
        for model, res_id in (("crm.lead", 2**40), ("gone.model", 1), (None, 1), ("crm.lead", "x")):
            self.assertEqual(conversations.with_user(self.asker).suggestions(model, res_id), [])


@tagged("post_install", "-at_install")
class TestQuoted(CandorCase):
    """The words quoted in what stands around them, for those who are served the turn, as they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own_lead.description = "<p>They want oak.</p><p>Delivery is in May. Not before. Call Ann.</p>"

    def _quoted(self, user, turn, n=1):
        return self.turns.with_user(user).quoted(turn.id, n)

    def test_a_quote_stands_between_what_is_around_it_line_by_line(self):
        turn = self.answered(self.asker, self.own_lead, "Delivery is in May. Not before.")
        found = self._quoted(self.asker, turn)
        self.assertEqual(found["quote"], "Delivery is in May. Not before.")
        self.assertTrue(found["before"].endswith("They want oak.\n"), found)
        self.assertEqual(found["after"], " Call Ann.")
        self.assertEqual("".join(found.values()), self.sections(self.asker, self.own_lead)["fields"])

    def test_what_is_far_from_a_quote_is_cut_at_words(self):
        words = " ".join(f"word{number}" for number in range(100))
        self.own_lead.description = f"<p>{words} Here it is. {words}</p>"
        turn = self.answered(self.asker, self.own_lead, "Here it is.")
        found = self._quoted(self.asker, turn)
        self.assertRegex(found["before"], r"^… word\d\d word.* word99 $")
        self.assertRegex(found["after"], r"^ word0 word.* word\d\d …$")
        for side in (found["before"], found["after"]):
            self.assertGreater(len(side), 140)
            self.assertLessEqual(len(side), 162)

    def test_words_that_stand_twice_are_marked_where_the_answer_has_them_from(self):
        self.own_lead.write({"name": "Oak 2010", "description": "<p>10</p>", "expected_revenue": 10})
        turn = self.asked(self.asker, "What is the number?")
        document = answer_from(self.own_lead, "10")
        document["evidence"][0]["place"] = "Notes"
        self.complete(turn, **document)
        self.assertRegex(self._quoted(self.asker, turn)["before"], r"Notes: $")
        document["evidence"][0]["place"] = "Elsewhere"
        turn = self.asked(self.asker, "What is the number?")
        self.complete(turn, **document)
        self.assertNotRegex(self._quoted(self.asker, turn)["before"], r"20$")

    def test_a_line_break_within_a_quote_is_kept(self):
        turn = self.answered(self.asker, self.own_lead, "oak. Delivery")
        self.assertEqual(self._quoted(self.asker, turn)["quote"], "oak.\nDelivery")

    def test_who_lost_the_right_to_the_record_is_given_nothing_and_who_has_it_again_is(self):
        turn = self.answered(self.asker, self.own_lead, "Delivery is in May.")
        self.own_lead.user_id = self.colleague
        self.assertFalse(self._quoted(self.asker, turn))
        self.own_lead.user_id = self.asker
        self.assertTrue(self._quoted(self.asker, turn))

    def test_the_reviewer_is_given_it_and_nobody_else(self):
        turn = self.answered(self.asker, self.own_lead, "Delivery is in May.")
        self.assertFalse(self._quoted(self.reviewer, turn))
        self.under_review(turn)
        self.assertEqual(self._quoted(self.reviewer, turn)["quote"], "Delivery is in May.")
        for user in (self.colleague, self.manager, self.portal, self.env.ref("base.user_admin")):
            self.assertFalse(self._quoted(user, turn), user.login)

    def test_who_was_taken_out_of_the_group_is_given_nothing(self):
        turn = self.answered(self.asker, self.own_lead, "Delivery is in May.")
        self.asker.group_ids = [(3, self.env.ref("candor.group_user").id)]
        self.assertFalse(self._quoted(self.asker, turn))

    def test_around_a_quote_stands_no_field_that_got_a_group(self):
        self.own_lead.referred = "By the mayor"
        self.source("crm.lead", ["name", "referred", "description"])
        turn = self.answered(self.asker, self.own_lead, "Delivery is in May.")
        self.assertIn("By the mayor", self._quoted(self.asker, turn)["after"])
        self.patch(self.env["crm.lead"]._fields["referred"], "groups", "base.group_system")
        found = self._quoted(self.asker, turn)
        self.assertEqual(found["quote"], "Delivery is in May.")
        self.assertNotIn("mayor", str(found))

    def test_a_quote_that_was_changed_meanwhile_gives_nothing(self):
        turn = self.answered(self.asker, self.own_lead, "Delivery is in May.")
        self.own_lead.description = "<p>Delivery is in June.</p>"
        self.assertFalse(self._quoted(self.asker, turn))

    def test_strangers_and_nonsense_give_nothing(self):
        turn = self.answered(self.asker, self.own_lead, "Delivery is in May.")
        turns = self.turns.with_user(self.asker)
        for turn_id, n in ((turn.id, 2), (turn.id, "1"), (turn.id, [1]), (2**40, 1), ("x", 1), (None, None)):
            self.assertFalse(turns.quoted(turn_id, n))
        for unanswered in (self.asked(self.asker, "What?"), self.answered(self.asker, self.own_lead, "")):
            self.assertFalse(self._quoted(self.asker, unanswered))


@tagged("post_install", "-at_install")
class TestCompletion(CandorCase):
    def _refused(self, code, turn, **more):
        with self.assertRaises(Refused) as refusal:
            self.complete(turn, **more)
        self.assertEqual(refusal.exception.code, code)

    def test_either_secret_signs_and_no_other(self):
        for secret in ("first-secret-of-the-tests", "second-secret-of-the-tests"):
            self.complete(self.asked(self.asker, "What?"), secret=secret, outcome="abstained")
        turn = self.asked(self.asker, "What?")
        self._refused("signature", turn, secret="guess")
        self.assertEqual(turn.state, "taken")

    def test_a_forged_token_is_refused_although_it_is_signed(self):
        turn = self.asked(self.asker, "What?")
        real = self.env["candor.ticket"]._issue_completion(turn)
        for token in ("", "x", real[:-2], real[::-1], "é" * 20, "A" * 20_000):
            self._refused("token", turn, token=token)

    def test_a_turn_completes_once_and_only_after_it_was_taken(self):
        turn = self.asked(self.asker, "What?")
        turn.state = "open"
        self._refused("token", turn, outcome="abstained")
        turn.state = "taken"
        self.complete(turn, outcome="answered", **{"confidence": {"probability": 0.4}})
        self._refused("already", turn, outcome="abstained")
        self.assertEqual((turn.outcome, turn.probability), ("answered", 0.4))

    def test_a_document_that_is_too_large_is_no_question_of_its_signature(self):
        turn = self.asked(self.asker, "What?")
        self._refused("bad_request", turn, outcome="abstained", more="x" * MAX_PAYLOAD)
        self.assertEqual(turn.state, "taken")

    def test_a_turn_that_nobody_can_complete_any_more_ends_as_lost(self):
        lost, late, waiting = (self.asked(self.asker, "What?") for _turn in range(3))
        days = fields.Datetime.now() - timedelta(days=COMPLETE_DAYS)
        lost.taken_date, late.taken_date = days - timedelta(hours=1), days + timedelta(hours=1)
        waiting.write({"state": "open", "taken_date": lost.taken_date})
        self.env.ref("candor.ir_cron_lost_turns").ir_actions_server_id.run()
        self.assertEqual((lost.state, lost.outcome, lost.error_code), ("done", "failed", "lost"))
        self.assertEqual((late.state, waiting.state), ("taken", "open"))
        self.complete(late, outcome="abstained")
        self._refused("already", lost, outcome="abstained")

    def test_a_document_of_another_shape_is_refused_before_anything_is_stored(self):
        turn = self.asked(self.asker, "What?")
        pointer = {"resModel": "crm.lead", "resId": 1, "section": "fields"}
        for document in (
            {"evidence": [{**pointer, "resId": "1"}]},
            {"evidence": "none"},
            {"sections": [{"resModel": "crm.lead"}]},
            {"closest": [3]},
            {"parts": [{"text": 3}]},
        ):
            self._refused("bad_request", turn, **document)
        self.assertEqual(turn.state, "taken")

    def test_only_numbers_and_codes_stand_in_columns_that_are_read(self):
        turn = self.asked(self.asker, "What?")
        self.complete(
            turn,
            outcome="a sentence",
            mode="a sentence of a record",
            requestId="r-1",
            errorCode="two words",
            features={"coverage": 0.5, "worst": float("nan"), "term": "oak", "a sentence": 1},
            timings={"permit": 12},
        )
        self.assertEqual((turn.outcome, turn.mode, turn.error_code), ("failed", False, False))
        self.assertEqual(turn.state, "done")
        self.assertEqual(
            (turn.request_id, turn.features, turn.timings), ("r-1", {"coverage": 0.5}, {"permit": 12})
        )

    def test_a_way_of_answering_that_only_a_later_sidecar_knows_loses_no_turn(self):
        for unknown in ("generative", 3, ["extractive"], {"mode": "live"}, None):
            turn = self.asked(self.asker, "What?")
            document = answer_from(self.own_lead, "Ten desks")
            self.complete(turn, **{**document, "mode": unknown, "rung": unknown, "kind": unknown})
            self.assertEqual((turn.mode, turn.rung, turn.answer_kind), (False, False, False))
            self.assertEqual((turn.state, turn.outcome, turn.probability), ("done", "answered", 0.8))
            self.assertEqual(self.served(self.asker, turn)["parts"][0]["text"], "Ten desks")

    def test_each_way_of_answering_is_kept(self):
        for mode, rung, kind in (
            ("extractive", "extractive", "fields"),
            ("lexical", "lexical", "excerpt"),
            ("live", "live", "passage"),
            ("abstained", "live", None),
            ("chat", "extractive", None),
            ("unavailable", None, None),
        ):
            turn = self.asked(self.asker, "What?")
            self.complete(turn, outcome="abstained", mode=mode, rung=rung, kind=kind)
            self.assertEqual((turn.mode, turn.rung, turn.answer_kind), (mode, rung or False, kind or False))
