from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.candor.database.transaction import own_transaction

from .common import CandorCase


@tagged("post_install", "-at_install")
class TestSource(CandorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()

    def _waiting(self, model):
        self.env.flush_all()
        with own_transaction(self.env) as env:
            while env["candor.change"]._expand():
                pass
        self.env["candor.outbox"].invalidate_model()
        return self.env["candor.outbox"].search([("res_model", "=", model)])

    def _clear(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM candor_change")
        self.env.cr.execute("DELETE FROM candor_outbox")

    def test_the_managers_button_queues_every_record_of_every_source(self):
        self._clear()
        index = self.env.ref("candor.index_main").with_user(self.manager)
        index.action_full_pass()
        waiting = self._waiting("crm.lead")
        self.assertEqual(set(waiting.mapped("res_id")), set(self.env["crm.lead"].search([]).ids))
        self.assertEqual(index.pending, self.env["candor.outbox"].search_count([]))

    def test_nobody_but_the_manager_starts_a_full_pass(self):
        for user in (self.asker, self.reviewer, self.portal, self.indexer):
            with self.assertRaises(AccessError):
                self.env.ref("candor.index_main").with_user(user).action_full_pass()

    def test_a_new_source_is_queued_and_one_that_goes_is_removed(self):
        self._clear()
        sources = self.env["candor.source"].with_user(self.manager)
        source = sources.create({"model_id": self.env["ir.model"]._get_id("utm.source")})
        self.assertTrue(source.field_ids)
        self.assertTrue(self._waiting("utm.source"))
        self.assertIn("utm.source", sources._specs())
        self._clear()
        # What waits travels as deleted once its model is no source (test_indexer).
        source.active = False
        self.assertTrue(self._waiting("utm.source"))
        self.assertNotIn("utm.source", sources.with_context(active_test=False)._specs())
        source.active = True
        self.assertIn("utm.source", sources._specs())
        self._clear()
        source.unlink()
        self.assertTrue(self._waiting("utm.source"))
        self.assertNotIn("utm.source", sources._specs())

    def test_machinery_and_candor_itself_are_no_source(self):
        for model in ("ir.config_parameter", "res.users", "mail.message", "candor.turn", "res.users.apikeys"):
            with self.assertRaises(ValidationError):
                self.env["candor.source"].create({"model_id": self.env["ir.model"]._get_id(model)})
            self.assertIsNone(self.env["candor.source"]._spec_for(model))

    def test_a_model_may_be_named_like_machinery_and_be_none(self):
        lead = self.env.registry["crm.lead"]
        names = {"author.book": True, "auth_totp.secret": False, "auth.oauth.secret": False}
        with patch.dict(self.env.registry.models, dict.fromkeys(names, lead)):
            for model, readable in names.items():
                self.assertEqual(self.env["candor.source"]._can_be_read(model), readable, model)

    def test_only_a_manager_changes_sources(self):
        source = self.env["candor.source"].search([("model", "=", "crm.lead")])
        source.with_user(self.manager).with_messages = False
        for user in (self.asker, self.reviewer, self.portal):
            with self.assertRaises(AccessError):
                source.with_user(user).with_messages = True

    def test_a_module_installed_later_brings_its_default_source_and_a_deleted_one_stays_away(self):
        sources = self.env["candor.source"]
        leads, orders = [[("model", "=", model)] for model in ("crm.lead", "sale.order")]
        sources.search([*leads]).unlink()
        sources.search([*orders]).unlink()
        # As if sales had been there when Candor was installed, and crm not.
        self.env["ir.config_parameter"].set_param("candor.offered_sources", "res.partner,sale.order")
        sources._register_hook()
        self.assertTrue(sources.search(leads).field_ids)
        self.assertFalse(sources.search(orders))
        sources.search(leads).unlink()
        sources._register_hook()
        self.assertFalse(sources.search(leads))

    def test_sources_that_cannot_be_made_keep_nothing_else_from_starting(self):
        self.env["ir.config_parameter"].set_param("candor.offered_sources", False)

        def fail(_sources):
            raise ValueError("no column")

        self.patch(type(self.env["candor.source"]), "_create_defaults", fail)
        with self.assertLogs("odoo.addons.candor.models.source", "WARNING"):
            self.env["candor.source"]._register_hook()

    def test_an_upgrade_chooses_properties_and_lists_that_are_new_and_reads_everything_again(self):
        source = self.source("crm.lead", ["name"])
        product = self.source("product.template", ["name"])
        self._clear()
        self.env["candor.source"]._choose_what_is_new()
        self.assertEqual(set(source.field_ids.mapped("name")), {"name", "lead_properties"})
        self.assertIn("seller_ids", product.line_field_ids.mapped("name"))
        self.assertIn("name", self.env["candor.source"]._specs()["crm.lead"].fields)
        self.assertTrue(self._waiting("crm.lead"))
