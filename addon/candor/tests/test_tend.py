from odoo.exceptions import AccessDenied
from odoo.tests import tagged

from .common import OTHER_SECRET
from .test_forgetting import ForgettingCase


@tagged("post_install", "-at_install")
class TestTend(ForgettingCase):
    """What the sidecar asks for every second or two."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()

    def tend(self, *forgotten, **more):
        told = self.call_indexer("tend", {"forgotten": list(forgotten)}, **more)
        self.env.invalidate_all()
        return told

    def test_a_reviewer_is_found_and_a_verdict_made_final(self):
        review = self.reviews._start(self.told_of())
        self.assertEqual(self.tend()["nextMs"], 2_000)
        self.assertEqual((review.state, review.reviewer_id), ("waiting", self.reviewer))
        self.decide(self.reviewer, review, "approve")
        self.assertLessEqual(self.tend()["nextMs"], 2_000)
        self.assertEqual(review.state, "pending")
        review.final_date = review.decided_date
        self.tend()
        self.assertEqual((review.state, review.outcome), ("done", "approve"))

    def test_what_is_forgotten_is_told_until_it_is_acknowledged(self):
        self.drop_waiting()
        turn = self.told_of()
        turn.request_id = "r-1"
        turn.unlink()
        (told,) = self.tend()["forgotten"]
        self.assertEqual((told["turnId"], told["requestId"]), (turn.id, "r-1"))
        self.assertEqual(self.tend()["forgotten"], [told])
        other = self.told_of()
        other.unlink()
        (left,) = self.tend(told["id"])["forgotten"]
        self.assertEqual(left["turnId"], other.id)
        for nonsense in ("all", {"a": 1}):
            answer = self.call_indexer("tend", {"forgotten": nonsense})
            self.assertEqual(answer["forgotten"], [left])
        self.assertEqual(self.tend(left["id"], "1", None, 2**40, True)["forgotten"], [])

    def test_it_says_whose_numbers_they_are_and_how_long_failures_are_kept(self):
        parameters = self.env["ir.config_parameter"]
        told = self.tend()
        self.assertEqual(told["databaseUuid"], parameters.get_param("database.uuid"))
        self.assertEqual(told["keepFailuresDays"], 30)
        parameters.set_param("candor.keep_failures_days", "0")
        self.assertEqual(self.tend()["keepFailuresDays"], 0)

    def test_reviews_that_fail_keep_nothing_from_being_forgotten(self):
        self.drop_waiting()
        turn = self.told_of()
        turn.unlink()

        def fail(*_args):
            raise ValueError("quokka")

        self.patch(type(self.reviews), "_tend", fail)
        with self.assertLogs("odoo.addons.candor.models.indexer_tend", "WARNING") as logged:
            told = self.tend()
        self.assertEqual([entry["turnId"] for entry in told["forgotten"]], [turn.id])
        self.assertNotIn("quokka", str(logged.output))

    def test_nobody_else_tends(self):
        for user in (self.asker, self.manager, self.portal, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessDenied, msg=user.login):
                self.tend(user=user)
        with self.assertRaises(AccessDenied):
            self.tend(secret="another-secret-of-nobody")
        self.assertIn("nextMs", self.tend(secret=OTHER_SECRET))
