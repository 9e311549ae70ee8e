from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CandorCase


@tagged("post_install", "-at_install")
class TestOverview(CandorCase):
    """What the manager reads on Candor → Index."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.env.flush_all()
        cls.env.cr.execute("DELETE FROM candor_outbox")
        cls.env.cr.execute("DELETE FROM candor_change")
        cls.index = cls.env["candor.index"]._the().with_user(cls.manager).sudo(False)

    def _reported(self, **report):
        self.env["candor.index"]._the()._report(
            {
                "generation": self.index.sudo().generation or "g",
                "documents": {},
                "embedder": {"model": "m", "ok": True},
                **report,
            }
        )
        self.env.cr.execute("DELETE FROM candor_outbox WHERE NOT dead")
        self.env.invalidate_all()

    def _give_up(self, lead, failure="render"):
        self.env["candor.outbox"].create(
            {
                "res_model": "crm.lead",
                "res_id": lead.id,
                "dead": True,
                "failure": failure,
                "attempts": 10,
                "since": fields.Datetime.now(),
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return self.index.dead_ids.filtered(lambda row: row.res_id == lead.id)

    def test_when_all_is_well_there_is_nothing_to_do(self):
        self._reported()
        self.assertEqual((self.index.state, self.index.advice), ("fresh", False))
        self.assertEqual(self.index.lag, "nothing waits")
        self.assertIn("second", self.index.heard)

    def test_a_sidecar_that_is_not_heard_of_is_said_to_be_silent(self):
        self._reported()
        self.index.sudo().last_report = fields.Datetime.now() - timedelta(hours=2)
        self.assertEqual(self.index.state, "silent")
        self.assertIn("isn't heard of", self.index.advice)
        self.assertEqual(self.index.heard, "2 hours ago")
        self.assertEqual(self.index.with_context(lang="de_DE").heard, "vor 2 Stunden")
        self.index.sudo().last_report = False
        self.assertEqual((self.index.state, self.index.heard), ("silent", "never"))

    def test_an_embedder_that_is_down_is_trouble_and_none_is_a_choice(self):
        self._reported(embedder={"model": "m", "ok": False})
        self.assertEqual(self.index.state, "trouble")
        self.assertIn("embedder doesn't answer", self.index.advice)
        self._reported(embedder=None)
        self.assertEqual(self.index.state, "fresh")
        self.assertIn("No embedder is set up", self.index.advice)

    def test_a_rebuild_shows_how_far_it_is_and_about_how_long_it_takes(self):
        building = {"generation": "h", "done": 30, "total": 120, "etaSeconds": 200}
        self._reported(building=building, chunks=120, vectors=30)
        self.assertEqual((self.index.state, self.index.building_progress), ("building", 25.0))
        self.assertEqual(self.index.building_left, "about 3 minutes")
        self.assertEqual(self.index.vector_share, "30 of 120")
        self._reported(building={**building, "etaSeconds": None})
        self.assertEqual(self.index.building_left, "not known yet")

    def test_a_change_that_waits_has_an_age(self):
        self._reported()
        since = fields.Datetime.now() - timedelta(minutes=4)
        self.env["candor.outbox"].create(
            {"res_model": "crm.lead", "res_id": self.own_lead.id, "since": since, "dead": False}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.index.state, self.index.waiting_edits), ("behind", 1))
        self.assertEqual(self.index.lag, "4 minutes")

    def test_what_was_mended_is_told(self):
        self._reported(reconciled={"at": "x", "missing": 2, "extra": 0, "changed": 1})
        self.assertIn("mended: 2 missing, 0 too many, 1 changed", self.index.reconciled_ago)

    def test_each_source_counts_its_records_on_both_sides(self):
        source = self.env["candor.source"].search([("model", "=", "crm.lead")])
        before = source.record_count
        self.lead("One more", self.asker)
        self.lead("Archived", self.asker, active=False)
        self.env.invalidate_all()
        self.assertEqual(source.with_user(self.manager).record_count, before + 1)

    def test_what_was_given_up_is_named_only_to_who_may_open_it(self):
        self._reported()
        row = self._give_up(self.other_lead)
        self.assertEqual(self.index.state, "trouble")
        self.assertFalse(row.may_open)
        self.assertNotIn("harbour", str(row.read()))
        self.assertIn(str(self.other_lead.id), row.record_name)
        self.assertFalse(row.action_open())
        self.assertTrue(row.reason)
        self.manager.group_ids = [(4, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.env.invalidate_all()
        self.assertIn("harbour", row.record_name)
        self.assertEqual(row.action_open()["res_id"], self.other_lead.id)

    def test_what_was_given_up_is_tried_again_one_by_one_or_all(self):
        one, two = self._give_up(self.own_lead), self._give_up(self.other_lead, "lost")
        self.assertEqual(self.index.given_up, 2)
        one.action_retry()
        self.assertEqual(self.index.given_up, 1)
        self.assertFalse(one.dead)
        self.index.action_retry_dead()
        self.assertEqual((self.index.given_up, two.attempts), (0, 0))

    def test_nobody_but_a_manager_sees_or_retries_what_was_given_up(self):
        row = self._give_up(self.own_lead)
        for user in (self.asker, self.reviewer, self.portal):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["record_name"])
            with self.assertRaises(AccessError):
                row.with_user(user).action_retry()
