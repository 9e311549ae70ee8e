from datetime import date

from odoo.tests import tagged

from odoo.addons.candor.rendering.reader import Reader
from odoo.addons.candor.serving.records import render

from .common import CandorCase, answer_from


@tagged("post_install", "-at_install")
class TestActivityRendering(CandorCase):
    def plan(self, record, user, **values):
        kind = self.env.ref("mail.mail_activity_data_call")
        return self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "activity_type_id": kind.id,
                "user_id": user.id,
                "summary": "Call the librarian",
                "date_deadline": date(2026, 12, 5),
                **values,
            }
        )

    def rendered(self, user, record, wanted):
        found = render(Reader.for_user(user), {record._name: {record.id: set(wanted)}})
        return {part["section"]: part for part in found[0]["sections"]} if found else None

    def test_a_review_of_an_answer_is_nothing_of_the_record(self):
        kind = self.env.ref("candor.activity_type_review")
        review = self.plan(self.own_lead, self.colleague, activity_type_id=kind.id)
        call = self.plan(self.own_lead, self.colleague)
        sections = self.rendered(self.asker, self.own_lead, ["*"])
        self.assertIn(f"activity:{call.id}", sections)
        self.assertNotIn(f"activity:{review.id}", sections)

    def test_a_planned_activity_is_a_section_with_what_when_and_whose(self):
        activity = self.plan(self.own_lead, self.colleague, note="<p>Ask for oak.</p><p>And for pine.</p>")
        for wanted in ("*", "fields", f"activity:{activity.id}"):
            section = self.rendered(self.asker, self.own_lead, [wanted])[f"activity:{activity.id}"]
            self.assertEqual((section["kind"], section["place"]), ("activity", "planned activity"))
            self.assertEqual(section["date"], "2026-12-05T00:00:00Z")
            lines = {line["field"]: line for line in section["lines"] if line["field"] != "note"}
            self.assertEqual(lines["summary"]["text"], "Summary: Call the librarian")
            self.assertEqual(lines["activity_type_id"]["value"], "Call")
            self.assertEqual(lines["date_deadline"]["value"], "12/05/2026")
            self.assertEqual(lines["user_id"]["target"], self.colleague.id)
            self.assertEqual(lines["user_id"]["relation"], "res.users")
            notes = [line["text"] for line in section["lines"] if line["field"] == "note"]
            self.assertEqual(notes, ["Note: Ask for oak.", "And for pine."])

    def test_who_may_not_open_the_record_gets_none_of_its_activities(self):
        activity = self.plan(self.other_lead, self.colleague)
        name = f"activity:{activity.id}"
        self.assertIsNone(self.rendered(self.asker, self.other_lead, [name]))
        self.assertNotIn(name, self.rendered(self.asker, self.own_lead, [name, "*"]))
        self.assertIn(name, self.rendered(self.reviewer, self.other_lead, [name]))
        # His own one is his, the record it stands on isn't.
        mine = self.plan(self.other_lead, self.asker)
        self.assertIsNone(self.rendered(self.asker, self.other_lead, [f"activity:{mine.id}"]))

    def test_odoos_own_rules_for_activities_count(self):
        activity = self.plan(self.own_lead, self.colleague)
        self.env["ir.rule"].create(
            {
                "name": "Of the test",
                "model_id": self.env["ir.model"]._get_id("mail.activity"),
                "domain_force": "[('user_id', '=', user.id)]",
            }
        )
        name = f"activity:{activity.id}"
        self.assertNotIn(name, self.rendered(self.asker, self.own_lead, ["*", name]))
        mine = self.plan(self.own_lead, self.asker)
        self.assertIn(f"activity:{mine.id}", self.rendered(self.asker, self.own_lead, ["*"]))

    def test_what_is_done_is_planned_no_more(self):
        activity = self.plan(self.own_lead, self.asker)
        activity.action_feedback(feedback="She wants oak.")
        self.assertNotIn(f"activity:{activity.id}", self.rendered(self.asker, self.own_lead, ["*"]))

    def test_the_index_knows_no_activity(self):
        self.plan(self.own_lead, self.asker)
        self.assertNotIn("librarian", str(self.indexed(self.own_lead)))

    def test_twenty_are_given_the_latest_first_and_one_record_crowds_out_no_other(self):
        self.source("crm.lead", ["name"])
        second = self.lead("Five chairs", self.asker)
        days = [
            self.plan(self.own_lead, self.asker, date_deadline=date(2027, 1, day)) for day in range(1, 26)
        ]
        self.plan(second, self.asker, date_deadline=date(2026, 1, 1))
        wanted = {"crm.lead": {self.own_lead.id: {"*"}, second.id: {"*"}}}
        many, one = render(Reader.for_user(self.asker), wanted)
        dates = [part["date"] for part in many["sections"] if part["kind"] == "activity"]
        self.assertEqual(len(dates), 20)
        self.assertEqual(dates[0], "2027-01-25T00:00:00Z")
        self.assertEqual(dates, sorted(dates, reverse=True))
        self.assertEqual(len([part for part in one["sections"] if part["kind"] == "activity"]), 1)
        # One that is named is given beside them.
        oldest = f"activity:{days[0].id}"
        self.assertIn(oldest, self.rendered(self.asker, self.own_lead, ["fields", oldest]))

    def test_an_answer_from_an_activity_is_served_while_it_is_readable(self):
        activity = self.plan(self.own_lead, self.asker)
        turn = self.asked(self.asker, "What is next here?", self.own_lead)
        self.complete(turn, **answer_from(self.own_lead, "Call the librarian", f"activity:{activity.id}"))
        self.assertFalse(self.served(self.asker, turn)["blank"])
        self.assertEqual(self.turns.with_user(self.asker).quoted(turn.id, 1)["quote"], "Call the librarian")
        self.own_lead.user_id = self.colleague
        self.assertTrue(self.served(self.asker, turn)["blank"])

    def test_a_draft_of_a_message_warns_that_what_is_planned_is_internal(self):
        activity = self.plan(self.own_lead, self.asker)
        turn = self.asked(self.asker, "What is next here?", self.own_lead)
        self.complete(turn, **answer_from(self.own_lead, "Call the librarian", f"activity:{activity.id}"))
        draft = self.turns.with_user(self.asker).draft(turn.id, "crm.lead", self.own_lead.id, "message")
        self.assertEqual([warning["kind"] for warning in draft["warnings"]], ["internal_note"])
