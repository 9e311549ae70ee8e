from odoo.tests import new_test_user, tagged
from odoo.tools import file_open

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.candor.hooks import uninstall_hook
from odoo.addons.candor.wire.refusal import Refused

from .common import OTHER_SECRET, SECRET, CandorHttpCase
from .test_review import ReviewCase


@tagged("post_install", "-at_install")
class TestSettings(ReviewCase):
    def test_the_page_gives_a_secret_to_nobody(self):
        settings = self.env["res.config.settings"]
        names = [name for name in settings._fields if name.startswith("candor_")]
        for user in (self.portal, self.asker, self.manager, self.env.ref("base.user_admin")):
            given = str(settings.with_user(user).default_get(names))
            for secret in (SECRET, OTHER_SECRET):
                self.assertNotIn(secret, given)
        page = settings.with_user(self.env.ref("base.user_admin")).create({})
        shown = page.read(names)[0]
        self.assertTrue(shown["candor_has_secret"])
        self.assertNotIn(SECRET, str(shown))
        parameters = self.env["ir.config_parameter"].search([])
        self.assertNotIn(SECRET, str(parameters.mapped("value")))

    def test_contact_and_reviewers_are_saved(self):
        contact = self.env["res.partner"].create({"name": "Help desk", "email": "help@example.com"})
        admin = self.env.ref("base.user_admin")
        page = self.env["res.config.settings"].with_user(admin).create({})
        self.assertEqual(page.candor_reviewer_ids, self.reviewer)
        page.write({"candor_contact_id": contact.id, "candor_reviewer_ids": [(6, 0, self.colleague.ids)]})
        page.execute()
        self.assertTrue(self.colleague.has_group("candor.group_reviewer"))
        self.assertFalse(self.reviewer.has_group("candor.group_reviewer"))
        context = self.env["candor.conversation"].with_user(self.asker).panel_context()
        named = {"name": "Help desk", "email": "help@example.com", "chat_partner_id": False}
        self.assertEqual(context["contact"], named)
        self.assertNotIn(SECRET, str(context))
        outside = self.env["candor.conversation"].with_user(self.portal).panel_context()
        self.assertEqual((outside["allowed"], outside["contact"], outside["sidecar_url"]), (False, False, ""))

    def test_a_contact_without_address_is_reached_in_discuss_where_he_works_here(self):
        outsider = self.env["res.partner"].create({"name": "Help desk"})
        self.reviewer.partner_id.email = False
        for partner, chat in ((outsider, False), (self.reviewer.partner_id, self.reviewer.partner_id.id)):
            self.env["ir.config_parameter"].set_param("candor.contact_partner_id", partner.id)
            context = self.env["candor.conversation"].with_user(self.asker).panel_context()
            self.assertEqual(context["contact"]["chat_partner_id"], chat, partner.name)
        own = self.env["candor.conversation"].with_user(self.reviewer).panel_context()
        self.assertFalse(own["contact"]["chat_partner_id"])

    def test_a_reviewer_named_in_the_settings_is_given_what_waits_for_nobody(self):
        self.env.ref("candor.group_reviewer").user_ids = False
        review = self.sent(self.answered(self.asker, self.own_lead, "Ten desks"))
        self.assertEqual(review.state, "nobody")
        page = self.env["res.config.settings"].with_user(self.env.ref("base.user_admin")).create({})
        with self.capture_triggers("candor.ir_cron_reviews") as triggered:
            page.candor_reviewer_ids = self.reviewer
        self.assertTrue(triggered.records)
        self.look_after()
        self.assertEqual((review.state, review.reviewer_id), ("waiting", self.reviewer))

    def test_only_administrators_and_managers_test_the_connection(self):
        index = self.env["candor.index"]
        for user in (self.asker, self.reviewer, self.portal):
            self.assertEqual(index.with_user(user).status_ticket(), {"refused": "not_allowed"})

    def test_a_copied_database_answers_nobody_and_feeds_no_index(self):
        self.env["res.users.apikeys"].with_user(self.indexer).sudo()._generate("rpc", "candor", None)
        with file_open("candor/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        self.assertEqual(self.env["ir.config_parameter"].get_param("candor.neutralized"), "True")
        self.assertFalse(self.indexer.active)
        self.env.cr.execute("SELECT count(*) FROM res_users_apikeys WHERE user_id = %s", [self.indexer.id])
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        with self.assertRaises(Refused) as refusal:
            self.turns.with_user(self.asker)._open("What?", False, False, False, [], False)
        self.assertEqual(refusal.exception.code, "not_configured")

    def test_uninstalling_leaves_no_activity_type_parameter_or_account(self):
        waiting = self.sent(self.answered(self.asker, self.own_lead, "Ten desks", about=self.own_lead))
        done = self.sent(self.answered(self.asker, self.own_lead, "Ten desks", about=self.own_lead))
        open_activity, done_activity = self.reminder(waiting), self.reminder(done)
        self.decide(self.reviewer, done, "approve")
        self.final(done)
        types = self.env.ref("candor.activity_type_review") | self.env.ref("candor.activity_type_unassigned")
        self.env["ir.config_parameter"].set_param("candor.contact_partner_id", "1")
        self.env["res.users.apikeys"].with_user(self.indexer).sudo()._generate("rpc", "candor", None)
        uninstall_hook(self.env)
        self.env.flush_all()
        self.assertFalse(open_activity.exists())
        self.assertFalse(done_activity.note)
        self.assertTrue(done_activity.feedback)
        self.assertFalse(self.env["ir.model.data"].search([("name", "=like", "user_indexer%")]))
        activities = self.env["mail.activity"].with_context(active_test=False)
        self.assertFalse(activities.search([("activity_type_id", "in", types.ids)]))
        self.assertFalse(self.env["ir.config_parameter"].search([("key", "=like", "candor.%")]))
        self.assertFalse(self.indexer.active)
        self.assertFalse(self.env["res.users.apikeys"].search([("user_id", "=", self.indexer.id)]))
        self.assertFalse(self.env["res.users"].search([("login", "=", "candor_indexer")]))
        # As Odoo's own uninstalling does.
        types.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()


@tagged("post_install", "-at_install")
class TestSessionInfo(CandorHttpCase):
    def test_the_panel_is_announced_to_members_only(self):
        stranger = new_test_user(self.env, "candor_stranger", "base.group_user")
        stranger.group_ids = [(3, self.env.ref("candor.group_user").id)]
        for user, allowed in ((self.asker, True), (stranger, False)):
            self.session_of(user)
            info = self.call("/web/session/get_session_info")
            self.assertEqual(info["candor"], {"allowed": allowed, "reviews": False}, user.login)
