from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.candor.models import retention

from .test_forgetting import ForgettingCase


@tagged("post_install", "-at_install")
class TestRetention(ForgettingCase):
    def _age(self, record, days, column="create_date"):
        self.env.flush_all()
        past = fields.Datetime.now() - timedelta(days=days, minutes=1)
        query = "UPDATE %s SET %s = %s WHERE id = ANY(%s)"
        self.env.cr.execute(
            SQL(query, SQL.identifier(record._table), SQL.identifier(column), past, record.ids)
        )
        self.env.invalidate_all()

    def _keep(self, kind, days):
        self.env["ir.config_parameter"].set_param(f"candor.keep_{kind}_days", days)

    def test_questions_past_their_days_are_deleted_and_younger_ones_are_not(self):
        old, young = self.told_of(), self.told_of()
        review = self.sent(old)
        self._age(old, 365)
        self._age(young, 364)
        self.assertEqual(self.turns._gc_old(), (1, 0))
        self.assertEqual((old | young).exists(), young)
        self.assertEqual((review.state, review.outcome), ("done", "forgotten"))
        self.assertEqual(self.forgotten(), [old.id])

    def test_conversations_without_a_question_go_too(self):
        kept, turn = self.told_of().conversation_id, self.told_of()
        conversation = turn.conversation_id
        turn.unlink()
        self.env["candor.conversation"]._gc_empty()
        self.assertEqual((kept | conversation).exists(), kept)

    def test_a_large_table_is_cleaned_bit_by_bit(self):
        self.patch(retention, "_AT_ONCE", 2)
        turns = self.told_of() | self.told_of() | self.told_of()
        self._age(turns, 400)
        self.assertEqual(self.turns._gc_old(), (2, 1))
        self.assertEqual(self.turns._gc_old(), (1, 0))
        self.assertFalse(turns.exists())

    def test_reviews_are_kept_from_the_day_they_are_done_and_while_they_are_open(self):
        done, open_ = self.sent(self.told_of()), self.sent(self.told_of())
        self.decide(self.reviewer, done, "approve")
        self.final(done)
        for review in (done, open_):
            self._age(review, 500)
        self.assertEqual(self.reviews._gc_old(), (0, 0), "it was done today")
        self._age(done, 366, "done_date")
        self.assertEqual(self.reviews._gc_old(), (1, 0))
        self.assertEqual((done | open_).exists(), open_)
        self.assertEqual(self.env["candor.label"].search_count([("outcome", "=", "approve")]), 1)

    def test_verdicts_as_numbers_have_days_of_their_own(self):
        turn = self.told_of()
        self.turns.with_user(self.asker).rate(turn.id, "up")
        label = self.env["candor.label"].search([("turn_id", "=", turn.id)])
        self._age(label, 729)
        label._gc_old()
        self.assertTrue(label.exists())
        self._age(label, 730)
        label._gc_old()
        self.assertFalse(label.exists())
        self.assertTrue(turn.exists())

    def test_what_no_sidecar_asked_for_is_dropped_when_none_can_hold_it_any_more(self):
        self.told_of().unlink()
        rows = self.env["candor.forgotten"].search([])
        self._age(rows, 30, "date")
        rows._gc_old()
        self.assertTrue(rows.exists())
        self._age(rows, 31, "date")
        self._keep("failures", 0)
        rows._gc_old()
        self.assertTrue(rows.exists(), "failures are kept for ever")
        self._keep("failures", 30)
        rows._gc_old()
        self.assertFalse(rows.exists())

    def test_zero_days_keep_for_ever_and_nonsense_is_as_if_nothing_was_set(self):
        self._age(self.told_of(), 4_000)
        for value, days in (("0", 0), ("7", 7), ("99999", 3_650), ("-3", 365), ("soon", 365), ("1.5", 365)):
            self._keep("turns", value)
            self.assertEqual(retention.kept_days(self.env, "turns"), days, value)
        self._keep("turns", "0")
        self.assertEqual(self.turns._gc_old(), (0, 0))

    def test_odoos_own_cleaning_finds_all_of_it(self):
        found = [
            (model._name, name)
            for model in self.env.values()
            if model._name.startswith("candor.")
            for name in dir(type(model))
            if getattr(getattr(type(model), name, None), "_autovacuum", False)
        ]
        kinds = ("turn", "review", "label", "forgotten")
        self.assertLessEqual({(f"candor.{kind}", "_gc_old") for kind in kinds}, set(found))
        self.assertIn(("candor.turn", "_gc_gone"), found)
        self.assertIn(("candor.conversation", "_gc_empty"), found)


@tagged("post_install", "-at_install")
class TestRetentionSettings(ForgettingCase):
    def _save(self, **values):
        page = self.env["res.config.settings"].with_user(self.env.ref("base.user_admin")).create(values)
        page.execute()

    def _shown(self, user=None):
        settings = self.env["res.config.settings"].with_user(user or self.env.ref("base.user_admin"))
        shown = settings.default_get(list(settings._fields)).items()
        return {name: value for name, value in shown if name.startswith("candor_") and name.endswith("_days")}

    def test_they_begin_with_what_holds_without_them(self):
        self.assertEqual(
            self._shown(),
            {
                "candor_review_days": 1,
                "candor_keep_turns_days": 365,
                "candor_keep_reviews_days": 365,
                "candor_keep_labels_days": 730,
                "candor_keep_failures_days": 30,
            },
        )

    def test_they_are_saved_and_zero_too(self):
        self._save(candor_review_days=5, candor_keep_turns_days=0, candor_keep_failures_days=7)
        shown = self._shown()
        self.assertEqual((shown["candor_review_days"], shown["candor_keep_turns_days"]), (5, 0))
        self.assertEqual(shown["candor_keep_failures_days"], 7)
        self.assertEqual(retention.kept_days(self.env, "turns"), 0)
        review = self.sent(self.told_of())
        self.assertGreaterEqual(review.due_date, fields.Date.today() + timedelta(days=7))

    def test_what_is_out_of_bounds_is_refused_with_its_bounds(self):
        for field, bad in (
            ("candor_review_days", (0, 31, -1)),
            ("candor_keep_turns_days", (-1, 3_651)),
            ("candor_keep_reviews_days", (-1, 3_651)),
            ("candor_keep_labels_days", (-1, 3_651)),
            ("candor_keep_failures_days", (-1, 3_651)),
        ):
            for days in bad:
                with self.subTest(field=field, days=days), self.assertRaises(ValidationError):
                    self._save(**{field: days})
        self.assertEqual(self._shown()["candor_review_days"], 1)
