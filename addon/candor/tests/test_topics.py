from odoo.tests import new_test_user, tagged

from .common import CandorHttpCase


@tagged("post_install", "-at_install")
class TestTopics(CandorHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.model("crm.lead").with_context(lang="de_DE").name = "Chance"
        cls.env["candor.source"].search([]).active = False
        cls.source("crm.lead", ["name"], sequence=2)
        cls.source("res.partner", ["name"], sequence=1)

    @classmethod
    def model(cls, name):
        return cls.env["ir.model"]._get(name)

    def _taken(self, user):
        self.session_of(user)
        ticket = self.ask()["ticket"]
        self.take(ticket)
        return ticket

    def _topics(self, user):
        return self.call("/candor/topics", ticket=self._taken(user))["topics"]

    def test_topics_are_the_sources_that_the_user_may_read_in_their_sequence(self):
        self.assertEqual(self._topics(self.asker), ["Contact", self.model("crm.lead").name])
        self.source("crm.lead", ["name"], sequence=0)
        self.assertEqual(self._topics(self.asker), [self.model("crm.lead").name, "Contact"])

    def test_a_source_whose_model_the_user_may_not_read_is_not_named(self):
        employee = new_test_user(self.env, "candor_employee", "base.group_user,candor.group_user")
        self.assertEqual(self._topics(employee), ["Contact"])
        self.assertEqual(len(self._topics(self.asker)), 2)

    def test_a_source_that_the_manager_archived_is_not_named(self):
        self.source("crm.lead", ["name"], active=False)
        self.assertEqual(self._topics(self.asker), ["Contact"])

    def test_topics_have_their_names_in_the_language_of_the_turn(self):
        self.asker.lang = "de_DE"
        self.assertIn("Chance", self._topics(self.asker))

    def test_six_topics_are_named_at_most(self):
        names = ("product.template", "res.country", "res.currency", "res.bank", "uom.uom", "crm.tag")
        for place, name in enumerate(names):
            self.source(name, ["name"], sequence=10 + place)
        given = self._topics(self.asker)
        self.assertEqual(len(given), 6)
        self.assertEqual(given[0], "Contact")

    def test_topics_are_given_only_while_the_turn_is_in_work(self):
        self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        self.assertEqual(self.call("/candor/topics", ticket=ticket), {"refused": "ticket_refused"})
        token = self.take(ticket)["completion_token"]
        self.assertTrue(self.call("/candor/topics", ticket=ticket)["topics"])
        self.finish(token)
        self.assertEqual(self.call("/candor/topics", ticket=ticket), {"refused": "ticket_used"})
