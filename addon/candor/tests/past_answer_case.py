from .common import CandorCase, answer_from

LOST = {"blank": True, "changed_since": False, "parts": [], "evidence": []}


class PastAnswerCase(CandorCase):
    def quoting(self, place, quote, record=None, section="fields", **document):
        """A turn of the asker's, in the reviewer's hands too."""
        record = record or self.own_lead
        turn = self.asked(self.asker, "Zebra?", company_ids=self.asker.company_ids.ids)
        self.complete(turn, **{**answer_from(record, quote, section, place), **document})
        review = self.under_review(turn)
        self.assertEqual(review.reviewer_id, self.reviewer)
        return turn

    def line(self, label, record=None, user=None):
        """The line with this label, as it is rendered now."""
        text = self.sections(user or self.asker, record or self.own_lead)["fields"]
        return next(line for line in text.splitlines() if line.startswith(f"{label}: "))

    def assert_changed(self, user, turn, quote):
        served = self.served(user, turn)
        self.assertEqual((served["blank"], served["changed_since"]), (False, served["date"]), user.login)
        self.assertEqual(served["evidence"][0]["changed"], True)
        self.assertEqual(served["evidence"][0]["quote"], quote)
        self.assertEqual(served["parts"][0]["text"], quote)

    def assert_stands(self, user, turn):
        served = self.served(user, turn)
        self.assertEqual((served["blank"], served["changed_since"]), (False, False), user.login)
        self.assertEqual(served["evidence"][0]["changed"], False)

    def assert_blank(self, user, turn):
        served = self.served(user, turn)
        self.assertEqual({name: served[name] for name in LOST}, LOST, user.login)
        for method in ("quoted", "quoted_now"):
            self.assertIs(getattr(self.turns.with_user(user), method)(turn.id, 1), False)
