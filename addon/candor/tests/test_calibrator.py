import base64
import json

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .common import CandorCase, CandorHttpCase


def document(version="2026-11-28", **changes):
    """As the sidecar's fit command writes it."""
    return {
        "version": version,
        "fittedOn": [{"name": "SQuAD 2 dev", "rows": 17801}, {"name": "reviews", "rows": 212}],
        "figures": {"n": 17801, "ece": 0.02, "auroc": 0.914, "coverage": 0.5},
        "thresholds": [
            {"target": 0.8, "threshold": 0.61, "promised": True, "labels": 1400, "missing": 0},
            {"target": 0.9, "threshold": 0.835, "promised": False, "labels": 1400, "missing": 250},
            {"target": 0.95, "threshold": 1, "promised": False, "labels": 1400, "missing": 0},
        ],
        "model": {kind: additive() for kind in ("fields", "passage", "excerpt")},
        **changes,
    }


def additive(**term):
    return {"bias": -0.4, "terms": {"lexical": {"mean": 0.5, "deviation": 0.2, "weight": 1, **term}}}


@tagged("post_install", "-at_install")
class TestCalibrator(CandorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.env["candor.index"]._the().calibrator_id = False
        cls.env["candor.calibrator"].search([]).unlink()
        cls.calibrators = cls.env["candor.calibrator"].with_user(cls.manager)
        cls.index = cls.env["candor.index"]._the().with_user(cls.manager).sudo(False)

    def _report(self, calibrator):
        # Nothing else of the report is of interest, and its generation stays as it is.
        generation = self.env["candor.index"]._the().generation
        self.call_indexer("report", {"generation": generation, "calibrator": calibrator})
        self.env.invalidate_all()

    def _import(self, content, user=None, **values):
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        dialog = self.env["candor.calibrator.import"].with_user(user or self.manager)
        dialog.create({"file": base64.b64encode(content), **values}).action_import()

    def test_the_manager_reads_and_imports_and_nobody_changes_or_deletes(self):
        calibrator = self.calibrators.create({"parameters": document(), "origin": "shipped", "version": "x"})
        self.assertEqual((calibrator.version, calibrator.origin), ("2026-11-28", "imported"))
        for user in (self.asker, self.reviewer, self.portal, self.indexer):
            with self.assertRaises(AccessError):
                calibrator.with_user(user).read(["version"])
            with self.assertRaises(AccessError):
                self.calibrators.with_user(user).create({"parameters": document("other")})
            with self.assertRaises(AccessError):
                self._import(document("other"), user)
        for user in (self.manager, self.asker, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                calibrator.with_user(user).write({"parameters": document("other")})
            with self.assertRaises(AccessError):
                calibrator.with_user(user).unlink()

    def test_a_file_becomes_a_calibrator_in_force_or_one_to_choose(self):
        self._import(document())
        self.assertEqual(self.index.calibrator_id.version, "2026-11-28")
        self._import(document("2026-12-01"), put_in_force=False)
        self.assertEqual(self.index.calibrator_id.version, "2026-11-28")
        self.assertEqual(self.calibrators.search([]).mapped("version"), ["2026-12-01", "2026-11-28"])

    def test_a_bad_file_is_refused_with_its_reason_and_nothing_is_lost(self):
        self._import(document())
        unread = "can't be read as JSON"
        thresholds = document()["thresholds"]
        for content, reason in (
            (b"", unread),
            (b"\xff\xfe", unread),
            (b"{", unread),
            (b"[" * 100_000, unread),
            (b" " * 1_000_001, unread),
            (document(), "of this version already"),
            ([], "“version” is missing"),
            (document(version=""), "“version” is missing"),
            (document(version=7), "“version” is missing"),
            (document("a", fittedOn="SQuAD"), "“fittedOn” is missing"),
            (document("a", fittedOn=[{"name": "SQuAD"}]), "“fittedOn” is missing"),
            (document("a", figures={"ece": "low"}), "“figures” is missing"),
            (document("a", thresholds=[]), "“thresholds” is missing"),
            (document("a", thresholds=[{**thresholds[0], "threshold": 1.2}]), "“thresholds” is missing"),
            (document("a", thresholds=[{**thresholds[0], "promised": 1}]), "“thresholds” is missing"),
            (document("a", thresholds=[{**thresholds[0], "missing": -1}]), "“thresholds” is missing"),
            (document("a", fittedOn=[{"name": "reviews", "rows": 3, "own": 1}]), "“fittedOn” is missing"),
            (document("a", thresholds=thresholds[::-1]), "“thresholds” is missing"),
            (document("a", thresholds=thresholds[:1] * 2), "“thresholds” is missing"),
            (document("a", model=None), "“model” is missing"),
            (document("a", model={"weights": [0.1, -2]}), "“model” is missing"),
            (document("a", model={"fields": additive(), "passage": additive()}), "“model” is missing"),
            *(
                (document("a", model={**document()["model"], "excerpt": wrong}), "“model” is missing")
                for wrong in (
                    [],
                    {"terms": {}},
                    {"bias": True, "terms": {}},
                    {"bias": 10**400, "terms": {}},
                    {"bias": 0, "terms": []},
                    {"bias": 0, "terms": {"lexical": 1}},
                    additive(mean=None),
                    additive(deviation=0),
                    additive(deviation=-1),
                    additive(weight="1"),
                )
            ),
            (document("a", model={"bias": float("nan")}), "“model” is missing"),
            (document("a", model={"name": "\0"}), "“model” is missing"),
            (document("a", model={"name": "\ud800"}), "“model” is missing"),
        ):
            with self.subTest(content=str(content)[:80]), self.assertRaises(UserError) as error:
                self._import(content)
            self.assertIn(reason, str(error.exception))
        self.assertEqual(self.index.calibrator_id.parameters, document())
        self.assertEqual(len(self.calibrators.search([])), 1)

    def test_what_the_sidecar_brings_is_kept_in_its_newest_version(self):
        for version in ("one", "two", "two"):
            self._report(document(version))
        shipped = self.calibrators.search([])
        self.assertEqual((shipped.version, shipped.origin), ("two", "shipped"))
        self.assertIn("two (Comes with the sidecar)", self.index.calibrator_words)
        for broken in (None, "x", {"version": "three"}, document("two", figures={})):
            self._report(broken)
            self.assertEqual(self.calibrators.search([]).parameters, document("two"))

    def test_a_shipped_one_that_was_chosen_outlives_the_next(self):
        self._report(document("one"))
        self.index.calibrator_id = self.calibrators.search([])
        self._report(document("two"))
        self.assertEqual(self.calibrators.search([]).mapped("version"), ["two", "one"])
        self.assertIn("one", self.index.calibrator_words)
        self.index.calibrator_id = False
        self.assertIn("two", self.index.calibrator_words)

    def test_one_imported_before_the_sidecar_brought_it_is_the_same(self):
        self._import(document("one"))
        self._report(document("one"))
        self.assertEqual(self.calibrators.search([]).origin, "shipped")

    def test_the_page_says_in_words_what_is_in_force(self):
        self.assertIn("has not told yet", self.index.calibrator_words)
        self.assertFalse(self.index.promise_words)
        self._import(document())
        self.assertEqual(self.index.calibrator_data, "SQuAD 2 dev (17,801 answers), reviews (212 answers)")
        self.assertIn("calibration error 0.02", self.index.calibrator_figures)
        self.assertIn("coverage 0.5", self.index.calibrator_figures)
        self.index.target_precision = 0.8
        self.assertIn("61 %", self.index.threshold_words)
        self.assertIn("Proven on what it was fitted on", self.index.promise_words)
        self.assertIn("at least 80 %", self.index.promise_words)
        self.assertIn("1,400 judged answers", self.index.promise_words)
        self.assertIn("promises nothing until reviewers", self.index.promise_words)
        # Between two that were fitted the stricter one holds.
        self.index.target_precision = 0.85
        self.assertIn("83.5 %", self.index.threshold_words)
        self.assertIn("Not kept yet: 250 more", self.index.promise_words)
        self.index.target_precision = 0.99
        self.assertIn("don't prove that at least 95 %", self.index.promise_words)
        self.assertIn("how many more it takes can't be told", self.index.promise_words)

    def test_only_one_fitted_on_answers_of_this_company_is_said_to_keep_what_it_promises(self):
        for version, own, words in (("theirs", False, "Proven on"), ("ours", True, "Kept: at least 80 %")):
            self._import(document(version, fittedOn=[{"name": "reviews", "rows": 212, "own": own}]))
            self.index.target_precision = 0.8
            self.assertIn(words, self.index.promise_words)

    def test_the_page_says_it_in_the_readers_language(self):
        self._import(document())
        german = self.index.with_context(lang="de_DE")
        self.assertIn("83,5 %", german.threshold_words)
        self.assertIn("250", german.promise_words)
        self.assertIn("17.801", german.calibrator_data)

    def test_a_precision_is_asked_between_a_half_and_all_but_certain(self):
        for wrong in (0.49, 0.995):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.index.target_precision = wrong
                self.env.flush_all()

    def test_the_indexer_is_told_what_was_chosen(self):
        settings = self.call_indexer("settings")
        self.assertEqual((settings["targetPrecision"], settings["calibrator"]), (0.9, False))
        self._import(document())
        self.index.target_precision = 0.95
        settings = self.call_indexer("settings")
        self.assertEqual((settings["targetPrecision"], settings["calibrator"]), (0.95, document()))

    def test_a_copied_database_keeps_numbers_that_are_nobodys(self):
        self._import(document())
        with file_open("candor/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertEqual(self.index.calibrator_id.parameters, document())


@tagged("post_install", "-at_install")
class TestCalibratorOfATurn(CandorHttpCase):
    def test_a_turn_is_taken_with_the_precision_asked_and_the_calibrator_chosen(self):
        self.session_of(self.asker)
        index = self.env["candor.index"]._the()
        index.write({"calibrator_id": False, "target_precision": 0.9})
        taken = self.take(self.ask()["ticket"])
        self.assertEqual((taken["target_precision"], taken["calibrator"]), (0.9, False))
        # For a sidecar of the release before.
        self.assertEqual(taken["threshold"], 0.5)
        index.calibrator_id = self.env["candor.calibrator"].create({"parameters": document("chosen")})
        index.target_precision = 0.95
        taken = self.take(self.ask()["ticket"])
        self.assertEqual((taken["target_precision"], taken["calibrator"]), (0.95, document("chosen")))
