from odoo.tests import tagged
from odoo.tools import SQL, sql

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
            reviews |= reviews._start(turn)
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
        reviews.with_user(self.reviewer)[0].action_approve()
        reviews.with_user(self.reviewer)[1].action_approve()
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
