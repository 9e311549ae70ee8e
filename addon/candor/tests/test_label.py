from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import CandorCase, answer_from
from .test_held_back import declined


@tagged("post_install", "-at_install")
class TestLabel(CandorCase):
    def _answered(self, **more):
        document = answer_from(self.own_lead, "Ten desks")
        turn = self.asked(self.asker, "Zebra?")
        self.complete(turn, **document, features={"coverage": 0.5}, **more)
        return turn

    def _declined(self):
        turn = self.asked(self.asker, "Zebra?")
        self.complete(turn, **declined(self.own_lead, "Ten desks", features={"coverage": 0.25}))
        return turn

    def _judged(self, turn, outcome, **started):
        """The label of a turn after its reviewer found this."""
        review = self.under_review(turn, **started)
        self.decide(self.reviewer, review, outcome, reason="They are oak", correction="Ten oak desks")
        self.final(review)
        return self._of(turn)

    def _of(self, turn):
        return self.env["candor.label"].search([("turn_id", "=", turn.id)])

    def test_each_verdict_on_an_answer_is_a_label(self):
        for outcome, value in (("approve", "right"), ("correct", "wrong"), ("reject", "wrong")):
            label = self._judged(self._answered(), outcome)
            self.assertEqual((label.kind, label.outcome, label.value), ("verdict", outcome, value))

    def test_each_verdict_on_a_declined_question_is_a_label(self):
        for outcome, value in (
            ("approve", "declined_rightly"),
            ("held_back_right", "declined_wrongly"),
            ("correct", "declined_wrongly"),
        ):
            label = self._judged(self._declined(), outcome)
            self.assertEqual((label.kind, label.outcome, label.value), ("verdict", outcome, value))

    def test_a_verdict_that_lapsed_is_none(self):
        turn = self._answered()
        review = self.under_review(turn)
        self.own_lead.active = False
        self.own_lead.name = "Eleven chairs"
        self.env["candor.review"].with_user(self.reviewer).lapse(review.id)
        self.assertEqual(review.outcome, "lapsed")
        self.assertFalse(self._of(turn))

    def test_where_nothing_was_answered_or_declined_there_is_nothing_to_label(self):
        for outcome in ("failed", "stopped"):
            turn = self.asked(self.asker, "Zebra?")
            self.complete(turn, outcome=outcome)
            self.assertFalse(self._judged(turn, "approve"), outcome)

    def test_it_copies_the_numbers_of_its_turn_at_that_moment(self):
        turn = self._answered()
        label = self._judged(turn, "approve")
        turn.write({"features": {"coverage": 0.9}, "probability": 0.1, "calibrator_version": "later"})
        self.assertEqual((label.features, label.probability), ({"coverage": 0.5}, 0.8))
        self.assertEqual((label.answer_kind, label.calibrator_version), ("fields", "2026-01-01-test"))

    def test_a_verdict_and_a_rating_of_one_turn_are_two(self):
        turn = self._answered()
        self.turns.with_user(self.asker).rate(turn.id, "down", "They are oak")
        self._judged(turn, "approve")
        found = {(label.kind, label.value, label.origin) for label in self._of(turn)}
        self.assertEqual(found, {("verdict", "right", "asked"), ("rating", "wrong", "rating")})

    def test_it_says_why_it_exists(self):
        asked = self._judged(self._answered(), "approve")
        ruled = self._judged(self._answered(), "approve", origin="rule")
        sampled = self._judged(self._answered(), "approve", origin="sample", sample_probability=0.02)
        self.assertEqual((asked.origin, asked.sample_probability), ("asked", 0.0))
        self.assertEqual((ruled.origin, ruled.sample_probability), ("rule", 0.0))
        self.assertEqual((sampled.origin, sampled.sample_probability), ("sample", 0.02))

    def test_who_sends_what_the_sample_has_already_leaves_it_of_the_sample(self):
        turn = self._answered()
        self.env["candor.review"]._start(turn, "sample", 0.02)
        self.turns.with_user(self.asker).send_to_review(turn.id)
        self.assertEqual(turn.review_ids.mapped("origin"), ["sample"])

    def test_a_sample_without_its_probability_is_refused_and_so_is_one_elsewhere(self):
        values = {"kind": "verdict", "value": "right"}
        for origin, probability in (("sample", 0.0), ("asked", 0.5), ("sample", 1.5), ("sample", -0.1)):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env["candor.label"].create(
                    {**values, "origin": origin, "sample_probability": probability}
                ).flush_recordset()

    def test_it_holds_no_text_and_names_nobody(self):
        self.turns.with_user(self.asker).rate(self._answered().id, "down", "They are oak")
        self._judged(self._answered(), "correct")
        self._judged(self._declined(), "held_back_right")
        self.env.flush_all()
        self.env.cr.execute("SELECT json_agg(candor_label)::text FROM candor_label")
        stored = self.env.cr.fetchone()[0]
        for word in ("desks", "oak", "Zebra"):
            self.assertNotIn(word, stored)
        labels = self.env["candor.label"].search([])
        people = self.asker | self.reviewer
        self.assertFalse((labels.create_uid | labels.write_uid) & people)
        texts = {name for name, field in labels._fields.items() if field.type in ("text", "html", "char")}
        self.assertEqual(texts, {"calibrator_version", "display_name"})

    def test_a_conversation_that_is_deleted_leaves_the_numbers_without_their_turn(self):
        for way in ("orm", "sql"):
            turn = self._answered()
            label = self._judged(turn, "approve")
            self.turns.with_user(self.asker).rate(turn.id, "up")
            labels = self._of(turn)
            self.assertEqual(len(labels), 2)
            conversation = turn.conversation_id
            if way == "orm":
                conversation.unlink()
            else:
                self.env.flush_all()
                self.env.cr.execute(SQL("DELETE FROM candor_conversation WHERE id = %s", conversation.id))
            self.env.invalidate_all()
            self.assertFalse(turn.exists())
            self.assertEqual(labels.exists(), labels, way)
            self.assertFalse(labels.turn_id)
            self.assertEqual((label.value, label.features), ("right", {"coverage": 0.5}))

    def test_the_manager_reads_it_and_nobody_writes_it(self):
        label = self._judged(self._answered(), "approve")
        self.assertEqual(label.with_user(self.manager).read(["value"])[0]["value"], "right")
        for user in (self.asker, self.reviewer, self.colleague, self.portal, self.indexer):
            for attempt in (
                lambda user=user: label.with_user(user).read(["value"]),
                lambda user=user: label.with_user(user).search([]),
            ):
                with self.assertRaises(AccessError, msg=user.login):
                    attempt()
        for user in (self.manager, self.reviewer, self.asker):
            own = label.with_user(user)
            for attempt in (
                lambda own=own: own.write({"value": "wrong"}),
                own.unlink,
                lambda own=own: own.create({"kind": "verdict", "value": "right", "origin": "sample"}),
            ):
                with self.assertRaises(AccessError, msg=user.login):
                    attempt()
