from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ALL_SALES, SALES
from .test_review import ReviewCase


class AssignmentCase(ReviewCase):
    def setUp(self):
        super().setUp()
        # Before `reviewer` in every order that nothing else decides.
        self.second = new_test_user(self.env, "candor_second", f"{ALL_SALES},candor.group_reviewer")

    def away(self, user):
        now = fields.Datetime.now()
        user.write(
            {"out_of_office_from": now - timedelta(days=1), "out_of_office_to": now + timedelta(days=9)}
        )

    def review(self, lead=None):
        lead = lead or self.own_lead
        return self.sent(self.answered(self.asker, lead, lead.name, about=lead))


@tagged("post_install", "-at_install")
class TestAssignment(AssignmentCase):
    def test_whoever_sends_waits_for_no_reviewer_to_be_found(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks", about=self.own_lead)
        with self.capture_triggers("candor.ir_cron_reviews") as triggered:
            state = self.turns.with_user(self.asker).send_to_review(turn.id)
        self.assertEqual((state["state"], state["reviewer"]), ("finding", False))
        self.assertTrue(triggered.records)
        self.assertFalse(self.reminder(turn.review_ids))
        self.look_after()
        self.assertEqual(self.served(self.asker, turn)["review"]["state"], "waiting")

    def test_the_records_responsible_comes_first(self):
        for user in (self.second, self.reviewer):
            lead = self.lead("Ten desks of theirs", user)
            lead.message_subscribe(self.asker.partner_id.ids)
            turn = self.answered(
                self.reviewer if user == self.second else self.second, lead, lead.name, about=lead
            )
            self.assertEqual(self.sent(turn).reviewer_id, user)
            self.assertEqual(self.turns.with_user(turn.user_id).review_preview(turn.id)["by"], "responsible")

    def test_the_responsible_is_passed_by_where_he_asked_is_away_or_does_not_review(self):
        own = self.lead("Mine", self.second)
        self.assertEqual(
            self.sent(self.answered(self.second, own, "Mine", about=own)).reviewer_id, self.reviewer
        )
        self.away(self.second)
        asked = self.answered(self.manager_who_sells(), own, "Mine", about=own)
        self.assertEqual(self.sent(asked).reviewer_id, self.reviewer)
        # The asker of these is responsible, and `colleague` doesn't review.
        self.assertEqual(self.review().reviewer_id, self.reviewer)

    def manager_who_sells(self):
        return new_test_user(self.env, "candor_seller", ALL_SALES)

    def test_a_sources_own_reviewers_come_before_others(self):
        source = self.env["candor.source"].search([("model", "=", "crm.lead")])
        source.reviewer_ids = self.reviewer
        reviews = [self.review() for _number in range(3)]
        self.assertEqual({review.reviewer_id for review in reviews}, {self.reviewer})
        self.assertEqual({review.source_id for review in reviews}, {source})
        # Where none of them may, another one does.
        self.reviewer.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.assertEqual(self.review().reviewer_id, self.second)

    def test_a_record_that_was_merely_close_keeps_nobody_from_judging(self):
        self.hide_from_reviewers(self.other_lead)
        near = {"resModel": "crm.lead", "resId": self.other_lead.id, "name": "x", "modelLabel": "Lead"}
        for about, state in ((self.own_lead, "waiting"), (None, "nobody")):
            turn = self.asked(self.asker, "Zebra?", about)
            self.complete(turn, outcome="abstained", mode="abstained", closest=[near])
            review = self.sent(turn)
            self.assertEqual(review.state, state, "without a record it is all that says who may judge")
            if about:
                page = self.page(review.reviewer_id, review)
                self.assertEqual((page["turn"]["question"], page["turn"]["closest"]), ("Zebra?", []))

    def hide_from_reviewers(self, lead):
        reviewers = self.second | self.reviewer
        self.env["ir.rule"].create(
            {
                "name": "hide one lead from reviewers",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": f"[('id', '!=', {lead.id})] if user.id in {reviewers.ids} else [(1, '=', 1)]",
            }
        )

    def test_who_is_away_is_asked_only_where_nobody_else_may(self):
        self.away(self.second)
        self.assertEqual({self.review().reviewer_id, self.review().reviewer_id}, {self.reviewer})
        self.away(self.reviewer)
        self.assertTrue(self.review().reviewer_id)

    def test_fewest_waiting_comes_first(self):
        given = [self.review().reviewer_id for _number in range(4)]
        self.assertEqual(given.count(self.second), 2)
        self.assertEqual(given.count(self.reviewer), 2)

    def test_whoever_lost_a_right_loses_the_review_to_who_may(self):
        review = self.review()
        former = review.reviewer_id
        former.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.look_after()
        self.assertEqual(review.state, "waiting")
        self.assertEqual(review.reviewer_id, (self.second | self.reviewer) - former)

    def test_where_nobody_may_any_more_the_manager_is_told(self):
        review = self.review()
        for user in (self.second, self.reviewer):
            user.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.look_after()
        self.assertEqual(review.state, "nobody")
        self.assertEqual(len(self.reminder(review)), 1)
        self.second.group_ids = [(4, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.look_after()
        self.assertEqual((review.state, review.reviewer_id), ("waiting", self.second))


@tagged("post_install", "-at_install")
class TestDeadline(AssignmentCase):
    def test_it_is_due_after_working_days(self):
        company = self.env.company
        days = self.env["candor.review"]._working_day
        friday = fields.Date.to_date("2026-12-04")
        company.resource_calendar_id = False
        self.assertEqual(str(days(company, friday, 1)), "2026-12-07")
        self.assertEqual(str(days(company, friday, 6)), "2026-12-14")

    def test_the_companys_calendar_counts_where_there_is_one(self):
        if "resource.calendar" not in self.env:
            self.skipTest("resource is not installed")
        calendar = self.env["resource.calendar"].create({"name": "Every day", "attendance_ids": [(5, 0, 0)]})
        calendar.attendance_ids = [
            (
                0,
                0,
                {"name": "d", "dayofweek": str(day), "hour_from": 8, "hour_to": 12, "day_period": "morning"},
            )
            for day in range(7)
        ]
        self.env.company.resource_calendar_id = calendar
        saturday = fields.Date.to_date("2026-12-05")
        self.assertEqual(
            str(self.env["candor.review"]._working_day(self.env.company, saturday, 1)), "2026-12-06"
        )

    def test_the_settings_say_how_many(self):
        parameters = self.env["ir.config_parameter"]
        lengths = []
        for value in ("1", "5", "none", "0", "-3", "9999"):
            parameters.set_param("candor.review_days", value)
            lengths.append(
                (self.env["candor.review"]._deadline(self.asker)["due_date"] - fields.Date.today()).days
            )
        self.assertGreater(lengths[1], lengths[0])
        self.assertEqual(lengths[2:5], [lengths[0]] * 3)
        self.assertGreater(lengths[5], 30)

    def test_past_the_deadline_it_goes_to_the_next_who_may_and_he_is_told_without_content(self):
        review = self.review()
        former = review.reviewer_id
        other = (self.second | self.reviewer) - former
        review.due_date = fields.Date.today() - timedelta(days=3)
        review.escalation_date = fields.Date.today()
        self.look_after()
        self.assertEqual(review.reviewer_id, former, "the day isn't over")
        review.escalation_date = fields.Date.today() - timedelta(days=1)
        self.look_after()
        self.assertEqual((review.reviewer_id, review.escalated), (other, 1))
        self.assertGreater(review.due_date, fields.Date.today())
        self.assertEqual(self.reminder(review).user_id, other)
        message = self.env["mail.message"].search(
            [("model", "=", "candor.review"), ("res_id", "=", review.id)]
        )
        self.assertEqual(message.notified_partner_ids, other.partner_id)
        self.assertNotIn("desks", f"{message.subject} {message.body}")

    def test_without_another_it_stays_and_is_tried_again_later(self):
        self.second.group_ids = [(3, self.env.ref("candor.group_reviewer").id)]
        review = self.review()
        due = fields.Date.today() - timedelta(days=3)
        review.write({"due_date": due, "escalation_date": due})
        self.look_after()
        self.assertEqual((review.reviewer_id, review.due_date), (self.reviewer, due))
        self.assertGreater(review.escalation_date, fields.Date.today())


@tagged("post_install", "-at_install")
class TestHandOver(AssignmentCase):
    def setUp(self):
        super().setUp()
        self.theirs = self.review()
        self.mine, self.other = (
            self.theirs.reviewer_id,
            (self.second | self.reviewer) - self.theirs.reviewer_id,
        )
        self.reviews = self.env["candor.review"]

    def test_it_is_handed_to_a_colleague_who_may_read_it(self):
        narrow = new_test_user(self.env, "candor_narrow", f"{SALES},candor.group_reviewer")
        offered = self.reviews.with_user(self.mine).reviewers(self.theirs.id)
        self.assertEqual([person["id"] for person in offered], self.other.ids)
        self.assertEqual(
            self.reviews.with_user(self.mine).reviewers(self.theirs.id, "nobody by this name"), []
        )
        for user in (narrow, self.asker, self.portal, self.colleague):
            with self.assertRaises(UserError):
                self.reviews.with_user(self.mine).hand_over(self.theirs.id, user.id)
        page = self.reviews.with_user(self.mine).hand_over(self.theirs.id, self.other.id)
        # He may still take it back from the pool.
        self.assertEqual((page["role"], page["actions"]), ("pool", ["take"]))
        self.assertEqual(self.theirs.reviewer_id, self.other)
        self.assertEqual(self.reminder(self.theirs).user_id, self.other)

    def test_who_lost_the_right_can_still_hand_it_over(self):
        self.mine.group_ids = [(3, self.env.ref("sales_team.group_sale_salesman_all_leads").id)]
        self.assertIs(self.reviews.with_user(self.mine).hand_over(self.theirs.id, self.other.id), False)
        self.assertEqual(self.theirs.reviewer_id, self.other)

    def test_it_is_taken_from_the_pool_by_who_may_read_it(self):
        narrow = new_test_user(self.env, "candor_narrow", f"{SALES},candor.group_reviewer")
        for user in (narrow, self.asker, self.colleague, self.manager):
            with self.assertRaises(AccessError):
                self.reviews.with_user(user).take(self.theirs.id)
        page = self.reviews.with_user(self.other).take(self.theirs.id)
        self.assertEqual((page["role"], page["reviewer"]), ("reviewer", self.other.name))
        with self.assertRaises(AccessError):
            self.decide(self.mine, self.theirs, "approve")
        self.decide(self.other, self.theirs, "approve")
        with self.assertRaises(UserError):
            self.reviews.with_user(self.mine).take(self.theirs.id)
