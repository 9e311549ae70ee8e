from collections import defaultdict

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models

from .review import IN_HAND

#: While it is in these states somebody is reminded of it.
_REMINDED = (*IN_HAND, "pending", "nobody")


class CandorReview(models.Model):
    """The activity that reminds of a review, and is repaired whatever happened to it."""

    _inherit = "candor.review"

    def _mend_reminder(self):
        """Exactly one active reminder for who has it in hand, none when it is decided.

        Archived ones of an open review go too: somebody could open them again.
        """
        self.ensure_one()
        self.flush_recordset()
        found = self._reminders()
        wanted, kind = self._whom_to_remind()
        if not wanted:
            outcome = dict(self._fields["outcome"]._description_selection(self.env)).get(self.outcome)
            found.filtered("active").write({"active": False, "feedback": outcome or False})
            return
        standing = self._standing(found)
        right = found.filtered(lambda activity: self._reminds(activity, wanted, kind, standing))[:1]
        (found - right).with_context(candor_mending=True).unlink()
        if not right:
            self._remind(wanted, kind)

    def _reminders(self):
        # sudo: mail.activity - whoever's they have become
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        return activities.search([("candor_review_id", "in", self.ids)], order="id")

    def _whom_to_remind(self):
        """`(user, activity type)`, without a user where nobody is to be reminded."""
        if self.state not in _REMINDED:
            return self.env["res.users"], None
        if self.state == "nobody":
            manager = self._members("candor.group_manager")[:1]
            return manager, self.env.ref("candor.activity_type_unassigned")
        return self.reviewer_id, self.env.ref("candor.activity_type_review")

    def _reminds(self, activity, user, kind, standing):
        """Whether it is active, his, of this kind, and stands where he finds it.

        :param standing: see `_standing`
        """
        place = (activity.res_model, activity.res_id)
        return (
            activity.active
            and activity.user_id == user
            and activity.activity_type_id == kind
            and (place == (self._name, self.id) or activity.res_model != self._name)
            and place in standing
        )

    def _remind(self, user, kind):
        """An activity without content, follower or mail."""
        link = Markup('<p><a href="/odoo/candor.review/%s">%s</a></p>') % (
            self.id,
            self.with_context(lang=user.lang).env._("Open review"),
        )
        record = self if self.state == "nobody" else self._place_for(user)
        quietly = {"mail_activity_quick_update": True, "candor_no_follower": True}
        env = self.env(user=SUPERUSER_ID, context=quietly)
        env["mail.activity"].create(
            {
                "candor_review_id": self.id,
                "activity_type_id": kind.id,
                # The chatter of Odoo 19 shows nothing in its place.
                "summary": kind.with_context(lang=user.lang).name,
                "res_model_id": self.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "user_id": user.id,
                "note": link,
                "date_deadline": self.due_date or fields.Date.today(),
                "automated": True,
            }
        )

    @api.model
    def _with_wrong_reminders(self):
        """Reviews whose reminders are not what `_mend_reminder` leaves, found in a few queries.

        Whatever was done to them, by button, in sudo or by plain SQL.
        """
        # What plain SQL changed is in no cache.
        self.env.invalidate_all()
        wrong = self.browse()
        reminders = defaultdict(list)
        for activity in self.env["mail.activity"].sudo().search([("candor_review_id", "!=", False)]):
            reminders[activity.candor_review_id.id].append(activity)
        standing = self._standing(activity for found in reminders.values() for activity in found)
        open_reviews = self.search([("state", "in", _REMINDED)])
        for review in open_reviews:
            user, kind = review._whom_to_remind()
            found = reminders.pop(review.id, [])
            is_right = len(found) == (1 if user else 0) and all(
                review._reminds(activity, user, kind, standing) for activity in found
            )
            if not is_right:
                wrong |= review
        # Copies of a reminder that remind of nothing.
        kinds = self.env.ref("candor.activity_type_review") | self.env.ref("candor.activity_type_unassigned")
        copies = [
            ("candor_review_id", "=", False),
            ("automated", "=", True),
            ("activity_type_id", "in", kinds.ids),
        ]
        self.env["mail.activity"].sudo().search(copies).unlink()
        # What reminds of a review that is decided.
        decided = self.browse(reminders).exists() - self.search([("state", "=", "finding")])
        return wrong | decided

    @api.model
    def _standing(self, activities):
        """`{(model, id)}` of the records of these activities that are there and not archived."""
        by_model = defaultdict(set)
        for activity in activities:
            by_model[activity.res_model].add(activity.res_id)
        standing = set()
        for model, ids in by_model.items():
            if model and model in self.env:
                records = self.env[model].sudo().with_context(active_test=True)
                standing |= {(model, res_id) for res_id in records.search([("id", "in", list(ids))]).ids}
        return standing
