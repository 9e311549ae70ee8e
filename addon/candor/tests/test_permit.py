from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.candor.retrieval import word_search

from .common import CandorHttpCase, answer_from, signed

ROUTES = (
    "/candor/ticket",
    "/candor/turn/take",
    "/candor/permit",
    "/candor/visible",
    "/candor/search",
    "/candor/topics",
    "/candor/status",
)


@tagged("post_install", "-at_install")
class TestPermit(CandorHttpCase):
    def _taken(self, user=None, **params):
        """Ticket of a turn that was taken."""
        self.session_of(user or self.asker)
        ticket = self.ask(**params)["ticket"]
        self.completion = self.take(ticket)["completion_token"]
        return ticket

    def _given(self, answer):
        return {(entry["res_model"], entry["res_id"]) for entry in answer["records"]}

    def test_what_the_user_may_read_is_given_and_nothing_else_not_even_its_number(self):
        ticket = self._taken()
        pointers = [("crm.lead", lead.id, "*") for lead in (self.own_lead, self.other_lead)]
        answer = self.permit(ticket, *pointers, ("crm.lead", 10**8, "*"), ("gone.model", 1, "*"))
        self.assertEqual(self._given(answer), {("crm.lead", self.own_lead.id)})
        self.assertNotIn("harbour", str(answer))
        self.assertEqual(set(answer), {"records"})
        ticket = self._taken(self.reviewer)
        self.assertEqual(len(self.permit(ticket, *pointers)["records"]), 2)

    def test_a_right_revoked_between_two_calls_of_one_turn_counts(self):
        ticket = self._taken()
        pointer = ("crm.lead", self.own_lead.id, "*")
        self.assertTrue(self.permit(ticket, pointer)["records"])
        self.own_lead.user_id = self.colleague
        self.assertEqual(self.permit(ticket, pointer), {"records": []})

    def test_a_right_revoked_between_two_questions_blanks_the_earlier_turn(self):
        ticket = self._taken()
        self.finish(self.completion, answer_from(self.own_lead, "Ten desks"))
        self.own_lead.user_id = self.colleague
        conversation = self.turns.search([("user_id", "=", self.asker.id)]).conversation_id
        ticket = self.ask("And now?", conversation_id=conversation.id)["ticket"]
        earlier = self.take(ticket)["earlier"]
        pointers = [(entry["res_model"], entry["res_id"], entry["section"]) for entry in earlier]
        self.assertEqual(self.permit(ticket, *pointers), {"records": []})
        loaded = self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": "candor.conversation", "method": "load", "args": [conversation.id], "kwargs": {}},
        )
        self.assertEqual([turn["blank"] for turn in loaded["turns"]], [True, False])
        self.assertNotIn("desks", str(loaded))

    def test_nothing_is_given_before_the_turn_is_taken_and_after_it_is_complete(self):
        self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        pointer = ("crm.lead", self.own_lead.id, "*")
        self.assertEqual(self.permit(ticket, pointer), {"refused": "ticket_refused"})
        token = self.take(ticket)["completion_token"]
        self.assertTrue(self.permit(ticket, pointer)["records"])
        self.assertEqual(self.finish(token), {"ok": True})
        self.assertEqual(self.permit(ticket, pointer), {"refused": "ticket_used"})
        self.assertEqual(self.call("/candor/visible", ticket=ticket), {"refused": "ticket_used"})

    def test_a_portal_user_is_refused_by_every_route_and_the_service_account_too(self):
        ticket = self._taken()
        portal = self.session_of(self.portal)
        for route in ROUTES:
            params = {"question": "What?"} if route.endswith("ticket") else {"ticket": ticket}
            refusal = self.call(route, **params)["refused"]
            self.assertIn(refusal, ("ticket_refused", "not_allowed"), route)
        self.assertFalse(self.turns.search([("user_id", "=", self.portal.id)]))
        self.use(portal)
        for model, method, args in (
            ("candor.turn", "serve", [[1]]),
            ("candor.conversation", "history", []),
            ("candor.conversation", "suggestions", ["res.partner", self.portal.partner_id.id]),
        ):
            given = self.make_jsonrpc_request(
                "/web/dataset/call_kw", {"model": model, "method": method, "args": args, "kwargs": {}}
            )
            self.assertEqual(given, [], method)

    def test_an_employee_who_was_taken_out_of_the_group_is_refused(self):
        ticket = self._taken()
        self.asker.group_ids = [(3, self.env.ref("candor.group_user").id)]
        self.assertEqual(self.ask(), {"refused": "not_allowed"})
        self.assertEqual(self.permit(ticket, ("crm.lead", 1, "*")), {"refused": "ticket_refused"})

    def test_nobody_without_a_session_gets_past_a_route(self):
        ticket = self._taken()
        self.use(None)
        for route in ROUTES:
            response = self.opener.post(
                self.base_url() + route, json={"params": {"ticket": ticket}}, timeout=10
            )
            self.assertNotIn("records", response.text)
            self.assertIn("error", response.json())

    def test_a_get_and_a_form_are_refused(self):
        ticket = self._taken()
        for route in (*ROUTES, "/candor/turn/complete"):
            url = self.base_url() + route
            # HEAD stands for GET: Odoo's page for a refused GET takes seconds to render.
            answer = self.opener.head(url, params={"ticket": ticket}, timeout=10)
            self.assertEqual(answer.status_code, 405, route)
            answer = self.opener.post(url, data={"ticket": ticket}, timeout=10)
            self.assertEqual(answer.status_code, 415, route)
        self.assertTrue(self.permit(ticket, ("crm.lead", self.own_lead.id, "*"))["records"])

    def test_a_body_of_another_shape_is_refused(self):
        ticket = self._taken()
        pointer = {"res_model": "crm.lead", "res_id": self.own_lead.id, "section": "*"}
        for pointers in (
            "all",
            {},
            [3],
            [{**pointer, "res_id": "1"}],
            [{**pointer, "res_id": True}],
            [{**pointer, "res_model": ["crm.lead"]}],
            [{**pointer, "section": None}],
            [pointer] * 101,
        ):
            answer = self.call("/candor/permit", ticket=ticket, pointers=pointers)
            self.assertEqual(answer, {"refused": "bad_request"})
        for ids in ([1], {"crm.lead": 1}, {"crm.lead": list(range(2001))}):
            self.assertEqual(self.call("/candor/visible", ticket=ticket, ids=ids), {"refused": "bad_request"})

    def test_records_come_in_the_order_they_were_asked_for(self):
        second = self.lead("Five chairs", self.asker)
        ticket = self._taken()
        for leads in ((second, self.own_lead), (self.own_lead, second)):
            answer = self.permit(ticket, *[("crm.lead", lead.id, "fields") for lead in leads])
            self.assertEqual([entry["res_id"] for entry in answer["records"]], [lead.id for lead in leads])

    def test_a_model_that_is_no_source_is_given_only_as_the_open_record(self):
        tag = self.env["crm.lost.reason"].create({"name": "Too dear"})
        other = self.env["crm.lost.reason"].create({"name": "Too late"})
        pointers = [("crm.lost.reason", entry.id, "*") for entry in (tag, other)]
        self.assertEqual(self.permit(self._taken(), *pointers), {"records": []})
        ticket = self._taken(res_model="crm.lost.reason", res_id=tag.id)
        self.assertEqual(self._given(self.permit(ticket, *pointers)), {("crm.lost.reason", tag.id)})

    def test_the_hint_names_only_what_the_user_can_find(self):
        ticket = self._taken()
        ids = {"crm.lead": [self.own_lead.id, self.other_lead.id, 10**8, "1"], "res.users": [1], "gone": [1]}
        answer = self.call("/candor/visible", ticket=ticket, ids=ids)
        self.assertEqual(answer, {"ids": {"crm.lead": self.own_lead.ids}})

    def _all(self, ticket, at_most=10_000):
        return self.call("/candor/visible", ticket=ticket, at_most=at_most)

    def test_the_hint_of_all_names_what_the_users_own_search_finds_and_nothing_else(self):
        archived = self.lead("Old desks", self.asker)
        archived.active = False
        found = self._all(self._taken())["all"]
        self.assertIn(self.own_lead.id, found["crm.lead"])
        self.assertNotIn(self.other_lead.id, found["crm.lead"])
        self.assertNotIn(archived.id, found["crm.lead"])
        self.assertEqual(set(found) - set(self.env["candor.source"]._specs()), set())
        self.assertEqual(
            found["crm.lead"], self.env["crm.lead"].with_user(self.asker).search([], order="id").ids
        )
        self.assertIn(self.other_lead.id, self._all(self._taken(self.reviewer))["all"]["crm.lead"])

    def test_the_hint_of_all_keeps_to_the_companies_that_were_active(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        self.asker.company_ids = [(4, branch.id)]
        lead = self.lead("Desks for the branch", self.asker)
        lead.company_id = branch
        own = self.asker.company_id
        self.assertNotIn(lead.id, self._all(self._taken(company_ids=own.ids))["all"]["crm.lead"])
        both = [own.id, branch.id]
        self.assertIn(lead.id, self._all(self._taken(company_ids=both))["all"]["crm.lead"])

    def test_more_than_asked_for_is_many_and_no_number_is_told(self):
        ticket = self._taken()
        total = sum(len(ids) for ids in self._all(ticket)["all"].values())
        self.assertTrue(self._all(ticket, total)["all"])
        self.assertEqual(self._all(ticket, total - 1), {"all": False})
        for at_most in (0, -1, 200_001, True, "1", 1.5):
            self.assertEqual(self._all(ticket, at_most), {"refused": "bad_request"}, at_most)

    def _by_words(self, ticket, *words):
        """`{(model, id): places}` of the leads that the user's own search finds."""
        found = self.call("/candor/search", ticket=ticket, words=list(words))["records"]
        return {entry["res_id"]: entry["words"] for entry in found if entry["res_model"] == "crm.lead"}

    def test_a_search_by_words_finds_what_the_user_may_find_and_tells_which_words(self):
        ticket = self._taken()
        self.assertEqual(self._by_words(ticket, "LIBRARY", "ten desk", "zzyzx"), {self.own_lead.id: [0, 1]})
        self.assertEqual(self._by_words(ticket, "harbour"), {})
        self.assertEqual(self._by_words(self._taken(self.reviewer), "harbour"), {self.other_lead.id: [0]})

    def test_a_search_by_words_does_not_find_what_is_archived(self):
        self.own_lead.active = False
        self.assertEqual(self._by_words(self._taken(), "library"), {})

    def test_a_search_by_words_follows_a_field_that_points_at_a_record_of_a_source(self):
        self.source("res.partner", ["name"])
        self.own_lead.partner_id = self.env["res.partner"].create({"name": "Quuxworth Ltd"})
        self.assertEqual(self._by_words(self._taken(), "quuxworth"), {self.own_lead.id: [0]})

    def test_a_search_by_words_sees_only_fields_that_the_user_may_read(self):
        self.own_lead.description = "<p>Quuxworth</p>"
        ticket = self._taken()
        self.assertEqual(self._by_words(ticket, "quuxworth"), {self.own_lead.id: [0]})
        self.patch(self.env["crm.lead"]._fields["description"], "groups", "base.group_system")
        self.assertEqual(self._by_words(ticket, "quuxworth"), {})

    def test_signs_that_mean_something_to_a_search_are_taken_literally(self):
        ticket = self._taken()
        for word in ("%", "_", "\\", "' or true --"):
            self.assertEqual(self._by_words(ticket, word), {}, word)

    def test_words_of_another_shape_are_refused(self):
        ticket = self._taken()
        for words in ("library", {}, [3], [""], ["\x00"], ["a" * 65], ["a"] * 13):
            answer = self.call("/candor/search", ticket=ticket, words=words)
            self.assertEqual(answer, {"refused": "bad_request"}, words)

    def test_no_word_stands_in_the_log_when_a_search_fails(self):
        ticket = self._taken()
        self.patch(word_search, "MAX_FOUND", -1)
        with (
            mute_logger("odoo.http"),
            self.assertLogs("odoo.sql_db", "ERROR") as log,
            self.assertRaises(JsonRpcException),
        ):
            self._by_words(ticket, "library")
        self.assertNotIn("library", str(log.output))

    def test_the_read_routes_write_nothing(self):
        ticket = self._taken()
        model = type(self.env["candor.permission"])

        def write(permission, *_args):
            turns = permission.env["candor.turn"].sudo()
            turns.search([("state", "=", "taken")], limit=1).write({"mode": "live"})
            turns.flush_model()
            return {}

        self.patch(model, "_permit", write)
        with (
            mute_logger("odoo.http"),
            self.assertLogs("odoo.sql_db", "ERROR") as log,
            self.assertRaises(JsonRpcException),
        ):
            self.permit(ticket, ("crm.lead", self.own_lead.id, "*"))
        self.assertIn("read-only", str(log.output))


@tagged("post_install", "-at_install")
class TestCompleteRoute(CandorHttpCase):
    def setUp(self):
        super().setUp()
        self.session_of(self.asker)
        given = self.ask()
        self.turn = self.turns.browse(given["turn_id"])
        self.token = self.take(given["ticket"])["completion_token"]
        self.use(None)

    def test_a_signed_completion_needs_no_session_and_counts_once(self):
        self.assertEqual(self.finish(self.token, answer_from(self.own_lead, "Ten desks")), {"ok": True})
        self.assertEqual((self.turn.state, self.turn.outcome), ("done", "answered"))
        self.assertEqual(self.finish(self.token, {"outcome": "abstained"}), {"refused": "already"})
        self.assertEqual(self.turn.outcome, "answered")

    def test_an_unsigned_or_altered_completion_is_refused(self):
        for signature in (None, "", "0" * 64, 7, ["x"]):
            answer = self.call(
                "/candor/turn/complete",
                token=self.token,
                payload='{"outcome": "answered"}',
                signature=signature,
            )
            self.assertEqual(answer, {"refused": "signature"})
        self.assertEqual(self.finish(self.token, secret="guess"), {"refused": "signature"})
        signature = signed(f'complete\n{self.token}\n{{"outcome": "abstained"}}')
        altered = self.finish(self.token, {"outcome": "answered"}, signature=signature)
        self.assertEqual(altered, {"refused": "signature"})
        self.assertEqual(self.turn.state, "taken")

    def test_the_token_of_one_turn_completes_no_other(self):
        other = self.asked(self.colleague, "What?")
        self.env.flush_all()
        self.assertEqual(self.finish(self.token), {"ok": True})
        self.assertEqual((self.turn.state, other.state), ("done", "taken"))

    def test_a_ticket_is_no_completion_token(self):
        self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        self.assertEqual(self.finish(ticket), {"refused": "token"})
