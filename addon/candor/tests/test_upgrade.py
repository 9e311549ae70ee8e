from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import SQL, sql
from odoo.tools.misc import file_path

from .common import CandorCase
from .test_held_back import declined

#: What 19.0.0.4.0 adds, by table.
COLUMNS = {
    "candor_turn": ("held_back", "rating", "rating_why"),
    "candor_review": ("origin", "sample_probability"),
}


@tagged("post_install", "-at_install")
class TestUpgradeToLabels(CandorCase):
    """19.0.0.4.0 adds columns and the labels' table; what stood there before needs no script."""

    def _upgrade(self):
        """The tables as 19.0.0.3.0 had them, and what Odoo makes of them."""
        self.env.flush_all()
        for table, columns in COLUMNS.items():
            for column in columns:
                self.env.cr.execute(
                    SQL("ALTER TABLE %s DROP COLUMN %s", SQL.identifier(table), SQL.identifier(column))
                )
        self.env.cr.execute("DROP TABLE candor_label")
        self.env.invalidate_all()
        models = ["candor.turn", "candor.review", "candor.label"]
        self.registry.init_models(self.env.cr, models, {"module": "candor"}, install=False)
        self.env.invalidate_all()

    def test_turns_and_reviews_from_before_go_on_and_are_labelled(self):
        answered = self.answered(self.asker, self.own_lead, "Ten desks")
        abstained = self.asked(self.asker, "Zebra?")
        self.complete(abstained, **declined(self.own_lead, "Ten desks"))
        reviews = self.env["candor.review"]
        for turn in (answered, abstained):
            reviews |= self.under_review(turn)
        before = [self.served(user, answered) for user in (self.asker, self.reviewer)]
        self._upgrade()
        for table, columns in COLUMNS.items():
            for column in columns:
                self.assertTrue(sql.column_exists(self.env.cr, table, column), column)
        self.assertEqual(reviews.mapped("origin"), ["asked", "asked"], "nothing else sent any")
        after = [self.served(user, answered) for user in (self.asker, self.reviewer)]
        self.assertEqual(after, before)
        # What was held back before was thrown away.
        self.assertIs(self.served(self.reviewer, abstained)["held_back"], False)
        for review in reviews:
            self.decide(self.reviewer, review, "approve")
            self.final(review)
        self.turns.with_user(self.asker).rate(answered.id, "up")
        labels = self.env["candor.label"].search([("turn_id", "in", (answered | abstained).ids)])
        self.assertEqual(sorted(labels.mapped("value")), ["declined_rightly", "right", "right"])
        self.assertEqual(set(labels.mapped("origin")), {"asked", "rating"})

    def test_labels_still_outlive_their_turn(self):
        self._upgrade()
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        self.turns.with_user(self.asker).rate(turn.id, "up")
        label = self.env["candor.label"].search([("turn_id", "=", turn.id)])
        turn.conversation_id.unlink()
        self.env.invalidate_all()
        self.assertEqual((label.exists(), label.turn_id.id), (label, False))


@tagged("post_install", "-at_install")
class TestUpgradeToReviews(CandorCase):
    """19.0.0.5.0: an activity says which review it reminds of, a review outlives its turn."""

    def _upgrade(self):
        """The tables as 19.0.0.4.0 had them, and what Odoo and the script make of them."""
        cr = self.env.cr
        self.env.flush_all()
        cr.execute("ALTER TABLE candor_review ADD COLUMN activity_id int")
        cr.execute(
            """
            UPDATE candor_review AS review
               SET activity_id = activity.id
              FROM mail_activity AS activity
             WHERE activity.candor_review_id = review.id
            """
        )
        cr.execute("ALTER TABLE mail_activity DROP COLUMN candor_review_id")
        for column in ("source_id", "rule_id", "due_date", "escalation_date", "decided_date", "final_date"):
            cr.execute(SQL("ALTER TABLE candor_review DROP COLUMN %s", SQL.identifier(column)))
        for column in ("hours_to_verdict", "is_resolved", "asked_back", "escalated", "checked_date"):
            cr.execute(SQL("ALTER TABLE candor_review DROP COLUMN %s", SQL.identifier(column)))
        cr.execute("ALTER TABLE candor_review ALTER COLUMN turn_id SET NOT NULL")
        self.env.ref("candor.ir_cron_reviews").write({"interval_number": 1, "interval_type": "hours"})
        self.env.flush_all()
        self.env.invalidate_all()
        models = ["candor.review", "mail.activity"]
        self.registry.init_models(cr, models, {"module": "candor"}, install=False)
        path = file_path("candor/migrations/19.0.0.5.0/post-reviews.py")
        load_script(path, "post_reviews").migrate(cr, "19.0.0.4.0")
        self.env.invalidate_all()

    def test_open_and_decided_reviews_go_on(self):
        turns = [self.answered(self.asker, self.own_lead, "Ten desks", about=self.own_lead) for _ in range(2)]
        waiting, decided = (self.under_review(turn) for turn in turns)
        self.decide(self.reviewer, decided, "approve")
        self.final(decided)
        reminder = self.reminder(waiting)
        self._upgrade()
        self.assertFalse(sql.column_exists(self.env.cr, "candor_review", "activity_id"))
        self.assertEqual(self.reminder(waiting), reminder)
        self.assertEqual(waiting.source_id.model, "crm.lead")
        self.assertTrue(waiting.due_date)
        self.assertEqual((decided.is_resolved, bool(decided.decided_date)), (True, True))
        self.assertEqual(self.env.ref("candor.ir_cron_reviews").interval_type, "minutes")
        self.decide(self.reviewer, waiting, "reject", reason="They are oak")
        self.final(waiting)
        self.assertEqual(self.served(self.asker, turns[0])["review"]["reason"], "They are oak")
        # A turn that is deleted leaves its review as a number.
        turns[1].unlink()
        self.env.invalidate_all()
        self.assertEqual((decided.exists(), decided.turn_id.id), (decided, False))
