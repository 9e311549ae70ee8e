import hashlib
import hmac
import json
import os
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, Opener, TransactionCase, new_test_user
from odoo.tests.common import HOST

from odoo.addons.candor.rendering import record as rendered_record
from odoo.addons.candor.rendering.reader import IndexReader, Reader
from odoo.addons.candor.serving.records import render

SECRET = "first-secret-of-the-tests"
OTHER_SECRET = "second-secret-of-the-tests"
SALES = "base.group_user,candor.group_user,sales_team.group_sale_salesman"
ALL_SALES = "base.group_user,candor.group_user,sales_team.group_sale_salesman_all_leads"


def signed(message, secret=SECRET):
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


class CandorCase(TransactionCase):
    """People, and ways to ask what each is given. Leads are the business records of most tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        settings = {
            "CANDOR_SIDECAR_URL": "http://127.0.0.1:8919",
            "CANDOR_SHARED_SECRETS": f"{SECRET},{OTHER_SECRET}",
        }
        environment = patch.dict(os.environ, settings)
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.env = cls.env(context={"no_reset_password": True, "tracking_disable": True})
        cls.turns = cls.env["candor.turn"]
        cls.indexer = cls.env.ref("candor.user_indexer")
        # Who reviewed in this database before must not be chosen here.
        cls.env.ref("candor.group_reviewer").user_ids = False
        cls.asker = new_test_user(cls.env, "candor_asker", SALES, tz="Europe/Brussels")
        cls.colleague = new_test_user(cls.env, "candor_colleague", SALES)
        cls.reviewer = new_test_user(cls.env, "candor_reviewer", f"{ALL_SALES},candor.group_reviewer")
        cls.manager = new_test_user(cls.env, "candor_manager", "base.group_user,candor.group_manager")
        cls.portal = new_test_user(cls.env, "candor_portal", "base.group_portal")
        cls.source("crm.lead", ["name", "expected_revenue", "partner_id", "description"])
        cls.own_lead = cls.lead("Ten desks for the library", cls.asker)
        cls.other_lead = cls.lead("Secret bid for the harbour", cls.colleague)

    @classmethod
    def lead(cls, name, user, **values):
        return cls.env["crm.lead"].create(
            {"name": name, "user_id": user.id, "type": "opportunity", "team_id": False, **values}
        )

    @classmethod
    def source(cls, model, names, lines=(), **values):
        """The source of a model with exactly these fields."""
        get = cls.env["ir.model.fields"]._get
        values = {
            "model_id": cls.env["ir.model"]._get_id(model),
            "active": True,
            "field_ids": [(6, 0, [get(model, name).id for name in names])],
            "line_field_ids": [(6, 0, [get(model, name).id for name in lines])],
            **values,
        }
        found = cls.env["candor.source"].with_context(active_test=False).search([("model", "=", model)])
        if not found:
            return cls.env["candor.source"].create(values)
        found.write(values)
        return found

    def sections(self, user, record, wanted=("*",), company_ids=None):
        """`{section: text}` of one record as this user is given it, or None."""
        reader = Reader.for_user(user, company_ids=company_ids)
        rendered = render(reader, {record._name: {record.id: set(wanted)}})
        return texts(rendered[0]) if rendered else None

    def indexed(self, record):
        """`{section: text}` of one record as the index is given it."""
        reader = IndexReader.for_language(self.env, "en_US")
        spec = self.env["candor.source"]._specs()[record._name]
        found = reader.find(record._name, record.ids)
        rendered = rendered_record.render(reader, spec, found, {record.id: {"*"}})
        return texts(rendered[0]) if rendered else None

    def close_to_employees(self, model):
        """Nobody reads the model for being an employee alone."""
        employees = self.env.ref("base.group_user").all_implied_ids
        access = self.env["ir.model.access"].search([("model_id.model", "=", model)])
        access.filtered(lambda entry: not entry.group_id or entry.group_id in employees).perm_read = False

    def asked(self, user, question, record=None, conversation=None, company_ids=()):
        """A stored turn that the sidecar has taken."""
        about = (record._name, record.id) if record else (False, False)
        conversation = conversation or self.env["candor.conversation"]
        turn = self.turns.with_user(user)._store_question(question, conversation, about, company_ids)
        turn.write({"state": "taken"})
        return turn

    def complete(self, turn, secret=SECRET, token=None, **document):
        """What the sidecar does at the end of a turn."""
        if token is None:
            token = self.env["candor.ticket"]._issue_completion(turn)
        payload = json.dumps(document)
        return self.turns._complete(token, payload, signed(f"complete\n{token}\n{payload}", secret))

    def answered(self, user, record, quote, question="What is it worth?", about=None, **more):
        """A turn answered with `quote` from the fields of `record`."""
        turn = self.asked(user, question, about, conversation=more.pop("conversation", None))
        place = more.pop("place", "Details")
        self.complete(turn, **answer_from(record, quote, place=place), **more)
        return turn

    def served(self, user, turn):
        found = self.turns.with_user(user).serve(turn.ids)
        return found[0] if found else None

    def under_review(self, turn, **why):
        """The review of a turn, given to a reviewer."""
        review = self.env["candor.review"]._start(turn, **why)
        self.env["candor.review"]._tend()
        return review

    def sent(self, turn, user=None, **context):
        """The review of a turn, as its asker sends it."""
        state = self.turns.with_user(user or turn.user_id).with_context(**context).send_to_review(turn.id)
        self.env["candor.review"]._tend()
        return self.env["candor.review"].browse(state["id"])

    def decide(self, user, review, outcome, **words):
        """A verdict, as a reviewer's browser gives it; see `candor.review.page`."""
        return self.env["candor.review"].with_user(user).decide(review.id, outcome, words)

    def page(self, user, review):
        return self.env["candor.review"].with_user(user).page(review.id)

    def final(self, review):
        """The seconds in which a verdict can be taken back are over, and it is sent."""
        review.sudo().final_date = fields.Datetime.now() - timedelta(seconds=1)
        self.env["candor.review"]._tend()

    def hide(self, record):
        """From everybody, by a rule."""
        self.env["ir.rule"].create(
            {
                "name": "hide one record",
                "model_id": self.env["ir.model"]._get_id(record._name),
                "domain_force": [("id", "!=", record.id)],
            }
        )

    def reminder(self, review):
        """Its active reminders, of which there should be one."""
        return self.env["mail.activity"].search([("candor_review_id", "=", review.id)])

    def call_indexer(self, method, body=None, *, user=None, secret=SECRET, timestamp=None, sign=None):
        """One call of the service account, as it comes over the wire."""
        payload = json.dumps(body or {})
        # Its methods open cursors of their own.
        self.env.flush_all()
        timestamp = int(time.time()) if timestamp is None else timestamp
        signature = signed(f"{sign or method}\n{timestamp}\n{payload}", secret)
        doors = self.env["candor.indexer"].with_user(user or self.indexer)
        return json.loads(getattr(doors, method)(payload, timestamp, signature))


def texts(rendered):
    return {
        part["section"]: "\n".join(line["text"] for line in part["lines"]) for part in rendered["sections"]
    }


def answer_from(record, quote, section="fields", place="Details"):
    """The sidecar's document of an answer that quotes one section of one record.

    :param place: of a field its label
    """
    pointer = {"resModel": record._name, "resId": record.id, "section": section}
    evidence = {**pointer, "n": 1, "place": place, "quote": quote, "name": "as was", "modelLabel": "Lead"}
    return {
        "outcome": "answered",
        "mode": "extractive",
        "rung": "extractive",
        "kind": "fields",
        "calibrator": "2026-01-01-test",
        "parts": [{"text": quote, "evidence": [1]}],
        "evidence": [evidence],
        "closest": [],
        "sections": [{**pointer, "hash": "0"}, {**pointer, "section": "header", "hash": "0"}],
        "confidence": {"probability": 0.8, "threshold": 0.5, "provisional": True, "reasons": []},
        "durationMs": 120,
    }


class CandorHttpCase(CandorCase, HttpCase):
    """Real sessions and routes."""

    def session_of(self, user):
        """A new session; earlier ones stay alive."""
        self.session = None
        return self.authenticate(user.login, user.login)

    def use(self, session):
        """Send the cookie of this session, or none."""
        self.opener = Opener(self)
        if session:
            self.opener.cookies.set("session_id", session.sid, domain=HOST)

    def call(self, route, **params):
        return self.make_jsonrpc_request(route, params)

    def ask(self, question="What is it worth?", **params):
        return self.call("/candor/ticket", question=question, **params)

    def take(self, ticket, protocol=1):
        return self.call("/candor/turn/take", ticket=ticket, protocol=protocol)

    def permit(self, ticket, *pointers):
        wanted = [{"res_model": model, "res_id": res_id, "section": name} for model, res_id, name in pointers]
        return self.call("/candor/permit", ticket=ticket, pointers=wanted)

    def finish(self, token, document=None, *, secret=SECRET, signature=None):
        payload = json.dumps(document or {"outcome": "abstained"})
        signature = signature or signed(f"complete\n{token}\n{payload}", secret)
        return self.call("/candor/turn/complete", token=token, payload=payload, signature=signature)
