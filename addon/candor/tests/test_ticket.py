import hashlib
import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.candor.models import ticket as tickets
from odoo.addons.candor.wire import deployment

from .common import CandorHttpCase, answer_from


@tagged("post_install", "-at_install")
class TestTicket(CandorHttpCase):
    def _turns(self, user=None):
        self.env.invalidate_all()
        return self.turns.search([("user_id", "=", (user or self.asker).id)])

    def test_a_question_is_stored_with_its_ticket_before_anybody_takes_it(self):
        self.session_of(self.asker)
        given = self.ask("  What is it worth?\x00 ", res_model="crm.lead", res_id=self.own_lead.id)
        turn = self._turns()
        self.assertEqual(
            (given["turn_id"], turn.question, turn.state), (turn.id, "What is it worth?", "open")
        )
        taken = self.take(given["ticket"])
        self.assertEqual(taken["question"], "What is it worth?")
        self.assertEqual(taken["uid"], self.asker.id)
        self.assertEqual(taken["open_record"], {"res_model": "crm.lead", "res_id": self.own_lead.id})
        self.assertEqual(self._turns().state, "taken")

    def test_an_empty_or_too_long_question_is_refused_and_the_longest_is_kept_whole(self):
        self.session_of(self.asker)
        for question in ("", "   ", "\x00", None, 7, ["x"]):
            self.assertEqual(self.ask(question), {"refused": "question_empty"})
        self.assertEqual(self.ask("é" * 4001), {"refused": "question_too_long"})
        self.assertFalse(self._turns())
        self.ask("é" * 4000)
        self.assertEqual(self._turns().question, "é" * 4000)

    def test_a_ticket_is_taken_once(self):
        self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        self.assertIn("question", self.take(ticket))
        self.assertEqual(self.take(ticket), {"refused": "ticket_used"})

    def test_a_ticket_that_waited_too_long_is_refused(self):
        self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        with freeze_time(fields.Datetime.now() + timedelta(seconds=tickets.TAKE_SECONDS + 5)):
            self.assertEqual(self.take(ticket), {"refused": "ticket_refused"})
        self.assertIn("question", self.take(ticket), "only its age was in the way")

    def test_a_taken_ticket_serves_its_turn_for_a_while_only(self):
        self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        self.take(ticket)
        pointer = ("crm.lead", self.own_lead.id, "*")
        self.assertIn("records", self.permit(ticket, pointer))
        with freeze_time(fields.Datetime.now() + timedelta(seconds=tickets.TURN_SECONDS + 5)):
            self.assertEqual(self.permit(ticket, pointer), {"refused": "ticket_refused"})

    def test_a_forged_or_altered_ticket_is_refused_by_every_route(self):
        self.session_of(self.asker)
        given = self.ask()
        real, status = given["ticket"], self._status_ticket()
        forged = [
            "",
            "x",
            real[:-1],
            real[::-1],
            real.swapcase(),
            "é" * 50,
            "A" * 20_000,
            None,
            7,
            [real],
            {},
        ]
        for ticket in [*forged, status]:
            for name in ("turn/take", "permit", "visible", "search", "topics"):
                route = f"/candor/{name}"
                params = {"protocol": 1} if route.endswith("take") else {}
                self.assertEqual(
                    self.call(route, ticket=ticket, **params), {"refused": "ticket_refused"}, (route, ticket)
                )
        for ticket in [*forged, real]:
            self.assertEqual(self.call("/candor/status", ticket=ticket), {"refused": "ticket_refused"})
        self.assertEqual(self._turns().state, "open")

    def _status_ticket(self):
        self.asker.group_ids = [(4, self.env.ref("candor.group_manager").id)]
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": "candor.index", "method": "status_ticket", "args": [], "kwargs": {}},
        )["ticket"]

    def test_a_status_ticket_opens_the_status_of_its_own_session_only(self):
        session = self.session_of(self.asker)
        ticket = self._status_ticket()
        answer = self.call("/candor/status", ticket=ticket)
        self.assertEqual((answer["uid"], answer["protocol"]), (self.asker.id, deployment.PROTOCOL))
        self.session_of(self.asker)
        self.assertEqual(self.call("/candor/status", ticket=ticket), {"refused": "ticket_refused"})
        self.use(session)
        self.assertIn("database_uuid", self.call("/candor/status", ticket=ticket))

    def test_a_ticket_is_worth_nothing_with_the_cookie_of_another_user(self):
        asker = self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        colleague = self.session_of(self.colleague)
        other = self.ask()["ticket"]
        self.assertEqual(self.take(ticket), {"refused": "ticket_refused"})
        self.use(asker)
        self.assertEqual(self.take(other), {"refused": "ticket_refused"})
        self.assertIn("question", self.take(ticket))
        self.assertEqual(
            self.permit(other, ("crm.lead", self.other_lead.id, "*")), {"refused": "ticket_refused"}
        )
        self.use(colleague)
        self.assertEqual(
            self.permit(ticket, ("crm.lead", self.own_lead.id, "*")), {"refused": "ticket_refused"}
        )
        self.assertIn("question", self.take(other))

    def test_a_ticket_is_worth_nothing_in_another_session_of_the_same_user(self):
        first = self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        self.session_of(self.asker)
        self.assertEqual(self.take(ticket), {"refused": "ticket_refused"})
        self.use(first)
        self.assertIn("question", self.take(ticket))

    def test_a_conversation_of_somebody_else_is_refused_and_the_own_one_continued(self):
        self.session_of(self.colleague)
        foreign = self.ask()["conversation_id"]
        self.session_of(self.asker)
        own = self.ask()["conversation_id"]
        for conversation in (foreign, 2**40, "1", True, -1):
            self.assertEqual(self.ask(conversation_id=conversation), {"refused": "not_allowed"})
        self.assertEqual(self.ask(conversation_id=own)["conversation_id"], own)

    def test_a_record_that_cannot_be_opened_is_refused(self):
        self.session_of(self.asker)
        gone = self.lead("Gone", self.asker)
        gone_id = gone.id
        gone.unlink()
        for res_id in (self.other_lead.id, gone_id, 0, -1, 2**40, True, "1", None):
            self.assertEqual(
                self.ask(res_model="crm.lead", res_id=res_id), {"refused": "record_gone"}, str(res_id)
            )
        self.own_lead.active = False
        self.assertIn("ticket", self.ask(res_model="crm.lead", res_id=self.own_lead.id))

    def test_a_record_lost_between_asking_and_answering_is_refused(self):
        self.session_of(self.asker)
        ticket = self.ask(res_model="crm.lead", res_id=self.own_lead.id)["ticket"]
        self.own_lead.user_id = self.colleague
        self.assertEqual(self.take(ticket), {"refused": "record_gone"})

    def test_a_page_that_is_no_business_record_is_asked_about_nothing_in_particular(self):
        self.session_of(self.asker)
        given = self.ask(res_model="res.config.settings", res_id=1)
        self.assertFalse(self.take(given["ticket"])["open_record"])

    def test_companies_of_others_are_left_out(self):
        other = self.env["res.company"].create({"name": "House of others"})
        self.session_of(self.asker)
        given = self.ask(company_ids=[other.id, "x", self.env.company.id])
        self.assertEqual(self.take(given["ticket"])["company_ids"], self.env.company.ids)

    def test_a_retry_continues_the_stored_question_and_another_question_is_a_new_one(self):
        self.session_of(self.asker)
        about = {"res_model": "crm.lead", "res_id": self.own_lead.id}
        first = self.ask("What is it worth?", **about)

        def asked_again(question="What is it worth?", **other):
            params = {**about, "conversation_id": first["conversation_id"], **other}
            return self.ask(question, retry_of=first["turn_id"], **params)["turn_id"]

        second = self.lead("Five chairs", self.asker)
        company = self.env["res.company"].create({"name": "Second house"})
        self.asker.company_ids = [(4, company.id)]
        self.assertEqual(asked_again(), first["turn_id"])
        self.assertNotEqual(asked_again("Something else?"), first["turn_id"])
        for other in (
            {"res_id": second.id},
            {"res_model": False, "res_id": False},
            {"conversation_id": False},
            {"company_ids": [self.env.company.id, company.id]},
        ):
            self.assertNotEqual(asked_again(**other), first["turn_id"], other)
        self.assertEqual(asked_again(), first["turn_id"])
        own = self.session
        self.session_of(self.colleague)
        foreign = {"retry_of": first["turn_id"], "conversation_id": first["conversation_id"]}
        self.assertEqual(self.ask(**foreign), {"refused": "not_allowed"})
        self.use(own)
        self.take(first["ticket"])
        self.assertNotEqual(asked_again(), first["turn_id"])

    def test_another_protocol_is_refused_and_one_apart_works(self):
        self.session_of(self.asker)
        ticket = self.ask()["ticket"]
        for protocol in (4, 0, "2", None):
            self.assertEqual(self.take(ticket, protocol), {"refused": "version_mismatch"})
        self.assertIn("question", self.take(ticket, 3))

    def test_earlier_questions_and_citations_are_named_for_the_next_question_and_no_answers(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        self.session_of(self.asker)
        given = self.ask("And now?", conversation_id=turn.conversation_id.id)
        taken = self.take(given["ticket"])
        section = {"res_model": "crm.lead", "res_id": self.own_lead.id, "section": "fields"}
        desks = hashlib.sha256(b"Ten desks").hexdigest()
        self.assertEqual(taken["earlier"], [{**section, "turn": 0, "quotes": [desks]}])
        self.assertEqual(taken["asked_before"], [turn.sudo().question])
        self.assertNotIn("Ten desks", str(taken))

    def test_an_earlier_section_comes_once_with_what_was_quoted_of_it_the_latest_first(self):
        def answered(record, quote, turn=None):
            conversation = turn and turn.conversation_id
            return self.answered(self.asker, record, quote, conversation=conversation)

        second = self.lead("Five chairs", self.asker)
        turn = answered(self.own_lead, "nothing of the third last turn")
        for record, quote in (
            (second, "Five chairs"),
            (self.own_lead, "Ten desks"),
            (self.own_lead, "the library"),
        ):
            before, turn = turn, answered(record, quote, turn)
        self.complete_with(before, second, "Five chairs")
        self.session_of(self.asker)
        earlier = self.take(self.ask(conversation_id=turn.conversation_id.id)["ticket"])["earlier"]

        def digests(*quotes):
            return [hashlib.sha256(quote.encode()).hexdigest() for quote in quotes]

        self.assertEqual(
            [(entry["res_id"], entry["turn"], entry["quotes"]) for entry in earlier],
            [
                (self.own_lead.id, 0, digests("the library", "Ten desks")),
                (second.id, 1, digests("Five chairs")),
            ],
        )

    def complete_with(self, turn, record, quote):
        """Cite another record too."""
        answer = json.loads(turn.sudo().answer)
        answer["evidence"] += answer_from(record, quote)["evidence"]
        turn.sudo().answer = json.dumps(answer)

    def test_the_question_of_another_conversation_is_not_named(self):
        self.answered(self.asker, self.own_lead, "Ten desks")
        self.session_of(self.asker)
        taken = self.take(self.ask("And now?")["ticket"])
        self.assertEqual((taken["earlier"], taken["asked_before"]), ([], []))
